import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { Hono } from 'hono';
import { chromium, type Browser } from 'playwright-core';
import { listen, type Listening } from '../../demo/codat/listen.js';
import { browserFlags, findBrowser } from '../support/browser.js';

const STRICT = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'none'",
  "connect-src 'self'",
  'img-src https://static.codat.io',
  "require-trusted-types-for 'script'",
  'trusted-types codat-commerce-picker',
].join('; ');

const PICKER = '<codat-commerce-picker endpoint="/integrations" sync-endpoint="/sync-url"></codat-commerce-picker>';

const results = [
  { key: 'gbol', name: 'Xero', sourceType: 'Accounting', enabled: true },
  { key: 'fztf', name: 'Shopify', sourceType: 'Commerce', enabled: true },
];

/** What a host writes into its page. */
const WRITTEN = JSON.stringify([{ key: 'qhyg', name: 'QuickBooks Online' }]);

let server: Listening;
let browser: Browser;
let minted = 0;
let listed = 0;
/** Sends the rest of `/slow`, or the list that is the rest of `/halted`. */
let endSlowPage: () => void;

before(async () => {
  const app = new Hono();
  const built = (name: string): Promise<string> => readFile(new URL(`../../dist/${name}`, import.meta.url), 'utf8');
  app.get('/picker.js', async (c) =>
    c.body(await built('codat-commerce-picker.min.js'), 200, { 'content-type': 'text/javascript' }),
  );
  // A page's own lit is there already, and so is the policy that goes with it.
  app.get('/policy.js', (c) =>
    c.body('trustedTypes.createPolicy("lit-html", { createHTML: (html) => html });', 200, {
      'content-type': 'text/javascript',
    }),
  );
  // Names that an old page may use for something of its own.
  app.get('/shop.js', (c) =>
    c.body('var URL = "/shop"; var Headers = ["Name"];', 200, { 'content-type': 'text/javascript' }),
  );
  app.post('/sync-url', (c) => {
    minted += 1;
    return c.json({ url: 'https://sync-flow.codat.io/start' });
  });
  app.get('/integrations', (c) => {
    listed += 1;
    return c.json({ results });
  });
  app.get('/guarded', (c) => c.redirect('/log-in', 302));
  app.get('/log-in', (c) => c.html('<!doctype html><title>Log in</title>'));
  app.get('/', (c) =>
    c.html(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>${c.req.query('body')}`, 200, {
      'content-security-policy': c.req.query('policy') ?? STRICT,
    }),
  );
  /** A page that comes in two pieces. */
  const inTwo = (first: string, second: string): Response => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes(`<!doctype html><title>Host</title>${first}`));
        endSlowPage = () => {
          controller.enqueue(bytes(second));
          controller.close();
        };
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/html' } });
  };
  const list = `<script type="application/json">${WRITTEN}</script></codat-commerce-picker>`;
  const opened = '<codat-commerce-picker endpoint="/integrations">';
  app.get('/slow', () => inTwo(`${opened}${list}<script src="/picker.js"></script><p>`, '</p>'));
  const inShadowRoot = `<div></div><script>
    const root = document.querySelector('div').attachShadow({ mode: 'open' });
    root.innerHTML = '<codat-commerce-picker endpoint="/integrations"></codat-commerce-picker>';
  </script><p>`;
  app.get('/halted-later', () => inTwo(`<script src="/picker.js"></script>${inShadowRoot}`, '</p>'));
  app.get('/halted', () => inTwo(`<script src="/picker.js"></script>${opened}`, list));
  // Neither the page nor the server says that anything is UTF-8.
  app.get('/undeclared', (c) =>
    c.body(
      `<!doctype html><html lang="fr"><title>Host</title>
       <codat-commerce-picker endpoint="/integrations"></codat-commerce-picker><script src="/picker.js"></script>`,
      200,
      { 'content-type': 'text/html' },
    ),
  );
  server = await listen(app, { port: 0 });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
});
after(async () => {
  await browser.close();
  await server.close();
});

/** Opens a page with this body, and returns the names on its tiles and all that its console said. */
async function open(body: string, policy = STRICT): Promise<{ names: string[]; alert: string; console: string[] }> {
  const page = await browser.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(`${server.origin}/?${new URLSearchParams({ body, policy })}`);
  const picker = page.locator('codat-commerce-picker');
  await picker.locator('section, #failure').first().waitFor();
  const read = {
    names: await picker.locator('[part="name"] bdi').allTextContents(),
    alert: (await picker.locator('#failure').allTextContents()).join(),
    console: said.filter((line) => !line.includes('/favicon.ico')),
  };
  await page.close();
  return read;
}

describe('the script-tag file', () => {
  for (const [name, script] of [
    ['as a classic script', '<script src="/picker.js" defer></script>'],
    ['as a module', '<script src="/picker.js" type="module"></script>'],
    ['twice', '<script src="/picker.js" defer></script><script src="/picker.js" type="module"></script>'],
  ] as const) {
    it(`works ${name}, under the strictest policy, without a word on the console`, async () => {
      assert.deepEqual(await open(script + PICKER), { names: ['Xero', 'Shopify'], alert: '', console: [] });
    });
  }

  for (const [where, script] of [
    ['before the element', '<script src="/picker.js"></script>'],
    ['wherever the page defers it', '<script src="/picker.js" defer></script>'],
  ] as const) {
    it(`shows the list that is written into the page, and asks for none, with the script ${where}`, async () => {
      const asked = listed;
      const picker = PICKER.replace('></', `><script type="application/json">${WRITTEN}</script></`);
      assert.deepEqual(await open(script + picker), { names: ['QuickBooks Online'], alert: '', console: [] });
      assert.equal(listed, asked);
    });
  }

  it('shows that list while the browser has yet to come to the rest of the page, with the script after the element', async () => {
    const asked = listed;
    const page = await browser.newPage();
    await page.goto(`${server.origin}/slow`, { waitUntil: 'commit' });
    await page.getByRole('button', { name: /^QuickBooks Online/ }).waitFor();
    assert.equal(await page.evaluate(() => document.readyState), 'loading');
    endSlowPage();
    await page.waitForLoadState();
    assert.equal(listed, asked);
    await page.close();
  });

  it('waits for that list where the page comes to a halt just before it, with the script before the element', async () => {
    const asked = listed;
    const page = await browser.newPage();
    await page.goto(`${server.origin}/halted`, { waitUntil: 'commit' });
    const picker = page.locator('codat-commerce-picker');
    await picker.locator('[part~="skeleton"]').first().waitFor();
    // Whatever was to follow that at once has followed.
    await page.evaluate(() => fetch('/policy.js'));
    endSlowPage();
    await page.getByRole('button', { name: /^QuickBooks Online/ }).waitFor();
    assert.equal(listed, asked);
    await page.close();
  });

  it('keeps that list for an element that is taken off the page and put back before the browser has come to it', async () => {
    const asked = listed;
    const page = await browser.newPage();
    await page.goto(`${server.origin}/halted`, { waitUntil: 'commit' });
    const picker = page.locator('codat-commerce-picker');
    await picker.locator('[part~="skeleton"]').first().waitFor();
    await picker.evaluate(async (element) => {
      element.remove();
      await fetch('/policy.js');
      document.body.append(element);
    });
    endSlowPage();
    await page.getByRole('button', { name: /^QuickBooks Online/ }).waitFor();
    assert.equal(listed, asked);
    await page.close();
  });

  it('asks for the list at once in a shadow root, while the browser has yet to come to the rest of the page', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/halted-later`, { waitUntil: 'commit' });
    await page.getByRole('button', { name: /^Xero/ }).waitFor();
    assert.equal(await page.evaluate(() => document.readyState), 'loading');
    endSlowPage();
    await page.waitForLoadState();
    await page.close();
  });

  it('takes the list that the page has preloaded, and says nothing of it on the console', async () => {
    const asked = listed;
    const preload = '<link rel="preload" href="/integrations" as="fetch" crossorigin>';
    const { console, names } = await open(`${preload}${PICKER}<script src="/picker.js"></script>`);
    assert.deepEqual({ console, names }, { console: [], names: ['Xero', 'Shopify'] });
    assert.equal(listed, asked + 1);
  });

  it("works beside a page's own lit, whose policy is called lit-html", async () => {
    const scripts = '<script src="/policy.js"></script><script src="/picker.js" defer></script>';
    const { console, names } = await open(scripts + PICKER, `${STRICT} lit-html`);
    assert.deepEqual({ console, names }, { console: [], names: ['Xero', 'Shopify'] });
  });

  it('speaks its languages on a page of another encoding', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/undeclared`);
    assert.equal(await page.evaluate(() => document.characterSet), 'windows-1252');
    assert.equal(await page.getByRole('heading', { level: 2 }).first().textContent(), 'Logiciels de comptabilité');
    await page.close();
  });

  it('styles its tiles under that policy', async () => {
    const page = await browser.newPage();
    const body = `<script src="/picker.js" defer></script>${PICKER}`;
    await page.goto(`${server.origin}/?${new URLSearchParams({ body })}`);
    const tile = page.getByRole('button', { name: /^Xero/ });
    assert.equal(await tile.evaluate((button) => getComputedStyle(button).display), 'flex');
    await page.close();
  });

  it('takes a redirect to a log-in page for what it is: an ended session', async () => {
    const { alert, names } = await open(
      `<script src="/picker.js" defer></script>${PICKER.replace('/integrations', '/guarded')}`,
    );
    assert.equal(alert, 'Your session has ended. Log in again.');
    assert.deepEqual(names, []);
  });

  it('has nothing made on a page that uses the name URL for something of its own, and says so', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    const body = `<script src="/shop.js"></script><script src="/picker.js" defer></script>${PICKER}`;
    await page.goto(`${server.origin}/?${new URLSearchParams({ body })}`);
    await page.getByRole('button', { name: /^Xero/ }).click();
    assert.match((await page.locator('#failure').textContent()) ?? '', /^Something went wrong on our side/);
    assert.ok(
      said.some((line) => /own in place of URL \(misconfigured\)/.test(line)),
      said.join('\n'),
    );
    assert.equal(minted, 0);
    await page.close();
  });

  it('says in the console that a relative endpoint went astray', async () => {
    const { alert, console } = await open(
      `<script src="/picker.js" defer></script>${PICKER.replace('"/integrations"', '"api/nothing"')}`,
    );
    assert.match(alert, /^Something went wrong/);
    assert.ok(console.some((line) => /endpoint .*not-found/.test(line)));
    assert.ok(console.some((line) => line.includes('404')));
  });
});
