import type { Browser } from 'playwright-core';
import type { Part } from '../part.js';
import { rowsOf } from '../rows.js';
import type { Site } from '../site.js';
import { windowIn } from '../stage.js';
import type { Seen } from '../page/watch.js';
import { atMost, sectionOf, type Row } from '../table.js';

const TILES = 11;

/** A line that many networks of phones give: ms, and bytes a second. */
const LINE = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false };

const SCRIPT = '<script src="/picker.js" defer></script>';
const pickerWith = (attributes: string, list = ''): string =>
  `<codat-commerce-picker endpoint="/integrations/${TILES}" sync-endpoint="/sync-url" ${attributes}>${list}` +
  '</codat-commerce-picker>';
const inPage = `<script type="application/json">${JSON.stringify({ results: rowsOf(TILES) })}</script>`;

const directory = (name: 'React' | 'Vue'): { head: string; body: string } => ({
  head: `<link rel="stylesheet" href="/peers.css"><script src="/bench-${name}.js" defer></script>`,
  body: `<script type="module">contestant.show(document.querySelector('main'), '/directory/${TILES}')</script>`,
});

/** What a host writes into its page. */
const PAGES = {
  picker: { head: SCRIPT, body: pickerWith('placeholders="8 3"') },
  'without `placeholders`': { head: SCRIPT, body: pickerWith('') },
  'list in the page': { head: SCRIPT, body: pickerWith('', inPage) },
  React: directory('React'),
  Vue: directory('Vue'),
} as const;

const NOTE =
  'From an empty cache, HTTP/1.1, everything from one server. The picker is told how many tiles to expect; two more ' +
  'columns are the picker that is not, and one that finds its list in the page. The directories with their frameworks, and without the ' +
  'style sheet that they fetch from their vendor.';

type PageName = keyof typeof PAGES;

interface Sample extends Seen {
  requests: number;
  bytes: number;
}

async function sighted(browser: Browser, site: Site, name: PageName, below: string): Promise<Sample> {
  const { body, head } = PAGES[name];
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
    `sight-${Object.keys(PAGES).indexOf(name)}`,
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

const BELOW = '<p>Your software is not there? Write to us.</p>';

export const sight: Part = async ({ browser, rounds, say, site }) => {
  const names = Object.keys(PAGES) as PageName[];
  const samples = names.map(() => [] as (Sample & { shiftBelow: number })[]);
  const times = rounds(7);
  for (let round = 0; round < times; round += 1) {
    say(`round ${round + 1} of ${times}`);
    for (const [index, name] of names.entries()) {
      const { shift: shiftBelow } = await sighted(browser, site, name, BELOW);
      samples[index]!.push({ ...(await sighted(browser, site, name, '')), shiftBelow });
    }
  }
  const rowOf = (what: string, unit: string, of: (sample: Sample & { shiftBelow: number }) => number): Row => ({
    what,
    unit,
    values: Object.fromEntries(names.map((name, index) => [name, samples[index]!.map(of)])),
  });
  const tile = rowOf('first tile', 'ms', (sample) => sample.tile);
  const logos = rowOf('last logo', 'ms', (sample) => sample.logos);
  const shift = rowOf('CLS', '', (sample) => sample.shift);
  const shiftBelow = rowOf('CLS, with text below the tiles', '', (sample) => sample.shiftBelow);
  const rows = [
    rowOf('requests', '', ({ requests }) => requests),
    rowOf('bytes', 'B', ({ bytes }) => bytes),
    { ...tile, goals: [atMost(tile, 600)] },
    { ...logos, goals: [atMost(logos, 950)] },
    rowOf('LCP', 'ms', ({ lcp }) => lcp),
    { ...shift, goals: [atMost(shift, 0)] },
    { ...shiftBelow, goals: [atMost(shiftBelow, 0)] },
    rowOf('TBT', 'ms', ({ blocked }) => blocked),
  ];
  return {
    sections: [sectionOf('First sight: 11 tiles, 150 ms and 1.6 Mbit/s, CPU 4 × slower', NOTE, rows, names.slice(1))],
  };
};
