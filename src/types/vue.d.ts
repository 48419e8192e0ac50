import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { CodatCommercePickerEventMap } from '../index.js';
import type { AttributeValue, CodatCommercePicker, Properties } from './element.js';

type Emits = { [Name in keyof CodatCommercePickerEventMap]: (event: CodatCommercePickerEventMap[Name]) => void };

type Props = { [Name in keyof Properties]: AttributeValue<Properties[Name]> };

declare module 'vue' {
  interface HTMLAttributes {
    /** HTML's own, of what stands in an element such as this one. */
    slot?: string | undefined;
  }
  interface GlobalComponents {
    // Vue takes `sync-endpoint` in a template for `syncEndpoint`, as of any component.
    'codat-commerce-picker': new () => CodatCommercePicker & {
      $props: Props & HTMLAttributes & PublicProps;
      $emit: EmitFn<Emits>;
    };
  }
}
