import { fixture, fixtureCleanup, html } from '@open-wc/testing/pure';
import { http } from 'msw';
import { respond } from '../../demo/designers/respond.js';
import { slotted } from '../../demo/designers/slotted.js';
import { states, type Samples, type State as Definition, type StateName } from '../../demo/designers/states.js';
import type { CodatCommercePicker, Integration } from '../../src/index.js';
import { SYNC } from './companion.js';
import { deferred } from './deferred.js';
import { accounting, withEverything } from './integrations.js';
import { mount } from './mount.js';
import { all, expectedOnConsole, tile, worker } from './page.js';
import { search } from './search.js';
import { until } from './until.js';

export { until };

const ENDPOINT = '/api/states';

/** Software of the kinds that a host rarely offers: two of each, one of the last. */
const others: readonly Integration[] = ['Banking', 'Banking', 'Expense', 'Expense', 'Other'].map(
  (sourceType, index) => ({
    key: `yyy${'abcde'[index]}`,
    name: `${sourceType} ${index + 1}`,
    sourceType,
  }),
);

/** What is tried in tests besides what designers look at. */
const EXTRA = {
  'loading-search': {
    title: 'Loading, with a search box',
    group: 'The list',
    list: 'never',
    attributes: { search: 'always' },
    until: { state: 'loading' },
  },
  plain: {
    title: 'Without logos, badges and web addresses',
    group: 'The list',
    list: { rows: ({ offered }) => offered.map(({ key, name, sourceType = '' }) => ({ key, name, sourceType })) },
    until: { state: 'ready' },
  },
  'disabled-search': {
    title: 'Disabled, with a search box',
    group: 'Tiles',
    list: { rows: ({ offered }) => offered },
    attributes: { disabled: '', search: 'always' },
    until: { state: 'ready' },
  },
} as const satisfies Record<string, Definition>;

/**
 * Everything that a picker can look like, by name: what the designers' page shows, and a few more. Awkward data is a matter of its
 * own: `awkward.test.ts`.
 */
export type State = Exclude<StateName, `data-${string}`> | keyof typeof EXTRA;

const definitions: Readonly<Record<string, Definition>> = { ...states, ...EXTRA };

export const STATES = Object.keys(definitions).filter((name) => definitions[name]!.group !== 'Awkward data') as State[];

export const definitionOf = (state: State): Definition => definitions[state]!;

/** What else there is about a picker in a state. */
export interface Circumstances {
  /** What it has besides the state's own. */
  attributes?: Readonly<Record<string, string>>;
  /** What it is put into. Default: a container of its own. */
  into?: Element;
}

/** A picker that, put on the page, is on its way into a state, with these rows where it shows any. */
export function prepare(
  state: State,
  rows: readonly Integration[] = withEverything,
  { attributes: more }: Circumstances = {},
): { picker: CodatCommercePicker; asked: Promise<void> } {
  const { attributes = {}, list, query, slots = {}, sync } = definitionOf(state);
  const samples: Samples = { offered: rows, others };
  const picker = document.createElement('codat-commerce-picker');
  // The rows of the tests are too few for a search box that comes by itself.
  for (const [name, value] of Object.entries({ ...attributes, ...(query && { search: 'always' }), ...more })) {
    picker.setAttribute(name, value);
  }
  picker.append(...Object.entries(slots).map(([slot, text]) => slotted(slot, text)));
  const asked = deferred();
  if (typeof list === 'object' && 'rows' in list) {
    picker.integrations = list.rows(samples);
    asked.resolve();
  } else {
    const answer = (): Promise<Response> => (asked.resolve(), respond(list, samples));
    worker.use(http.get(ENDPOINT, answer));
    picker.setAttribute('endpoint', ENDPOINT);
    picker.addEventListener('codat-error', ({ detail: { error } }) => {
      // That is a developer's to mend, and is told there.
      if (error.code === 'bad-response') expectedOnConsole.push(/bad-response/);
    });
  }
  if (sync) {
    worker.use(http.post(SYNC, () => respond(sync, samples)));
    picker.setAttribute('sync-endpoint', SYNC);
  }
  return { picker, asked: asked.promise };
}

/** A picker in this state, alone on the page, and standing still. */
export async function show(
  state: State,
  rows: readonly Integration[] = withEverything,
  circumstances: Circumstances = {},
): Promise<CodatCommercePicker> {
  const { into } = circumstances;
  const { pick, query, until: reached } = definitionOf(state);
  if (!into) fixtureCleanup();
  const { asked, picker } = prepare(state, rows, circumstances);
  if (into) into.append(picker);
  else await fixture(html`${picker}`);
  await asked;
  await until(() => picker.matches(`:state(${reached.state})`), state);
  // Those out of sight would come later, and change what is being looked at.
  const images = all(picker, 'img') as HTMLImageElement[];
  for (const image of images) image.loading = 'eager';
  await until(() => images.every(({ dataset }) => dataset['state']), 'the images');
  if (query !== undefined) await search(picker, query);
  if (pick) tile(picker, pick).click();
  const { part } = reached;
  if (part) await until(() => picker.shadowRoot!.querySelector(`[part~="${part}"]`), `${state}: ${part}`);
  for (const animation of picker.shadowRoot!.getAnimations()) {
    if (animation instanceof CSSTransition) animation.finish();
  }
  return picker;
}

/** A picker with so many tiles that the browser lays out only those in sight. */
export async function showMany(count: number): Promise<CodatCommercePicker> {
  const letter = (index: number, place: number): string => String.fromCharCode(97 + (Math.floor(index / place) % 26));
  const rows = Array.from({ length: count }, (_, index) => ({
    ...accounting[0]!,
    key: `zz${letter(index, 26)}${letter(index, 1)}`,
    name: `Software ${index + 1}`,
  }));
  fixtureCleanup();
  return mount({ integrations: rows });
}

/** The colours of a page that a picker may stand in. It takes its own from them, and from nothing else. */
const PAGES = {
  light: 'color-scheme: light; background: #fff; color: #1c1c1e',
  dark: 'color-scheme: dark; background: #121214; color: #f2f2f3',
  cream: 'color-scheme: light; background: #fbf3e0; color: #3a2d1a',
  navy: 'color-scheme: dark; background: #0b1f3a; color: #e6eef8',
};

export type PageName = keyof typeof PAGES;
export type Direction = 'ltr' | 'rtl';

export const PAGE_NAMES = Object.keys(PAGES) as PageName[];
export const DIRECTIONS: readonly Direction[] = ['ltr', 'rtl'];

/** Gives the page the colours and the direction of a host's own. */
export const dress = (page: PageName, direction: Direction = 'ltr'): void => {
  document.documentElement.style.cssText = PAGES[page];
  document.documentElement.dir = direction;
};

afterEach(() => {
  document.documentElement.removeAttribute('style');
  document.documentElement.removeAttribute('dir');
});
