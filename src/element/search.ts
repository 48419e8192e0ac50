import type { Integration } from '../shared/integrations.js';

// Letters that Unicode does not take apart into a letter and a mark, and that many keyboards lack.
const LETTERS: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe' };

/** A text without case and accents. Through upper case, which also makes `ß` and `ı` comparable. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[øłđæœ]/g, (letter) => LETTERS[letter]!);

// Folding takes longer than looking, and the same rows are looked through at each key.
const texts = new WeakMap<Integration, string>();

/** A text as one word. */
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');

/** What is looked through: the name, the name as one word (`e-conomic`, "QuickBooks"), the web address. */
const textOf = (integration: Integration): string => {
  let text = texts.get(integration);
  if (text === undefined) {
    const name = folded(integration.name);
    text = [name, bare(name), folded(integration.website ?? '')].join('\n');
    texts.set(integration, text);
  }
  return text;
};

/** A web address as it is copied from anywhere; its host name stands in the group. */
const ADDRESS = /(?:https?:\/\/)?(?:[^\s/@]*@)?(?:www\.)?([^\s/:]+\.[^\s/:]+)\S*/gi;

/**
 * What a merchant typed, as a test: each of its terms has to stand somewhere in the name or in the web address, whatever
 * the signs in it. Of a web address that was pasted whole, the host name counts, and that of a subdomain is found, too.
 */
export const matching = (query: string): ((integration: Integration) => boolean) => {
  const terms = folded(query.replace(ADDRESS, '$1')).split(/\s+/);
  return (integration) => {
    const text = textOf(integration);
    const website = text.slice(text.lastIndexOf('\n') + 1);
    return terms.every((term) => {
      const plain = bare(term);
      return text.includes(term) || (plain && text.includes(plain)) || (website && `.${term}`.endsWith(`.${website}`));
    });
  };
};
