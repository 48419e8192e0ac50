import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';
import { free, json, tag, tileOf, useSite } from '../support/model/site.js';

const site = useSite();

/** ms for which a click counts as the merchant's own in Chromium, and a little more. */
const ACTIVATION = 6_000;

/** Holds back the answer to the next mint. */
const held = (): Promise<ServerResponse> =>
  new Promise((resolve) => {
    site.mint = (_request, response) => resolve(response);
  });

const said = (page: Page | Frame): Promise<string | null> => page.locator('#failure').textContent();

/** The frame of a page, with the picker in it. */
const framed = async (attributes: string, more = ''): Promise<{ page: Page; frame: Frame; warnings: string[] }> => {
  site.pages = {
    '/': `<iframe src="${site.origin}/frame" width="600" height="600" ${attributes}></iframe>`,
    '/frame': tag(more),
  };
  const page = await site.open('/', site.elsewhere);
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  const frame = page.frames()[1]!;
  await tileOf(frame, 'aaaa').waitFor();
  return { page, frame, warnings };
};

describe('a navigation that leaves nothing', () => {
  it('as where 204 is answered frees the tiles, and the next pick is as good as the first', async () => {
    site.pages = { '/': tag() };
    site.codat = (_request, response) => response.writeHead(204).end();
    const page = await site.open();
    for (const mints of [1, 2]) {
      const answered = page.waitForEvent('requestfailed', (request) =>
        request.url().startsWith(`${site.origin}/codat`),
      );
      await tileOf(page, 'aaaa').click();
      await answered;
      await free(page);
      assert.equal(site.count('POST /mint'), mints);
      assert.equal(site.count('GET /codat'), mints);
    }
  });

  it('since the merchant has answered "Stay" frees the tiles', async () => {
    site.pages = {
      '/': `<input id="unsaved">${tag()}<script>addEventListener('beforeunload', (event) => event.preventDefault());</script>`,
    };
    const page = await site.open();
    await page.locator('#unsaved').fill('not saved yet');
    for (const mints of [1, 2]) {
      const asked = page.waitForEvent('dialog');
      const clicked = tileOf(page, 'bbbb').click();
      const dialog = await asked;
      assert.equal(dialog.type(), 'beforeunload');
      await dialog.dismiss();
      await clicked;
      await free(page);
      assert.equal(site.count('POST /mint'), mints);
    }
    assert.equal(site.count('GET /codat'), 0);
    await page.close({ runBeforeUnload: false });
  });
});

describe('the back button', () => {
  it('finds the tiles free, and the list is asked for anew, once', async () => {
    site.pages = { '/': tag() };
    const page = await site.open();
    await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => (document.title = `${persisted}`)));
    for (const times of [1, 2]) {
      await tileOf(page, 'aaaa').click();
      await page.getByRole('heading', { name: 'Codat' }).waitFor();
      await page.goBack({ waitUntil: 'commit' });
      await page.waitForFunction(() => document.title === 'true');
      await free(page);
      // What would ask once more if it were not told before.
      await page.evaluate(() => {
        document.dispatchEvent(new Event('visibilitychange'));
        dispatchEvent(new Event('focus'));
      });
      await page.evaluate(() => document.querySelector('codat-commerce-picker')!.updateComplete);
      assert.deepEqual(
        [site.count('POST /mint'), site.count('GET /codat'), site.count('GET /list')],
        [times, times, 1 + times],
      );
    }
  });
});

describe('a window of its own', () => {
  it('opens in the click, before the Sync URL is asked for, and knows nothing of the page that opened it', async () => {
    site.pages = { '/': tag('target="_blank"') };
    const page = await site.open();
    const mint = held();
    const popup = page.waitForEvent('popup');
    await tileOf(page, 'aaaa').click();
    const opened = await popup;
    const response = await mint;
    assert.equal(await opened.title(), 'Acorn');
    await delay(ACTIVATION);
    json(response, { url: site.syncUrl() });
    await opened.getByRole('heading', { name: 'Codat' }).waitFor();
    assert.equal(await opened.evaluate(() => opener === null), true);
    await free(page);
    assert.equal(page.url(), `${site.origin}/`);
    assert.deepEqual([site.count('POST /mint'), site.count('GET /codat')], [1, 1]);
  });

  for (const [why, act] of Object.entries<(page: Page, response: ServerResponse) => unknown>({
    'the Sync URL can’t be had': (_page, response) => json(response, {}, 503),
    'the picker is removed': (page) => page.locator('codat-commerce-picker').evaluate((picker) => picker.remove()),
    'the companion is given up': (page) =>
      page.locator('codat-commerce-picker').evaluate((picker) => picker.removeAttribute('sync-endpoint')),
    'the host goes there by itself': async (page, response) => {
      await page.evaluate(() => addEventListener('codat-redirect', (event) => event.preventDefault()));
      json(response, { url: site.syncUrl() });
    },
  })) {
    it(`is closed again where ${why}`, async () => {
      site.pages = { '/': tag('target="_blank"') };
      const page = await site.open();
      const mint = held();
      const popup = page.waitForEvent('popup');
      await tileOf(page, 'aaaa').click();
      const opened = await popup;
      const response = await mint;
      const closed = opened.isClosed() ? Promise.resolve() : opened.waitForEvent('close');
      await act(page, response);
      await closed;
      assert.equal(site.count('GET /codat'), 0);
    });
  }

  it('is closed again where a later listener cancels the choice, and nothing is asked for', async () => {
    site.pages = {
      '/': `${tag('target="_blank"')}<script>addEventListener('codat-select', (event) => event.preventDefault());</script>`,
    };
    const page = await site.open();
    const popup = page.waitForEvent('popup');
    await tileOf(page, 'aaaa').click();
    const opened = await popup;
    if (!opened.isClosed()) await opened.waitForEvent('close');
    assert.equal(site.count('POST /mint'), 0);
  });

  it('that the browser doesn’t open is told before anything is asked for', async () => {
    site.pages = { '/': `<script>window.open = () => null;</script>${tag('target="_blank"')}` };
    const page = await site.open();
    await page.evaluate(() =>
      document
        .querySelector('codat-commerce-picker')!
        .addEventListener('codat-error', ({ detail }) => (document.title = detail.error.code)),
    );
    await tileOf(page, 'aaaa').click();
    await page.waitForFunction(() => document.title === 'blocked');
    assert.match((await said(page))!, /window/);
    assert.equal(site.count('POST /mint'), 0);
  });
});

describe('a picker in a frame of another site', () => {
  it('leads out of it where the target is _top', async () => {
    const { page, frame, warnings } = await framed('', 'target="_top"');
    await tileOf(frame, 'aaaa').click();
    await page.getByRole('heading', { name: 'Codat' }).waitFor();
    assert.equal(page.url(), `${site.origin}/codat?otp=1`);
    assert.equal(site.count('POST /mint'), 1);
    assert.deepEqual(warnings, []);
  });

  it('leads out of it by a property of the element, after a click that is long ago', async () => {
    const { page, frame } = await framed('');
    await frame.locator('codat-commerce-picker').evaluate((picker) => Object.assign(picker, { target: '_top' }));
    const mint = held();
    await tileOf(frame, 'aaaa').click();
    const response = await mint;
    await delay(ACTIVATION);
    json(response, { url: site.syncUrl() });
    await page.getByRole('heading', { name: 'Codat' }).waitFor();
  });

  it('says so where a sandbox keeps it in', async () => {
    const { page, frame } = await framed('sandbox="allow-scripts allow-same-origin"', 'target="_top"');
    await tileOf(frame, 'aaaa').click();
    await frame.locator('#failure').waitFor();
    assert.match((await said(frame))!, /window/);
    assert.equal(page.url(), `${site.elsewhere}/`);
    await free(frame);
    assert.equal(site.count('GET /codat'), 0);
  });

  it('leads out of a sandbox that lets the merchant do so', async () => {
    const { page, frame } = await framed(
      'sandbox="allow-scripts allow-same-origin allow-top-navigation-by-user-activation"',
      'target="_top"',
    );
    await tileOf(frame, 'aaaa').click();
    await page.getByRole('heading', { name: 'Codat' }).waitFor();
  });

  for (const sandbox of [
    'allow-scripts allow-same-origin allow-popups',
    'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  ]) {
    it(`opens a window of its own from the sandbox ${sandbox}`, async () => {
      const { page, frame } = await framed(`sandbox="${sandbox}"`, 'target="_blank"');
      const popup = page.context().waitForEvent('page');
      await tileOf(frame, 'aaaa').click();
      const opened = await popup;
      await opened.getByRole('heading', { name: 'Codat' }).waitFor();
      assert.equal(await opened.evaluate(() => opener === null), true);
      await free(frame);
      assert.deepEqual([site.count('POST /mint'), site.count('GET /codat')], [1, 1]);
    });
  }

  it('warns a developer, once, where it is about to lead the frame alone away', async () => {
    const { page, frame, warnings } = await framed('');
    site.codat = (_request, response) => response.writeHead(204).end();
    for (const key of ['aaaa', 'bbbb']) {
      const answered = page.waitForEvent('requestfailed', (request) =>
        request.url().startsWith(`${site.origin}/codat`),
      );
      await tileOf(frame, key).click();
      await answered;
      await free(frame);
    }
    assert.equal(site.count('GET /codat'), 2);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /does not open in a frame\. Set target="_top" or "_blank"\.$/);
  });
});

describe('the target of a companion', () => {
  it('is an option of it, too', async () => {
    site.pages = {
      '/': `${tag().replace(/sync-endpoint="[^"]*"/, '')}
        <script type="module">
          import { handleSelection } from '/handler.js';
          handleSelection(document, { syncEndpoint: '/mint', allowedHosts: '127.0.0.1', target: '_blank' });
        </script>`,
    };
    const page = await site.open();
    const popup = page.waitForEvent('popup');
    await tileOf(page, 'aaaa').click();
    await (await popup).getByRole('heading', { name: 'Codat' }).waitFor();
    assert.equal(site.count('POST /mint'), 1);
  });
});
