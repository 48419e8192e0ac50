import { fixture, fixtureCleanup, html, waitUntil } from '@open-wc/testing';
import { delay, http, HttpResponse } from 'msw';
import '../../src/index.js';
import { PickerError, type CodatCommercePicker, type Integration, type PickerErrorCode } from '../../src/index.js';
import { accounting, withEverything, xero } from './integrations.js';
import { all, one, tile, worker } from './page.js';

const ENDPOINT = '/api/states';

/** Waits without losing time: there are many states, and most are there at once. */
export const until = (condition: () => unknown, message?: string): Promise<void> =>
  waitUntil(() => !!condition(), message, { interval: 5, timeout: 3_000 });

/** Brings a picker that was just put on the page into a state, with these rows where it shows any. */
type Arrange = (picker: CodatCommercePicker, rows: readonly Integration[]) => Promise<unknown> | void;

const answered =
  (respond: () => Response | Promise<Response>): Arrange =>
  (picker) => {
    worker.use(http.get(ENDPOINT, respond));
    picker.endpoint = ENDPOINT;
  };

const refused = (code: PickerErrorCode): Arrange => answered(() => HttpResponse.json({ code }, { status: 500 }));

const ready =
  (properties: Partial<CodatCommercePicker> = {}): Arrange =>
  async (picker, integrations) => {
    Object.assign(picker, { integrations, ...properties });
    await until(() => picker.matches(':state(ready)'));
    // Those out of sight would come later, and change what is being looked at.
    const images = all(picker, 'img') as HTMLImageElement[];
    for (const image of images) image.loading = 'eager';
    await until(() => images.every(({ dataset }) => dataset['state']), 'the images');
  };

/** Puts a text into the search box, as a paste does. */
export const searchFor = async (picker: CodatCommercePicker, query: string): Promise<void> => {
  const input = one(picker, 'input') as HTMLInputElement;
  input.value = query;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await picker.updateComplete;
};

const searched =
  (query: string): Arrange =>
  async (picker, rows) => {
    await ready({ search: 'always' })(picker, rows);
    await searchFor(picker, query);
  };

/** Picks the first tile. */
const picked =
  (settle: () => Promise<unknown>, outcome: string): Arrange =>
  async (picker, rows) => {
    await ready()(picker, rows);
    picker.addEventListener('codat-select', (event) => event.waitUntil(settle()), { once: true });
    tile(picker, xero.key).click();
    await until(() => picker.shadowRoot!.querySelector(outcome), outcome);
  };

const failing = (code: PickerErrorCode): Arrange =>
  picked(() => Promise.reject(new PickerError(code, 'test')), '[role="alert"]');

const LOADING: Arrange = (picker, rows) =>
  new Promise<void>((asked) => {
    void answered(async () => {
      asked();
      await delay('infinite');
      return HttpResponse.json([]);
    })(picker, rows);
  });

const ARRANGEMENTS = {
  loading: LOADING,
  'loading, with a search box': (picker, rows) => {
    picker.search = 'always';
    return LOADING(picker, rows);
  },
  ready: ready(),
  'ready, in one group': (picker, rows) => ready({ sourceType: 'Accounting' })(picker, rows),
  'ready, with square logos': ready({ logo: 'square' }),
  'ready, without logos': (picker, rows) =>
    ready()(
      picker,
      rows.map(({ key, name, sourceType = '' }) => ({ key, name, sourceType })),
    ),
  selected: ready({ value: 'qhyg' }),
  searching: searched('e'),
  'nothing found': searched('zzz'),
  empty: (picker) => {
    picker.integrations = [];
  },
  'error: network': answered(() => HttpResponse.error()),
  'error: unauthenticated': refused('unauthenticated'),
  'error: unauthenticated, with a log-in page': (picker, rows) => {
    picker.logInUrl = '/log-in';
    return refused('unauthenticated')(picker, rows);
  },
  'error: forbidden': refused('forbidden'),
  'error: rate-limited': refused('rate-limited'),
  'error: unavailable': refused('unavailable'),
  busy: picked(() => new Promise(() => {}), '[aria-busy="true"]'),
  'failed: unknown-platform': failing('unknown-platform'),
  'failed: rate-limited': failing('rate-limited'),
  disabled: async (picker, rows) => {
    await ready({ search: 'always' })(picker, rows);
    picker.disabled = true;
    await picker.updateComplete;
  },
} satisfies Record<string, Arrange>;

/** Everything that a picker can look like, by name. */
export type State = keyof typeof ARRANGEMENTS;

export const STATES = Object.keys(ARRANGEMENTS) as State[];

/** A picker in this state, alone on the page, and standing still. */
export async function show(state: State, rows: readonly Integration[] = withEverything): Promise<CodatCommercePicker> {
  fixtureCleanup();
  const picker = await fixture<CodatCommercePicker>(html`<codat-commerce-picker></codat-commerce-picker>`);
  await ARRANGEMENTS[state](picker, rows);
  const kind = /^(loading|empty|error)/.exec(state)?.[0] ?? 'ready';
  await until(() => picker.matches(`:state(${kind})`), state);
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
  const picker = await fixture<CodatCommercePicker>(
    html`<codat-commerce-picker .integrations=${rows}></codat-commerce-picker>`,
  );
  await until(() => picker.matches(':state(ready)'));
  return picker;
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
