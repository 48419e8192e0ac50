import type { HTMLAttributes } from 'svelte/elements';
import type { Attributes, CodatCommercePicker, Listeners, Properties } from './element.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    // `on:` is Svelte 4's.
    'codat-commerce-picker': Attributes &
      Properties &
      Listeners<'on'> &
      Listeners<'on:'> &
      HTMLAttributes<CodatCommercePicker>;
  }
}
