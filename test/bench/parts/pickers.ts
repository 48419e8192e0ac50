import type { Name } from '../bundle.js';
import type { Part } from '../part.js';
import { open } from '../stage.js';
import { median } from '../statistics.js';
import { sectionOf, type Row } from '../table.js';

const COUNTS = [1, 10, 100];
const TILES = 11;
const NAMES: readonly Name[] = ['picker', 'floor'];

/** Several pickers on one page, of eleven tiles each. */
export const pickers: Part = async ({ browser, rounds, say, site }) => {
  const rows: Row[] = [];
  const costs: { work: number; cost: number }[] = [];
  for (const count of COUNTS) {
    say(`${count} on a page`);
    const stages = await Promise.all(NAMES.map((name) => open(browser, site, name)));
    const values: Record<string, number[]> = { picker: [], floor: [] };
    const times = rounds(count === 1 ? 21 : 9);
    for (let round = -2; round < times; round += 1) {
      for (const [index, stage] of stages.entries()) {
        const { page } = stage;
        await page.evaluate((tiles) => window.bench.prepare(tiles), TILES);
        await stage.collectGarbage();
        const { cost } = await stage.measure(() =>
          page.evaluate(([tiles, all]) => window.bench.mount(tiles, undefined, all), [TILES, count] as const),
        );
        await page.evaluate(() => window.bench.remove());
        if (round >= 0) values[NAMES[index]!]!.push(cost.cpu);
      }
    }
    await Promise.all(stages.map((stage) => stage.close()));
    const each = Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.map((cpu) => cpu / count)]));
    rows.push({ what: `${count} on a page, CPU of each`, unit: 'ms', values: each });
    costs.push({ work: count, cost: median(values['picker']!) });
  }
  return {
    sections: [
      sectionOf('Several pickers on a page, of 11 tiles each', 'From `integrations`; measured as the mount is.', rows, [
        'floor',
      ]),
    ],
    growth: [{ what: 'pickers on a page, CPU', costs }],
  };
};
