import { isPickerError, PickerError, type PickerErrorCode, type PickerErrorOptions } from './errors.js';

// What a status means where the body says nothing better. Others: below 500 `bad-request`, then `unavailable`.
const BY_STATUS: Record<number, PickerErrorCode> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'rate-limited',
};

// A server may say anything; only these are believed.
const KNOWN =
  /^(unauthenticated|forbidden|not-found|conflict|rate-limited|unknown-platform|bad-request|bad-response|unavailable|unsafe-url|misconfigured|timeout)$/;

/** `Retry-After` in seconds, from either of its forms (RFC 9110, 10.2.3); NaN where there is none. */
export const parseRetryAfter = (value: string | null): number =>
  Math.ceil(Number(value) || (Date.parse(value!) - Date.now()) / 1000);

/**
 * What failed, as the one error of this package: also where a host's own code failed, or rejected with the `Response`
 * of a server that said no, in RFC 9457's form or any other.
 */
export async function pickerErrorOf(reason: unknown): Promise<PickerError> {
  if (isPickerError(reason)) return reason;
  if (!(reason instanceof Response)) return new PickerError('unknown', 'what failed is its cause', { cause: reason });
  const { headers, status } = reason;
  const { code, correlationId, retryable } = await reason.json().then(Object, () => ({}));
  const retryAfter = parseRetryAfter(headers.get('retry-after'));
  const options: PickerErrorOptions = { status };
  if (retryAfter > 0) options.retryAfter = retryAfter;
  if (typeof retryable === 'boolean') options.retryable = retryable;
  if (typeof correlationId === 'string') options.correlationId = correlationId;
  return new PickerError(
    typeof code === 'string' && KNOWN.test(code)
      ? (code as PickerErrorCode)
      : (BY_STATUS[status] ?? (status < 500 ? 'bad-request' : 'unavailable')),
    `HTTP ${status}`,
    options,
  );
}
