import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { chromium, type Browser } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { listen, type Listening } from '../../demo/codat/listen.js';
import { browserFlags, findBrowser } from '../support/browser.js';

let server: Listening;
let browser: Browser;

before(async () => {
  // The package by its own name, as a host's bundler would find it.
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    build: {
      write: false,
      rolldownOptions: { input: fileURLToPath(new URL('../support/react/page.tsx', import.meta.url)) },
    },
  })) as Rolldown.RolldownOutput;
  const app = new Hono();
  app.get('/page.js', (c) => c.body(output[0].code, 200, { 'content-type': 'text/javascript' }));
  app.get('/', (c) =>
    c.html(
      '<!doctype html><html lang="en"><title>React</title><div id="root"></div><script type="module" src="/page.js"></script>',
    ),
  );
  server = await listen(app, { port: 0 });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
});
after(async () => {
  await browser.close();
  await server.close();
});

describe('the React component', () => {
  it('takes properties as props and emits events as callbacks', async () => {
    const page = await browser.newPage();
    await page.goto(server.origin);
    await page.getByRole('button', { name: 'Xero, Link your Xero account' }).click();
    assert.equal(await page.title(), 'picked gbol');
    assert.equal(await page.locator('codat-commerce-picker [role="heading"]').getAttribute('aria-level'), '3');
    await page.close();
  });
});
