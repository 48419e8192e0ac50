import type { JSX } from 'solid-js';
import type { Attributes, CodatCommercePicker, Listeners, Properties } from './element.js';

type Prefixed<Prefix extends string, Names> = { [Name in keyof Names & string as `${Prefix}:${Name}`]?: Names[Name] };
type Switches = Pick<Attributes, 'disabled' | 'required'>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'codat-commerce-picker': Attributes &
        // Without a prefix Solid would set `requestinit`.
        Pick<Properties, 'integrations' | 'strings'> &
        Prefixed<'prop', Properties> &
        Prefixed<'attr', Omit<Attributes, keyof Switches>> &
        Prefixed<'bool', Switches> &
        Listeners<'on:'> &
        JSX.HTMLAttributes<CodatCommercePicker>;
    }
  }
}
