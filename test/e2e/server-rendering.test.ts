import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import 'codat-commerce-picker';
import type { CodatCommercePicker } from 'codat-commerce-picker';
import { Hono } from 'hono';
import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { listen, type Listening } from '../../demo/codat/listen.js';
import { browserFlags, findBrowser } from '../support/browser.js';

const integrations = [
  {
    key: 'gbol',
    name: 'Xero',
    sourceType: 'Accounting',
    logoUrl: 'https://logos.example/xero.svg',
    website: 'xero.com',
  },
  { key: 'qhyg', name: '</script><b>QuickBooks', sourceType: 'Accounting', isBeta: true },
];

/** JSON that can stand in a script: nothing in it ends that. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const notListed = html`<a slot="not-listed" href="/help">Not here?</a>`;
const list = unsafeHTML(`<script type="application/json">${inScript(integrations)}</script>`);

/** Drawn with the rows, which the element finds in the page as well. */
const withRows = html`<codat-commerce-picker
  lang="fr"
  endpoint="/integrations"
  sync-endpoint="/sync-url"
  .integrations=${integrations}
  >${notListed}${list}</codat-commerce-picker
>`;

const textOf = async (template: TemplateResult): Promise<string> => collectResult(render(template));

/** Drawn with the rows, which the element has to fetch. */
const withoutRows = html`<codat-commerce-picker
  endpoint="/held"
  sync-endpoint="/sync-url"
  .integrations=${integrations}
></codat-commerce-picker>`;

let server: Listening;
let browser: Browser;
let listed = 0;
const posted: string[] = [];
/** Answers the list that is held. */
let release: () => void;

before(async () => {
  const app = new Hono();
  const script = await readFile(new URL('../../dist/codat-commerce-picker.min.js', import.meta.url), 'utf8');
  app.get('/picker.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript' }));
  app.get('/integrations', (c) => {
    listed += 1;
    return c.json({ results: integrations });
  });
  app.get('/held', async (c) => {
    await new Promise<void>((resolve) => (release = resolve));
    return c.json({ results: integrations });
  });
  app.get('/late', async (c) => c.html(`<!doctype html><title>Host</title>${await textOf(withoutRows)}`));
  app.post('/sync-url', async (c) => {
    posted.push(await c.req.text());
    return c.json({}, 503);
  });
  app.get('/tiles', async (c) => c.html(`<!doctype html><title>Host</title>${await textOf(withRows)}<p>Below</p>`));
  app.get('/loading', async (c) =>
    c.html(
      `<!doctype html><title>Host</title>${await textOf(html`<codat-commerce-picker endpoint="/integrations"></codat-commerce-picker>`)}`,
    ),
  );
  server = await listen(app, { port: 0 });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
});
after(async () => {
  await browser.close();
  await server.close();
});

/** Opens a page whose element has been drawn by the server, and whose script has not come yet. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; said: string[] }> {
  const context = await browser.newContext(options);
  const opened = await context.newPage();
  const said: string[] = [];
  opened.on('console', (message) => said.push(message.text()));
  opened.on('pageerror', (error) => said.push(error.message));
  await opened.route('https://logos.example/**', (route) =>
    route.fulfill({
      contentType: 'image/svg+xml',
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30"><rect width="80" height="30"/></svg>',
    }),
  );
  await opened.goto(`${server.origin}${path}`, { waitUntil: 'load' });
  return { page: opened, said };
}

describe('a picker that a server has drawn', () => {
  it('shows the tiles and what the host put into its slots without any script, in its language', async () => {
    const { page: opened } = await open('/tiles', { javaScriptEnabled: false });
    const tiles = opened.getByRole('button');
    assert.deepEqual(await tiles.allInnerTexts(), [
      'X\nXero\nLiez votre compte Xero',
      's\n</script><b>QuickBooks\nBêta\nLiez votre compte </script><b>QuickBooks',
    ]);
    await opened.getByRole('link', { name: 'Not here?' }).waitFor();
    await opened.context().close();
  });

  it('comes alive without asking for the list, and without a frame that lacks a tile or moves one', async () => {
    listed = 0;
    posted.length = 0;
    const { page: opened, said } = await open('/tiles');
    const seen = await opened.evaluate(async () => {
      let shifts = 0;
      new PerformanceObserver((entries) => (shifts += entries.getEntries().length)).observe({
        type: 'layout-shift',
        buffered: true,
      });
      const picker = document.querySelector('codat-commerce-picker')!;
      const loaded = new Promise((resolve) => picker.addEventListener('codat-loaded', resolve));
      const script = document.createElement('script');
      script.src = '/picker.js';
      document.head.append(script);
      const tiles = new Set<number>();
      do {
        tiles.add(picker.shadowRoot!.querySelectorAll('button[part~="tile"]').length);
        await new Promise(requestAnimationFrame);
      } while (!picker.matches(':state(ready)'));
      await loaded;
      return { tiles: [...tiles], shifts };
    });
    assert.deepEqual(seen, { tiles: [2], shifts: 0 });
    assert.equal(listed, 0);
    await opened.getByRole('button', { name: 'Xero' }).click();
    await opened.getByRole('button', { name: 'Réessayer' }).waitFor();
    assert.deepEqual(posted, ['{"platformKey":"gbol"}']);
    assert.deepEqual(
      said.filter((text) => !text.includes('503')),
      [],
    );
    await opened.context().close();
  });

  it('stays as it is until its list has come', async () => {
    const { page: opened } = await open('/late');
    const picker = opened.locator('codat-commerce-picker');
    const asked = opened.waitForRequest('**/held');
    await opened.addScriptTag({ url: '/picker.js' });
    await asked;
    await picker.evaluate((element: CodatCommercePicker) => element.updateComplete);
    assert.equal(await picker.evaluate((element) => element.matches(':state(loading)')), true);
    assert.equal(await opened.getByRole('button').count(), 2);
    release();
    await opened.waitForFunction(() => document.querySelector('codat-commerce-picker')!.matches(':state(ready)'));
    assert.equal(await opened.getByRole('button').count(), 2);
    await opened.context().close();
  });

  it('carries out a pick on what the server has drawn as soon as the list is there, and keeps the focus', async () => {
    posted.length = 0;
    const { page: opened } = await open('/late');
    const asked = opened.waitForRequest('**/held');
    await opened.addScriptTag({ url: '/picker.js' });
    await asked;
    const tile = opened.getByRole('button', { name: 'Xero' });
    await tile.focus();
    await opened.keyboard.press('Enter');
    release();
    await opened.getByRole('button', { name: 'Try again' }).waitFor();
    assert.deepEqual(posted, ['{"platformKey":"gbol"}']);
    assert.equal(await tile.evaluate((button) => button.matches(':focus')), true);
    await opened.context().close();
  });

  it('gives up such a pick when the list is to come from elsewhere, which may be another merchant’s', async () => {
    posted.length = 0;
    const { page: opened } = await open('/late');
    const asked = opened.waitForRequest('**/held');
    await opened.addScriptTag({ url: '/picker.js' });
    await asked;
    await opened.getByRole('button', { name: 'Xero' }).click();
    await opened.locator('codat-commerce-picker').evaluate(async (picker: CodatCommercePicker) => {
      const loaded = new Promise((resolve) => picker.addEventListener('codat-loaded', resolve));
      picker.endpoint = '/integrations';
      await loaded;
      await picker.updateComplete;
    });
    // A second pick would be answered after the first.
    await opened.getByRole('button', { name: 'QuickBooks' }).click();
    await opened.getByRole('button', { name: 'Try again' }).waitFor();
    assert.deepEqual(posted, ['{"platformKey":"qhyg"}']);
    await opened.context().close();
  });

  it('keeps a logo that has loaded, though it is drawn anew', async () => {
    const { page: opened } = await open('/tiles');
    const state = opened.evaluate(async () => {
      const picker = document.querySelector('codat-commerce-picker')!;
      await new Promise((resolve) => picker.addEventListener('codat-loaded', resolve));
      await picker.updateComplete;
      const logo = picker.shadowRoot!.querySelector('img')!;
      return logo.dataset['state'];
    });
    await opened.addScriptTag({ url: '/picker.js' });
    assert.equal(await state, 'load');
    await opened.context().close();
  });

  it('shows placeholders until the only request for the list is answered', async () => {
    listed = 0;
    const { page: opened, said } = await open('/loading');
    assert.equal(await opened.locator('[part~="skeleton"]').count(), 6);
    await opened.addScriptTag({ url: '/picker.js' });
    await opened.getByRole('button', { name: 'Xero' }).waitFor();
    assert.equal(await opened.locator('[part~="skeleton"]').count(), 0);
    assert.equal(listed, 1);
    assert.deepEqual(said, []);
    await opened.context().close();
  });
});

describe('a server', () => {
  it('can draw what the host’s rows are, whatever they are', async (t) => {
    const warn = t.mock.method(console, 'warn', () => {});
    for (const rows of ['nonsense', [], [null, {}], undefined]) {
      const text = await textOf(html`<codat-commerce-picker .integrations=${rows as never}></codat-commerce-picker>`);
      assert.match(text, /<slot name="not-listed"><\/slot>/);
    }
    assert.equal(warn.mock.callCount(), 1);
  });

  it('is left with nothing that keeps it going', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const already = timers();
    await textOf(html`<codat-commerce-picker .integrations=${'nonsense' as never}></codat-commerce-picker>`);
    await textOf(html`<codat-commerce-picker endpoint="/integrations"></codat-commerce-picker>`);
    assert.equal(timers(), already);
  });
});
