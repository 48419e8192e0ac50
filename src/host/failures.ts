import type { PickerError, PickerErrorCode } from '../shared/errors.js';
import { BrokenOff, LeftAlone } from './codat-gate.js';

/** How long nobody tries again after a failure, in ms. */
export interface Pauses {
  /** After the first one. After each that follows, without a success between them, it is twice as long. */
  first: number;
  longest: number;
  /** After a refusal that would be the same next time. */
  lasting: number;
}

/** Why something could not be loaded, and for how many ms nobody tries again. */
export interface Failure {
  error: PickerError;
  pause: number;
}

/** The first pause where the key or the plan is refused: nothing changes before somebody has seen to it. */
const UNTIL_SOMEBODY_SEES = 5 * 60_000;

/** ms of the longest pause that is taken from another instance. */
const LONGEST = 24 * 60 * 60_000;

const ofTheAccount = ({ status }: PickerError): boolean => status === 401 || status === 402 || status === 403;

function isLasting(error: PickerError): boolean {
  if (ofTheAccount(error) || error instanceof BrokenOff) return false;
  return !error.retryable || error.code === 'bad-response';
}

/** @param count failures in a row, this one included */
export function pauseAfter(error: PickerError, count: number, { first, longest, lasting }: Pauses): number {
  const asked = error.retryAfter === undefined ? 0 : error.retryAfter * 1000;
  // Nothing was asked: this says nothing new of what failed before.
  if (asked && (error instanceof LeftAlone || (count === 1 && error.retryable))) return asked;
  if (isLasting(error)) return Math.max(asked, lasting);
  const start = ofTheAccount(error) ? Math.max(first, UNTIL_SOMEBODY_SEES) : first;
  return Math.max(asked, Math.min(start * 2 ** (count - 1), longest));
}

/** A failure, as other instances may read it: nothing but codes and numbers. */
export const noteOf = ({ error, pause }: Failure): object => {
  const { code, retryable, retryAfter, status } = error;
  return { code, retryable, status, until: Date.now() + pause, isLimit: retryAfter !== undefined };
};

/** What another instance has noted, whatever that is; undefined where it is no failure, or over. */
export function failureIn(note: unknown): Failure | undefined {
  const given = Object(note) as Record<'code' | 'retryable' | 'status' | 'until' | 'isLimit', unknown>;
  const { code, retryable, status, until, isLimit } = given;
  const pause = typeof until === 'number' ? until - Date.now() : 0;
  if (!(pause > 0 && pause <= LONGEST)) return undefined;
  const error = new LeftAlone(code as PickerErrorCode, 'another instance was refused a moment ago', {
    ...(Number.isInteger(status) && { status: status as number }),
    ...(typeof retryable === 'boolean' && { retryable }),
    ...(isLimit === true && { retryAfter: Math.ceil(pause / 1000) }),
  });
  return { error, pause };
}
