import type { Name } from '../bundle.js';
import type { Findings, Part, Run } from '../part.js';
import { listOf, open, type Stage } from '../stage.js';
import { median } from '../statistics.js';
import { against, atMost, sectionOf, type Goal, type Row, type Section } from '../table.js';

const SIZES = [1_000, 10_000];

/** The floor filters in two ways: it takes tiles out of the list, or hides them. React's search box filters nothing. */
const LANES: readonly { lane: string; name: Name; query?: string }[] = [
  { lane: 'picker', name: 'picker' },
  { lane: 'floor', name: 'floor' },
  { lane: 'floor, `hidden`', name: 'floor', query: '?filter=hidden' },
  { lane: 'Vue', name: 'Vue' },
];

const STEPS = ['first key', 'second key', 'clearing'] as const;

const NOTE =
  'The first key finds all tiles, the second a third of them. Script is what runs until somebody who types fast types ' +
  'on; while clearing, until all tiles are back. The floor takes tiles out of the list, or in the other column hides ' +
  'them. (The React directory has a search box that filters nothing.)';

type Sample = Record<(typeof STEPS)[number], { script: number; frame: number }>;

/** Types "a", which is in each name, "al", which is in a third of them, and empties the box again. */
async function searched(stage: Stage, name: Name, tiles: number): Promise<Sample> {
  const { page } = stage;
  const url = name === 'Vue' ? listOf(name, tiles) : undefined;
  await page.evaluate((count) => window.bench.prepare(count), tiles);
  await page.evaluate(([count, address]) => window.bench.mount(count, address), [tiles, url] as const);
  await stage.collectGarbage();
  const typed = async (query: string): Promise<{ script: number; frame: number }> => {
    const { cost, result } = await stage.measure(() => page.evaluate((text) => window.bench.type(text), query));
    return { script: cost.script, frame: result };
  };
  const first = await typed('a');
  const second = await typed('al');
  const { cost, result } = await stage.measure(() => page.evaluate((count) => window.bench.clear(count), tiles));
  await page.evaluate(() => window.bench.remove());
  return { 'first key': first, 'second key': second, clearing: { script: cost.script, frame: result } };
}

function goalsOf(row: Row, what: string, tiles: number): Goal[] {
  if (tiles > 1_000) return [];
  const [step, measure] = what.split(', ');
  if (measure === 'to the next frame') return step === 'clearing' ? [] : [atMost(row, 50)];
  return step === 'second key' ? [] : [against(row, 'floor', 1)];
}

async function ofSize(tiles: number, { browser, rounds, site }: Run): Promise<{ section: Section; first: number }> {
  const stages = await Promise.all(LANES.map(({ name, query }) => open(browser, site, name, query)));
  const samples: Sample[][] = LANES.map(() => []);
  const times = rounds(tiles > 1_000 ? 3 : 9);
  for (let round = -1; round < times; round += 1) {
    for (let turn = 0; turn < LANES.length; turn += 1) {
      const lane = (turn + Math.abs(round)) % LANES.length;
      const sample = await searched(stages[lane]!, LANES[lane]!.name, tiles);
      if (round >= 0) samples[lane]!.push(sample);
    }
  }
  await Promise.all(stages.map((stage) => stage.close()));
  const rows = STEPS.flatMap((step) =>
    (['script', 'frame'] as const).map((measure) => {
      const what = `${step}, ${measure === 'frame' ? 'to the next frame' : 'script'}`;
      const values = Object.fromEntries(
        LANES.map(({ lane }, index) => [lane, samples[index]!.map((sample) => sample[step][measure])]),
      );
      const row: Row = { what, unit: 'ms', values };
      return { ...row, goals: goalsOf(row, what, tiles) };
    }),
  );
  const others = LANES.slice(1).map(({ lane }) => lane);
  return {
    section: sectionOf(`Search: ${tiles.toLocaleString('en')} tiles`, NOTE, rows, others),
    first: median(samples[0]!.map((sample) => sample['first key'].script)),
  };
}

/** One row of a thousand is another one: what a host that asks its endpoint again hands over. */
async function changed({ browser, rounds, site }: Run): Promise<Section> {
  const names: readonly Name[] = ['picker', 'floor'];
  const values: Record<string, { cpu: number[]; frame: number[] }> = {};
  const stages = await Promise.all(names.map((name) => open(browser, site, name)));
  for (const [index, { page }] of stages.entries()) {
    values[names[index]!] = { cpu: [], frame: [] };
    await page.evaluate(() => window.bench.prepare(1_000));
    await page.evaluate(() => window.bench.mount(1_000));
  }
  const times = rounds(15);
  for (let round = -2; round < times; round += 1) {
    for (const [index, stage] of stages.entries()) {
      await stage.collectGarbage();
      const { cost, result } = await stage.measure(() => stage.page.evaluate(() => window.bench.change()));
      if (round < 0) continue;
      values[names[index]!]!.cpu.push(cost.cpu);
      values[names[index]!]!.frame.push(result);
    }
  }
  await Promise.all(stages.map((stage) => stage.close()));
  const rows = (['cpu', 'frame'] as const).map((measure): Row => ({
    what: measure === 'cpu' ? 'CPU' : 'to the next frame',
    unit: 'ms',
    values: Object.fromEntries(names.map((name) => [name, values[name]![measure]])),
  }));
  return sectionOf(
    'One changed row of 1,000',
    'The host sets the same rows again, one of which is another one.',
    rows,
    ['floor'],
  );
}

export const search: Part = async (run): Promise<Findings> => {
  const sections: Section[] = [];
  const costs: { work: number; cost: number }[] = [];
  for (const tiles of SIZES) {
    run.say(`${tiles} tiles`);
    const { first, section } = await ofSize(tiles, run);
    sections.push(section);
    costs.push({ work: tiles, cost: first });
  }
  run.say('one changed row');
  sections.push(await changed(run));
  return { sections, growth: [{ what: 'first key of a search, script', costs }] };
};
