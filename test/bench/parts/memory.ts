import type { CDPSession } from 'playwright-core';
import { CONTESTANTS, type Name } from '../bundle.js';
import type { Part, Run } from '../part.js';
import { listOf, open } from '../stage.js';
import { atMost, sectionOf, type Row } from '../table.js';

const TILES = 5_000;

interface Sample {
  script: number;
  browser: number;
  nodes: number;
}

/** Bytes in the page's heaps: that of its scripts, and that of the browser's own objects for it. */
async function heaps(session: CDPSession): Promise<{ script: number; browser: number }> {
  const { embedderHeapUsedSize, usedSize } = await session.send('Runtime.getHeapUsage');
  return { script: usedSize, browser: embedderHeapUsedSize };
}

/** What a tile takes, in a page of its own: what another list left behind is not to count. */
async function taken(name: Name, { browser, site }: Run): Promise<Sample> {
  const stage = await open(browser, site, name);
  const { page, session } = stage;
  // Once with few, so that what is made but once is there already.
  await page.evaluate(() => window.bench.prepare(11));
  await page.evaluate((url) => window.bench.mount(11, url), listOf(name, 11));
  await page.evaluate(() => window.bench.remove());
  await stage.collectGarbage();
  const before = await heaps(session);
  await page.evaluate(([tiles, url]) => window.bench.mount(tiles, url), [TILES, listOf(name, TILES)] as const);
  await stage.collectGarbage();
  const after = await heaps(session);
  const nodes = await page.evaluate((tiles) => window.bench.nodes(tiles), TILES);
  await stage.close();
  return { script: (after.script - before.script) / TILES, browser: (after.browser - before.browser) / TILES, nodes };
}

export const memory: Part = async (run) => {
  const samples: Record<string, Sample[]> = Object.fromEntries(CONTESTANTS.map((name) => [name, []]));
  const times = run.rounds(3);
  for (let round = 0; round < times; round += 1) {
    run.say(`round ${round + 1} of ${times}`);
    for (const name of CONTESTANTS) samples[name]!.push(await taken(name, run));
  }
  const rowOf = (what: string, unit: string, of: (sample: Sample) => number): Row => ({
    what,
    unit,
    values: Object.fromEntries(CONTESTANTS.map((name) => [name, samples[name]!.map(of)])),
  });
  const nodes = rowOf('nodes in the DOM', '', (sample) => sample.nodes);
  const script = rowOf('script heap', 'B', (sample) => sample.script);
  const browser = rowOf('browser’s heap', 'B', (sample) => sample.browser);
  const rows = [{ ...nodes, goals: [atMost(nodes, 26)] }, { ...script, goals: [atMost(script, 2_000)] }, browser];
  return {
    sections: [
      sectionOf('Memory a tile, of 5,000', 'After the browser has cleared away what is of no use any more.', rows, [
        'floor',
        'React',
        'Vue',
      ]),
    ],
  };
};
