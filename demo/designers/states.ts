/**
 * Every state a picker can be in, as data: what the endpoints answer, what the merchant does, and what must then be on
 * screen. Nothing here touches a page, so that a script in Node can read it too.
 */
import type { PickerErrorCode } from '../../src/shared/errors.js';
import type { Integration } from '../../src/shared/integrations.js';
import * as awkward from './awkward.js';

/** What the rows are taken from. */
export interface Samples {
  /** What `createHost` offers on either side: eleven integrations, with their branding. */
  offered: readonly Integration[];
  /** Invented ones of every kind, as Codat lists them: without branding. */
  others: readonly Integration[];
}

/** What an endpoint does: answer with these rows, refuse, never answer, or not be there. */
export type Answer =
  | { rows: (samples: Samples) => readonly Integration[] }
  | { refusal: PickerErrorCode; status: number; retryAfter?: number }
  | 'never'
  | 'unreachable'
  | 'nonsense';

export interface State {
  title: string;
  group: 'The list' | 'Tiles' | 'Search' | 'After the choice' | 'When it fails' | 'Awkward data';
  /** What the list's endpoint does. */
  list: Answer;
  /** What the endpoint of the Sync URL does. Default: it answers, and the demo stays on the page. */
  sync?: Answer;
  attributes?: Readonly<Record<string, string>>;
  /** Text for the slots; `[label]` becomes a link. */
  slots?: Readonly<Record<string, string>>;
  /** What the merchant types into the search box. */
  query?: string;
  /** The platformKey that the merchant picks. */
  pick?: string;
  /** The `:state()` to be reached, and then the part to be seen. */
  until: { state: 'loading' | 'ready' | 'empty' | 'error'; part?: string };
  /** Too much to show unasked. */
  heavy?: true;
}

const offered: Answer = { rows: (samples) => samples.offered };
const keys = (...wanted: string[]): Answer => ({
  rows: ({ offered: all }) => wanted.flatMap((key) => all.filter((row) => row.key === key)),
});

/** As many of another kind. */
const some = ({ others }: Samples, sourceType: string, count: number): Integration[] =>
  others.filter((row) => row.sourceType === sourceType).slice(0, count);

const withBadges = ({ offered: all }: Samples): Integration[] => {
  const more: Record<string, Partial<Integration>> = {
    gbol: { connection: { status: 'linked' } },
    pdvj: { connection: { status: 'pending' } },
    qhyg: { connection: { status: 'deauthorized' } },
    fbrh: { isBeta: true },
    pbbf: { isOfflineConnector: true },
    qudb: { isBeta: true, isOfflineConnector: true, connection: { status: 'linked' } },
    tgff: {},
  };
  return all.filter(({ key }) => more[key]).map((row) => ({ ...row, ...more[row.key] }));
};

const ready = { state: 'ready' } as const;

const refusals = {
  network: 'unreachable',
  unauthenticated: { refusal: 'unauthenticated', status: 401 },
  forbidden: { refusal: 'forbidden', status: 403 },
  'rate-limited': { refusal: 'rate-limited', status: 429, retryAfter: 30 },
  unavailable: { refusal: 'unavailable', status: 503 },
} as const satisfies Partial<Record<PickerErrorCode, Answer>>;

type Refused = keyof typeof refusals;

const errors = Object.fromEntries(
  Object.entries({ ...refusals, 'bad-response': 'nonsense' } as const).map(([code, list]) => [
    `error-${code}`,
    { title: `Error: ${code}`, group: 'When it fails', list, until: { state: 'error' } },
  ]),
) as Record<`error-${Refused | 'bad-response'}`, State>;

const failures = Object.fromEntries(
  Object.entries({ ...refusals, 'unknown-platform': { refusal: 'unknown-platform', status: 404 } as const }).map(
    ([code, sync]) => [
      `failed-${code}`,
      {
        title: `Failed tile: ${code}`,
        group: 'When it fails',
        list: keys('qhyg', 'gbol', 'pdvj'),
        sync,
        pick: 'gbol',
        until: { state: 'ready', part: 'failed' },
      },
    ],
  ),
) as Record<`failed-${Refused | 'unknown-platform'}`, State>;

export const states = {
  loading: { title: 'Loading', group: 'The list', list: 'never', until: { state: 'loading' } },
  ready: { title: 'Ready, eleven tiles', group: 'The list', list: offered, until: ready },
  square: { title: 'Square logos', group: 'The list', list: offered, attributes: { logo: 'square' }, until: ready },
  accounting: {
    title: 'One category',
    group: 'The list',
    list: offered,
    attributes: { 'source-type': 'Accounting' },
    until: ready,
  },
  groups: {
    title: 'Five groups, in the host’s order',
    group: 'The list',
    list: {
      rows: (samples) => [
        ...samples.offered.slice(0, 2),
        ...samples.offered.filter(({ sourceType }) => sourceType === 'Commerce').slice(0, 2),
        ...some(samples, 'Banking', 2),
        ...some(samples, 'Expense', 2),
        ...some(samples, 'Other', 1),
      ],
    },
    attributes: { 'group-order': 'Banking Commerce', search: 'never' },
    until: ready,
  },
  slots: {
    title: 'The host’s own slots',
    group: 'The list',
    list: keys('gbol', 'qhyg'),
    slots: {
      intro: 'Harbour copies yesterday’s sales into your books each morning. Where do you keep them?',
      'not-listed': 'Your software is not here? [Tell us], and we will write when it is.',
      footer: 'You can disconnect at any time. [How your data is used]',
    },
    until: ready,
  },
  empty: { title: 'Empty', group: 'The list', list: { rows: () => [] }, until: { state: 'empty' } },

  selected: {
    title: 'Selected',
    group: 'Tiles',
    list: keys('qhyg', 'gbol', 'pdvj'),
    attributes: { value: 'gbol' },
    until: { state: 'ready', part: 'selected' },
  },
  badges: {
    title: 'Badges: linked, pending, no longer linked, beta, desktop, coming soon',
    group: 'Tiles',
    list: { rows: withBadges },
    until: ready,
  },
  button: {
    title: 'Branded button',
    group: 'Tiles',
    list: keys('qhyg', 'gbol'),
    until: ready,
  },
  disabled: {
    title: 'Disabled',
    group: 'Tiles',
    list: keys('qhyg', 'gbol', 'tgff'),
    attributes: { disabled: '' },
    until: ready,
  },

  search: {
    title: 'Search, with results',
    group: 'Search',
    list: offered,
    query: 'exact',
    until: { state: 'ready', part: 'search' },
  },
  'search-none': {
    title: 'Search, nothing found',
    group: 'Search',
    list: offered,
    query: 'Zorblax',
    until: { state: 'ready', part: 'none' },
  },

  busy: {
    title: 'Busy: the Sync page is being opened',
    group: 'After the choice',
    list: keys('qhyg', 'gbol', 'pdvj'),
    sync: 'never',
    pick: 'gbol',
    until: { state: 'ready', part: 'busy' },
  },

  ...errors,
  ...failures,
  'failed-log-in': {
    title: 'Failed tile: unauthenticated, with a log-in page',
    group: 'When it fails',
    list: keys('qhyg', 'gbol', 'pdvj'),
    sync: { refusal: 'unauthenticated', status: 401 },
    attributes: { 'log-in-url': '/log-in' },
    pick: 'gbol',
    until: { state: 'ready', part: 'log-in' },
  },

  'data-names': { title: 'Names', group: 'Awkward data', list: { rows: awkward.names }, until: ready },
  'data-logos': { title: 'Logos', group: 'Awkward data', list: { rows: awkward.logos }, until: ready },
  'data-one': { title: 'One tile', group: 'Awkward data', list: keys('gbol'), until: ready },
  'data-125': {
    title: '125 tiles',
    group: 'Awkward data',
    list: { rows: (samples) => [...samples.offered, ...samples.others, ...awkward.many(3)].slice(0, 125) },
    until: ready,
  },
  'data-10000': {
    title: '10,000 tiles',
    group: 'Awkward data',
    list: { rows: () => awkward.many(10_000) },
    until: ready,
    heavy: true,
  },
} as const satisfies Record<string, State>;

export type StateName = keyof typeof states;

/** The names, in the order of the page: what `specimen.html?state=` takes. */
export const STATE_NAMES = Object.keys(states) as StateName[];

export const stateOf = (name: StateName): State => states[name];
export const isStateName = (name: string): name is StateName => Object.hasOwn(states, name);
