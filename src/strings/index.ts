import { LocalizeController, registerTranslation, type Translation as Terms } from '@shoelace-style/localize';
import { attempt } from '../shared/attempt.js';
import type { Strings, Translation } from './translation.js';
import { en } from './en.js';
import { fr } from './fr.js';

export type { Strings, Translation } from './translation.js';
export { plural, type PluralForms } from './plural.js';
export { timeUntil } from './time.js';

/** All libraries of a page share one dictionary. What stands before a key of ours keeps it from being one of theirs. */
const OURS = 'codat:';

/** The same words under the keys that they have in the dictionary. */
type Ours = Terms & { [K in keyof Strings as `${typeof OURS}${K}`]: Strings[K] };

const asOurs = ({ $code, $name, $dir, ...words }: Translation): Terms => {
  const ours = Object.entries(words).map(([key, text]) => [OURS + key, text]);
  return { $code, $name, $dir, ...Object.fromEntries(ours) };
};

/** Gives languages to every picker, or single words to a language that it has. */
export const addStrings = (...translations: Translation[]): void => registerTranslation(...translations.map(asOurs));

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

/** What speaks: an element with words of its host's own. */
type Speaker = LocalizeController['host'] & { strings: Partial<Strings> | undefined };

/**
 * The words of an element, in the language around it where there is a translation into it, and else in English. An exact
 * language (`pt-BR`) comes before its primary one (`pt`), the host's own words before both.
 */
export class Words extends LocalizeController<Ours> {
  readonly #languages: MutationObserver;
  /** What has been said since the last update began: looking a text up takes longer than drawing a tile. */
  readonly #said = new Map<keyof Strings, string>();

  constructor(override readonly host: Speaker) {
    super(host);
    this.#languages = new MutationObserver(() => host.requestUpdate());
  }

  override hostConnected(): void {
    super.hostConnected();
    // It may have been moved to where another language is spoken.
    this.host.requestUpdate();
    // The library follows the page's root element alone. An attribute is seen in its own tree only.
    let root: Node | undefined = this.host;
    while (root) {
      this.#languages.observe(root, { attributeFilter: ['lang'], subtree: true });
      const outer = root.getRootNode();
      root = outer === root ? (root as ShadowRoot).host : outer;
    }
  }

  override hostDisconnected(): void {
    super.hostDisconnected();
    this.#languages.disconnect();
  }

  /** BCP 47 tag of the language that is spoken, which may not be the page's. */
  override lang(): string {
    return this.#known() ?? 'en';
  }

  /** How the words run where the language around them is none of theirs; otherwise they run its way. */
  get direction(): 'ltr' | undefined {
    return inheritedLanguage(this.host) && !this.#known() ? 'ltr' : undefined;
  }

  #known(): string | undefined {
    // Some pages write `en_GB`, which is no tag to anything but the library.
    const lang = inheritedLanguage(this.host).toLowerCase().replaceAll('_', '-');
    return lang && this.exists(`${OURS}choose`, { lang }) ? lang : undefined;
  }

  hostUpdate(): void {
    this.#said.clear();
  }

  /** One text. */
  say(key: Exclude<keyof Strings, 'found'>): string {
    let text = this.#said.get(key);
    if (text === undefined) {
      // An empty text is one; what is no text, or can't be read, is none.
      const own: unknown = attempt(() => this.host.strings?.[key]);
      text = typeof own === 'string' ? own : this.term(`${OURS}${key}`);
      this.#said.set(key, text);
    }
    return text;
  }

  /** What a search has found: `count` tiles, or nothing, or not yet anything to speak of. */
  results(count: number | undefined, query: string): string {
    if (count === undefined) return '';
    if (!count) return filled(this.say('none'), query);
    try {
      const own = this.host.strings?.found;
      const said = typeof own === 'function' && own(count);
      if (typeof said === 'string') return said;
    } catch (error) {
      // The host's to mend, and not the merchant's to suffer.
      console.error(this.host.localName, 'strings.found', error);
    }
    return this.term(`${OURS}found`, count);
  }
}

/** {@link Words.say}, for whoever only asks for words. */
export type Say = Words['say'];
