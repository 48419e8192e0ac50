import type { Part } from '../part.js';
import { inPage, picker, README, sighted, TILES, type Sighting, type Written } from '../sighting.js';
import { atMost, sectionOf, type Row } from '../table.js';

const directory = (name: 'React' | 'Vue'): Written => ({
  head: `<link rel="stylesheet" href="/peers.css"><script src="/bench-${name}.js" defer></script>`,
  body: `<script type="module">contestant.show(document.querySelector('main'), '/directory/${TILES}')</script>`,
});

const SCRIPT = '<script src="/picker.js"></script>';

const PAGES = {
  picker: README,
  'without `placeholders`': { ...README, body: picker('') + SCRIPT },
  'list in the page': { body: picker('', inPage) + SCRIPT },
  React: directory('React'),
  Vue: directory('Vue'),
} as const satisfies Record<string, Written>;

const NOTE =
  'From an empty cache, HTTP/1.1, everything from one server. The picker is written into the page as the README says; two more ' +
  'columns are the picker that is not told how many tiles to expect, and one that finds its list in the page. The directories with their frameworks, and without the ' +
  'style sheet that they fetch from their vendor.';

type PageName = keyof typeof PAGES;

const BELOW = '<p>Your software is not there? Write to us.</p>';

export const sight: Part = async ({ browser, rounds, say, site }) => {
  const names = Object.keys(PAGES) as PageName[];
  const samples = names.map(() => [] as (Sighting & { shiftBelow: number })[]);
  const times = rounds(7);
  for (let round = 0; round < times; round += 1) {
    say(`round ${round + 1} of ${times}`);
    for (const [index, name] of names.entries()) {
      const { shift: shiftBelow } = await sighted(browser, site, PAGES[name], BELOW);
      samples[index]!.push({ ...(await sighted(browser, site, PAGES[name])), shiftBelow });
    }
  }
  const rowOf = (what: string, unit: string, of: (sample: Sighting & { shiftBelow: number }) => number): Row => ({
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
    rowOf('first paint', 'ms', ({ fcp }) => fcp),
    rowOf('LCP', 'ms', ({ lcp }) => lcp),
    { ...shift, goals: [atMost(shift, 0)] },
    { ...shiftBelow, goals: [atMost(shiftBelow, 0)] },
    rowOf('TBT', 'ms', ({ blocked }) => blocked),
  ];
  return {
    sections: [sectionOf('First sight: 11 tiles, 150 ms and 1.6 Mbit/s, CPU 4 × slower', NOTE, rows, names.slice(1))],
  };
};
