import {
  LocalizeController,
  registerTranslation,
  type Translation as LibraryTranslation,
} from '@shoelace-style/localize';
import { attempt } from '../shared/attempt.js';
import type { Strings, Translation } from './translation.js';
import { en } from './en.js';
import { fr } from './fr.js';

export type { Strings, Translation } from './translation.js';
export { plural, type PluralForms } from './plural.js';
export { timeUntil } from './time.js';

/** Begins each of our keys, because other components of the page use the same dictionary of the library. */
const PREFIX = 'codat:';

/** Our texts by their keys in the library's dictionary. */
type PrefixedStrings = LibraryTranslation & { [K in keyof Strings as `${typeof PREFIX}${K}`]: Strings[K] };

/** A language in the form of the library's dictionary. */
const withPrefixes = ({ $code, $name, $dir, ...texts }: Translation): LibraryTranslation => {
  const prefixed = Object.entries(texts).map(([key, text]) => [PREFIX + key, text]);
  return { $code, $name, $dir, ...Object.fromEntries(prefixed) };
};

/** How often languages were added: with each time any text may have changed. */
let additions = 0;

/** Adds languages for all pickers. Texts of a language that is there already replace its own. */
export const addStrings = (...translations: Translation[]): void => {
  additions += 1;
  registerTranslation(...translations.map(withPrefixes));
};

addStrings(en, fr);

/** The sentence with `text` in place of its placeholder, such as `{name}`. */
export const filled = (sentence: string, text: string): string => sentence.replace(/\{\w+\}/g, () => text);

/** Two sentences, one after the other. After a Japanese full stop there is no space. */
export const inARow = (first: string, second: string): string => `${first}${first.endsWith('。') ? '' : ' '}${second}`;

/**
 * The `lang` of the element or of the nearest element around it, through shadow roots, as in HTML. Empty if there is
 * none.
 */
const inheritedLanguage = (element: Node): string => {
  let node: Node | null | undefined = element;
  let language: string | null | undefined;
  while (node && language == null) {
    // Documents and shadow roots have no attributes.
    language = (node as Partial<Element>).getAttribute?.('lang');
    node = node.parentNode ?? (node as ShadowRoot).host;
  }
  return language ?? '';
};

/** A text that is one string; the number of results is a function. */
type TextKey = Exclude<keyof Strings, 'found'>;

/** Texts that were looked up, and what the host says in their place. */
type Texts = Map<TextKey, { text: string; own: unknown }>;

/** An element for which the host may set texts of its own. */
type LocalizedElement = LocalizeController['host'] & { strings: Partial<Strings> | undefined };

/**
 * The texts of an element. Each is the host's own text, or else that of the language around the element, or else the
 * English one. An exact language (`pt-BR`) comes before its primary one (`pt`).
 */
export class Localization extends LocalizeController<PrefixedStrings> {
  #languages: MutationObserver | undefined;
  /** To look one up takes longer than to draw a tile. */
  #texts: Texts = new Map();
  #language = '';
  #additions = 0;

  /** One text. Another function whenever any text has changed: whoever keeps it knows by that. */
  text = this.#lookUp();

  constructor(override readonly host: LocalizedElement) {
    super(host);
  }

  override hostConnected(): void {
    super.hostConnected();
    // The element may have been moved to a part of the page in another language.
    this.host.requestUpdate();
    this.#languages ??= new MutationObserver(() => this.host.requestUpdate());
    // The library observes only the page's root element. An observer doesn't see into other trees, so it observes each
    // tree around the element.
    let root: Node | undefined = this.host;
    while (root) {
      this.#languages.observe(root, { attributeFilter: ['lang'], subtree: true });
      const outer = root.getRootNode();
      root = outer === root ? (root as ShadowRoot).host : outer;
    }
  }

  override hostDisconnected(): void {
    super.hostDisconnected();
    this.#languages?.disconnect();
  }

  /** BCP 47 tag of the language of the texts. It is English if there are none in the page's language. */
  override lang(): string {
    return this.#known() ?? 'en';
  }

  /** `ltr` if the texts are English in a page of an unknown language. Otherwise they have the page's direction. */
  get direction(): 'ltr' | undefined {
    return inheritedLanguage(this.host) && !this.#known() ? 'ltr' : undefined;
  }

  #known(): string | undefined {
    // Some pages write `en_GB`, which is no valid tag.
    const lang = inheritedLanguage(this.host).toLowerCase().replaceAll('_', '-');
    return lang && this.exists(`${PREFIX}choose`, { lang }) ? lang : undefined;
  }

  hostUpdate(): void {
    const language = this.lang();
    const isSame =
      language === this.#language &&
      additions === this.#additions &&
      // The host may also have changed the object that it gave.
      [...this.#texts].every(([key, { own }]) => own === this.#own(key));
    if (isSame) return;
    this.#language = language;
    this.#additions = additions;
    this.text = this.#lookUp();
  }

  /** The host's own text, or whatever it has put there. */
  #own(key: TextKey): unknown {
    return attempt(() => this.host.strings?.[key]);
  }

  #lookUp(): (key: TextKey) => string {
    const texts: Texts = new Map();
    this.#texts = texts;
    return (key) => {
      let found = texts.get(key);
      if (!found) {
        const own = this.#own(key);
        // A host may replace a text by an empty one. Anything but a string is left aside.
        found = { own, text: typeof own === 'string' ? own : this.term(`${PREFIX}${key}`) };
        texts.set(key, found);
      }
      return found.text;
    };
  }

  /** The text that says how many tiles a search has found. Empty while `count` is not known. */
  results(count: number | undefined, query: string): string {
    if (count === undefined) return '';
    if (!count) return filled(this.text('none'), query);
    try {
      const own = this.host.strings?.found;
      const text = typeof own === 'function' && own(count);
      if (typeof text === 'string') return text;
    } catch (error) {
      // The host's function has failed: its developers are told, and the merchant reads the usual text.
      console.error(this.host.localName, 'strings.found', error);
    }
    return this.term(`${PREFIX}found`, count);
  }
}

/** {@link Localization.text}, for templates that need nothing else of it. */
export type TextByKey = Localization['text'];
