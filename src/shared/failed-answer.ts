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

/** ms that the body of a refusal is waited for. Without it, the status has to do. */
const PATIENCE = 2_000;

/** Bytes of a refusal's body that are read: a problem is far smaller. */
const LONGEST_BODY = 65_536;

/** The two forms that RFC 9110 (10.2.3) gives `Retry-After`. Some servers have parts of seconds. */
const SECONDS = /^\d+(\.\d+)?$/;
const HTTP_DATE = /^[A-Z][a-z]+, .+ GMT$/;

/** Seconds of the longest `retryAfter`: a day. */
const LONGEST_WAIT = 86_400;

/** What may be an id of Codat's: it ends up in somebody's log. */
const ID = /^[\w.:-]{1,100}$/;

const FIELDS = ['status', 'retryable', 'retryAfter', 'correlationId'] as const;

/** `Retry-After` in seconds, from either of its forms; NaN where there is none, or anything else. */
export const parseRetryAfter = (headers: Pick<Headers, 'get'>): number => {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (SECONDS.test(text)) return Math.ceil(Number(text));
  // By the clock of whoever said so: this one's may be wrong.
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return HTTP_DATE.test(text) ? Math.ceil((Date.parse(text) - now) / 1000) : NaN;
};

/** A property of what may be anything: a proxy that was revoked, or an object whose getters throw. */
const read = (from: unknown, key: PropertyKey): unknown => attempt(() => (from as Record<PropertyKey, unknown>)[key]);

/** A `Response`, from whichever window or library. */
type ResponseLike = Pick<Response, 'body' | 'headers' | 'status' | 'type'>;

const isResponseLike = (reason: unknown): reason is ResponseLike =>
  typeof read(reason, 'status') === 'number' && typeof read(read(reason, 'headers'), 'get') === 'function';

/** The first bytes of a body, as far as they are there in time. Where it was read before, there are none. */
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
    // Not waited for: it may never settle.
    reader.cancel().catch(() => {});
  }
  return text;
}

const problemIn = async (response: ResponseLike): Promise<unknown> => {
  try {
    return JSON.parse(await beginningOf(read(response, 'body')));
  } catch {
    return undefined;
  }
};

/** What a status means where the body says nothing better. */
const codeOf = ({ status, type }: ResponseLike): PickerErrorCode => {
  if (type === 'error') return 'network';
  // Where a redirect isn't followed, it leads to a log-in page.
  if (type === 'opaqueredirect') return 'unauthenticated';
  const codes = Object.keys(ERRORS) as PickerErrorCode[];
  const meant = codes.find((code) => {
    const { statuses }: Meaning = ERRORS[code];
    return statuses?.includes(status);
  });
  // An answer that refuses nothing should not have been thrown.
  return meant ?? (status < 400 ? 'bad-response' : status < 500 ? 'bad-request' : 'unavailable');
};

/** The fields of an error, as far as each of them can be one: a server, or a host, may say anything. */
const soundFieldsOf = (from: unknown): PickerErrorOptions => {
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
  // Whoever answers can be reached: what it could not reach itself is not the merchant's connection.
  const code = said === 'network' ? 'unavailable' : isErrorCode(said) ? said : codeOf(response);
  const retryAfter = parseRetryAfter(headers);
  const fields = { retryable: read(problem, 'retryable'), correlationId: read(problem, 'correlationId') };
  return new PickerError(code, `HTTP ${status}`, soundFieldsOf({ ...fields, status, retryAfter }));
}

/** The same error, or one like it where a field of it is not what it should be: a host may have made it by hand. */
const sound = (error: PickerError): PickerError => {
  const options = soundFieldsOf(error);
  const like = new PickerError(error.code, 'what failed is its cause', { ...options, cause: error });
  // One with a `then` would be taken for a promise.
  const isSound = FIELDS.every((field) => Object.is(read(error, field), like[field])) && !('then' in error);
  return isSound ? error : like;
};

/**
 * What failed, as the one error of this package: also where a host's own code failed, or rejected with the `Response`
 * of a server that said no, in RFC 9457's form or any other. Never rejects, and takes 2 s at the most.
 *
 * @param reason anything
 */
export async function pickerErrorOf(reason: unknown): Promise<PickerError> {
  try {
    if (isPickerError(reason)) return sound(reason);
    if (isResponseLike(reason)) return await errorOfResponse(reason);
  } catch {
    // It doesn't let itself be read.
  }
  return new PickerError('unknown', 'what failed is its cause', { cause: reason, retryable: true });
}
