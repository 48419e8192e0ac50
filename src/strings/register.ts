import type { Translation } from './translation.js';

/** The element's class, as far as a language needs it: whichever copy a page has, of this file's version or another. */
type Picker = CustomElementConstructor & { addStrings?(...translations: Translation[]): void };

/**
 * Gives a language to the element, once that is there: the two may come in either order, and from different files. Does
 * nothing on a server.
 */
export const register = (...translations: Translation[]): void => {
  void globalThis.customElements
    ?.whenDefined('codat-commerce-picker')
    .then((picker: Picker) => picker.addStrings?.(...translations));
};
