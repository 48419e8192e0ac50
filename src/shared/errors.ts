/** What is left to the merchant after a failure. Where it is `retry`, the same attempt may succeed later. */
export type WayOut = 'retry' | 'log-in' | 'ask' | 'choose-another' | 'contact' | 'none';

/** What follows from the code of an error. */
export interface Meaning {
  /** The sentence that tells the merchant what happened: a key of the strings. */
  whatHappened:
    | 'network'
    | 'unauthenticated'
    | 'forbidden'
    | 'unknown-platform'
    | 'rate-limited'
    | 'blocked'
    | 'unsupported'
    | 'failed';
  wayOut: WayOut;
  /** The sentence that tells the merchant what to do, where it doesn't follow from the way out: a key of the strings. */
  advice?: 'allow';
  /** Whether it is a developer's to mend, and so said in the console. */
  isLogged?: true;
  /** HTTP statuses that mean it where the body says nothing better. */
  statuses?: readonly number[];
}

/**
 * Every code of an error, with its meaning and with all that follows from it: the type {@link PickerErrorCode}, whether
 * it is `retryable`, what an HTTP status stands for, and what the merchant reads.
 */
export const ERRORS = {
  /** The host's endpoint could not be reached. No server can say so of itself. */
  network: { whatHappened: 'network', wayOut: 'retry' },
  /** It did not answer in time. */
  timeout: { whatHappened: 'network', wayOut: 'retry', statuses: [408, 504] },
  /** The merchant's session at the host has ended. (419 is Laravel's status for it, 440 that of IIS.) */
  unauthenticated: { whatHappened: 'unauthenticated', wayOut: 'log-in', statuses: [401, 419, 440] },
  /** The merchant may not do this. */
  forbidden: { whatHappened: 'forbidden', wayOut: 'ask', statuses: [403] },
  /** There is nothing at this address. */
  'not-found': { whatHappened: 'failed', wayOut: 'contact', isLogged: true, statuses: [404, 410] },
  /** This software is not on offer. */
  'unknown-platform': { whatHappened: 'unknown-platform', wayOut: 'choose-another' },
  /** Codat refused because of the merchant's present state. */
  conflict: { whatHappened: 'failed', wayOut: 'contact', statuses: [409] },
  /** There were too many requests; `retryAfter` says how long to wait. */
  'rate-limited': { whatHappened: 'rate-limited', wayOut: 'retry', statuses: [429] },
  /** The host, or Codat behind it, can't serve this now. Also every status from 500 on that stands nowhere else. */
  unavailable: { whatHappened: 'failed', wayOut: 'retry' },
  /** The request was not understood. Also every status from 400 on that stands nowhere else. */
  'bad-request': { whatHappened: 'failed', wayOut: 'contact', isLogged: true },
  /** The answer was not what the contract says, or broke off. */
  'bad-response': { whatHappened: 'failed', wayOut: 'retry', isLogged: true },
  /** The Sync URL leads somewhere it must not. */
  'unsafe-url': { whatHappened: 'failed', wayOut: 'contact', isLogged: true },
  /** An option is missing or wrong; for a developer to mend. */
  misconfigured: { whatHappened: 'failed', wayOut: 'contact', isLogged: true },
  /** The browser opens no window for the Sync page, or keeps the frame from leading out of itself. */
  blocked: { whatHappened: 'blocked', wayOut: 'retry', advice: 'allow' },
  /** The browser is older than those that the element runs in. */
  unsupported: { whatHappened: 'unsupported', wayOut: 'none' },
  /** Anything else. What the host's own code fails with is `retryable`. */
  unknown: { whatHappened: 'failed', wayOut: 'contact' },
} as const satisfies Record<string, Meaning>;

/** Why a list could not be shown, or a Sync URL not be had: a closed union, so that a host can `switch` over it. */
export type PickerErrorCode = keyof typeof ERRORS;

/** Whether this version knows `code`, which may be anything. */
export const isErrorCode = (code: unknown): code is PickerErrorCode =>
  (Object.keys(ERRORS) as unknown[]).includes(code);

/** What a {@link PickerError} may carry besides its code and its message. */
export interface PickerErrorOptions {
  /** The HTTP status that was answered. */
  status?: number;
  /** Whether the same attempt may succeed later. Default: by the code. */
  retryable?: boolean;
  /** Seconds to wait before the next attempt. */
  retryAfter?: number;
  /** Codat's own id of the failed call: what its support asks for. For operators, not for merchants. */
  correlationId?: string;
  /** What was caught. */
  cause?: unknown;
}

/**
 * The one error of this package. `message` is for developers and in English; what the merchant reads comes from
 * the element's strings. It never holds the API key, the one-time Sync URL or the merchant's id.
 */
export class PickerError extends Error implements PickerErrorOptions {
  // A field, which is defined: an assignment fails on pages that have frozen Error.prototype.
  override readonly name = 'PickerError';
  readonly code: PickerErrorCode;
  declare readonly status?: number;
  readonly retryable: boolean;
  declare readonly retryAfter?: number;
  declare readonly correlationId?: string;

  constructor(code: PickerErrorCode, message: string, options: PickerErrorOptions = {}) {
    super(`${message} (${code})`, options);
    const { status, retryable, retryAfter, correlationId } = options;
    // JavaScript may come with a code that is none.
    this.code = isErrorCode(code) ? code : 'unknown';
    this.retryable = retryable ?? ERRORS[this.code].wayOut === 'retry';
    if (status !== undefined) this.status = status;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
    if (correlationId !== undefined) this.correlationId = correlationId;
  }
}

/** Whether `value` is a {@link PickerError}, also one from another copy of this package or another window. */
export const isPickerError = (value: unknown): value is PickerError => {
  try {
    const { code, name } = value as PickerError;
    return name === 'PickerError' && isErrorCode(code);
  } catch {
    // It is null or undefined, or doesn't let itself be read.
    return false;
  }
};
