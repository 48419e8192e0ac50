import { attempt } from './attempt.js';
import { PickerError } from './errors.js';
import { parseUrl } from './safe-url.js';

/** How {@link requestJson} asks. */
export interface RequestOptions {
  /** The option that the URL came from: named in messages. */
  option: string;
  /** Gives up; the promise then rejects with the signal's own reason. */
  signal: AbortSignal;
  /** The page's URL: relative ones are resolved against it. Default: as `fetch` does. */
  base?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** ms for the whole exchange, the body included. Default: 10 000. */
  timeout?: number | undefined;
}

/** What one of the host's endpoints answered. */
export interface JsonAnswer {
  /** An object or an array; whatever else JSON may be is no answer. */
  data: object;
  /** When the answer began to come, in ms since the epoch: what was minted for it is at least so old. */
  at: number;
}

/** ms. The longest that `setTimeout` can wait: given more, it fires at once. */
const LONGEST = 2 ** 31 - 1;

const DEFAULT_TIMEOUT = 10_000;

/** ms that it may take to find out why a request failed. */
const PROBE = 2_000;

/** What {@link withDeadline} rejects with when time is up, or when its caller has aborted. */
const OVER = Symbol();

/**
 * Runs `start` for `ms` at the most, and ends it sooner where `given` is aborted. Done by hand: `AbortSignal.any` is
 * younger than the oldest browsers, and on some pages `addEventListener` is a replacement that ignores a signal.
 */
async function withDeadline<T>(ms: number, given: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let end!: () => void;
  const over = new Promise<never>((_resolve, reject) => {
    end = () => {
      reject(OVER);
      controller.abort();
    };
  });
  const timer = setTimeout(end, ms);
  given.addEventListener('abort', end);
  try {
    // A race: WebKit may leave a body unanswered whose request is aborted just as the headers come.
    return await Promise.race([start(controller.signal), over]);
  } finally {
    clearTimeout(timer);
    given.removeEventListener('abort', end);
  }
}

/**
 * Whether a guard in front of a list sends requests elsewhere. Where that is a log-in page of another origin, all that
 * `fetch` says is that it failed. A `HEAD` changes nothing on the server, and must not be followed.
 */
async function isRedirected(url: string, init: RequestInit, given: AbortSignal): Promise<boolean> {
  const head: RequestInit = { ...init, method: 'HEAD', redirect: 'manual' };
  try {
    const { type } = await withDeadline(PROBE, given, (signal) => fetch(url, { ...head, signal }));
    return type === 'opaqueredirect';
  } catch {
    return false;
  }
}

/**
 * Whether no such request can be made, whatever the network does: a header's name with a blank in it, a URL with a
 * password. `fetch` fails with the same error then as without a connection. Where a page has put something else in place
 * of `Request`, nothing can be said.
 */
const isImpossible = (url: string, init: RequestInit): boolean =>
  !attempt(() => new Request(url, init)) && !!attempt(() => new Request('/'));

/**
 * Asks one of the host's own endpoints and returns its JSON.
 *
 * @param url absolute, or relative to the page
 * @throws {PickerError} `timeout`, `network`, `bad-response`, `unauthenticated`, `misconfigured`
 * @throws {Response} one that says no, with its body still to be read
 */
export async function requestJson(url: string | URL, init: RequestInit, options: RequestOptions): Promise<JsonAnswer> {
  const { option, signal: given, base, fetch: own, timeout = 0 } = options;
  // Of the page that the picker stands in, which may not be the page of the script. What is no URL is `fetch`'s to refuse.
  const target = String(parseUrl(url, base) ?? url);
  // What makes something new is not asked again to find out why it failed: many a server makes it whatever the method.
  const isRead = init.method === 'GET';
  const send = own ?? fetch;
  let response!: Response;
  let isElsewhere = false;
  let at = 0;
  let text = '';
  try {
    await withDeadline(timeout > 0 ? Math.min(timeout, LONGEST) : DEFAULT_TIMEOUT, given, async (signal) => {
      const redirect = isRead ? 'follow' : 'manual';
      response = await send(target, { redirect, ...init, signal });
      if (response.type === 'opaqueredirect' && !init.redirect) {
        // Whoever redirects has made nothing. It is followed, which fails where it leads to another origin's log-in.
        isElsewhere = true;
        response = await send(target, { ...init, signal });
      }
      at = Date.now();
      if (response.ok) text = await response.text();
    });
  } catch (cause) {
    const isLate = cause === OVER;
    // What a fetch of the host's own fails with is its own to explain.
    const isOurs = !isLate && !own;
    const isWrong = isOurs && isImpossible(target, init);
    if (isRead && isOurs && !isWrong && navigator.onLine) isElsewhere = await isRedirected(target, init, given);
    if (given.aborted) throw given.reason;
    if (isLate) throw new PickerError('timeout', option);
    if (isWrong) throw new PickerError('misconfigured', `no browser can send this: check ${option} and requestInit`);
    if (isElsewhere) throw new PickerError('unauthenticated', `${option} redirects elsewhere`);
    throw new PickerError('network', option, { cause });
  }
  if (!response.ok) throw response;
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null) return { data, at };
  } catch {
    // A SyntaxError goes no further: it quotes the text, which may hold a one-time URL.
  }
  // A guard in front of the endpoint redirects to its log-in page instead of answering 401.
  throw new PickerError(response.redirected ? 'unauthenticated' : 'bad-response', option);
}
