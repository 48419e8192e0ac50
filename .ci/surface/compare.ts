// What a change of the public surface asks of the version.
import semver from 'semver';

/** By what it is of, such as `attributes`: one line for each thing that a host may rely on. */
export type Surface = Readonly<Record<string, readonly string[]>>;

export interface Change {
  /** What hosts may rely on, and is no longer so. */
  removed: readonly string[];
  added: readonly string[];
  level: 'major' | 'minor' | 'patch';
}

/** Ends a line about something that a host has to give. A new one breaks every host that doesn't give it. */
export const REQUIRED = ' (required)';

const linesOf = (surface: Surface): string[] =>
  Object.entries(surface).flatMap(([section, lines]) => lines.map((line) => `${section}: ${line}`));

/** A renamed thing is one that was removed and one that was added. */
export function compare(before: Surface, after: Surface): Change {
  const [old, now] = [new Set(linesOf(before)), new Set(linesOf(after))];
  const removed = [...old].filter((line) => !now.has(line));
  const added = [...now].filter((line) => !old.has(line));
  const isBreaking = removed.length > 0 || added.some((line) => line.endsWith(REQUIRED));
  return { removed, added, level: isBreaking ? 'major' : added.length > 0 ? 'minor' : 'patch' };
}

/** The least version that may follow `version`. Before 1.0.0 the second number breaks, and the third one adds. */
export function leastAfter(version: string, level: Change['level']): string {
  if (semver.major(version) > 0) return semver.inc(version, level)!;
  return semver.inc(version, level === 'major' ? 'minor' : 'patch')!;
}

/** One line for each thing, with a sign in front. */
export const listOf = ({ removed, added }: Change): string =>
  [...removed.map((line) => `  - ${line}`), ...added.map((line) => `  + ${line}`)].join('\n');
