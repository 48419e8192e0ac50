import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { Hono } from 'hono';
import { chromium, type Browser } from 'playwright-core';
import { listen, type Listening } from '../../demo/codat/listen.js';
import { browserFlags, findBrowser } from '../support/browser.js';

const results = [
  { key: 'gbol', name: 'Xero', sourceType: 'Accounting' },
  { key: 'qhyg', name: 'QuickBooks Online', sourceType: 'Accounting' },
];

const FORM = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
  <form><codat-commerce-picker name="software" endpoint="/integrations"></codat-commerce-picker></form>
  <script src="/picker.js" defer></script>`;

let server: Listening;
let browser: Browser;

before(async () => {
  const app = new Hono();
  app.get('/picker.js', async (c) => {
    const file = new URL('../../dist/codat-commerce-picker.min.js', import.meta.url);
    return c.body(await readFile(file, 'utf8'), 200, { 'content-type': 'text/javascript' });
  });
  app.get('/integrations', (c) => c.json({ results }));
  app.get('/', (c) => c.html(FORM));
  app.get('/elsewhere', (c) => c.html('<!doctype html><html lang="en"><title>Elsewhere</title>'));
  server = await listen(app, { port: 0 });
  // Playwright switches the cache of whole pages off: what comes back is a new page, with what the browser kept of the form.
  browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
});
after(async () => {
  await browser.close();
  await server.close();
});

describe('a form that the browser brings back', () => {
  it('has the choice that was made in it', async () => {
    const page = await browser.newPage();
    await page.goto(server.origin);
    const tile = page.getByRole('button', { name: /^QuickBooks Online/ });
    await tile.click();
    await page.goto(`${server.origin}/elsewhere`);
    await page.goBack();
    await tile.waitFor();
    assert.equal(await page.evaluate(() => new FormData(document.forms[0]).get('software')), 'qhyg');
    assert.equal(await tile.getAttribute('aria-current'), 'true');
    assert.equal(await page.getByRole('button', { name: /^Xero/ }).getAttribute('aria-current'), 'false');
    await page.close();
  });
});
