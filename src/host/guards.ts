import { PLATFORM_KEY } from '../shared/integrations.js';
import { isForm } from './form.js';
import { Refusal } from './problem-response.js';
import { readText, TooLarge } from './read-text.js';
import { within } from './within.js';

/** Bytes. A body with a platformKey has 22. */
const LARGEST_BODY = 4096;

/**
 * ms in which a refusal reaches the browser before the rest of a body is let go. Some servers (SvelteKit's) cut the
 * connection when the stream is cancelled, and the answer with it.
 */
const LINGER = 100;

/** The default `onRefused` writes it on the console, as only the host's developers can mend it. */
export const ALREADY_READ =
  'The request’s body has been read already, or is empty, as behind a body parser (express.json(), body-parser, ' +
  'multer …). Mount the host module before the parser, or on Node by toNodeHandler of codat-commerce-picker/node, ' +
  'which takes what the parser has left';

// The browser names the software and nothing else. The merchant comes from the session, the rest from the options.
const FORBIDDEN_NAMES = ['merchantIdentifier', 'companyId', 'redirectUrl'];

/**
 * Refuses a request for a Sync URL that is a prefetch, or that comes from a page of another origin than the host's own
 * or an allowed one. Otherwise any page could make the merchant's browser, with its cookies, create companies at Codat.
 *
 * @throws {Refusal} 403
 */
export function guardOrigin(request: Request, allowedOrigins: ReadonlySet<string>): void {
  const { headers } = request;
  if (/prefetch|prerender/i.test(headers.get('sec-purpose') ?? '')) {
    throw new Refusal(403, 'forbidden', 'A Sync URL can’t be prefetched');
  }
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (origin !== null && allowedOrigins.has(origin)) return;
  if (site === null ? origin !== null && isOwn(origin, request) : site === 'same-origin') return;
  throw new Refusal(
    403,
    'forbidden',
    'Only a page of the same origin, or of one in allowedOrigins, may ask for a Sync URL. ' +
      'Where a proxy rewrites Host, the host’s own origin belongs in allowedOrigins',
  );
}

/** An HTML form needs no preflight, so its page has to have the request's very origin. */
const isOwn = (origin: string, request: Request): boolean =>
  isForm(request) ? origin === new URL(request.url).origin : isOwnHost(origin, request);

/**
 * For browsers that don't send `Sec-Fetch-Site`. The scheme is not compared: behind a proxy that ends TLS, the request
 * says `http:` and the page `https:`. That is safe: if the schemes really differ, the request needs a preflight because
 * its body is JSON, and the preflight is refused. Both forms of the host count, because no page can set `Host`.
 */
function isOwnHost(origin: string, request: Request): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host !== '' && (host === new URL(request.url).host || host === request.headers.get('host'));
}

/**
 * Refuses everything but JSON, and a form that the browser itself sends. A page of another origin can send a form without
 * a preflight; that it comes from the host's own has been checked.
 *
 * @throws {Refusal} 415
 */
export function guardContentType(request: Request): void {
  const { headers } = request;
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json' || isForm(request)) return;
  throw new Refusal(415, 'bad-request', 'The body must be application/json', {
    headers: { accept: 'application/json' },
  });
}

/** @throws {Refusal} 400 if the query names what only the host may say */
export function guardQuery({ url }: Request): void {
  if (!url.includes('?')) return;
  const { searchParams } = new URL(url);
  refuseNames('query', (name) => searchParams.has(name));
}

/** What the browser asks for. */
export interface Pick {
  /** Well-formed, but may not be on offer. */
  platformKey: string;
  /** The field `csrf` of a form. */
  csrf: string;
}

/**
 * Reads the body: JSON, or the fields of a form.
 *
 * @param timeout ms until the body must be complete
 * @throws {Refusal} 400, 408, 413
 */
export async function readPick(request: Request, timeout: number): Promise<Pick> {
  if (isBodyRead(request)) throw new Refusal(400, 'bad-request', ALREADY_READ);
  const text = await readBody(request, timeout);
  if (!text) throw new Refusal(400, 'bad-request', ALREADY_READ);
  const body = isForm(request) ? Object.fromEntries(new URLSearchParams(text)) : parsed(text);
  if (typeof body !== 'object' || body === null) {
    throw new Refusal(400, 'bad-request', 'The body is not a JSON object');
  }
  refuseNames('body', (name) => Object.hasOwn(body, name));
  const fields = body as Record<string, unknown>;
  const field = (name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const platformKey = field('platformKey');
  if (typeof platformKey === 'string' && PLATFORM_KEY.test(platformKey)) {
    return { platformKey, csrf: String(field('csrf') ?? '') };
  }
  throw new Refusal(400, 'bad-request', '"platformKey" must be four lower-case letters');
}

/** Whether the body has been read, or is being read. */
export const isBodyRead = ({ body, bodyUsed }: Request): boolean => bodyUsed || body?.locked === true;

function refuseNames(place: string, has: (name: string) => boolean): void {
  const name = FORBIDDEN_NAMES.find(has);
  if (name) throw new Refusal(400, 'bad-request', `"${name}" is not taken from the ${place}: the host says so itself`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'bad-request', 'The body is not JSON');
  }
}

async function readBody(request: Request, timeout: number): Promise<string> {
  const controller = new AbortController();
  const text = readText(request, { most: LARGEST_BODY, signal: controller.signal, strict: true, linger: LINGER });
  try {
    return await within(timeout, text, () => {
      throw new Refusal(408, 'timeout', `The body was not complete after ${timeout} ms`, { retryable: true });
    });
  } catch (reason) {
    // Otherwise a client that sends half a body would keep the reader, and the memory, for as long as it likes.
    controller.abort();
    if (reason instanceof Refusal) throw reason;
    if (reason instanceof TooLarge) {
      throw new Refusal(413, 'bad-request', `The body is larger than ${LARGEST_BODY} bytes`);
    }
    throw new Refusal(400, 'bad-request', 'The body could not be read: it broke off, or is not UTF-8');
  }
}
