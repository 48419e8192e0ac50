import { CodatCommercePicker } from './element/codat-commerce-picker.js';

// A page may load two versions, or the same one twice: the first one counts.
if (!customElements.get('codat-commerce-picker')) {
  customElements.define('codat-commerce-picker', CodatCommercePicker);
}

declare global {
  /** What `createElement` and `querySelector` return. Where a program has two copies of the package, they merge in it. */
  interface HTMLCodatCommercePickerElement extends CodatCommercePicker {}
  interface HTMLElementTagNameMap {
    'codat-commerce-picker': HTMLCodatCommercePickerElement;
  }
}
