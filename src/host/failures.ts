import type { PickerError, PickerErrorCode } from '../shared/errors.js';
import { BrokenOff, NotAsked } from './codat-gate.js';

/** How long a load is not tried again after a failure, in ms. */
export interface Pauses {
  /** After the first failure. It doubles with each further one, until a success. */
  first: number;
  /** The doubled pause is no longer than this. */
  longest: number;
  /** After a failure that would be the same next time. */
  lasting: number;
}

/** Why a load failed, and for how many ms it is not tried again. */
export interface Failure {
  error: PickerError;
  pause: number;
}

/** ms of the first pause if Codat refuses the API key or the plan. Nothing changes until somebody mends it. */
const ACCOUNT_PAUSE = 5 * 60_000;

/** ms of the longest pause that is believed of another instance. */
const LONGEST_NOTED = 24 * 60 * 60_000;

const isRefusedAccount = ({ status }: PickerError): boolean => status === 401 || status === 402 || status === 403;

function isLasting(error: PickerError): boolean {
  if (isRefusedAccount(error) || error instanceof BrokenOff) return false;
  return !error.retryable || error.code === 'bad-response';
}

/**
 * How long to wait after a failure.
 *
 * @param count failures in a row, with this one
 */
export function pauseAfter(error: PickerError, count: number, { first, longest, lasting }: Pauses): number {
  const asked = error.retryAfter === undefined ? 0 : error.retryAfter * 1000;
  // Just as long as Codat said: it was not asked at all, or has failed for the first time.
  if (asked && (error instanceof NotAsked || (count === 1 && error.retryable))) return asked;
  if (isLasting(error)) return Math.max(asked, lasting);
  const start = isRefusedAccount(error) ? Math.max(first, ACCOUNT_PAUSE) : first;
  return Math.max(asked, Math.min(start * 2 ** (count - 1), longest));
}

/** A failure for other instances to read: only codes and numbers. */
export const noteOf = ({ error, pause }: Failure): object => {
  const { code, retryable, retryAfter, status } = error;
  return { code, retryable, status, until: Date.now() + pause, isLimit: retryAfter !== undefined };
};

/** Reads what {@link noteOf} of another instance wrote. Undefined if it is no failure, or if its pause is over. */
export function failureIn(note: unknown): Failure | undefined {
  const given = Object(note) as Record<'code' | 'retryable' | 'status' | 'until' | 'isLimit', unknown>;
  const { code, retryable, status, until, isLimit } = given;
  const pause = typeof until === 'number' ? until - Date.now() : 0;
  if (!(pause > 0 && pause <= LONGEST_NOTED)) return undefined;
  const error = new NotAsked(code as PickerErrorCode, 'another instance was refused a moment ago', {
    ...(Number.isInteger(status) && { status: status as number }),
    ...(typeof retryable === 'boolean' && { retryable }),
    ...(isLimit === true && { retryAfter: Math.ceil(pause / 1000) }),
  });
  return { error, pause };
}
