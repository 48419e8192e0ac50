import type { Part } from '../part.js';
import { inPage, list, picker, README, sighted, type Sighting, type Written } from '../sighting.js';
import { median, quantile } from '../statistics.js';
import { atMost, markdown, type Row } from '../table.js';

const RIGHT = 'placeholders="8 3"';
const PRELOAD = `<link rel="preload" href="${list}" as="fetch" crossorigin>`;
const script = (attributes = ''): string => `<script src="/picker.js" ${attributes}></script>`;
const PLACE = '<style>codat-commerce-picker:not(:defined) { display: block; min-height: 30rem }</style>';

/** What else a host may write, each one step away from what the README says. */
const PAGES: Readonly<Record<string, Written>> = {
  README,
  'without preload': { body: picker(RIGHT) + script() },
  'without `placeholders`': { head: PRELOAD, body: picker('') + script() },
  'script before the element': { head: PRELOAD, body: script() + picker(RIGHT) },
  'script in the head': { head: PRELOAD + script(), body: picker(RIGHT) },
  '`defer`, in the head': { head: PRELOAD + script('defer'), body: picker(RIGHT) },
  '`defer`, with a `min-height` of 30rem': { head: PLACE + PRELOAD + script('defer'), body: picker(RIGHT) },
  '`async`, in the head': { head: PRELOAD + script('async'), body: picker(RIGHT) },
  'module, in the head': { head: PRELOAD + script('type="module"'), body: picker(RIGHT) },
  'module, after the element': { head: PRELOAD, body: picker(RIGHT) + script('type="module"') },
  'the same, with `modulepreload`': {
    head: `${PRELOAD}<link rel="modulepreload" href="/picker.js">`,
    body: picker(RIGHT) + script('type="module"'),
  },
  'list in the page': { body: picker(RIGHT, inPage) + script() },
  '`defer`, nothing else': { body: script('defer') + picker('') },
};

const NOTE =
  'The same page and the same line, with text below the tiles; only what the host writes into the page is another. First ' +
  'the median with its quartiles, then how much later that is than with the README’s lines, each round on its own.';

type Measured = 'tile' | 'logos' | 'fcp' | 'shift';

const spread = (values: readonly number[], places = 0): string => {
  const [middle, low, high] = [0.5, 0.25, 0.75].map((share) => quantile(values, share).toFixed(places));
  return `${middle} [${low}–${high}]`;
};

export const snippet: Part = async ({ browser, rounds, say, site }) => {
  const names = Object.keys(PAGES);
  const samples: Record<string, Sighting[]> = Object.fromEntries(names.map((name) => [name, []]));
  const times = rounds(15);
  for (let round = 0; round < times; round += 1) {
    say(`round ${round + 1} of ${times}`);
    // There and back, so that nobody always comes after the same one.
    for (const name of round % 2 ? names.toReversed() : names) {
      samples[name]!.push(
        await sighted(browser, site, PAGES[name]!, '<p>Your software is not there? Write to us.</p>'),
      );
    }
  }
  const of = (name: string, what: Measured): number[] => samples[name]!.map((sample) => sample[what]);
  const later = (name: string, what: Measured): string => {
    const own = of('README', what);
    return spread(of(name, what).map((value, round) => value - own[round]!));
  };
  const lines = names.map((name) => [
    name,
    spread(of(name, 'tile')),
    later(name, 'tile'),
    spread(of(name, 'logos')),
    later(name, 'logos'),
    spread(of(name, 'fcp')),
    median(of(name, 'shift')).toFixed(4),
  ]);
  const head = ['', 'first tile, ms', 'later by', 'last logo, ms', 'later by', 'first paint, ms', 'CLS'];
  const rowOf = (what: string, unit: string, measured: Measured): Row => ({
    what,
    unit,
    values: { picker: of('README', measured) },
  });
  const [tile, logos, shift] = [
    rowOf('first tile', 'ms', 'tile'),
    rowOf('last logo', 'ms', 'logos'),
    rowOf('CLS, with text below the tiles', '', 'shift'),
  ];
  const goals = [
    { ...atMost(tile, 600), what: tile.what },
    { ...atMost(logos, 950), what: logos.what },
    { ...atMost(shift, 0), what: shift.what },
  ];
  return {
    sections: [
      {
        title: 'First sight, by what the host writes into the page',
        note: NOTE,
        table: markdown([head, ...lines]),
        goals,
      },
    ],
  };
};
