import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createHost } from 'codat-commerce-picker/host';
import { Hono } from 'hono';
import { chromium, type Browser, type Page } from 'playwright-core';
import { listen, type Listening } from '../../demo/codat/listen.js';
import { browserFlags, findBrowser } from '../support/browser.js';

/** What docs/host.md shows: buttons in the element, which are seen for as long as it is none. */
const FORM = `<form method="post" action="/sync-url">
  <input type="hidden" name="csrf" value="t0ken">
  <codat-commerce-picker endpoint="/integrations" name="platformKey" required>
    <button name="platformKey" value="gbol">Xero</button>
    <button name="platformKey" value="qhyg">QuickBooks Online</button>
  </codat-commerce-picker>
  <button class="go">Continue</button>
</form>`;

let server: Listening;
let browser: Browser;
/** The bodies of the forms that were sent. */
const sent: string[] = [];

before(async () => {
  const app = new Hono();
  const script = await readFile(new URL('../../dist/codat-commerce-picker.min.js', import.meta.url), 'utf8');
  const host = createHost({
    apiKey: 'of-a-test',
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: () => ({ merchantIdentifier: 'of a test' }),
    csrf: (token) => token === 't0ken',
    allowedHosts: ['127.0.0.1'],
    limit: false,
    fetch: async (input) =>
      Response.json(String(input).includes('/sync') ? { url: `${server.origin}/set-up?otp=1` } : {}),
  });
  app.get('/picker.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript' }));
  app.get('/integrations', async (c) => host(c.req.raw));
  app.post('/sync-url', async (c) => {
    sent.push(await c.req.raw.clone().text());
    return host(c.req.raw);
  });
  app.get('/set-up', (c) => c.html('<!doctype html><title>Set-up</title><h1>Set-up</h1>'));
  app.get('/', (c) =>
    c.html(`<!doctype html><html lang="en"><title>Host</title>${FORM}`, 200, {
      // Chromium also holds where a form leads on against form-action.
      'content-security-policy': "default-src 'self'; form-action 'self'",
    }),
  );
  server = await listen(app, { port: 0 });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
});
after(async () => {
  await browser.close();
  await server.close();
});

async function open(javaScriptEnabled = true): Promise<Page> {
  sent.length = 0;
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(server.origin);
  return page;
}

describe('a form around the picker', () => {
  for (const [where, isScripted] of [
    ['without any script', false],
    ['before the element is defined', true],
  ] as const) {
    it(`leads to the set-up ${where}`, async () => {
      const page = await open(isScripted);
      await page.getByRole('button', { name: 'Xero' }).click();
      await page.getByRole('heading', { name: 'Set-up' }).waitFor();
      assert.equal(page.url(), `${server.origin}/set-up?otp=1`);
      assert.deepEqual(sent, ['csrf=t0ken&platformKey=gbol']);
      await page.context().close();
    });
  }

  it('leads to the set-up by the tile that was picked, once the element is there', async () => {
    const page = await open();
    await page.addScriptTag({ url: '/picker.js' });
    const tile = page.getByRole('button', { name: 'Link your QuickBooks Online account' });
    await tile.click();
    assert.equal(await page.locator('codat-commerce-picker > button').first().isVisible(), false);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Set-up' }).waitFor();
    assert.deepEqual(sent, ['csrf=t0ken&platformKey=qhyg']);
    await page.context().close();
  });

  it('says what went wrong on a page of its own, from which the merchant gets back', async () => {
    const page = await open(false);
    await page.route('**/sync-url', (route) => route.continue({ postData: 'csrf=wrong&platformKey=gbol' }));
    await page.getByRole('button', { name: 'Xero' }).click();
    const back = page.getByRole('link', { name: 'Ask the person who manages it.' });
    await back.click();
    await page.getByRole('button', { name: 'Xero' }).waitFor();
    await page.context().close();
  });
});
