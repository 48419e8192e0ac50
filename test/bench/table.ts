import { median, ratioOf } from './statistics.js';

/** What the picker is to reach in a row. */
export interface Goal {
  /** As it stands in the table: `≤ 1.15 × floor`. */
  says: string;
  isMet: boolean;
}

/** One line of a table: the picker beside the others, each with what was measured in each round. */
export interface Row {
  what: string;
  unit: string;
  /** The picker first. Who has no such thing is not there. */
  values: Readonly<Partial<Record<string, readonly number[]>>>;
  goals?: readonly Goal[];
}

/** A table under its heading. */
export interface Section {
  title: string;
  /** What the reader has to know. */
  note: string;
  /** Markdown. */
  table: string;
  goals: readonly (Goal & { what: string })[];
}

const digits = (value: number): string => {
  const places = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: places, minimumFractionDigits: places });
};

/** A goal for how the picker compares with another. */
export const against = (row: Row, other: string, most: number): Goal => ({
  says: `≤ ${most} × ${other}`,
  isMet: ratioOf(row.values['picker']!, row.values[other]!).median <= most,
});

/** A goal for what the picker takes. */
export const atMost = (row: Row, most: number, unit = row.unit): Goal => ({
  says: `≤ ${most.toLocaleString('en')} ${unit}`.trim(),
  isMet: median(row.values['picker']!) <= most,
});

const ratioCell = (values: readonly number[], others: readonly number[] | undefined): string => {
  if (!others) return '–';
  if (median(others) === 0) return digits(0);
  const ratio = ratioOf(values, others);
  const [low, high] = ratio.quartiles.map(digits);
  const text = `${digits(median(others))}: ${digits(ratio.median)}`;
  return values.length > 1 ? `${text} [${low}–${high}]` : text;
};

const isBehind = (values: readonly number[], others: readonly number[]): boolean =>
  median(others) > 0 ? ratioOf(values, others).median > 1 : median(values) > 0;

/** Whom the picker is behind, or whether it leads. */
function placeOf({ values }: Row, others: readonly string[]): string {
  const own = values['picker']!;
  const there = others.filter((other) => values[other]);
  const behind = there.filter((other) => isBehind(own, values[other]!));
  if (there.length === 0) return '';
  return behind.length > 0 ? `**behind ${behind.join(', ')}**` : 'ahead';
}

/** Markdown of rows, with a column for each of those that the picker is compared with. */
export function tableOf(rows: readonly Row[], others: readonly string[]): string {
  const goalsOf = ({ goals = [] }: Row): string =>
    goals.map(({ isMet, says }) => `${says}: ${isMet ? 'met' : '**missed**'}`).join('<br>');
  const lines = rows.map((row) => [
    row.what,
    `${digits(median(row.values['picker']!))} ${row.unit}`.trim(),
    ...others.map((other) => ratioCell(row.values['picker']!, row.values[other])),
    ...(others.length > 0 ? [placeOf(row, others)] : []),
    goalsOf(row),
  ]);
  const head = [
    'what',
    'picker',
    ...others.map((other) => `${other}: picker ÷ it`),
    ...(others.length > 0 ? ['the picker is'] : []),
    'goal',
  ];
  return markdown([head, ...lines]);
}

export const markdown = ([head, ...lines]: readonly (readonly string[])[]): string =>
  [head!, head!.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const sectionOf = (title: string, note: string, rows: readonly Row[], others: readonly string[]): Section => ({
  title,
  note,
  table: tableOf(rows, others),
  goals: rows.flatMap(({ goals = [], what }) => goals.map((goal) => ({ ...goal, what }))),
});
