/** The value below which this share of all lies, in between two where it has to. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** How one compares with another, round by round: the two of a round were measured next to each other. */
export interface Ratio {
  median: number;
  /** The first and the third quartile. */
  quartiles: readonly [number, number];
}

export function ratioOf(values: readonly number[], others: readonly number[]): Ratio {
  const ratios = values.map((value, round) => value / others[round]!);
  return { median: median(ratios), quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)] };
}

/** How the cost grows with the work: 1 is as fast as the work, 2 as its square. */
export const exponentOf = (cost: number, otherCost: number, times: number): number =>
  Math.log(otherCost / cost) / Math.log(times);
