import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { syncPage, useWorld } from '../support/demo.js';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const { enter, world } = useWorld();

const PATHS = ['/', '/overview', '/log-in'];

/** What axe holds against a page. */
async function faultsOf(page: Page): Promise<string[]> {
  // As text: the page's policy lets in no script from elsewhere.
  await page.evaluate(await (await import('node:fs/promises')).readFile(axeFile, 'utf8'));
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

const show = async (page: Page, path: string): Promise<void> => {
  await page.goto(world().origin + path);
  if (path === '/') await page.locator('codat-commerce-picker').getByRole('list').first().waitFor();
};

describe('the dashboard around the picker', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const lang of ['en', 'fr'] as const) {
      it(`is accessible in a ${colorScheme} scheme, in ${lang}`, async () => {
        const { page } = await enter({ lang, ownWindow: true });
        await page.emulateMedia({ colorScheme });
        for (const path of PATHS) {
          for (const width of [320, 1280]) {
            await page.setViewportSize({ width, height: 800 });
            await show(page, path);
            assert.deepEqual(await faultsOf(page), [], `${path} at ${width} px`);
          }
        }
      });
    }
  }

  it('fits every screen from a phone to a counter’s', async () => {
    const { page } = await enter({ lang: 'fr', ownWindow: true });
    for (const path of PATHS) {
      for (const width of [320, 375, 736, 1000, 1024, 1920]) {
        await page.setViewportSize({ width, height: 800 });
        await show(page, path);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${path} at ${width} px`);
      }
    }
  });

  it('has nothing smaller to press than 44 px, but for links within a sentence', async () => {
    const { page } = await enter({ ownWindow: true });
    await page.setViewportSize({ width: 320, height: 800 });
    for (const path of PATHS) {
      await show(page, path);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('a, button, label')]
          .filter((element) => !element.closest('p:not(:has(.button)), .skip'))
          .filter((element) => element.getBoundingClientRect().height < 44)
          .map((element) => element.outerHTML),
      );
      assert.deepEqual(small, [], path);
    }
  });

  it('leads from the overview to the picker, and says there what has become of the choice', async () => {
    const { page } = await enter({ ownWindow: true });
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Nothing yet').waitFor();
    await page.getByRole('link', { name: 'Choose your software' }).click();
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    await page.goto(`${world().origin}/overview`);
    const xero = page.getByRole('listitem').filter({ hasText: 'Xero' });
    await xero.getByText('Not finished').waitFor();
    await page.goBack({ waitUntil: 'commit' });
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('Welcome back: Xero is linked.').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await xero.getByText('Linked').waitFor();
  });

  it('says so where Codat can not be asked', async (t) => {
    t.mock.method(console, 'error', () => {});
    world().codat.faults.set({ name: 'status-401' });
    const visited = await enter({ wait: false, lang: 'fr', ownWindow: true });
    await visited.page.locator('#failure').waitFor();
    visited.noise.splice(0);
    await visited.page.getByRole('link', { name: 'Vue d’ensemble' }).click();
    await visited.page.getByText('Codat ne peut pas être interrogé pour le moment.').waitFor();
  });

  it('keeps what stands around the picker in its place when the tiles come', async () => {
    const { page } = await enter({ ownWindow: true });
    for (const [width, height] of [
      [412, 823],
      [768, 1024],
      [1350, 940],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(globalThis, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await show(page, '/');
      const moved = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
      assert.ok(moved.reduce((sum, value) => sum + value, 0) < 0.01, `${width} px: ${moved.join(', ')}`);
    }
  });
});
