import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { syncPage, useWorld } from '../support/demo.js';

const { enter, world } = useWorld();

/** What the panel on the demo's page says, by step. */
async function counts(page: Page): Promise<Record<string, number>> {
  return page
    .locator('#what-happened')
    .evaluate((panel) =>
      Object.fromEntries(
        [...panel.querySelectorAll<HTMLElement>('[data-step]')].map((element) => [
          element.dataset['step'],
          Number(element.querySelector('strong')!.textContent),
        ]),
      ),
    );
}

/** Waits until the last step is this one, and returns the counts. */
async function after(page: Page, last: string): Promise<Record<string, number>> {
  await page.locator('#last-step').getByText(last, { exact: true }).waitFor();
  return counts(page);
}

const NOTHING = { shown: 0, searched: 0, picked: 0, redirected: 0, returned: 0, failed: 0 };

const search = (page: Page, text: string): Promise<void> => page.getByRole('searchbox').pressSequentially(text);
const pick = (page: Page): Promise<void> => page.getByRole('button', { name: /^Xero/ }).click();

describe('the funnel of a visit, on the demo’s page', () => {
  it('counts each step of a merchant once: shown, searched, picked, on the way to Codat, and back', async () => {
    const { page } = await enter({ ownWindow: true });
    assert.deepEqual(await after(page, 'Shown'), { ...NOTHING, shown: 1 });
    await search(page, 'xero');
    assert.deepEqual(await after(page, 'Searched'), { ...NOTHING, shown: 1, searched: 1 });
    await pick(page);
    await syncPage(page);
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('Welcome back: Xero is linked.').waitFor();
    const all = { shown: 1, searched: 1, picked: 1, redirected: 1, returned: 1, failed: 0 };
    assert.deepEqual(await after(page, 'Came back'), all);
    // Nor does looking at it once more add anything.
    await page.reload();
    await page.getByRole('button', { name: /^Xero, Linked/ }).waitFor();
    assert.deepEqual(await counts(page), all);
  });

  it('counts whoever comes back by the back button, each time', async () => {
    const { page } = await enter({ ownWindow: true });
    for (let time = 1; time <= 2; time += 1) {
      await pick(page);
      await syncPage(page);
      await page.goBack({ waitUntil: 'commit' });
      assert.deepEqual(await after(page, 'Came back'), {
        ...NOTHING,
        shown: 1,
        picked: time,
        redirected: time,
        returned: time,
      });
    }
  });

  it('counts whoever comes back from a set-up that was cancelled', async () => {
    const { page } = await enter({ ownWindow: true });
    await pick(page);
    await syncPage(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'go back to where you came from' }).click();
    assert.deepEqual(await after(page, 'Came back'), { ...NOTHING, shown: 1, picked: 1, redirected: 1, returned: 1 });
  });

  it('counts whoever comes back from a window of its own', async () => {
    const { context, page } = await enter({ ownWindow: true });
    await page.locator('codat-commerce-picker').evaluate((picker) => picker.setAttribute('target', '_blank'));
    const opened = context.waitForEvent('page');
    await pick(page);
    const sync = await opened;
    await syncPage(sync);
    await after(page, 'Sent to Codat: gbol');
    await sync.close();
    // A window without a screen is never out of sight: the browser is told by hand that the merchant looks at it.
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    assert.deepEqual(await after(page, 'Came back'), { ...NOTHING, shown: 1, picked: 1, redirected: 1, returned: 1 });
  });

  it('counts a pick that failed as a failure, with its code, and no step to Codat', async (t) => {
    t.mock.method(console, 'error', () => {});
    const { page } = await enter({ ownWindow: true });
    const stop = world().codat.faults.set({ name: 'status-500', scope: 'sync', times: 1 });
    await pick(page);
    assert.deepEqual(await after(page, 'Failed: unavailable'), { ...NOTHING, shown: 1, picked: 1, failed: 1 });
    stop();
    await page.getByRole('button', { name: 'Try again' }).click();
    await syncPage(page);
    await page.goBack({ waitUntil: 'commit' });
    assert.deepEqual(await after(page, 'Came back'), {
      ...NOTHING,
      shown: 1,
      picked: 2,
      redirected: 1,
      returned: 1,
      failed: 1,
    });
  });

  it('counts a list that can not be had as a failure, with its code', async (t) => {
    t.mock.method(console, 'error', () => {});
    const { context, page } = await enter({ ownWindow: true });
    await context.clearCookies();
    await page
      .locator('codat-commerce-picker')
      .evaluate((picker) => picker.setAttribute('endpoint', '/api/codat/integrations?'));
    assert.deepEqual(await after(page, 'Failed: unauthenticated'), { ...NOTHING, shown: 1, failed: 1 });
  });

  it('does not count a pick that the host cancels', async () => {
    const { page } = await enter({ ownWindow: true });
    await page.evaluate(() => addEventListener('codat-select', (event) => event.preventDefault()));
    await pick(page);
    await search(page, 'x');
    assert.deepEqual(await after(page, 'Searched'), { ...NOTHING, shown: 1, searched: 1 });
  });

  it('counts a search that goes on as one, and another one anew', async () => {
    const { page } = await enter({ ownWindow: true });
    await search(page, 'nothing of the kind');
    await page.getByRole('searchbox').press('Escape');
    await search(page, 'xe');
    await page.getByRole('button', { name: /^Xero/ }).waitFor();
    assert.deepEqual(await after(page, 'Searched'), { ...NOTHING, shown: 1, searched: 2 });
  });

  it('works where the browser keeps nothing', async () => {
    const { page } = await enter({ ownWindow: true });
    await page.addInitScript(() =>
      Object.defineProperty(globalThis, 'sessionStorage', {
        get() {
          throw new DOMException('no storage', 'SecurityError');
        },
      }),
    );
    await page.goto(`${world().origin}/`);
    assert.deepEqual(await after(page, 'Shown'), { ...NOTHING, shown: 1 });
  });

  it('holds nothing that says who the merchant is, or what was typed', async () => {
    const { page } = await enter({ ownWindow: true, merchant: 1 });
    await search(page, 'xero of mine');
    await page.getByRole('searchbox').press('Escape');
    await pick(page);
    await syncPage(page);
    await page.goBack({ waitUntil: 'commit' });
    await after(page, 'Came back');
    const kept = await page.evaluate(() => Object.values(sessionStorage).join('\n'));
    assert.match(kept, /"returned":1/);
    for (const secret of ['Café', 'ünïcode', 'of mine', 'otp', 'merchantIdentifier']) {
      assert.ok(!kept.includes(secret), secret);
    }
  });
});
