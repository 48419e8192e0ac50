import { CONTESTANTS, type Name } from '../bundle.js';
import type { Part, Run } from '../part.js';
import { windowIn } from '../stage.js';
import { sectionOf, type Row } from '../table.js';

const RATES = [1, 4];

/** CPU from the script's arrival until it has run, in a browser that has never seen it. */
async function evaluated(name: Name, rate: number, { browser, site }: Run): Promise<number> {
  const { context, measure, page, session } = await windowIn(browser);
  await page.goto(site.page('blank', '<!doctype html><title>Blank</title>'));
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  const { cost } = await measure(() =>
    page.evaluate(
      async (source) => {
        const script = document.createElement('script');
        script.src = source;
        const loaded = new Promise((resolve) => script.addEventListener('load', resolve));
        document.head.append(script);
        await loaded;
      },
      name === 'picker' ? '/picker.js' : `/bench-${name}.js`,
    ),
  );
  await context.close();
  return cost.cpu;
}

export const evaluation: Part = async (run) => {
  const rows: Row[] = [];
  for (const rate of RATES) {
    run.say(`CPU ${rate} × slower`);
    const values: Record<Name, number[]> = { picker: [], floor: [], React: [], Vue: [] };
    const times = run.rounds(11);
    for (let round = 0; round < times; round += 1) {
      for (const name of CONTESTANTS) values[name].push(await evaluated(name, rate, run));
    }
    rows.push({ what: rate === 1 ? 'CPU' : `CPU, ${rate} × slower`, unit: 'ms', values });
  }
  return {
    sections: [
      sectionOf(
        'Script evaluation',
        'Main thread, from the script’s arrival until it has run, in a browser that has never seen it.',
        rows,
        ['floor', 'React', 'Vue'],
      ),
    ],
  };
};
