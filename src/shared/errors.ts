/** What the merchant can do after a failure. `retry` means that the same attempt may succeed later. */
export type WayOut = 'retry' | 'log-in' | 'ask' | 'choose-another' | 'contact' | 'none';

/** What the code of an error means. */
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
  /**
   * The sentence that tells the merchant what to do, if it is not the usual one for the way out: a key of the strings.
   */
  advice?: 'allow';
  /** Whether it is written on the console, because only a developer can mend it. */
  isLogged?: true;
  /** HTTP statuses that mean this code if the body names none. */
  statuses?: readonly number[];
}

/**
 * Every error code with its meaning. From this table follow the type {@link PickerErrorCode}, whether an error is
 * `retryable`, the code of an HTTP status, and what the merchant reads.
 */
export const ERRORS = {
  /** The host's endpoint could not be reached. */
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
  /** The host, or Codat behind it, can't serve this now. Also every other status from 500 on. */
  unavailable: { whatHappened: 'failed', wayOut: 'retry' },
  /** The request was not understood. Also every other status from 400 on. */
  'bad-request': { whatHappened: 'failed', wayOut: 'contact', isLogged: true },
  /** The answer was not what the contract says, or broke off. */
  'bad-response': { whatHappened: 'failed', wayOut: 'retry', isLogged: true },
  /** The Sync URL leads to a place that is not allowed. */
  'unsafe-url': { whatHappened: 'failed', wayOut: 'contact', isLogged: true },
  /** An option is missing or wrong. A developer has to mend it. */
  misconfigured: { whatHappened: 'failed', wayOut: 'contact', isLogged: true },
  /** The browser opens no window for the Sync page, or doesn't let the frame navigate the page around it. */
  blocked: { whatHappened: 'blocked', wayOut: 'retry', advice: 'allow' },
  /** The browser is older than those that the element runs in. */
  unsupported: { whatHappened: 'unsupported', wayOut: 'none' },
  /** Anything else. An exception of the host's own code is `retryable`. */
  unknown: { whatHappened: 'failed', wayOut: 'contact' },
} as const satisfies Record<string, Meaning>;

/** Why there is no list or no Sync URL. It is a closed union, so that a host can `switch` over it. */
export type PickerErrorCode = keyof typeof ERRORS;

/** Whether this version knows `code`, which may be anything. */
export const isErrorCode = (code: unknown): code is PickerErrorCode =>
  (Object.keys(ERRORS) as unknown[]).includes(code);

/** What a {@link PickerError} may hold besides its code and its message. */
export interface PickerErrorOptions {
  /** The HTTP status of the answer. */
  status?: number;
  /** Whether the same attempt may succeed later. Default: as the code says. */
  retryable?: boolean;
  /** Seconds to wait before the next attempt. */
  retryAfter?: number;
  /** Codat's own id of the failed call, which its support asks for. For operators, not for merchants. */
  correlationId?: string;
  /** What was caught. */
  cause?: unknown;
}

/**
 * The only error class of this package. `message` is for developers and in English; what the merchant reads comes from
 * the element's strings. It never holds the API key, the one-time Sync URL or the merchant's id.
 */
export class PickerError extends Error implements PickerErrorOptions {
  // A class field, because an assignment in the constructor would throw on pages that have frozen Error.prototype.
  override readonly name = 'PickerError';
  readonly code: PickerErrorCode;
  declare readonly status?: number;
  readonly retryable: boolean;
  declare readonly retryAfter?: number;
  declare readonly correlationId?: string;

  constructor(code: PickerErrorCode, message: string, options: PickerErrorOptions = {}) {
    super(`${message} (${code})`, options);
    const { status, retryable, retryAfter, correlationId } = options;
    // Without TypeScript, the code may be anything.
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
    // It is null or undefined, or it throws when it is read.
    return false;
  }
};

/** The sentence that tells the merchant what to do, by the way out: keys of the strings. */
export const ADVICE = {
  retry: 'again',
  'log-in': 'logInAgain',
  ask: 'ask',
  'choose-another': 'another',
  contact: 'contact',
} as const satisfies Record<Exclude<WayOut, 'none'>, string>;

/** The merchant's way out: the one that the error's code means, unless the error itself says whether to try again. */
export const wayOutOf = (retryable: boolean, { wayOut }: Meaning): WayOut => {
  if (retryable) return 'retry';
  return wayOut === 'retry' ? 'contact' : wayOut;
};
