import type { Integration } from '../../src/shared/integrations.js';

// The 10,000 have to differ, and a platformKey is four letters: base 26, with room for 456,976.
const keyOf = (index: number): string =>
  [17_576, 676, 26, 1].map((place) => String.fromCharCode(97 + (Math.floor(index / place) % 26))).join('');

const row = (index: number, name: string, logoUrl = ''): Integration => ({
  key: keyOf(index),
  name,
  logoUrl,
  sourceType: 'Accounting',
  enabled: true,
});

const SIXTY = 'The Extraordinarily Thorough Bookkeeping Company of Den Haag';
const UNBROKEN = 'Donaudampfschifffahrtsgesellschaftsbuchhaltungsprogramm';

/** Base letters, each under a pile of marks that combine with it. */
const zalgo = (text: string): string =>
  [...text].map((letter, at) => letter + '\u0301\u0316\u0334\u0353\u0346'.repeat(1 + (at % 3))).join('');

export const names = (): Integration[] =>
  [
    SIXTY,
    UNBROKEN,
    'A'.repeat(100_000),
    'برنامج المحاسبة السحابي',
    'ספרים בענן (ישראל)',
    'クラウド会計ソフトひかり',
    '青空记账',
    '🧾 Receipts 👩🏽‍💻 & Co',
    zalgo('Zalgo Books'),
    'O’Brien & Søn <b>"Ledger"</b>',
    'x',
  ].map((name, index) => row(index, name));

/** `logos/awkward/` holds the drawings; of `slow` and `broken` there are none, the network answers for them. */
export const logos = (): Integration[] =>
  [
    ['No logo', ''],
    ['Broken logo', './logos/awkward/broken.png'],
    ['Logo that never comes', './logos/awkward/slow.png'],
    ['Logo of 1 × 1', './logos/awkward/dot.png'],
    ['Logo of 4000 × 100', './logos/awkward/wide.png'],
    ['Logo of 100 × 4000', './logos/awkward/tall.png'],
    ['White on nothing', './logos/awkward/white.png'],
    ['SVG without a size', './logos/awkward/bare.svg'],
    ['Logo with a bad address', 'javascript:void 0'],
  ].map(([name, logo], index) => row(index, name!, logo));

/** Any number of tiles. */
export const many = (count: number): Integration[] =>
  Array.from({ length: count }, (_value, index) => row(index, `Ledger number ${index + 1}`));
