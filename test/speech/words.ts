/** What is to be heard, word by word. */
import type { Integration } from '../../src/index.js';
import type { ConnectionStatus } from '../../src/shared/statuses.js';
import { ar } from '../../src/strings/ar.js';
import type { Translation } from '../../src/strings/translation.js';
import { fr } from '../../src/strings/fr.js';
import { filled, inARow } from '../../src/strings/index.js';

const accounting = (key: string, name: string, more: Partial<Integration> = {}): Integration => ({
  key,
  name,
  sourceType: 'Accounting',
  ...more,
});

/** What the host offers where nothing else is said. The web address is seen, and not heard. */
export const ROWS: readonly Integration[] = [
  accounting('gbol', 'Xero', { website: 'xero.com' }),
  accounting('qhyg', 'QuickBooks'),
  accounting('pdvj', 'Sage'),
];

const connected = (status: ConnectionStatus): Partial<Integration> => ({ connection: { status } });

/** One for each badge that a tile can have, and one with two of them. A status that is new asks for a row here. */
const BADGED = {
  deauthorized: accounting('aaaa', 'Sage', connected('deauthorized')),
  linked: accounting('aaab', 'FreshBooks', connected('linked')),
  pending: accounting('aaac', 'Wave', connected('pending')),
  beta: accounting('aaad', 'Zoho', { isBeta: true }),
  offline: accounting('aaae', 'Exact', { isOfflineConnector: true }),
  soon: accounting('aaaf', 'Odoo', { comingSoon: true }),
  two: accounting('aaag', 'Fortnox', { ...connected('linked'), isBeta: true }),
} satisfies Record<ConnectionStatus | 'beta' | 'offline' | 'soon' | 'two', Integration>;

export const BADGED_ROWS: readonly Integration[] = Object.values(BADGED);

// Written out: taken from the element's own words it would be right whatever they say.
const english = {
  intro: 'Choose your software. You sign in on the next site, then come back here.',
  loading: 'Loading…',
  search: 'Search by name or web address',
  clear: 'Clear search',
  three: '3 results',
  one: '1 result',
  none: 'Nothing matches “xq”. Check the spelling, or search for part of the name.',
  xero: 'Xero, Link your Xero account',
  quickbooks: 'QuickBooks, Link your QuickBooks account',
  sage: 'Sage, Link your Sage account',
  opening: 'Opening Xero…',
  failed: 'Something went wrong on our side. Try again in a few minutes.',
  retry: 'Try again',
  deauthorized: 'Sage, No longer linked, Link your Sage account again',
  linked: 'FreshBooks, Linked, Manage your FreshBooks account',
  pending: 'Wave, Not finished, Finish linking your Wave account',
  beta: 'Zoho, Beta, Link your Zoho account',
  offline: 'Exact, Desktop app, Link your Exact account',
  soon: 'Odoo, Coming soon',
  two: 'Fortnox, Linked, Beta, Manage your Fortnox account',
};

/** All that is to be heard of the picker, in one language. */
export type Words = Readonly<typeof english>;

/** The same in another one, of which its own file knows best how it says it. */
const translated = (words: Translation): Words => {
  const tile = ({ name }: Integration, sentence: string, ...badges: string[]): string =>
    [name, ...badges, filled(sentence, name)].filter(Boolean).join(words.comma);
  return {
    intro: inARow(words.choose, words.next),
    loading: words.loading,
    search: words.search,
    clear: words.clear,
    three: words.found(3),
    one: words.found(1),
    none: filled(words.none, 'xq'),
    xero: tile(ROWS[0]!, words.link),
    quickbooks: tile(ROWS[1]!, words.link),
    sage: tile(ROWS[2]!, words.link),
    opening: filled(words.opening, 'Xero'),
    failed: inARow(words.failed, words.again),
    retry: words.retry,
    deauthorized: tile(BADGED.deauthorized, words.reconnect, words.deauthorized),
    linked: tile(BADGED.linked, words.manage, words.linked),
    pending: tile(BADGED.pending, words.resume, words.pending),
    beta: tile(BADGED.beta, words.link, words.beta),
    offline: tile(BADGED.offline, words.link, words.offline),
    soon: tile(BADGED.soon, '', words.soon),
    two: tile(BADGED.two, words.manage, words.linked, words.beta),
  };
};

/** The languages that are listened to, by their tags. */
export const LANGUAGES = { en: english, fr: translated(fr), ar: translated(ar) } satisfies Record<string, Words>;

export type Language = keyof typeof LANGUAGES;

/** What must not be heard: a region that has nothing to say, a heading that is not seen, a web address. */
const NEVER = ['status bar', 'statusbar', 'Accounting software', 'xero.com'];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The picker's phrases in what was heard, in their order, however they were cut up; and all that must not be there. */
export const phrasesIn = (heard: readonly string[], words: Words): string[] => {
  const phrases = [...Object.values(words), ...NEVER].toSorted((a, b) => b.length - a.length).map(escaped);
  return (
    heard
      .join(' ')
      .replace(/ +/g, ' ')
      .match(new RegExp(phrases.join('|'), 'g')) ?? []
  );
};
