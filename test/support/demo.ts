import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { EmbeddedCodat } from '../../demo/codat/index.js';
import { startDemo } from '../../demo/servers.js';
import { MERCHANTS } from '../../demo/sessions.js';
import { browserFlags, findBrowser } from './browser.js';

/** The demo host, the embedded Codat behind it, and a browser: everything real but Codat. */
export interface World {
  /** The demo's address. */
  origin: string;
  codatOrigin: string;
  codat: EmbeddedCodat;
  apiKey: string;
  browser: Browser;
  /** Lets this many ms pass for Codat. */
  pass(ms: number): void;
  close(): Promise<void>;
}

/** Starts everything on free ports. */
async function startWorld(): Promise<World> {
  let late = 0;
  const apiKey = randomUUID();
  const running = await startDemo({ port: 0, apiKey, now: () => Date.now() + late });
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [...browserFlags],
    // So that going back brings pages back as they were, as it does for a merchant.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  return {
    origin: running.demo.origin,
    codatOrigin: running.codat!.origin,
    codat: running.codat!.simulator,
    apiKey,
    browser,
    pass: (ms) => (late += ms),
    async close() {
      await browser.close();
      await running.close();
    },
  };
}

/** A merchant's browser window. Collects what must never be there. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Console messages, uncaught errors and CSP violations. */
  noise: string[];
  close(): Promise<void>;
}

/** The merchant whose id is as awkward as an id can be. */
export const awkward = MERCHANTS.findIndex(({ id }) => id.includes('#'));

/** Logs in as one of the demo's merchants, in the role that is asked for, and waits for the tiles. */
async function visit(
  { browser, origin }: World,
  { merchant = 0, role = 'Commerce', lang = 'en', wait = true } = {},
): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => {
    // The browser's own line for every answer that is not 2xx; what the page does about it is what the tests look at.
    if (!message.text().startsWith('Failed to load resource')) noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(`${origin}/log-in`);
  await page.locator(`input[value="${merchant}"]`).check();
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(`${origin}/`);
  if (role === 'Accounting') {
    await page.getByRole('button', { name: 'accounting software', exact: true }).click();
    await page.getByRole('button', { name: 'accounting software', exact: true, pressed: true }).waitFor();
  }
  if (lang !== 'en') await page.goto(`${origin}/?lang=${lang}`);
  if (wait) await page.locator('codat-commerce-picker').getByRole('list').first().waitFor();
  return { page, context, noise, close: () => context.close() };
}

/** What the embedded Codat's Sync page shows, once the browser stands on it. */
export async function syncPage(page: Page): Promise<Record<string, string | null>> {
  await page.getByRole('heading', { name: 'Sync set-up' }).waitFor();
  const read = (name: string): Promise<string | null> => page.getByTestId(name).textContent();
  return {
    software: await read('software'),
    merchantIdentifier: await read('merchantIdentifier'),
    commerceKey: await read('commerceKey'),
    accountingKey: await read('accountingKey'),
  };
}

/**
 * A world for the tests of one file, as new for each of them. After each, no page may have said anything on its console.
 *
 * @returns the world, once the tests run, and `visit` in it
 */
export function useWorld(): { world(): World; enter(options?: Parameters<typeof visit>[1]): Promise<Visit> } {
  let world: World | undefined;
  let open: Visit[] = [];
  before(async () => {
    world = await startWorld();
  });
  after(() => world?.close());
  afterEach(async () => {
    const noise = open.flatMap((visited) => visited.noise);
    await Promise.all(open.map((visited) => visited.close()));
    open = [];
    world!.codat.reset();
    assert.deepEqual(noise, []);
  });
  return {
    world: () => world!,
    async enter(options) {
      const visited = await visit(world!, options);
      open.push(visited);
      return visited;
    },
  };
}
