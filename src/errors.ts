/**
 * Why a list could not be shown, or a Sync URL not be had: a closed union, so that a host can `switch` over it.
 *
 * | code | meaning | retryable |
 * |---|---|---|
 * | `network` | the host's endpoint could not be reached | yes |
 * | `timeout` | it did not answer in time | yes |
 * | `unauthenticated` | the merchant's session at the host has ended | |
 * | `forbidden` | the merchant may not do this | |
 * | `not-found` | there is nothing at this address | |
 * | `unknown-platform` | this software is not on offer | |
 * | `conflict` | Codat refused because of the merchant's present state | |
 * | `rate-limited` | too many requests; see `retryAfter` | yes |
 * | `unavailable` | the host, or Codat behind it, can't serve this now | yes |
 * | `bad-request` | the request was not understood | |
 * | `bad-response` | the answer was not what the contract says | |
 * | `unsafe-url` | the Sync URL leads somewhere it must not | |
 * | `misconfigured` | an option is missing or wrong; for a developer to mend | |
 * | `unknown` | anything else | |
 */
export type PickerErrorCode =
  | 'network'
  | 'timeout'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'unknown-platform'
  | 'conflict'
  | 'rate-limited'
  | 'unavailable'
  | 'bad-request'
  | 'bad-response'
  | 'unsafe-url'
  | 'misconfigured'
  | 'blocked'
  | 'unsupported'
  | 'unknown';

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
  declare readonly code: PickerErrorCode;
  declare readonly status?: number;
  declare readonly retryable: boolean;
  declare readonly retryAfter?: number;
  declare readonly correlationId?: string;

  constructor(code: PickerErrorCode, message: string, options?: PickerErrorOptions) {
    super(`${message} (${code})`, options);
    Object.assign(
      this,
      { name: 'PickerError', code, retryable: /^(network|timeout|rate-limited|unavailable)$/.test(code) },
      options,
    );
  }
}

/** Whether `value` is a {@link PickerError}, also one from another copy of this package or another window. */
export const isPickerError = (value: unknown): value is PickerError =>
  (value as PickerError | undefined)?.name === 'PickerError';
