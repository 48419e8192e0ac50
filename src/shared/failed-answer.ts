import { attempt } from './attempt.js';
import {
  ERRORS,
  isErrorCode,
  isPickerError,
  PickerError,
  type Meaning,
  type PickerErrorCode,
  type PickerErrorOptions,
} from './errors.js';

/** ms to wait for the body of an error. After that, the status has to be enough. */
const PATIENCE = 2_000;

/** Bytes of the body of an error that are read. A problem is far smaller. */
const LONGEST_BODY = 65_536;

/** The two forms of `Retry-After` in RFC 9110 (10.2.3). Some servers send fractions of seconds. */
const SECONDS = /^\d+(\.\d+)?$/;
const HTTP_DATE = /^[A-Z][a-z]+, .+ GMT$/;

/** Seconds, a day. A longer `retryAfter` is shortened to it. */
const LONGEST_WAIT = 86_400;

/** What an id of Codat's may look like. It is checked because it is written to logs. */
const ID = /^[\w.:-]{1,100}$/;

const FIELDS = ['status', 'retryable', 'retryAfter', 'correlationId'] as const;

/** `Retry-After` in seconds, from either of its forms. NaN if it is missing or malformed. */
export const parseRetryAfter = (headers: Pick<Headers, 'get'>): number => {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (SECONDS.test(text)) return Math.ceil(Number(text));
  // By the server's clock if it sends its time: this device's clock may be wrong.
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return HTTP_DATE.test(text) ? Math.ceil((Date.parse(text) - now) / 1000) : NaN;
};

/** A property of any value. Undefined if reading it throws, as with a revoked proxy. */
const read = (from: unknown, key: PropertyKey): unknown => attempt(() => (from as Record<PropertyKey, unknown>)[key]);

/** A `Response` of any window or library, so `instanceof` can't tell. */
type ResponseLike = Pick<Response, 'body' | 'headers' | 'status' | 'type'>;

const isResponseLike = (reason: unknown): reason is ResponseLike =>
  typeof read(reason, 'status') === 'number' && typeof read(read(reason, 'headers'), 'get') === 'function';

/**
 * The beginning of a body: what comes in time.
 *
 * @throws {TypeError} if there is none, or if something else is reading it
 */
async function beginningOf(body: unknown): Promise<string> {
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), PATIENCE)));
  let text = '';
  try {
    for (let bytes = 0; bytes < LONGEST_BODY;) {
      const chunk = await Promise.race([reader.read(), late]);
      if (!chunk?.value) break;
      bytes += chunk.value.length;
      text += decoder.decode(chunk.value, { stream: true });
    }
  } finally {
    clearTimeout(timer);
    // Not awaited, because it may never settle.
    reader.cancel().catch(() => {});
  }
  return text;
}

/** The JSON in the body of an error; undefined if there is none. */
const problemIn = async (response: ResponseLike): Promise<unknown> => {
  try {
    return JSON.parse(await beginningOf(read(response, 'body')));
  } catch {
    return undefined;
  }
};

/** The code of a response by its status. */
const codeOf = ({ status, type }: ResponseLike): PickerErrorCode => {
  if (type === 'error') return 'network';
  // A redirect that was not followed. It leads to a log-in page.
  if (type === 'opaqueredirect') return 'unauthenticated';
  const codes = Object.keys(ERRORS) as PickerErrorCode[];
  const meant = codes.find((code) => {
    const { statuses }: Meaning = ERRORS[code];
    return statuses?.includes(status);
  });
  // A status below 400 is no error, so a host should not have thrown it.
  return meant ?? (status < 400 ? 'bad-response' : status < 500 ? 'bad-request' : 'unavailable');
};

/** The fields of an error that have valid values. Servers and hosts may send anything. */
const validFieldsOf = (from: unknown): PickerErrorOptions => {
  const [status, retryable, retryAfter, correlationId] = FIELDS.map((field) => read(from, field));
  return {
    ...(typeof status === 'number' && { status }),
    ...(typeof retryable === 'boolean' && { retryable }),
    ...(typeof retryAfter === 'number' && retryAfter > 0 && { retryAfter: Math.min(retryAfter, LONGEST_WAIT) }),
    ...(typeof correlationId === 'string' && ID.test(correlationId) && { correlationId }),
  };
};

async function errorOfResponse(response: ResponseLike): Promise<PickerError> {
  const { headers, status } = response;
  const problem = await problemIn(response);
  const said = read(problem, 'code');
  // The server was reached, so `network` would wrongly blame the merchant's connection.
  const code = said === 'network' ? 'unavailable' : isErrorCode(said) ? said : codeOf(response);
  const retryAfter = parseRetryAfter(headers);
  const fields = { retryable: read(problem, 'retryable'), correlationId: read(problem, 'correlationId') };
  return new PickerError(code, `HTTP ${status}`, validFieldsOf({ ...fields, status, retryAfter }));
}

/**
 * The same error if all its fields are valid. Otherwise a copy with the valid ones: a host may have made it by hand.
 */
const withValidFields = (error: PickerError): PickerError => {
  const options = validFieldsOf(error);
  const copy = new PickerError(error.code, 'what failed is its cause', { ...options, cause: error });
  // An error with a `then` would be taken for a promise.
  const isValid = FIELDS.every((field) => Object.is(read(error, field), copy[field])) && !('then' in error);
  return isValid ? error : copy;
};

/**
 * Makes a {@link PickerError} of whatever was caught: such an error, a `Response` with an error status, whose body may
 * be in the form of RFC 9457, or an exception of the host's own code. Never rejects, and takes 2 s at the most.
 */
export async function pickerErrorOf(reason: unknown): Promise<PickerError> {
  try {
    if (isPickerError(reason)) return withValidFields(reason);
    if (isResponseLike(reason)) return await errorOfResponse(reason);
  } catch {
    // It throws when it is read.
  }
  return new PickerError('unknown', 'what failed is its cause', { cause: reason, retryable: true });
}
