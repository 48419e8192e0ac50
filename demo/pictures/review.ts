import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare, type Comparison } from './compare.js';
import { differences, type Environment } from './environment.js';
import { RENEW, type Drawn, type Gallery } from './gallery.js';
import { PROBE } from './probe.js';

export interface Review {
  readonly failed: boolean;
  /** What to tell; the last line sums it up. */
  readonly lines: readonly string[];
}

/**
 * Holds what is drawn now against the committed pictures.
 *
 * @param results the folder for what differs. What it holds from before is removed
 */
export function review(drawn: readonly Drawn[], present: Environment, committed: Gallery, results: string): Review {
  rmSync(results, { recursive: true, force: true });
  const failures: string[] = [];
  const changes = new Map<string, string>();
  for (const picture of drawn) {
    const { name } = picture;
    const before = committed.read(name);
    if ('reason' in picture) failures.push(`${name}: could not be drawn. ${picture.reason}`);
    else if (!before) failures.push(`${name}: no picture is committed. ${RENEW} makes it.`);
    else {
      const comparison = compare(before, picture.png);
      if (comparison.kind === 'same') continue;
      changes.set(name, `${describe(comparison)} See ${keep(results, name, picture.png, comparison)}`);
    }
  }
  for (const name of committed.names) {
    if (drawn.some((picture) => picture.name === name)) continue;
    failures.push(`${name}: a picture is committed, and nothing is drawn under this name. ${RENEW} removes it.`);
  }
  const before = committed.environment;
  if (!before) failures.push(`Nothing says what drew the committed pictures. ${RENEW} makes baseline.json.`);
  const strangeness = before ? differences(before, present) : [];
  if (strangeness.length === 0 && changes.has(PROBE)) {
    strangeness.push(`${PROBE}: shows text, lines and colours only, and comes out otherwise here`);
  }
  return conclude(drawn.length, failures, changes, strangeness);
}

function conclude(
  count: number,
  failures: readonly string[],
  changes: ReadonlyMap<string, string>,
  strangeness: readonly string[],
): Review {
  const comparable = strangeness.length === 0;
  const failed = failures.length > 0 || (comparable && changes.size > 0);
  const lines = [
    ...failures.map((line) => `✖ ${line}`),
    ...[...changes].map(([name, line]) => `${comparable ? '✖' : '·'} ${name}: ${line}`),
  ];
  if (!comparable) {
    lines.push(
      `Not comparable: the committed pictures were drawn in another way. ${RENEW} renews them with what is here.`,
      ...strangeness.map((line) => `  ${line}`),
      `${count} pictures drawn, NOT COMPARABLE: ${changes.size} differ, which fails nothing; ${failures.length} failed.`,
    );
  } else if (failed) {
    if (changes.size > 0) lines.push(`If this is meant: ${RENEW} renews the pictures. Look at them, and commit them.`);
    lines.push(`${count} pictures drawn: ${changes.size} differ, ${failures.length} failed.`);
  } else lines.push(`${count} pictures drawn, all as committed.`);
  return { failed, lines };
}

function describe(comparison: Exclude<Comparison, { kind: 'same' }>): string {
  if (comparison.kind === 'resized') {
    const [from, to] = [comparison.from, comparison.to].map(({ width, height }) => `${width} × ${height}`);
    return `is ${to} pixels large, and was ${from}.`;
  }
  const { pixels, of, within } = comparison;
  return `${pixels} of ${of} pixels differ, within ${within.width} × ${within.height} at ${within.x}, ${within.y}.`;
}

/** @returns the files that were written */
function keep(results: string, name: string, actual: Uint8Array, comparison: Comparison): string {
  mkdirSync(results, { recursive: true });
  const pictures = { actual, ...(comparison.kind === 'changed' && { diff: comparison.diff }) };
  return Object.entries(pictures)
    .map(([kind, png]) => {
      const file = path.join(results, `${name}.${kind}.png`);
      writeFileSync(file, png);
      return path.relative('', file);
    })
    .join(' and ');
}
