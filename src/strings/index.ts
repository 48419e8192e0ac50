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

/** All libraries of a page share one dictionary. What stands before a key of ours keeps it from being one of theirs. */
const OURS = 'codat:';

/** Our texts, under the keys that they have in that dictionary. */
type Ours = LibraryTranslation & { [K in keyof Strings as `${typeof OURS}${K}`]: Strings[K] };

const asOurs = ({ $code, $name, $dir, ...texts }: Translation): LibraryTranslation => {
  const ours = Object.entries(texts).map(([key, text]) => [OURS + key, text]);
  return { $code, $name, $dir, ...Object.fromEntries(ours) };
};

/** How often languages were added: with each time any text may have changed. */
let additions = 0;

/** Gives languages to every picker, or single texts to a language that it has. */
export const addStrings = (...translations: Translation[]): void => {
  additions += 1;
  registerTranslation(...translations.map(asOurs));
};

addStrings(en, fr);

/** A sentence with a text for its `{name}` or `{query}`. */
export const filled = (sentence: string, text: string): string => sentence.replace(/\{\w+\}/g, () => text);

/** Two sentences, one after the other. A full stop of full width brings its own blank. */
export const inARow = (first: string, second: string): string => `${first}${first.endsWith('。') ? '' : ' '}${second}`;

/** The nearest `lang` on an element or around it, through shadow roots, as in HTML; empty where there is none. */
const inheritedLanguage = (element: Node): string => {
  let node: Node | null | undefined = element;
  let language: string | null | undefined;
  while (node && language == null) {
    // A document and a shadow root have no attributes.
    language = (node as Partial<Element>).getAttribute?.('lang');
    node = node.parentNode ?? (node as ShadowRoot).host;
  }
  return language ?? '';
};

/** A text that is one string; the number of results is a function. */
type TextKey = Exclude<keyof Strings, 'found'>;

/** Texts that were looked up, and what the host says in their place. */
type Texts = Map<TextKey, { text: string; own: unknown }>;

/** An element that a host may give texts of its own. */
type LocalizedElement = LocalizeController['host'] & { strings: Partial<Strings> | undefined };

/**
 * The texts of an element: the host's own, else those of the language around the element, else English ones. An exact
 * language (`pt-BR`) comes before its primary one (`pt`).
 */
export class Localization extends LocalizeController<Ours> {
  #languages: MutationObserver | undefined;
  /** Looking one up takes longer than drawing a tile. */
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
    // The library observes the page's root element alone. An observer sees one tree, so each tree around gets its own call.
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

  /** BCP 47 tag of the language that the texts are in, which may not be the page's. */
  override lang(): string {
    return this.#known() ?? 'en';
  }

  /** `ltr` where the texts are English in a page of another language; otherwise they run as the page does. */
  get direction(): 'ltr' | undefined {
    return inheritedLanguage(this.host) && !this.#known() ? 'ltr' : undefined;
  }

  #known(): string | undefined {
    // Some pages write `en_GB`, which is no tag to anything but the library.
    const lang = inheritedLanguage(this.host).toLowerCase().replaceAll('_', '-');
    return lang && this.exists(`${OURS}choose`, { lang }) ? lang : undefined;
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
        found = { own, text: typeof own === 'string' ? own : this.term(`${OURS}${key}`) };
        texts.set(key, found);
      }
      return found.text;
    };
  }

  /** The result of a search: `count` tiles, or none; empty while the count is not known. */
  results(count: number | undefined, query: string): string {
    if (count === undefined) return '';
    if (!count) return filled(this.text('none'), query);
    try {
      const own = this.host.strings?.found;
      const text = typeof own === 'function' && own(count);
      if (typeof text === 'string') return text;
    } catch (error) {
      // The host's to mend, and not the merchant's to suffer.
      console.error(this.host.localName, 'strings.found', error);
    }
    return this.term(`${OURS}found`, count);
  }
}

/** {@link Localization.text}, for templates, which need nothing else of it. */
export type TextByKey = Localization['text'];
