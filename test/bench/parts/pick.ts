import type { Name } from '../bundle.js';
import type { Growth, Part, Run } from '../part.js';
import { open, type Stage } from '../stage.js';
import { median } from '../statistics.js';
import { against, sectionOf, type Row, type Section } from '../table.js';

const SIZES = [11, 1_000, 10_000];

/** The directories have links, which show nothing of their own when they are picked. */
const NAMES: readonly Name[] = ['picker', 'floor'];

const NOTE = 'Over real HTTP, at 60 frames a second. The floor marks its tile by hand, posts, and leaves.';

const MEASURES = {
  busy: 'click → busy tile painted',
  sent: 'click → POST sent',
  leaving: 'answer → navigation',
} as const;

type Sample = Record<keyof typeof MEASURES, number>;

/** Picks a tile on a page that was just opened, and follows to where that leads. */
async function picked(stage: Stage, address: string, tiles: number): Promise<Sample> {
  const { page } = stage;
  await page.goto(address);
  await page.evaluate((count) => window.bench.prepare(count), tiles);
  await page.evaluate((count) => window.bench.mount(count), tiles);
  const arrived = page.waitForURL('**/arrived');
  await page.evaluate(() => void window.bench.pick());
  await arrived;
  return page.evaluate(() => JSON.parse(sessionStorage['times']) as Sample);
}

async function ofSize(tiles: number, { browser, rounds, site }: Run): Promise<{ section: Section; busy: number }> {
  const stages = await Promise.all(NAMES.map((name) => open(browser, site, name)));
  const addresses = stages.map(({ page }) => page.url());
  const samples: Sample[][] = NAMES.map(() => []);
  const times = rounds(tiles > 1_000 ? 3 : 9);
  for (let round = -1; round < times; round += 1) {
    for (let turn = 0; turn < NAMES.length; turn += 1) {
      const lane = (turn + Math.abs(round)) % NAMES.length;
      const sample = await picked(stages[lane]!, addresses[lane]!, tiles);
      if (round >= 0) samples[lane]!.push(sample);
    }
  }
  await Promise.all(stages.map((stage) => stage.close()));
  const rows = (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).map((measure) => {
    const values = Object.fromEntries(
      NAMES.map((name, index) => [name, samples[index]!.map((sample) => sample[measure])]),
    );
    const row: Row = { what: MEASURES[measure], unit: 'ms', values };
    return measure === 'busy' ? { ...row, goals: [against(row, 'floor', 1.2)] } : row;
  });
  return {
    section: sectionOf(`Pick: one of ${tiles.toLocaleString('en')} tiles`, NOTE, rows, ['floor']),
    busy: median(samples[0]!.map(({ busy }) => busy)),
  };
}

export const pick: Part = async (run) => {
  const sections: Section[] = [];
  const growth: Growth & { costs: { work: number; cost: number }[] } = { what: MEASURES.busy, costs: [] };
  for (const tiles of SIZES) {
    run.say(`one of ${tiles} tiles`);
    const { busy, section } = await ofSize(tiles, run);
    sections.push(section);
    growth.costs.push({ work: tiles, cost: busy });
  }
  return { sections, growth: [growth] };
};
