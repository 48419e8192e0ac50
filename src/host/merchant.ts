import { PickerError } from '../shared/errors.js';
import { isEncodable } from './encodable.js';
import { isBodyRead } from './guards.js';
import type { RequestContext } from './hooks.js';
import type { HostMerchant, Settings } from './options.js';
import { Refusal } from './problem-response.js';
import { kindOf, type Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/**
 * Asks the host's own session check who the merchant is.
 *
 * @throws {Response} a copy of the one that the check threw or returned
 * @throws {Refusal} 401 if nobody is logged in, 504 if the check did not end in time
 * @throws {PickerError} if the check failed; it has been reported
 */
export async function merchantOf(
  { request, given: context }: RequestContext,
  { merchant: check, timeout }: Settings,
  report: Report,
): Promise<HostMerchant> {
  const since = steadyNow();
  const failed = (error: PickerError): PickerError => {
    report(error, 'merchant()', { request, since });
    return error;
  };
  const misconfigured = (message: string): PickerError => failed(new PickerError('misconfigured', message));

  const wasBodyRead = isBodyRead(request);
  let found: unknown;
  try {
    const answer: unknown = check(request, context);
    // Most checks answer at once. They need no timer, which would cost more than the check itself.
    found = isPromise(answer) ? await within(timeout, Promise.resolve(answer), () => LATE) : answer;
  } catch (cause) {
    if (!isResponse(cause)) {
      const message = `it threw ${kindOf(cause)}, the cause of this error`;
      throw failed(new PickerError('misconfigured', message, cause === undefined ? {} : { cause }));
    }
    found = cause;
  }
  if (found === LATE) {
    const failure = failed(new PickerError('timeout', `it did not end in ${timeout} ms`));
    const title = 'The host’s own session check did not end in time';
    throw new Refusal(504, 'timeout', title, { retryable: true, failure });
  }
  // Anything falsy: `session && { … }` returns the session itself if that is false, 0 or ''.
  if (!found) throw new Refusal(401, 'unauthenticated', 'Nobody is logged in');
  if (isResponse(found)) throw copyOf(found) ?? misconfigured('its Response can’t be sent: make a new one each time');
  const merchant = readMerchant(found);
  if (!merchant) {
    throw misconfigured('it must return { merchantIdentifier } with a string that is not empty, or null for nobody');
  }
  if (!wasBodyRead && isBodyRead(request)) {
    throw misconfigured('it has read the request’s body, which it must leave alone');
  }
  return merchant;
}

/** Stands for an answer that took too long. */
const LATE = Symbol('late');

const isPromise = (value: unknown): boolean => typeof (Object(value) as { then?: unknown }).then === 'function';

// A runtime may have more than one class named Response.
function isResponse(value: unknown): value is Response {
  try {
    return value instanceof Response || Object.prototype.toString.call(value) === '[object Response]';
  } catch {
    // Even looking at it throws.
    return false;
  }
}

/**
 * A copy to which headers can be added. Undefined if the Response can't be sent: its body is used, or its status odd.
 */
function copyOf({ body, headers, status, statusText }: Response): Response | undefined {
  try {
    return new Response(body, { headers: [...headers], status, statusText });
  } catch {
    return undefined;
  }
}

/**
 * The merchant in what the check returned; undefined if there is none. Each property is read once: a getter may throw,
 * or answer something else the next time.
 */
function readMerchant(found: unknown): HostMerchant | undefined {
  try {
    const { merchantIdentifier, companyId } = found as HostMerchant;
    if (typeof merchantIdentifier !== 'string' || !merchantIdentifier.trim()) return undefined;
    return isEncodable(merchantIdentifier) ? { merchantIdentifier, companyId } : undefined;
  } catch {
    return undefined;
  }
}
