import { isErrorCode } from '../shared/errors.js';
import type { Answer } from './ask.js';
import { inWords, objectIn, type Finding, type Visit } from './visit.js';

/** One thing that a host has to do, and how to find out whether it does. */
export interface Check {
  name: string;
  /** What the host does, in a sentence. */
  promise: string;
  /** The section of docs/http.md that says so. */
  section: string;
  /** Whether Sync URLs come of it: never, only where the host does wrong, or of every host. */
  mints: 'never' | 'if wrong' | 'always';
  /**
   * What is wrong; nothing where all is well.
   *
   * @throws {Skipped, NoAnswer}
   */
  run(visit: Visit): Promise<Finding[]> | Finding[];
}

/** What is wrong with an answer that should be a refusal. Its form is looked at for all of them at the end. */
export function unlessRefused(
  visit: Visit,
  answer: Answer,
  done: string,
  statuses: readonly number[],
  code?: string,
): Finding[] {
  const said = objectIn(answer)?.['code'];
  const isRefused = statuses.includes(answer.status);
  // What is no code at all is found at the end.
  if (isRefused && (code === undefined || !isErrorCode(said) || said === code)) return [];
  visit.settled.add(answer);
  const expected = `${statuses.join(' or ')}${code === undefined ? '' : `, with the code “${code}”`}`;
  return [{ done, came: inWords(answer), expected }];
}

/**
 * The same for a body that no picker sends. A framework's body parser may refuse it by itself, in a form of its own.
 */
export function unlessTurnedAway(visit: Visit, answer: Answer, done: string, statuses: readonly number[]): Finding[] {
  visit.settled.add(answer);
  return unlessRefused(visit, answer, done, statuses);
}

/** That nobody is logged in has to be said so that the picker can read it. */
export function unlessUnauthenticated(visit: Visit, answer: Answer, done: string): Finding[] {
  const isProblem = answer.headers['content-type']?.startsWith('application/problem+json') ?? false;
  if (answer.status === 401 && isProblem && objectIn(answer)?.['code'] === 'unauthenticated') return [];
  visit.settled.add(answer);
  const expected =
    '401, application/problem+json, with the code “unauthenticated”; no redirect, and no page to log in on';
  return [{ done, came: inWords(answer), expected }];
}

/** The parts of a `Cache-Control`, in lower case. */
export const caching = ({ headers }: Answer): string[] =>
  (headers['cache-control'] ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split('=')[0]!);

/** Methods that an `Allow` names. */
export const allowed = ({ headers }: Answer): string[] =>
  (headers.allow ?? '')
    .toUpperCase()
    .split(',')
    .map((method) => method.trim());
