import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, beforeEach } from 'node:test';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { EmbeddedCodat } from '../../demo/codat/index.js';
import { startDemo } from '../../demo/servers.js';
import type { Language } from '../../demo/pages/words.js';
import { MERCHANTS, type Role } from '../../demo/sessions.js';
import { browserFlags, findBrowser } from './browser.js';

/** The demo host, and the embedded Codat behind it: everything real but Codat. */
export interface World {
  /** The demo's address. */
  origin: string;
  codatOrigin: string;
  codat: EmbeddedCodat;
  apiKey: string;
  /** Lets this many ms pass for Codat. */
  pass(ms: number): void;
  close(): Promise<void>;
}

/** Starts both on free ports. */
async function startWorld(): Promise<World> {
  let late = 0;
  const apiKey = randomUUID();
  const running = await startDemo({ port: 0, apiKey, now: () => Date.now() + late });
  return {
    origin: running.demo.origin,
    codatOrigin: running.codat!.origin,
    codat: running.codat!.simulator,
    apiKey,
    pass: (ms) => (late += ms),
    close: () => running.close(),
  };
}

const startBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await findBrowser(),
    // All servers are at one address: a process for each page would cost a second of CPU, and separate nothing.
    args: [...browserFlags, '--disable-site-isolation-trials'],
    // So that going back brings pages back as they were, as it does for a merchant.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });

/** A merchant's browser window. Collects what must never be there. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Console messages, uncaught errors and CSP violations. */
  noise: string[];
}

/** The merchant whose id is as awkward as an id can be. */
export const awkward = MERCHANTS.findIndex(({ id }) => id.includes('#'));

/** Who comes: the merchant's index, what the demo is to be, and whether the tiles are waited for. */
interface VisitOptions {
  merchant?: number;
  role?: Role;
  lang?: Language;
  wait?: boolean;
  /** In a window of its own, which is closed after the test: for what can't be taken back, such as its size. */
  ownWindow?: boolean;
}

/** Logs in as one of the demo's merchants, in the role that is asked for, and waits for the tiles. */
async function visit(page: Page, { origin }: World, options: VisitOptions): Promise<Visit> {
  const { merchant = 0, role = 'Commerce', lang = 'en', wait = true } = options;
  const context = page.context();
  const noise: string[] = [];
  page.on('console', (message) => {
    // The browser's own line for every answer that is not 2xx; what the page does about it is what the tests look at.
    if (!message.text().startsWith('Failed to load resource')) noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  // As the forms of the demo send it: `flow.test.ts` uses those.
  const send = (path: string, form: Record<string, string | number>): Promise<unknown> =>
    context.request.post(`${origin}${path}`, { form, headers: { origin }, maxRedirects: 0 });
  await send('/log-in', { merchant });
  if (role === 'Accounting') await send('/role', { role });
  await page.goto(lang === 'en' ? `${origin}/` : `${origin}/?lang=${lang}`);
  if (wait) await page.locator('codat-commerce-picker').getByRole('list').first().waitFor();
  return { page, context, noise };
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
 * A world for each test of one file, and a browser for them all. The host is new each time as well: it remembers what a
 * merchant has picked lately, and what it was told. After each test, no page may have said anything on its console.
 *
 * @returns the world, once a test runs, and `enter`, which opens it in a window: the first of a test is used again by
 *   the next one, emptied, as opening one takes longer than all that is done in it
 */
export function useWorld(): { world(): World; enter(options?: VisitOptions): Promise<Visit> } {
  let browser: Browser | undefined;
  let world: World | undefined;
  let shared: Page | undefined;
  let open: Visit[] = [];
  before(async () => {
    browser = await startBrowser();
    shared = await (await browser.newContext()).newPage();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    const noise = open.flatMap((visited) => visited.noise);
    await Promise.all(open.map(({ page }) => (page === shared ? empty(page) : page.context().close())));
    open = [];
    await world?.close();
    assert.deepEqual(noise, []);
  });
  return {
    world: () => world!,
    async enter(options = {}) {
      const taken = options.ownWindow || open.some(({ page }) => page === shared);
      const page = taken ? await (await browser!.newContext()).newPage() : shared!;
      const visited = await visit(page, world!, options);
      open.push(visited);
      return visited;
    },
  };
}

/** Closes what was opened beside this page, and makes it as it was before anybody logged in. */
async function empty(page: Page): Promise<void> {
  const context = page.context();
  await Promise.all(context.pages().map((other) => other !== page && other.close()));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  page.removeAllListeners();
  context.removeAllListeners();
  await page.goto('about:blank');
  await context.clearCookies();
}
