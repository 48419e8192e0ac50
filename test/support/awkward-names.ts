import type { Integration } from '../../src/index.js';

export const SIXTY = 'Lightspeed Restaurant and Retail Software for Small Business';
const FAMILY = '👨‍👩‍👧‍👦';

/** Letters, each under a pile of marks. */
export const zalgo = (text: string, marks: number): string =>
  [...text].map((letter) => letter + '\u0301\u0316\u0334\u0353\u0346'.repeat(marks / 5)).join('');

/** Names that are shown, and the letter that stands for a logo that isn't there. */
export const NAMES: readonly (readonly [name: string, letter: string])[] = [
  ['X', 'X'],
  [SIXTY, 'L'],
  ['Donaudampfschifffahrtsgesellschaftsbuchhaltungsprogrammpaket', 'D'],
  ['Ledger and more '.repeat(6_250), 'L'],
  ['W'.repeat(100_000), 'W'],
  ['Ledger\u00A0'.repeat(15_000), 'L'],
  ['برنامج المحاسبة السحابي', 'ب'],
  ['ספרים בענן (ישראל)', 'ס'],
  ['クラウド会計ソフトひかり', 'ク'],
  ['โปรแกรมบัญชีออนไลน์สำหรับธุรกิจขนาดเล็กและขนาดกลาง', 'โ'],
  ['E\u0301mile', 'É'],
  [`${FAMILY} Receipts 👩🏽‍💻`, 'R'],
  [FAMILY.repeat(30), FAMILY],
  ['🇳🇱🇬🇧🇫🇷', '🇳🇱'],
  ['1️⃣ Ledger', '1'],
  [zalgo('Zalgo', 300), zalgo('Z', 5).normalize()[0]!],
  [zalgo('Zalgo Books', 5), zalgo('Z', 5).normalize()[0]!],
  ['\uD83D Ledger \uDE00', 'L'],
  ['Le\u0000d\u0007g\u001Ber\n\tBooks\u0085', 'L'],
  ['\u202Eexe.oreX', 'e'],
  ['\u2067oreX\u202E \u2066', 'o'],
  ['!?…— () []', '!'],
  [' \u00A0 \u3000 Padded \u2003 ', 'P'],
  ['<b>"O’Brien"</b> &amp; {name}', 'b'],
  ['﷽﷽﷽', '﷽'],
];

// As many as there may be: a platformKey is four letters.
const keyOf = (index: number): string =>
  [17_576, 676, 26, 1].map((place) => String.fromCharCode(97 + (Math.floor(index / place) % 26))).join('');

export const row = (name: string, index: number): Integration => ({ key: keyOf(index), name });

/** As many rows as are wanted. */
export const numbered = (count: number): Integration[] =>
  Array.from({ length: count }, (_value, index) => row(`Ledger ${index + 1}`, index));

export const awkwardNames = NAMES.map(([name], index) => row(name, index));

/** With all that can stand in a tile besides. */
export const fullOfText: readonly Integration[] = awkwardNames.map((integration, index) => ({
  ...integration,
  isBeta: true,
  isOfflineConnector: true,
  website: index % 2 ? 'w'.repeat(100_000) : 'accounts.of-a-very-long-name.example.com',
  ...(index % 3 ? { connection: { status: index % 3 === 1 ? ('linked' as const) : ('pending' as const) } } : {}),
  ...(index % 5 === 0 ? { comingSoon: true } : {}),
}));
