import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page, Request as PageRequest } from 'playwright-core';
import { COOKIE, type Site } from './server.js';

/** As where the script that defines the element is slow, and the app's own is not. Text, as it runs in the page. */
const HOLD_DEFINITION_BACK = `
  const define = customElements.define.bind(customElements);
  customElements.define = (name, ...rest) => {
    if (name !== 'codat-commerce-picker') define(name, ...rest);
    else window.defineNow = () => define(name, ...rest);
  };
`;

/** A merchant's window with an app in it. */
export interface Visit {
  page: Page;
  picker: Locator;
  /** The tiles; their names begin with that of the software. */
  tile(name: string): Locator;
  /** What the app has heard, such as `codat-select gbol`, in order. */
  heard: string[];
  /** What went to the host module. */
  sent: PageRequest[];
  /** How often the page was left for one of Codat's. */
  departures: string[];
  /** What was said on the console, and should not have been. */
  noise: string[];
  /** Presses one of the buttons that every app has. */
  press(button: 'show' | 'disable' | 'list'): Promise<void>;
  close(): Promise<void>;
}

export interface VisitOptions {
  /** Whether a merchant is logged in. */
  loggedIn?: boolean;
  /** Whether the element is defined no sooner than `defineNow` is called in the page. */
  late?: boolean;
}

/** Opens an app. */
export async function visit(
  browser: Browser,
  { codat, origin }: Site,
  path: string,
  { late = false, loggedIn = true }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext();
  if (loggedIn) await context.addCookies([{ name: COOKIE, value: randomUUID(), url: origin }]);
  if (late) await context.addInitScript(HOLD_DEFINITION_BACK);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const heard: string[] = [];
  const sent: PageRequest[] = [];
  const departures: string[] = [];
  const noise: string[] = [];

  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith('codat-')) heard.push(text);
    // The browser's own line for every answer that is not 2xx.
    else if (/^(error|warning)$/.test(message.type()) && !text.startsWith('Failed to load resource')) noise.push(text);
  });
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (request.url().startsWith(`${origin}/api/codat/`)) sent.push(request);
  });
  await context.route(/^https:\/\/\w+\.codat\.io\//, async (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) departures.push(request.url());
    const answer = await codat.fetch(new Request(request.url()));
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });

  // A development server may build the page first.
  await page.goto(`${origin}${path}`, { timeout: 60_000 });
  const picker = page.locator('codat-commerce-picker');
  return {
    page,
    picker,
    tile: (name) => picker.getByRole('button', { name: new RegExp(`^${name}\\b`) }),
    heard,
    sent,
    departures,
    noise,
    press: (button) => page.locator(`#${button}`).click(),
    close: () => context.close(),
  };
}
