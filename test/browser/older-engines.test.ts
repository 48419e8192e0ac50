import { expect, fixture, html } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import type { CodatCommercePicker } from '../../src/index.js';
import type { OlderWindow } from '../support/older-engine-page.js';
import { worker } from '../support/page.js';
import { until } from '../support/states.js';

const SYNC_URL = 'https://sync-flow.codat.io/start?otp=1';

const results = [
  { key: 'gbol', name: 'Xero', sourceType: 'Accounting', connection: { status: 'linked' } },
  // No letter and no digit: its monogram is its first sign.
  { key: 'zzzz', name: '👩‍🌾☂', sourceType: 'Accounting', isBeta: true },
  { key: 'fztf', name: 'Shopify', sourceType: 'Commerce' },
];

/** A page in an engine that lacks all that the oldest ones lack, and a picker on it that the companion serves. */
interface Older {
  page: OlderWindow;
  picker: CodatCommercePicker;
  events: string[];
  /** Where the companion would have gone; it stays instead. */
  visited: string[];
  one(selector: string): HTMLElement | null;
}

const open = async (query = '', attributes: Record<string, string> = {}): Promise<Older> => {
  const frame = await fixture<HTMLIFrameElement>(
    html`<iframe title="Host" width="900" height="700" src="/older-engine.html?${query}"></iframe>`,
  );
  const page = frame.contentWindow as unknown as OlderWindow;
  await until(() => page.document.readyState === 'complete' && page.taken, 'the page of the older engine never came');
  const picker = page.document.createElement('codat-commerce-picker');
  const given = { endpoint: '/api/older/list', 'sync-endpoint': '/api/older/sync-url', ...attributes };
  for (const [name, value] of Object.entries(given)) picker.setAttribute(name, value);
  const older: Older = {
    page,
    picker,
    events: [],
    visited: [],
    one: (selector) => picker.shadowRoot?.querySelector<HTMLElement>(selector) ?? null,
  };
  for (const type of ['codat-loaded', 'codat-select', 'codat-error'] as const) {
    picker.addEventListener(type, () => older.events.push(type));
  }
  picker.addEventListener('codat-redirect', (event) => {
    event.preventDefault();
    older.visited.push(event.detail.url);
  });
  page.document.body.append(picker);
  const script = Object.assign(page.document.createElement('script'), { type: 'module', src: '/src/index.ts' });
  page.document.head.append(script);
  return older;
};

/** Answers what the page asks; the first requests of each kind with a refusal, where it is told to. */
const serve = ({ lists = 0, mints = 0 } = {}): string[] => {
  const asked: string[] = [];
  const refusals = { GET: lists, POST: mints };
  const answer =
    (data: object) =>
    async ({ request }: { request: Request }): Promise<Response> => {
      const method = request.method as 'GET' | 'POST';
      asked.push(`${method} ${await request.text()}`.trim());
      return refusals[method]-- > 0 ? HttpResponse.json({}, { status: 403 }) : HttpResponse.json(data);
    };
  worker.use(
    http.get('/api/older/list', answer({ results })),
    http.post('/api/older/sync-url', answer({ url: SYNC_URL })),
  );
  return asked;
};

const tile = ({ one }: Older, key: string): HTMLElement | null => one(`[data-key="${key}"][part^="tile"]`);
const shown = async (older: Older): Promise<void> => {
  await until(() => tile(older, 'gbol') ?? older.page.noise.length, 'no tile came');
  expect(older.page.noise).to.deep.equal([]);
};

for (const [engine, query] of [
  ['that lacks what the oldest ones lack', ''],
  ['whose custom states begin with dashes', 'dashes'],
] as const) {
  describe(`an engine ${engine}`, () => {
    it('has really lost it', async () => {
      serve();
      const older = await open(query);
      expect(older.page.taken).to.include.members(['AbortSignal.any', 'URL.canParse', 'Array.toSorted', 'Set.union']);
      const { AbortSignal, URL } = older.page;
      expect([AbortSignal, URL].map((global) => 'any' in global || 'canParse' in global)).to.deep.equal([false, false]);
      await shown(older);
    });

    it('shows the tiles, and hands over what is picked, once', async () => {
      const asked = serve();
      const older = await open(query);
      await shown(older);
      const monograms = [...older.picker.shadowRoot!.querySelectorAll('[part="monogram"]')].map((i) => i.textContent);
      // The whole of the sign where the engine can tell how far it goes, and else what it begins with.
      expect(monograms.join()).to.match(/^X,👩.*,S$/u);
      await until(() => older.events.includes('codat-loaded'), 'codat-loaded never came');
      tile(older, 'gbol')!.click();
      await until(() => older.visited.length, 'nobody was sent anywhere');
      expect(older.visited).to.deep.equal([SYNC_URL]);
      expect(asked).to.deep.equal(['GET', 'POST {"platformKey":"gbol"}']);
      expect(older.events).to.deep.equal(['codat-loaded', 'codat-select']);
      expect(older.page.noise).to.deep.equal([]);
    });

    it('shows a failure on its tile, and tries again', async () => {
      const asked = serve({ mints: 1 });
      const older = await open(query);
      await shown(older);
      tile(older, 'zzzz')!.click();
      await until(() => older.one('li [part="message"]'), 'no failure was shown');
      expect(older.events).to.deep.equal(['codat-loaded', 'codat-select', 'codat-error']);
      // As the merchant would: once more, on the tile itself.
      tile(older, 'zzzz')!.click();
      await until(() => older.visited.length, 'nobody was sent anywhere');
      const post = 'POST {"platformKey":"zzzz"}';
      expect(asked).to.deep.equal(['GET', post, post]);
      expect(older.page.noise).to.deep.equal([]);
    });

    it('shows that the list could not be had, and fetches it again', async () => {
      const asked = serve({ lists: 1 });
      const older = await open(query);
      await until(() => older.events.includes('codat-error'), 'codat-error never came');
      await until(() => older.one('[part="message"]'), 'no failure was shown');
      await older.picker.reload();
      await shown(older);
      expect(asked).to.deep.equal(['GET', 'GET']);
      expect(older.page.noise).to.deep.equal([]);
    });

    it('finds what is searched for, and gives its value to a form', async () => {
      serve();
      const older = await open(query, { search: 'always', name: 'software', 'sync-endpoint': '' });
      const form = older.page.document.createElement('form');
      older.page.document.body.append(form);
      form.append(older.picker);
      await shown(older);
      const box = older.one('[part="search-input"]') as HTMLInputElement;
      box.value = 'shop';
      box.dispatchEvent(new older.page.InputEvent('input', { bubbles: true, composed: true }));
      await until(() => older.picker.shadowRoot!.querySelectorAll('li').length === 1, 'the search found nothing');
      tile(older, 'fztf')!.click();
      await until(() => new FormData(form).get('software') === 'fztf', 'the form has no value');
      expect(older.page.noise).to.deep.equal([]);
    });

    it('is disabled, and enabled again', async () => {
      serve();
      const older = await open(query);
      await shown(older);
      older.picker.disabled = true;
      await until(() => tile(older, 'gbol')!.matches(':disabled'), 'it was not disabled');
      older.picker.disabled = false;
      await until(() => !tile(older, 'gbol')!.matches(':disabled'), 'it was not enabled again');
      expect(older.page.noise).to.deep.equal([]);
    });
  });
}
