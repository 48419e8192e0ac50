import type { Translation } from './translation.js';

/** The element's class. It may be of another version than this file, so `addStrings` may be missing. */
type Picker = CustomElementConstructor & { addStrings?(...translations: Translation[]): void };

/**
 * Adds a language to the element as soon as that is defined. The two may be loaded in any order, and from different
 * files. Does nothing on a server.
 */
export const register = (...translations: Translation[]): void => {
  void globalThis.customElements
    ?.whenDefined('codat-commerce-picker')
    .then((picker: Picker) => picker.addStrings?.(...translations));
};
