import type { Browser } from 'playwright-core';
import type { Name } from '../bundle.js';
import { listOf, open, type Cost, type Stage } from '../stage.js';
import type { Painted } from '../page/measure.js';
import type { Site } from '../site.js';
import type { Part } from '../part.js';
import { median } from '../statistics.js';
import { against, sectionOf, type Goal, type Row, type Section } from '../table.js';

const SIZES = [11, 100, 1_000, 10_000];

/** Who is measured, and where the tiles come from. The directories know but one way. */
const LANES: readonly { name: Name; from: 'integrations' | 'endpoint' }[] = [
  { name: 'picker', from: 'integrations' },
  { name: 'floor', from: 'integrations' },
  { name: 'picker', from: 'endpoint' },
  { name: 'floor', from: 'endpoint' },
  { name: 'React', from: 'endpoint' },
  { name: 'Vue', from: 'endpoint' },
];

type Sample = Cost & Painted;

const NOTE =
  'CPU is that of the main thread, until 250 ms after all tiles were painted. Painted is what passes until then, at 60 ' +
  'frames a second. The directories can only fetch.';

/** Puts the tiles on a page, and takes them off again. */
async function mounted(stage: Stage, name: Name, from: string, tiles: number): Promise<Sample> {
  await stage.page.evaluate((count) => window.bench.prepare(count), tiles);
  await stage.collectGarbage();
  const url = from === 'endpoint' ? listOf(name, tiles) : undefined;
  const { cost, result } = await stage.measure(() =>
    stage.page.evaluate(([count, address]) => window.bench.mount(count, address), [tiles, url] as const),
  );
  await stage.page.evaluate(() => window.bench.remove());
  return { ...cost, ...result };
}

/** Each lane once a round, in another order each time. */
async function sampled(browser: Browser, site: Site, tiles: number, rounds: number): Promise<Sample[][]> {
  const stages = await Promise.all(LANES.map(({ name }) => open(browser, site, name)));
  const samples: Sample[][] = LANES.map(() => []);
  // The first ones are for the browser's compiler.
  const warmUps = tiles > 1_000 ? 1 : 3;
  for (let round = -warmUps; round < rounds; round += 1) {
    for (let turn = 0; turn < LANES.length; turn += 1) {
      const lane = (turn + Math.abs(round)) % LANES.length;
      const { from, name } = LANES[lane]!;
      const sample = await mounted(stages[lane]!, name, from, tiles);
      if (round >= 0) samples[lane]!.push(sample);
    }
  }
  await Promise.all(stages.map((stage) => stage.close()));
  return samples;
}

const WHAT: readonly [what: string, of: (sample: Sample) => number][] = [
  ['CPU', ({ cpu }) => cpu],
  ['script', ({ script }) => script],
  ['style', ({ style }) => style],
  ['layout', ({ layout }) => layout],
  ['style + layout', ({ style, layout }) => style + layout],
  ['first tiles painted', ({ first }) => first],
  ['all tiles painted', ({ all }) => all],
];

function goalsOf(row: Row, what: string, from: string, tiles: number): Goal[] {
  const goals: Goal[] = [];
  const ofFloor = (most: number): number => goals.push(against(row, 'floor', most));
  if (what === 'CPU') ofFloor(tiles > 100 ? 1.2 : 1.15);
  if (what === 'first tiles painted' && tiles > 100) ofFloor(tiles > 1_000 ? 0.1 : 0.5);
  if (from === 'endpoint' && what === 'CPU' && tiles >= 100) {
    for (const peer of ['React', 'Vue']) goals.push(against(row, peer, 1));
  }
  if (from === 'endpoint' && what === 'style + layout') {
    const leanest = ['React', 'Vue'].toSorted((a, b) => median(row.values[a]!) - median(row.values[b]!))[0]!;
    goals.push(against(row, leanest, 2));
  }
  return goals;
}

export const mount: Part = async ({ browser, rounds, say, site }) => {
  const sections: Section[] = [];
  const growth = ['integrations', 'endpoint'].map((from) => ({
    what: `mount from \`${from}\`, CPU`,
    from,
    costs: [] as { work: number; cost: number }[],
  }));
  for (const tiles of SIZES) {
    say(`${tiles} tiles`);
    const samples = await sampled(browser, site, tiles, rounds(tiles > 1_000 ? 5 : tiles > 100 ? 11 : 21));
    const rows: Row[] = [];
    for (const { costs, from } of growth) {
      for (const [what, of] of WHAT) {
        const lanes = LANES.flatMap((lane, index) => (lane.from === from ? [{ ...lane, index }] : []));
        const values = Object.fromEntries(lanes.map(({ index, name }) => [name, samples[index]!.map(of)]));
        const row: Row = { what: `${what}, \`${from}\``, unit: 'ms', values };
        rows.push({ ...row, goals: goalsOf(row, what, from, tiles) });
        if (what === 'CPU') costs.push({ work: tiles, cost: median(values['picker']!) });
      }
    }
    sections.push(sectionOf(`Mount: ${tiles.toLocaleString('en')} tiles`, NOTE, rows, ['floor', 'React', 'Vue']));
  }
  return { sections, growth };
};
