import type { Integration } from './integrations.js';

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

/** What is looked through: the name, the name as one word (`e-conomic`, "QuickBooks"), the web address. */
const textOf = (integration: Integration): string => {
  let text = texts.get(integration);
  if (text === undefined) {
    const name = folded(integration.name);
    text = [name, name.replace(/[^\p{L}\p{N}]+/gu, ''), folded(integration.website ?? '')].join('\n');
    texts.set(integration, text);
  }
  return text;
};

/**
 * What a merchant typed, as a test: each of its words has to stand somewhere in the name or in the web address. Of a web
 * address that was pasted whole, the host name counts.
 */
export const matching = (query: string): ((integration: Integration) => boolean) => {
  const words = folded(query.replace(/\b(https?:\/\/(www\.)?|www\.)([^\s/]*)\S*/gi, '$3')).split(/\s+/);
  return (integration) => words.every((word) => textOf(integration).includes(word));
};
