import { PickerError } from '../shared/errors.js';
import { isEncodable } from './encodable.js';
import { isRead } from './guards.js';
import type { HostMerchant, Settings } from './options.js';
import { Refusal } from './problem-response.js';
import { kindOf, type Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/**
 * Who is asking, as the host's own session check says.
 *
 * @throws {Response} a copy of the one that the check threw or returned; {Refusal} 401; {PickerError} where the check
 *   itself failed, already reported
 */
export async function merchantOf(
  request: Request,
  { merchant: check, timeout }: Settings,
  report: Report,
): Promise<HostMerchant> {
  const since = steadyNow();
  const failed = (error: PickerError): PickerError => {
    report(error, 'merchant()', { request, since });
    return error;
  };
  const misconfigured = (message: string): PickerError => failed(new PickerError('misconfigured', message));

  const wasRead = isRead(request);
  let found: unknown;
  try {
    const given: unknown = check(request);
    // A timer costs more than the rest of such a check.
    found = isPromise(given) ? await within(timeout, Promise.resolve(given), () => LATE) : given;
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
  // Also what `session && { … }` makes of a session that is false, 0 or ''.
  if (!found) throw new Refusal(401, 'unauthenticated', 'Nobody is logged in');
  if (isResponse(found)) throw copyOf(found) ?? misconfigured('its Response can’t be sent: make a new one each time');
  const merchant = read(found);
  if (!merchant) {
    throw misconfigured('it must return { merchantIdentifier } with a string that is not empty, or null for nobody');
  }
  if (!wasRead && isRead(request)) throw misconfigured('it has read the request’s body, which it must leave alone');
  return merchant;
}

/** What comes instead of an answer that takes too long. */
const LATE = Symbol('late');

const isPromise = (value: unknown): boolean => typeof (Object(value) as { then?: unknown }).then === 'function';

// A runtime may have more than one class of that name.
function isResponse(value: unknown): value is Response {
  try {
    return value instanceof Response || Object.prototype.toString.call(value) === '[object Response]';
  } catch {
    // Whoever can throw anything can throw what throws when it is looked at.
    return false;
  }
}

/** A Response of our own, as headers are added to it; undefined where it can be sent no more, or never could. */
function copyOf({ body, headers, status, statusText }: Response): Response | undefined {
  try {
    return new Response(body, { headers: [...headers], status, statusText });
  } catch {
    return undefined;
  }
}

/** Read once, whatever the object is. */
function read(found: unknown): HostMerchant | undefined {
  try {
    const { merchantIdentifier, companyId } = found as HostMerchant;
    if (typeof merchantIdentifier !== 'string' || !merchantIdentifier.trim()) return undefined;
    return isEncodable(merchantIdentifier) ? { merchantIdentifier, companyId } : undefined;
  } catch {
    return undefined;
  }
}
