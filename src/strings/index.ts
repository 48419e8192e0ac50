import type { Strings } from './catalogue.js';
import { en } from './en.js';
import { fr } from './fr.js';

export type { Strings } from './catalogue.js';

const catalogues: Record<string, Strings> = { en, fr };

/**
 * The language to speak in `element`: the nearest `lang` on it or around it, through shadow roots, as in HTML, and by
 * its primary subtag (`fr-CA` → `fr`).
 *
 * @returns `en` where there is no catalogue, or no `lang`
 */
export function languageOf(element: Node): string {
  let node: Node | null | undefined = element;
  let lang = '';
  while (node && !lang) {
    lang = (node as HTMLElement).lang;
    node = node.parentNode ?? (node as ShadowRoot).host;
  }
  const [primary] = (lang ?? '').toLowerCase().split('-');
  return Object.hasOwn(catalogues, primary!) ? primary! : 'en';
}

/** The words of a language that {@link languageOf} returned, with the host's own in front. */
export const stringsOf = (language: string, own?: Partial<Strings>): Strings => ({ ...catalogues[language]!, ...own });
