import { attempt } from './attempt.js';
import { PickerError } from './errors.js';
import { parseUrl } from './safe-url.js';

/** How {@link requestJson} asks. */
export interface RequestOptions {
  /** The name of the option that the URL came from, for messages. */
  option: string;
  /** When it is aborted, the promise rejects with its reason. */
  signal: AbortSignal;
  /** The URL that relative ones are resolved against. Default: that of `fetch`. */
  base?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** ms for the whole request, with the answer's body. Default: 10 000. */
  timeout?: number | undefined;
}

/** What one of the host's endpoints answered. */
export interface JsonAnswer {
  /** An object or an array. Other JSON is rejected. */
  data: object;
  /** When the answer's headers came, in ms since the epoch. A one-time code in it is at least as old. */
  at: number;
}

/** ms. `setTimeout` can't wait longer: given more, it fires at once. */
const LONGEST = 2 ** 31 - 1;

const DEFAULT_TIMEOUT = 10_000;

/** ms that the request may take that finds out why another one failed. */
const PROBE_TIMEOUT = 2_000;

/** What {@link withDeadline} rejects with when the time is up, or when its caller has aborted. */
const OVER = Symbol();

/**
 * Runs `start` for `ms` at the most, and ends it earlier if `outer` is aborted. `AbortSignal.any` would be shorter, but
 * the oldest browsers don't have it. The listener is removed by hand, because some pages replace `addEventListener` by
 * one that ignores `signal`.
 */
async function withDeadline<T>(ms: number, outer: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let end!: () => void;
  const over = new Promise<never>((_resolve, reject) => {
    end = () => {
      reject(OVER);
      controller.abort();
    };
  });
  const timer = setTimeout(end, ms);
  outer.addEventListener('abort', end);
  try {
    // A race, because in WebKit `start` may never settle if it is aborted just as the headers come.
    return await Promise.race([start(controller.signal), over]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}

/**
 * Whether the endpoint redirects. If it redirects to a log-in page of another origin, `fetch` says no more than that it
 * has failed, so a second request finds out. It is a `HEAD`, which changes nothing on the server.
 */
async function isRedirected(url: string, init: RequestInit, outer: AbortSignal): Promise<boolean> {
  const head: RequestInit = { ...init, method: 'HEAD', redirect: 'manual' };
  try {
    const { type } = await withDeadline(PROBE_TIMEOUT, outer, (signal) => fetch(url, { ...head, signal }));
    return type === 'opaqueredirect';
  } catch {
    return false;
  }
}

/**
 * Whether no browser could send this request: a header's name has a space, or the URL a password. `fetch` then fails
 * with the same error as without a connection. Says false if the page has replaced `Request` by something else.
 */
const isImpossible = (url: string, init: RequestInit): boolean =>
  !attempt(() => new Request(url, init)) && !!attempt(() => new Request('/'));

/**
 * Asks one of the host's own endpoints and returns its JSON.
 *
 * @param url absolute, or relative to `base`
 * @throws {PickerError} `timeout`, `network`, `bad-response`, `unauthenticated`, `misconfigured`
 * @throws {Response} one with an error status; its body is not read yet
 */
export async function requestJson(url: string | URL, init: RequestInit, options: RequestOptions): Promise<JsonAnswer> {
  const { option, signal: outer, base, fetch: own, timeout = 0 } = options;
  // `fetch` would resolve it against the page of the script, which may not be the picker's. It rejects what is no URL.
  const target = String(parseUrl(url, base) ?? url);
  // Only after a GET, a second request finds out why the first one failed. After a POST, many servers would do the work
  // again, whatever the method of the second.
  const isRead = init.method === 'GET';
  const send = own ?? fetch;
  let response!: Response;
  let isRedirectedAway = false;
  let at = 0;
  let text = '';
  try {
    await withDeadline(timeout > 0 ? Math.min(timeout, LONGEST) : DEFAULT_TIMEOUT, outer, async (signal) => {
      const redirect = isRead ? 'follow' : 'manual';
      response = await send(target, { redirect, ...init, signal });
      if (response.type === 'opaqueredirect' && !init.redirect) {
        // A redirect means that nothing was created, so it is safe to send this again. To follow the redirect fails if
        // it leads to a log-in page of another origin.
        isRedirectedAway = true;
        response = await send(target, { ...init, signal });
      }
      at = Date.now();
      if (response.ok) text = await response.text();
    });
  } catch (cause) {
    const isLate = cause === OVER;
    // The host's own `fetch` may fail for any reason, so the reason is not looked for.
    const isOurs = !isLate && !own;
    const isWrong = isOurs && isImpossible(target, init);
    if (isRead && isOurs && !isWrong && navigator.onLine) isRedirectedAway = await isRedirected(target, init, outer);
    if (outer.aborted) throw outer.reason;
    if (isLate) throw new PickerError('timeout', option);
    if (isWrong) throw new PickerError('misconfigured', `no browser can send this: check ${option} and requestInit`);
    if (isRedirectedAway) throw new PickerError('unauthenticated', `${option} redirects elsewhere`);
    throw new PickerError('network', option, { cause });
  }
  if (!response.ok) throw response;
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null) return { data, at };
  } catch {
    // The SyntaxError is dropped: it quotes the text, which may hold a one-time URL.
  }
  // A redirect that ends in something else than JSON led to a log-in page.
  throw new PickerError(response.redirected ? 'unauthenticated' : 'bad-response', option);
}
