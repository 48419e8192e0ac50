import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { countFailures, failed, json, tag, tileOf, useSite } from '../support/model/site.js';

const site = useSite();

const landed = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Codat' }).waitFor();

const companion = (query: string, target = 'document'): string => `<script type="module">
    import { handleSelection } from '/handler.js${query}';
    handleSelection(${target}, { syncEndpoint: '/mint', allowedHosts: '127.0.0.1' });
  </script>`;

describe('one pick on a real page', () => {
  it('is one mint and one navigation beside two more copies of the companion, and the script loaded twice', async () => {
    site.pages = {
      '/': `${tag()}<script src="/codat-commerce-picker.min.js?2"></script>${companion('')}${companion('?2')}`,
    };
    const page = await site.open();
    await tileOf(page, 'aaaa').click();
    await landed(page);
    assert.deepEqual([site.count('POST /mint'), site.count('GET /codat')], [1, 1]);
  });

  it('is what two tiles and two pickers make, clicked one after the other', async () => {
    site.pages = { '/': tag() + tag() + companion('') };
    const page = await site.open();
    await tileOf(page, 'bbbb').last().waitFor();
    await page.evaluate(() => {
      for (const picker of document.querySelectorAll('codat-commerce-picker')) {
        for (const tile of picker.shadowRoot!.querySelectorAll<HTMLElement>('[part~="tile"]')) tile.click();
      }
    });
    await landed(page);
    assert.deepEqual([site.count('POST /mint'), site.count('GET /codat')], [1, 1]);
  });

  for (const key of ['Enter', 'Space']) {
    it(`is what ${key} makes, held down while the host fails at once`, async () => {
      site.pages = { '/': tag() };
      site.mint = (_request, response) => json(response, {}, 500);
      const page = await site.open();
      await countFailures(page);
      await tileOf(page, 'aaaa').focus();
      for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down(key);
      await page.keyboard.up(key);
      await failed(page, 1);
      assert.equal(site.count('POST /mint'), 1);
      // Pressed anew, it is a new pick.
      await page.keyboard.press(key);
      await failed(page, 2);
      assert.equal(site.count('POST /mint'), 2);
    });
  }

  it('is one codat-select for a double click, also where the host does all by itself', async () => {
    site.pages = {
      '/': `${tag().replace(/sync-endpoint="[^"]*"/, '')}
        <script>let picked = 0; addEventListener('codat-select', () => (document.title = String(++picked)));</script>`,
    };
    const page = await site.open();
    await tileOf(page, 'aaaa').dblclick();
    assert.equal(await page.title(), '1');
    await tileOf(page, 'bbbb').click();
    assert.equal(await page.title(), '2');
  });

  it('makes nothing where a listener of the same click takes the picker away', async () => {
    site.pages = {
      '/': `<div id="dialog">${tag()}</div>
        <script>dialog.addEventListener('click', () => dialog.remove());</script>`,
    };
    const page = await site.open();
    await tileOf(page, 'aaaa').click();
    // What was sent before would have been seen by then.
    await page.evaluate(() => fetch('/mark', { method: 'PUT' }));
    assert.deepEqual(site.seen, ['GET /list', 'PUT /mark']);
  });
});

describe('a mint over a real connection', () => {
  it('that is dropped without an answer is asked for by nobody but the browser itself, with the same key', async () => {
    site.pages = { '/': tag() };
    site.mint = (request) => request.socket.destroy();
    const page = await site.open();
    await countFailures(page);
    await tileOf(page, 'aaaa').click();
    await failed(page, 1);
    const first = site.keys.length;
    assert.ok(first === 1 || first === 2, `${first} requests`);
    assert.equal(new Set(site.keys).size, 1);
    assert.match(String(site.keys[0]), /^[\da-f]{32}$/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await failed(page, 2);
    assert.equal(new Set(site.keys).size, 2);
    assert.deepEqual(
      site.seen.filter((request) => request.endsWith('/mint') && request !== 'POST /mint'),
      [],
    );
  });

  it('that a guard sends to a log-in page of another site says that the session has ended', async () => {
    site.pages = { '/': tag() };
    site.mint = (_request, response) => response.writeHead(302, { location: `${site.elsewhere}/log-in` }).end();
    const page = await site.open();
    await tileOf(page, 'aaaa').click();
    await page.locator('#failure').waitFor();
    assert.match((await page.locator('#failure').textContent())!, /session has ended/);
  });

  it('is followed where it is sent on to another address of the host', async () => {
    site.pages = { '/': tag() };
    let minted = 0;
    site.mint = (request, response) => {
      if (request.url === '/mint') return response.writeHead(307, { location: '/mint/' }).end();
      minted += 1;
      return json(response, { url: site.syncUrl() });
    };
    const page = await site.open();
    await tileOf(page, 'aaaa').click();
    await landed(page);
    assert.equal(minted, 1);
    assert.equal(site.count('GET /codat'), 1);
  });

  for (const status of [419, 440]) {
    it(`that is answered ${status} says that the session has ended`, async () => {
      site.pages = { '/': tag() };
      site.mint = (_request, response) => json(response, {}, status);
      const page = await site.open();
      await tileOf(page, 'aaaa').click();
      await page.locator('#failure').waitFor();
      assert.match((await page.locator('#failure').textContent())!, /session has ended/);
    });
  }
});
