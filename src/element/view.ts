import { attempt } from '../shared/attempt.js';
import type { PickerError } from '../shared/errors.js';
import type { Integration } from '../shared/integrations.js';
import type { ListState } from './list.js';
import { matching } from './search.js';

/** What the picker shows, as a whole. */
export type View =
  | { kind: 'loading'; groups: readonly number[]; searchable: boolean }
  | { kind: 'ready'; groups: readonly Group[]; found: number; total: number; searchable: boolean }
  | { kind: 'empty' }
  | { kind: 'error'; error: PickerError };

/** How many tiles there are to show, once it is known. */
export const resultCountOf = (view: View): number | undefined => (view.kind === 'ready' ? view.found : undefined);

/** Whether there is a search box. */
export const hasSearchBox = (view: View): boolean => 'searchable' in view && view.searchable;

/** Headings of the groups, in the order in which they come where the host wants no other: keys of the strings. */
const CATEGORIES = ['Accounting', 'Commerce', 'Banking', 'Expense', 'Other'] as const;

type Category = (typeof CATEGORIES)[number];

/** Integrations of one category. */
export interface Group {
  category: Category;
  integrations: readonly Integration[];
}

/** The most tiles without a search box: with one more, a tile may be out of sight. */
const MOST_WITHOUT_SEARCH = 8;

/** Whether there is a search box for so many tiles. */
const isSearchable = (search: string, tiles: number): boolean =>
  search === 'always' || (search !== 'never' && tiles > MOST_WITHOUT_SEARCH);

/** The space-separated tokens of an attribute. Its property may hold anything: a script can set it. */
const tokensOf = (text: unknown): string[] => (typeof text === 'string' ? (text.match(/\S+/g) ?? []) : []);

/** The level of the groups' headings, whatever was asked for. */
export const headingLevelOf = (level: unknown): number =>
  Math.min(Math.max(Math.trunc(attempt(() => Number(level)) ?? 0) || 2, 1), 6);

/** The integrations a merchant may see: switched on, of the wanted category, and not the host's own connector. */
export const visibleIn = (
  integrations: readonly Integration[],
  { connectorKey, sourceType }: { connectorKey: string; sourceType: string },
): Integration[] => {
  const connectors = tokensOf(connectorKey);
  return integrations.filter(
    (integration) =>
      integration.enabled !== false &&
      !connectors.includes(integration.key) &&
      (!sourceType || integration.sourceType === sourceType),
  );
};

const categoryOf = (sourceType = ''): Category | undefined =>
  sourceType === 'BankFeed' ? 'Banking' : CATEGORIES.find((category) => category === sourceType);

/** The same by category, in their order within each; none is empty. Those of the sourceTypes in `order` come first. */
export const grouped = (integrations: readonly Integration[], order: string): Group[] => {
  const first = tokensOf(order).map((sourceType) => categoryOf(sourceType));
  const groups = new Map<Category, Integration[]>();
  for (const category of [...first, ...CATEGORIES]) if (category) groups.set(category, []);
  for (const integration of integrations) {
    // Codat may come up with a new sourceType at any time.
    groups.get(categoryOf(integration.sourceType) ?? 'Other')!.push(integration);
  }
  return [...groups].map(([category, members]) => ({ category, integrations: members })).filter(hasMembers);
};

const hasMembers = ({ integrations }: Group): boolean => integrations.length > 0;

/** The groups' first integrations, `limit` of them in all. */
const firstOf = (groups: readonly Group[], limit: number): Group[] => {
  let room = limit;
  const cut = groups.map(({ category, integrations }) => {
    const first = integrations.slice(0, Math.max(room, 0));
    room -= integrations.length;
    return { category, integrations: first };
  });
  return cut.filter(hasMembers);
};

/** Placeholders before anything is known of the list. */
const FIRST_PLACEHOLDERS = 6;

/** The most placeholders: those of a long list would be a wall. */
const MOST_PLACEHOLDERS = 24;

/** How many tiles the host expects in each group, as it says in an attribute. */
export const placeholderCounts = (placeholders: unknown): number[] => {
  const counts = tokensOf(placeholders).map(Number);
  return counts.length && counts.every((count) => count > 0 && Number.isInteger(count)) ? counts : [FIRST_PLACEHOLDERS];
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** So many placeholders in each group, and not too many in all. */
const placeholdersOf = (counts: readonly number[]): number[] => {
  let room = MOST_PLACEHOLDERS;
  return counts
    .map((count) => {
      const some = Math.min(count, room);
      room -= some;
      return some;
    })
    .filter((count) => count > 0);
};

/** What the view depends on besides the list. */
export interface ViewOptions {
  /** What of a loaded list the merchant may see. */
  integrations: readonly Integration[];
  groupOrder: string;
  search: string;
  /** What is searched for. */
  query: string;
  /** How many tiles there are for a start. */
  limit: number;
  /** How many tiles are expected in each group: those of the last time, or what the host says. */
  expected: readonly number[];
}

/** What is shown of a list: all of it, or what the merchant searches for. */
export const viewOf = (state: ListState, options: ViewOptions): View => {
  const { expected, groupOrder, integrations, limit, query, search } = options;
  switch (state.kind) {
    case 'loading':
      return {
        kind: 'loading',
        groups: placeholdersOf(expected),
        searchable: isSearchable(search, sum(expected)),
      };
    case 'failed':
      return { kind: 'error', error: state.error };
    case 'loaded': {
      if (!integrations.length) return { kind: 'empty' };
      const searchable = isSearchable(search, integrations.length);
      // Without a search box nobody could take back what was searched for.
      const found = searchable && query ? integrations.filter(matching(query)) : integrations;
      return {
        kind: 'ready',
        groups: firstOf(grouped(found, groupOrder), limit),
        found: found.length,
        total: integrations.length,
        searchable,
      };
    }
    default:
      return state satisfies never;
  }
};
