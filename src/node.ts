/// <reference types="node" preserve="true" />
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequest, sendResponse } from '@remix-run/node-fetch-server';
import { PickerError, type PickerErrorCode } from './shared/errors.js';
import { misspelt } from './host/misspelt.js';
import { unexpected } from './host/report.js';

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * Takes the scheme and the host of the request from `Forwarded`, `X-Forwarded-Proto` and `X-Forwarded-Host`. Only for
   * servers that can't be reached but through a proxy that sets these headers itself. Default: false.
   */
  trustProxy?: boolean | undefined;
  /**
   * Is called for failures outside of `createHost`: an answer that could not be sent, or an exception of your own
   * function around it. Default: one `console.error` without the exception's message, which may hold anything.
   */
  onError?: ((error: unknown) => unknown) | undefined;
}

/** The part of Fastify's request that is needed. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage;
  readonly body?: unknown;
}

/** The part of Fastify's reply that is needed. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse;
  getHeader?(name: string): unknown;
}

/** The part of Koa's context that is needed. */
export interface KoaContextLike {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly request: object;
  respond?: boolean | undefined;
}

/** What {@link toNodeHandler} returns. It never throws and never rejects. */
export interface NodeHandler {
  /** node:http, Express, and everything else that passes Node's own objects. `next` is never called. */
  (request: IncomingMessage, response: ServerResponse, next?: unknown): Promise<void>;
  /** Fastify. It sends the answer itself, so its hooks run. */
  (request: FastifyRequestLike, reply: FastifyReplyLike): Promise<Response>;
  /** Koa, with or without a router. */
  (context: KoaContextLike, next?: unknown): Promise<void>;
}

/** Node's request, with what body parsers and routers add to it. */
type Incoming = IncomingMessage & {
  readonly body?: unknown;
  readonly rawBody?: unknown;
  readonly originalUrl?: string;
};

/** A request and its response, from whichever framework. */
interface Exchange {
  readonly incoming: Incoming;
  readonly outgoing: ServerResponse;
  /** The object on which a body parser may have left what it read. */
  readonly parsed: { readonly body?: unknown; readonly rawBody?: unknown };
  /** The object on which the framework keeps its session. */
  readonly context: object;
}

/** ms that the rest of a body may still come after the answer. A client that is cut off at once may miss the answer. */
const DRAIN_TIME = 1_000;

/** ms between two looks at how much has come. */
const DRAIN_INTERVAL = 50;

/** Bytes of the rest that may still come. */
const MOST_DRAINED_BYTES = 256 * 1024;

const ALREADY_READ =
  'A body parser read the body before this handler did, and left nothing that it can be made of again. Mount the ' +
  'handler before the parser (express.json(), body-parser, multer …), or let the parser leave the body in req.body. ' +
  'In Fastify and Koa hand over their own request and reply, or ctx, and not the raw ones.';

/**
 * Turns what `createHost` returns into a handler `(req, res)` for Node's own servers. Mount it at any path, behind a
 * body parser or not: a body that `express.json()` or another parser has read is put together again.
 *
 * ```js
 * app.all('/api/codat/*splat', toNodeHandler(host)); // Express 5; Express 4 says '/api/codat/*'
 * app.all('/api/codat/*', toNodeHandler(host)); // Fastify
 * router.all('/api/codat/*rest', toNodeHandler(host)); // Koa
 * createServer(toNodeHandler(host)); // node:http
 * ```
 *
 * `merchant` gets what the framework has its session on, as its second argument: `(request, req) => req.session.user`.
 * That is `req` of Express and node:http, `request` of Fastify, and `ctx` of Koa.
 *
 * If the browser leaves before it has its answer, the request's `signal` is aborted. An unexpected failure is answered
 * 500 and told to `onError`. It doesn't go to Express's `next`, because Express would show it to the browser.
 *
 * @param host what `createHost` returns, or your own function around it
 * @throws {PickerError} `misconfigured` if `host` is not a function, or an option is wrong
 */
export function toNodeHandler(
  host: (request: Request, context: never) => Response | Promise<Response>,
  options: NodeHandlerOptions = {},
): NodeHandler {
  if (typeof host !== 'function') throw wrong('toNodeHandler takes what createHost returns');
  const { trustProxy, onError } = readOptions(options);

  // Async, so that an onError that throws and one that rejects are the same. Both are ignored.
  const tell = async (error: unknown): Promise<unknown> => onError(error);
  const failed = (error: unknown): Response => {
    tell(error).catch(() => {});
    return problemResponse(500, 'unknown', 'An unexpected failure; the host’s log has it');
  };

  async function answer(exchange: Exchange): Promise<Response> {
    const { incoming, outgoing } = exchange;
    outgoing.once('finish', () => dropUnreadBody(incoming));
    let request: Request;
    let isBodyMissed = false;
    try {
      request = requestOf(exchange, trustProxy, () => (isBodyMissed = true));
    } catch {
      return problemResponse(400, 'bad-request', 'The request’s method, path or Host can’t be understood');
    }
    try {
      const response = await host(request, exchange.context as never);
      // Checked now: once the headers are sent, there is no way back.
      if (!response.headers || response.bodyUsed) {
        throw new TypeError('The host’s answer is no Response, or a used one');
      }
      // The host has tried to read the missingBody body and refused the request. The real reason takes the place of the
      // host's.
      return isBodyMissed && !response.ok
        ? problemResponse(400, 'bad-request', ALREADY_READ, response.headers)
        : response;
    } catch (error) {
      return isBodyMissed ? problemResponse(400, 'bad-request', ALREADY_READ) : failed(error);
    }
  }

  async function send(outgoing: ServerResponse, response: Response): Promise<void> {
    if (outgoing.headersSent || outgoing.destroyed) {
      // Something else has answered meanwhile, such as a timeout, or the browser has left.
      await response.body?.cancel();
      return;
    }
    try {
      const earlier = { vary: outgoing.getHeader('vary'), cookies: outgoing.getHeader('set-cookie') };
      await sendResponse(outgoing, withEarlier(response, earlier));
    } catch (error) {
      const instead = failed(error);
      // The connection is cut, so that half an answer doesn't look like a whole one.
      if (outgoing.headersSent) outgoing.destroy();
      else await sendResponse(outgoing, instead);
    }
  }

  async function handle(first: IncomingMessage | FastifyRequestLike | KoaContextLike, second: unknown) {
    if ('raw' in first) {
      const reply = second as FastifyReplyLike;
      const response = await answer({ incoming: first.raw, outgoing: reply.raw, parsed: first, context: first });
      // Fastify sends it, with the headers and cookies of its plugins.
      return withEarlier(response, { vary: reply.getHeader?.('vary') });
    }
    const koa = 'req' in first && 'res' in first && 'request' in first;
    if (koa) first.respond = false;
    const incoming = koa ? first.req : (first as IncomingMessage);
    const outgoing = koa ? first.res : (second as ServerResponse);
    // If something else has ended the response, writing to it emits `error`. Without a listener, the process would end.
    outgoing.on('error', () => {});
    const parsed = koa ? first.request : incoming;
    await send(outgoing, await answer({ incoming, outgoing, parsed, context: first }));
    return undefined;
  }

  return ((first, second) => handle(first, second).catch(failed)) as NodeHandler;
}

const wrong = (advice: string): PickerError => new PickerError('misconfigured', advice);

/** Checks the options at run time, as not every host uses TypeScript. */
function readOptions(given: unknown): { trustProxy: boolean; onError: (error: unknown) => unknown } {
  if (typeof given !== 'object' || given === null) {
    throw wrong('toNodeHandler’s options must be an object, such as { trustProxy: true }, or left out');
  }
  const advice = misspelt(given, ['trustProxy', 'onError'], 'toNodeHandler');
  if (advice) throw wrong(advice);
  const { trustProxy = false, onError = logError } = given as Record<keyof NodeHandlerOptions, unknown>;
  // A text from an environment variable would count as true, even "false".
  if (typeof trustProxy !== 'boolean') throw wrong('trustProxy must be true or false, and no string or number');
  if (typeof onError !== 'function') throw wrong('onError must be a function');
  return { trustProxy, onError: onError as (error: unknown) => unknown };
}

/** @throws {TypeError} if the path or `Host` is malformed */
function requestOf(exchange: Exchange, trustProxy: boolean, onMissed: () => unknown): Request {
  const { headers, originalUrl, url } = exchange.incoming;
  if (/[^\w.:[\]-]/.test(headers.host ?? '')) throw new TypeError('Host');
  const path = pathOf(originalUrl ?? url ?? '/');
  const request = requestTo(path, exchange, trustProxy, onMissed);
  // Compared, because a malformed Host could become a part of the path, and the beginning of a path the host.
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
  // Nobody has read the body. (An empty one that was read has ended, though `readableDidRead` is false.)
  if (incoming.readableDidRead === false && !incoming.readableEnded) {
    // The library reads `url` alone, and reads it at once. Express and others have the whole path in `originalUrl`.
    const before = incoming.url;
    incoming.url = url;
    try {
      return createRequest(incoming, outgoing, { trustProxy });
    } finally {
      incoming.url = before!;
    }
  }
  // As a GET, so that the library doesn't wait for a body that has been read already.
  const addressed = createRequest({ headers, method: 'GET', socket, url } as IncomingMessage, outgoing, { trustProxy });
  const gone = new AbortController();
  outgoing.once('close', () => outgoing.writableFinished || gone.abort());
  const body =
    method === 'GET' || method === 'HEAD'
      ? null
      : (restoredBody(parsed, headers['content-type']) ?? missingBody(onMissed));
  // These headers describe the body as it was sent.
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) addressed.headers.delete(name);
  const init = { method, headers: addressed.headers, body, signal: gone.signal, duplex: 'half' };
  return new Request(addressed.url, init as RequestInit);
}

/**
 * Adds what others have put into `Vary` and `Set-Cookie` before. Otherwise the response's own headers would replace it.
 */
function withEarlier(response: Response, { vary, cookies }: { vary?: unknown; cookies?: unknown }): Response {
  const own = response.headers.get('vary');
  const hasBothVary = own !== null && Boolean(vary);
  const hasBothCookies = response.headers.has('set-cookie') && Boolean(cookies);
  if (!hasBothVary && !hasBothCookies) return response;
  const headers = new Headers(response.headers);
  if (hasBothVary) {
    const names = [vary, own]
      .join(',')
      .split(',')
      .map((name) => name.trim());
    headers.set('vary', [...new Map(names.map((name) => [name.toLowerCase(), name])).values()].join(', '));
  }
  if (hasBothCookies) {
    // Theirs first: of two cookies of one name, a browser keeps the last.
    headers.delete('set-cookie');
    for (const cookie of [cookies].flat()) headers.append('set-cookie', String(cookie));
    for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie);
  }
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}

/**
 * Cuts the connection of a request that was answered before its body was complete. Node would read the rest for up to
 * five minutes, however much it is.
 */
function dropUnreadBody(incoming: Incoming): void {
  const { httpVersionMajor, socket } = incoming;
  // HTTP/2 does so by itself: it resets the stream.
  if (incoming.complete || httpVersionMajor > 1) return;
  // A request without a connection (Fastify's inject, serverless-http) is never complete.
  const { bytesRead, destroy } = Object(socket) as Partial<Incoming['socket']>;
  if (typeof bytesRead !== 'number' || typeof destroy !== 'function') return;
  const last = bytesRead + MOST_DRAINED_BYTES;
  let turns = DRAIN_TIME / DRAIN_INTERVAL;
  // Polled, because there is no event for data that Node throws away.
  const timer = setInterval(() => {
    turns -= 1;
    // What nobody reads is paused, and would not end.
    incoming.resume();
    const isOver = turns <= 0 || socket.bytesRead > last;
    if (!incoming.complete && !isOver) return;
    clearInterval(timer);
    // If the request is complete, its connection may serve the next one.
    if (!incoming.complete) socket.destroy();
  }, DRAIN_INTERVAL);
  timer.unref();
  incoming.once('close', () => clearInterval(timer));
}

/** Path and query of a request's target, which may also be a whole URL, or `*`. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  return pathIn(new URL(target, 'http://localhost/').href);
}

function pathIn(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** The body as it was before a parser read it, or one that means the same. Undefined if it can't be made. */
function restoredBody({ body, rawBody }: Exchange['parsed'], contentType = ''): BodyInit | undefined {
  try {
    for (const bytes of [rawBody, body]) {
      if (typeof bytes === 'string' || bytes instanceof Uint8Array) return bytes as BodyInit;
    }
    if (body && /^application\/x-www-form-urlencoded\b/i.test(contentType)) {
      return new URLSearchParams(body as Record<string, string>).toString();
    }
    return JSON.stringify(body) as string | undefined;
  } catch {
    // A BigInt, a circle, a getter that throws.
    return undefined;
  }
}

/** A body that fails when it is read, and not before: a request that is refused earlier needs none. */
function missingBody(onMissed: () => unknown): ReadableStream {
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
