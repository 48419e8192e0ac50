/// <reference types="node" preserve="true" />
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequest, sendResponse } from '@remix-run/node-fetch-server';
import { PickerError, type PickerErrorCode } from './shared/errors.js';
import { unexpected } from './host/report.js';

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * Takes scheme and host of the request from `Forwarded`, `X-Forwarded-Proto` and `X-Forwarded-Host`. For servers that
   * can be reached through a proxy alone, which sets these headers itself. Default: false, they are not looked at.
   */
  trustProxy?: boolean | undefined;
  /**
   * Hears of what `createHost` can't know of: an answer that could not be sent, or an exception of a function of your
   * own around it. Default: one `console.error`, without the exception's own words, which may hold anything.
   */
  onError?: ((error: unknown) => unknown) | undefined;
}

/** Fastify's own request, as far as it is needed. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage;
  readonly body?: unknown;
}

/** Fastify's own reply. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse;
  getHeader?(name: string): unknown;
}

/** Koa's context. */
export interface KoaContextLike {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly request: object;
  respond?: boolean | undefined;
}

/** What {@link toNodeHandler} returns. It never throws and never rejects. */
export interface NodeHandler {
  /** node:http, Express, and whatever else hands over Node's own objects. `next` is not called: it is an end point. */
  (request: IncomingMessage, response: ServerResponse, next?: unknown): Promise<void>;
  /** Fastify: the answer goes through its hooks, as any other's does. */
  (request: FastifyRequestLike, reply: FastifyReplyLike): Promise<Response>;
  /** Koa, with or without a router. */
  (context: KoaContextLike, next?: unknown): Promise<void>;
}

/** Node's request, and what body parsers and routers leave on it. */
type Incoming = IncomingMessage & {
  readonly body?: unknown;
  readonly rawBody?: unknown;
  readonly originalUrl?: string;
};

/** One request, whichever framework it came through. */
interface Exchange {
  readonly incoming: Incoming;
  readonly outgoing: ServerResponse;
  /** Where a body parser may have left what it read. */
  readonly parsed: { readonly body?: unknown; readonly rawBody?: unknown };
}

/** ms that the rest of a body is waited for, once it has been answered: whoever is cut off at once may miss the answer. */
const LINGER = 1_000;

/** ms between two looks at it. */
const LOOK = 50;

/** Bytes of that rest that are let pass. */
const MOST_LEFT = 256 * 1024;

const ALREADY_READ =
  'A body parser read the body before this handler did, and left nothing that it can be made of again. Mount the ' +
  'handler before the parser (express.json(), body-parser, multer …), or let the parser leave the body in req.body. ' +
  'In Fastify and Koa hand over their own request and reply, or ctx, and not the raw ones.';

/**
 * The host's endpoint for Node's own servers: what `createHost` returns, as `(req, res)`. Mount it at any path, with or
 * without a body parser in front: what `express.json()` and its like have read is put together again.
 *
 * ```js
 * app.all('/api/codat/*splat', toNodeHandler(host)); // Express 5; Express 4 says '/api/codat/*'
 * app.all('/api/codat/*', toNodeHandler(host)); // Fastify
 * router.all('/api/codat/*rest', toNodeHandler(host)); // Koa
 * createServer(toNodeHandler(host)); // node:http
 * ```
 *
 * When the browser leaves before it has its answer, the request's `signal` is aborted. What fails unexpectedly is
 * answered 500, and told to `onError`; it doesn't go to Express's `next`, whose default shows it to the browser.
 *
 * @param host what `createHost` returns, or a function of your own around it
 * @throws {PickerError} `misconfigured` when `host` is not a function, or an option is wrong
 */
export function toNodeHandler(
  host: (request: Request) => Response | Promise<Response>,
  options: NodeHandlerOptions = {},
): NodeHandler {
  if (typeof host !== 'function') throw wrong('toNodeHandler takes what createHost returns');
  const { trustProxy, onError } = readOptions(options);

  // An async function turns what onError throws into a rejection, and what it rejects with ends here.
  const tell = async (error: unknown): Promise<unknown> => onError(error);
  const failed = (error: unknown): Response => {
    tell(error).catch(() => {});
    return problemResponse(500, 'unknown', 'An unexpected failure; the host’s log has it');
  };

  async function answer(exchange: Exchange): Promise<Response> {
    const { incoming, outgoing } = exchange;
    outgoing.once('finish', () => leave(incoming));
    let request: Request;
    let isBodyMissed = false;
    try {
      request = requestOf(exchange, trustProxy, () => (isBodyMissed = true));
    } catch {
      return problemResponse(400, 'bad-request', 'The request’s method, path or Host can’t be understood');
    }
    try {
      const response = await host(request);
      // Once its head has been sent there would be nothing left but to break off.
      if (!response.headers || response.bodyUsed)
        throw new TypeError('The host’s answer is no Response, or a used one');
      // Whoever may not ask at all hears of that first. Only what came of the missing body gets another sentence.
      return isBodyMissed && !response.ok
        ? problemResponse(400, 'bad-request', ALREADY_READ, response.headers)
        : response;
    } catch (error) {
      return isBodyMissed ? problemResponse(400, 'bad-request', ALREADY_READ) : failed(error);
    }
  }

  async function send(outgoing: ServerResponse, response: Response): Promise<void> {
    if (outgoing.headersSent || outgoing.destroyed) {
      // Somebody else has answered meanwhile, a time-out perhaps, or nobody is there any more.
      await response.body?.cancel();
      return;
    }
    try {
      await sendResponse(outgoing, withVary(response, outgoing.getHeader('vary')));
    } catch (error) {
      const instead = failed(error);
      // Half an answer must not look like a whole one.
      if (outgoing.headersSent) outgoing.destroy();
      else await sendResponse(outgoing, instead);
    }
  }

  async function handle(first: IncomingMessage | FastifyRequestLike | KoaContextLike, second: unknown) {
    if ('raw' in first) {
      const reply = second as FastifyReplyLike;
      const response = await answer({ incoming: first.raw, outgoing: reply.raw, parsed: first });
      // Fastify sends it, so that its hooks and the headers of its plugins are heard.
      return withVary(response, reply.getHeader?.('vary'));
    }
    const koa = 'req' in first && 'res' in first && 'request' in first;
    if (koa) first.respond = false;
    const incoming = koa ? first.req : (first as IncomingMessage);
    const outgoing = koa ? first.res : (second as ServerResponse);
    // Writing after somebody else has ended the response is an error event, which nobody else listens for.
    outgoing.on('error', () => {});
    await send(outgoing, await answer({ incoming, outgoing, parsed: koa ? first.request : incoming }));
    return undefined;
  }

  return ((first, second) => handle(first, second).catch(failed)) as NodeHandler;
}

const wrong = (advice: string): PickerError => new PickerError('misconfigured', advice);

/** Checks the options, whether TypeScript has done so or not. */
function readOptions(given: unknown): { trustProxy: boolean; onError: (error: unknown) => unknown } {
  if (typeof given !== 'object' || given === null) {
    throw wrong('toNodeHandler’s options must be an object, such as { trustProxy: true }, or left out');
  }
  const { trustProxy = false, onError = logError } = given as Record<keyof NodeHandlerOptions, unknown>;
  // A string of an environment variable would be true, whatever it says.
  if (typeof trustProxy !== 'boolean') throw wrong('trustProxy must be true or false, and no string or number');
  if (typeof onError !== 'function') throw wrong('onError must be a function');
  return { trustProxy, onError: onError as (error: unknown) => unknown };
}

/** @throws {TypeError} where there is no such request */
function requestOf(exchange: Exchange, trustProxy: boolean, onMissed: () => unknown): Request {
  const { headers, originalUrl, url } = exchange.incoming;
  if (/[^\w.:[\]-]/.test(headers.host ?? '')) throw new TypeError('Host');
  const path = pathOf(originalUrl ?? url ?? '/');
  const request = requestTo(path, exchange, trustProxy, onMissed);
  // What stands in Host and its like may become a part of the path, or the path's beginning the host.
  if (pathIn(request.url) === pathIn(`http://localhost${path}`)) return request;
  throw new TypeError('Host');
}

function requestTo(
  url: string,
  { incoming, outgoing, parsed }: Exchange,
  trustProxy: boolean,
  onMissed: () => unknown,
): Request {
  const { headers, method = 'GET', socket } = incoming;
  // An empty body that was read has ended without a single read of data.
  if (incoming.readableDidRead === false && !incoming.readableEnded) {
    // The library knows nothing of originalUrl. It reads the url at once, and nobody else runs meanwhile.
    const before = incoming.url;
    incoming.url = url;
    try {
      return createRequest(incoming, outgoing, { trustProxy });
    } finally {
      incoming.url = before!;
    }
  }
  // What has been read already would never end: a GET has no body to wait for.
  const addressed = createRequest({ headers, method: 'GET', socket, url } as IncomingMessage, outgoing, { trustProxy });
  const gone = new AbortController();
  outgoing.once('close', () => outgoing.writableFinished || gone.abort());
  const body = method === 'GET' || method === 'HEAD' ? null : (restored(parsed) ?? missing(onMissed));
  // These speak of the body as it came.
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) addressed.headers.delete(name);
  const init = { method, headers: addressed.headers, body, signal: gone.signal, duplex: 'half' };
  return new Request(addressed.url, init as RequestInit);
}

/** The response, with what somebody before has said of `Vary`: a header that is set takes the place of theirs. */
function withVary(response: Response, earlier: unknown): Response {
  const own = response.headers.get('vary');
  if (own === null || !earlier) return response;
  const names = [earlier, own]
    .join(',')
    .split(',')
    .map((name) => name.trim());
  const headers = new Headers(response.headers);
  headers.set('vary', [...new Map(names.map((name) => [name.toLowerCase(), name])).values()].join(', '));
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}

/**
 * Lets go of a request that was answered before its body was there. Node would read on for as long as it is sent, five
 * minutes and gigabytes of it.
 */
function leave(incoming: Incoming): void {
  const { httpVersionMajor, socket } = incoming;
  // HTTP/2 resets the stream.
  if (incoming.complete || httpVersionMajor > 1) return;
  // A request that was injected (Fastify's inject, serverless-http) has no connection, and never is complete.
  const { bytesRead, destroy } = Object(socket) as Partial<Incoming['socket']>;
  if (typeof bytesRead !== 'number' || typeof destroy !== 'function') return;
  const last = bytesRead + MOST_LEFT;
  let turns = LINGER / LOOK;
  // Looked at, as there is no event for what Node throws away.
  const timer = setInterval(() => {
    turns -= 1;
    const isOver = turns <= 0 || socket.bytesRead > last;
    if (!incoming.complete && !isOver) return;
    clearInterval(timer);
    // The connection of one that is complete is another request's then.
    if (!incoming.complete) socket.destroy();
  }, LOOK);
  timer.unref();
  incoming.once('close', () => clearInterval(timer));
}

/** Path and query. A request may also name a whole URL, or `*`. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  return pathIn(new URL(target, 'http://localhost/').href);
}

function pathIn(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** The body as it was, or would have been, before a parser read it; undefined where nobody can tell. */
function restored({ body, rawBody }: Exchange['parsed']): BodyInit | undefined {
  try {
    for (const bytes of [rawBody, body]) {
      if (typeof bytes === 'string' || bytes instanceof Uint8Array) return bytes as BodyInit;
    }
    return JSON.stringify(body) as string | undefined;
  } catch {
    // A BigInt, a circle, a getter that throws.
    return undefined;
  }
}

/** A body that can't be read, and says so when somebody tries to, but not before. */
function missing(onMissed: () => unknown): ReadableStream {
  const source: UnderlyingDefaultSource = {
    pull(controller) {
      onMissed();
      controller.error(new TypeError(ALREADY_READ));
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

/** An answer in the form of the host's own problems, RFC 9457. */
function problemResponse(status: number, code: PickerErrorCode, title: string, given: HeadersInit = {}): Response {
  const headers = new Headers(given);
  headers.delete('content-length');
  headers.set('content-type', 'application/problem+json');
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  const type = `urn:codat-commerce-picker:problem:${code}`;
  return new Response(JSON.stringify({ type, title, status, code, retryable: false }), { status, headers });
}

function logError(error: unknown): void {
  console.error('codat-commerce-picker/node', unexpected(error));
}
