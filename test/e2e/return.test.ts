import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { syncPage, useWorld } from '../support/demo.js';

const { enter, world } = useWorld();

const read = (file: string): Promise<string> => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');

/** What docs/return.md has a host write into its page. The embedded Codat has an address of its own. */
const block = /## On the page\n[^]*?```html\n([^]*?)```/
  .exec(await read('docs/return.md'))![1]!
  .replace('<codat-commerce-picker', '<codat-commerce-picker allowed-hosts="127.0.0.1"');
const script = await read('dist/codat-commerce-picker.min.js');

/** Logs in, and opens the host's page with that block in place of the demo's own. */
async function open(): Promise<Page> {
  const { page } = await enter();
  const { origin } = world();
  await page.route(`${origin}/codat-commerce-picker.min.js`, (route) =>
    route.fulfill({ body: script, contentType: 'text/javascript' }),
  );
  await page.route(
    ({ origin: asked, pathname }) => asked === origin && pathname === '/',
    (route) =>
      route.fulfill({
        body: `<!doctype html><html lang="en"><title>Host</title>${block}`,
        contentType: 'text/html; charset=utf-8',
      }),
  );
  await page.goto(origin);
  return page;
}

async function pick(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Xero/ }).click();
  await syncPage(page);
}

/** Ends the set-up, and comes back to the host's page. */
async function finish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.waitForURL(`${world().origin}/?linked`, { waitUntil: 'commit' });
  // What a redirect leads to is not put in place of the demo's page; what is opened is.
  await page.goto(page.url());
}

const says = (page: Page, sentence: string): Promise<void> =>
  page.locator('#notice').filter({ hasText: sentence }).waitFor();

describe('the page of docs/return.md says, when the merchant is back,', () => {
  it('that the software is linked, once the set-up is finished', async () => {
    const page = await open();
    await pick(page);
    await finish(page);
    await says(page, 'Xero is linked.');
  });

  it('that it is not linked yet, where the set-up was cancelled', async () => {
    const page = await open();
    await pick(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'go back to where you came from' }).click();
    await says(page, 'Xero is not linked yet. Choose it again to finish.');
  });

  it('the same, where the back button has brought the page back as it was', async () => {
    const page = await open();
    await pick(page);
    await page.goBack({ waitUntil: 'commit' });
    await says(page, 'Xero is not linked yet. Choose it again to finish.');
  });

  it('that nobody knows, where Codat can’t be asked', async () => {
    const page = await open();
    await pick(page);
    world().codat.faults.set({ name: 'dropped', scope: 'connections' });
    await finish(page);
    await says(page, 'We can’t see yet whether Xero is linked.');
  });

  it('nothing to somebody who has only opened the address', async () => {
    const page = await open();
    await page.goto(`${world().origin}/?linked`);
    await page.getByRole('button', { name: /^Xero/ }).waitFor();
    assert.equal(await page.locator('#notice').textContent(), '');
  });
});
