import type { Browser } from 'playwright-core';
import { rowsOf } from './rows.js';
import type { Site } from './site.js';
import { windowIn } from './stage.js';
import type { Seen } from './page/watch.js';

/** Tiles on each page. `placeholders="8 3"` is right for them. */
export const TILES = 11;

/** A line that many networks of phones give: ms, and bytes a second. */
const LINE = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false };

/** What a host writes into its page. */
export interface Written {
  head?: string;
  body: string;
}

/** Where a page's list comes from. */
export const list = `/integrations/${TILES}`;

/** A page's picker. */
export const picker = (attributes: string, content = ''): string =>
  `<codat-commerce-picker endpoint="${list}" sync-endpoint="/sync-url" ${attributes}>${content}</codat-commerce-picker>`;

/** The list, written into the page. */
export const inPage = `<script type="application/json">${JSON.stringify({ results: rowsOf(TILES) })}</script>`;

/** What the README tells a host to write. */
export const README: Written = {
  head: `<link rel="preload" href="${list}" as="fetch" crossorigin>`,
  body: `${picker('placeholders="8 3"')}<script src="/picker.js"></script>`,
};

/** What a visitor sees, and what that costs. */
export interface Sighting extends Seen {
  requests: number;
  bytes: number;
}

let pages = 0;

/** Visits a page from an empty cache, over a slow line, on a slow machine. */
export async function sighted(browser: Browser, site: Site, written: Written, below = ''): Promise<Sighting> {
  const { body, head = '' } = written;
  const { context, page, session } = await windowIn(browser);
  let requests = 0;
  let bytes = 0;
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', () => (requests += 1));
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(site.scripts['/watch.js']!);
  const address = site.page(
    `sight-${(pages += 1)}`,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
     <meta name="viewport" content="width=device-width"><style>body { font-family: sans-serif }</style>${head}
     <body><h1>Your accounting</h1><p>Connect it once, and every sale is in your books.</p><main>${body}</main>${below}`,
  );
  await page.goto(address);
  await page.waitForFunction(() => window.seen.logos > 0);
  const seen = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return window.seen;
  });
  await context.close();
  return { ...seen, requests, bytes };
}
