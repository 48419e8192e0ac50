import type { HTMLAttributes } from 'preact';
import type { Attributes, CodatCommercePicker, Listeners, Properties } from './element.js';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'codat-commerce-picker': Attributes & Properties & Listeners<'on'> & HTMLAttributes<CodatCommercePicker>;
    }
  }
}
