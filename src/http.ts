import { PickerError } from './errors.js';

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

/** A deadline and the caller's own signal, as one. (`AbortSignal.any` is younger than the oldest browsers.) */
class Patience {
  readonly controller = new AbortController();
  /** Rejects when it is over. */
  readonly over: Promise<never>;
  isLate = false;
  readonly #signal: AbortSignal;
  readonly #timer: ReturnType<typeof setTimeout>;
  #reject!: (reason: unknown) => void;

  constructor(signal: AbortSignal, timeout: number) {
    this.#signal = signal;
    this.over = new Promise((_resolve, reject) => (this.#reject = reject));
    this.over.catch(() => {});
    signal.addEventListener('abort', this.#end);
    this.#timer = setTimeout(() => {
      this.isLate = true;
      this.#end();
    }, timeout);
    if (signal.aborted) this.#end();
  }

  readonly #end = (): void => {
    this.controller.abort();
    this.#reject(this.#signal.reason);
  };

  /** Not by `{ signal }` alone: what some pages put in place of `addEventListener` ignores it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#end);
  }
}

/** `timeout` as an option: what is none counts as the default. */
const readTimeout = (timeout: number | undefined): number =>
  timeout !== undefined && timeout > 0 ? Math.min(timeout, LONGEST) : DEFAULT_TIMEOUT;

/** Resolved against the page that the picker stands in, which may not be the page of the script. */
const resolved = (url: string | URL, base: string | undefined): string => {
  try {
    return new URL(url, base).href;
  } catch {
    // `fetch` says what is wrong with it.
    return String(url);
  }
};

/**
 * Whether a guard in front of the endpoint sends requests elsewhere. Where that is a log-in page of another origin, all
 * that `fetch` says is that it failed. A `HEAD` changes nothing on the server, and must not be followed.
 */
async function isRedirected(url: string, init: RequestInit, send: typeof fetch, signal: AbortSignal): Promise<boolean> {
  const { body: _body, method: _method, ...rest } = init;
  const patience = new Patience(signal, PROBE);
  try {
    const { controller, over } = patience;
    const request = send(url, { ...rest, method: 'HEAD', redirect: 'manual', signal: controller.signal });
    return (await Promise.race([request, over])).type === 'opaqueredirect';
  } catch {
    return false;
  } finally {
    patience.stop();
  }
}

/**
 * Asks one of the host's own endpoints and returns its JSON.
 *
 * @param url absolute, or relative to the page
 * @throws {PickerError} `timeout`, `network`, `bad-response`, `unauthenticated`
 * @throws {Response} one that says no, with its body still to be read
 */
export async function requestJson(url: string | URL, init: RequestInit, options: RequestOptions): Promise<JsonAnswer> {
  const { option, signal, base, fetch: send = fetch } = options;
  const target = resolved(url, base);
  const patience = new Patience(signal, readTimeout(options.timeout));
  const { controller, over } = patience;
  let response: Response;
  let at: number;
  let text: string;
  try {
    response = await Promise.race([send(target, { ...init, signal: controller.signal }), over]);
    at = Date.now();
    // It races with the end of patience: WebKit may leave a body unanswered whose request is aborted just as the
    // headers come.
    text = response.ok ? await Promise.race([response.text(), over]) : '';
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    // Which error an abort rejects with differs between browsers.
    if (patience.isLate) throw new PickerError('timeout', option);
    if (navigator.onLine && (await isRedirected(target, init, send, signal))) {
      throw new PickerError('unauthenticated', `${option} redirects to another site`);
    }
    if (signal.aborted) throw signal.reason;
    throw new PickerError('network', option, { cause });
  } finally {
    patience.stop();
  }
  if (!response.ok) throw response;
  const data = parsed(text);
  if (data) return { data, at };
  // A guard in front of the endpoint redirects to its log-in page instead of answering 401.
  throw new PickerError(response.redirected ? 'unauthenticated' : 'bad-response', option);
}

// A SyntaxError goes no further: it quotes the text, which may hold a one-time URL.
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
