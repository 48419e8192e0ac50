import { PLATFORM_KEY } from '../shared/integrations.js';
import { Refusal } from './problem-response.js';
import { readText, TooLarge } from './read-text.js';
import { within } from './within.js';

/** Bytes. A platformKey takes 22. */
const LARGEST_BODY = 4096;

/** Told by itself on the console: it is the host's to mend, and whoever asked can't. */
export const ALREADY_READ =
  'The request’s body has been read already, or is empty, as behind a body parser (express.json(), body-parser, ' +
  'multer …). Mount the host module before the parser, or on Node by toNodeHandler of codat-commerce-picker/node, ' +
  'which takes what the parser has left';

// The browser names the software and nothing else: who the merchant is says the session, the rest the options.
const NOT_THE_BROWSERS = ['merchantIdentifier', 'companyId', 'redirectUrl'];

/**
 * Lets only pages of the host itself, or of an allowed origin, ask for a Sync URL, and no prefetch. Any other page
 * could otherwise make the merchant's browser, with the merchant's cookies, create companies at Codat.
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
  if (site === null ? origin !== null && isOwnHost(origin, request) : site === 'same-origin') return;
  throw new Refusal(
    403,
    'forbidden',
    'Only a page of the same origin, or of one in allowedOrigins, may ask for a Sync URL. ' +
      'Where a proxy rewrites Host, the host’s own origin belongs in allowedOrigins',
  );
}

/**
 * For browsers that don't send `Sec-Fetch-Site`. The scheme is not compared, since behind a proxy that ends TLS the
 * request says `http:` where the page says `https:`. Nothing is lost: where schemes differ in truth, the JSON that is
 * asked for needs a preflight, and that gets no answer. `Host` can't be set by a page, so either spelling will do.
 */
function isOwnHost(origin: string, request: Request): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host !== '' && (host === new URL(request.url).host || host === request.headers.get('host'));
}

/**
 * JSON only: what an HTML form can send needs no preflight.
 *
 * @throws {Refusal} 415
 */
export function guardContentType({ headers }: Request): void {
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new Refusal(415, 'bad-request', 'The body must be application/json', {
    headers: { accept: 'application/json' },
  });
}

/** @throws {Refusal} 400 where the query names the merchant or where to go */
export function guardQuery({ url }: Request): void {
  if (!url.includes('?')) return;
  const { searchParams } = new URL(url);
  refuseNames('query', (name) => searchParams.has(name));
}

/**
 * The platformKey that the body names, well-formed; whether it is on offer is still to be seen.
 *
 * @param timeout ms for the body to be complete
 * @throws {Refusal} 400, 408, 413
 */
export async function readPlatformKey(request: Request, timeout: number): Promise<string> {
  let body: unknown;
  if (isBodyRead(request)) throw new Refusal(400, 'bad-request', ALREADY_READ);
  try {
    const text = await readBody(request, timeout);
    if (!text) throw new Refusal(400, 'bad-request', ALREADY_READ);
    body = JSON.parse(text);
  } catch (reason) {
    throw reason instanceof Refusal ? reason : new Refusal(400, 'bad-request', 'The body is not JSON');
  }
  if (typeof body !== 'object' || body === null) {
    throw new Refusal(400, 'bad-request', 'The body is not a JSON object');
  }
  refuseNames('body', (name) => Object.hasOwn(body, name));
  const key: unknown = Object.hasOwn(body, 'platformKey') && (body as { platformKey?: unknown }).platformKey;
  if (typeof key === 'string' && PLATFORM_KEY.test(key)) return key;
  throw new Refusal(400, 'bad-request', '"platformKey" must be four lower-case letters');
}

/** Whether somebody has read the body, or is about to. */
export const isBodyRead = ({ body, bodyUsed }: Request): boolean => bodyUsed || body?.locked === true;

function refuseNames(place: string, has: (name: string) => boolean): void {
  const name = NOT_THE_BROWSERS.find(has);
  if (name) throw new Refusal(400, 'bad-request', `"${name}" is not taken from the ${place}: the host says so itself`);
}

async function readBody(request: Request, timeout: number): Promise<string> {
  const controller = new AbortController();
  const text = readText(request, { most: LARGEST_BODY, signal: controller.signal, strict: true });
  try {
    return await within(timeout, text, () => {
      throw new Refusal(408, 'timeout', `The body was not complete after ${timeout} ms`, { retryable: true });
    });
  } catch (reason) {
    // Whoever sends half a body keeps the connection open, and what is read of it.
    controller.abort();
    if (!(reason instanceof TooLarge)) throw reason;
    throw new Refusal(413, 'bad-request', `The body is larger than ${LARGEST_BODY} bytes`);
  }
}
