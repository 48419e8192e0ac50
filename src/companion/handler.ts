import { attempt } from '../shared/attempt.js';
import { PickerError } from '../shared/errors.js';
import { CodatRedirectEvent, type CodatSelectEvent } from '../shared/events.js';
import { requestJson } from '../shared/http.js';
import { exitOf, windowOf, type Exit, type Target } from './leave.js';
import { checkSyncUrl, parseUrl, readAllowedHosts } from '../shared/safe-url.js';

/** Options of {@link handleSelection}. They are read at each choice, so that an object may change. */
export interface HandleSelectionOptions {
  /** The host's endpoint that answers `POST { "platformKey": "gbol" }` with `{ "url": "https://…" }`. */
  syncEndpoint: string | URL;
  /** Host names the browser may be sent to, subdomains included. Default: `codat.io`. */
  allowedHosts?: string | readonly string[] | undefined;
  /** ms to wait for the Sync URL, from the request to the last byte. Default: 10 000. */
  timeout?: number | undefined;
  /** Headers, credentials and the like for the request. Method and body are not taken from it. */
  requestInit?: RequestInit | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /**
   * Where the Sync page opens. Default: `_self`. In a frame, `_top` leads out of it. `_blank` opens its window in the
   * click itself, before the Sync URL is asked for, so that no browser blocks it.
   */
  target?: Target | undefined;
  /**
   * Replaces the navigation, whatever `target` says. The tile is busy until the promise it returns settles, and shows a
   * rejection.
   */
  navigate?: ((url: string) => unknown) | undefined;
  /** Aborting it has the effect of `stop()`. Read once. */
  signal?: AbortSignal | undefined;
}

/** ms that Codat's one-time code lives. What was asleep for longer goes nowhere with it. */
const CODE_LIFETIME = 30_000;

/**
 * The event whose flow is under way. One for all companions of a window, whichever copy or version of this file they
 * come from: they share one address bar, and a navigation that another overtakes has burnt its code.
 */
interface Lock {
  event?: Event | undefined;
}

const isOurs = (event: Event): event is CodatSelectEvent =>
  attempt(() => {
    const { detail, waitUntil } = event as CodatSelectEvent;
    return typeof waitUntil === 'function' && typeof detail.platformKey === 'string';
  }) ?? false;

const LOCK = Symbol.for('codat-commerce-picker.flow');

const lockOf = (view: Window): Lock => ((view as { [LOCK]?: Lock })[LOCK] ??= {});

/** One for each choice: a browser may send a POST again by itself, where the connection broke before an answer. */
const idempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Those of the host, and what each request for a Sync URL says of itself. */
const headersOf = (init: RequestInit | undefined): Headers => {
  const headers = attempt(() => new Headers(init?.headers));
  if (!headers)
    throw new PickerError('misconfigured', 'check requestInit.headers: a browser takes them for no headers');
  headers.set('content-type', 'application/json');
  headers.set('idempotency-key', idempotencyKey());
  return headers;
};

/**
 * The companion: on each `codat-select` that reaches `target`, fetches the one-time Sync URL from the host and
 * navigates there.
 *
 * One flow at a time, one request and one navigation for each choice: the request makes Codat create a company, so it
 * is never repeated, prefetched or kept. A failure is shown on the tile, and the merchant may pick again.
 *
 * @param target a `<codat-commerce-picker>` or any ancestor of one
 * @returns stops listening, and gives up a flow that is under way
 * @throws {PickerError} `misconfigured` when `syncEndpoint` is missing
 */
export function handleSelection(target: EventTarget, options: HandleSelectionOptions): () => void {
  if (!options.syncEndpoint) throw new PickerError('misconfigured', 'set syncEndpoint');
  const { signal } = options;
  /** Give up the flows that are under way. */
  const stops = new Set<() => void>();
  let isStopped = false;

  const connect = async (event: CodatSelectEvent, picker: Element, view: Window): Promise<void> => {
    const given = new AbortController();
    const giveUp = (): void => given.abort();
    const gone = new Promise((resolve) => given.signal.addEventListener('abort', resolve));
    /** Whoever is no longer there must not be sent away, nor may anything be made for them. */
    const isGone = (): boolean => given.signal.aborted || !picker.isConnected || !windowOf(picker);
    let at = Infinity;
    const checkAge = (): void => {
      if (Date.now() - at > CODE_LIFETIME) throw new PickerError('timeout', 'the Sync URL’s code has expired');
    };
    stops.add(giveUp);
    // At an ancestor, nobody else says that the picker is gone, or shows another merchant's list. (Events of another
    // version have no signal.)
    const { signal: ofPicker } = event as { signal?: AbortSignal };
    ofPicker?.addEventListener('abort', giveUp);
    // Whoever leaves meanwhile is not to be sent elsewhere.
    view.addEventListener('pagehide', giveUp);
    let exit: Exit | undefined;
    try {
      const hosts = readAllowedHosts(options.allowedHosts);
      // Before anything is made that nobody could then be led to.
      if (!parseUrl(picker.baseURI)) throw new PickerError('misconfigured', 'the page has put its own in place of URL');
      const { integration, platformKey } = event.detail;
      if (!options.navigate) exit = exitOf(picker, options.target, integration?.name ?? '', given.signal);
      // Listeners that come after this one may cancel the event, and those of the click remove the picker: the flow
      // starts when all have been heard.
      await new Promise((resolve) => setTimeout(resolve));
      if (event.defaultPrevented || isGone()) return;
      const headers = headersOf(options.requestInit);
      const answer = await requestJson(
        options.syncEndpoint,
        { ...options.requestInit, method: 'POST', headers, body: JSON.stringify({ platformKey }) },
        {
          option: 'syncEndpoint',
          signal: given.signal,
          base: picker.baseURI,
          fetch: options.fetch,
          timeout: options.timeout,
        },
      );
      at = answer.at;
      const url = checkSyncUrl((answer.data as { url?: unknown }).url, hosts);
      if (isGone()) return;
      // Whoever hears of it may navigate by itself, or take its time.
      checkAge();
      if (!picker.dispatchEvent(new CodatRedirectEvent({ platformKey, url })) || isGone()) return;
      checkAge();
      if (options.navigate) {
        // Should it never end, whoever gives up is free all the same.
        await Promise.race([options.navigate(url), gone]);
      } else {
        await exit!.leave(url);
        exit = undefined;
      }
    } catch (error) {
      if (!given.signal.aborted) throw error;
    } finally {
      exit?.close();
      ofPicker?.removeEventListener('abort', giveUp);
      view.removeEventListener('pagehide', giveUp);
      stops.delete(giveUp);
    }
  };

  const listener = (event: Event): void => {
    // At an ancestor, the target may be a shadow host around the picker.
    const picker = event.composedPath()[0] as Element;
    const view = windowOf(picker);
    // Some pages put something in place of `addEventListener` that knows no signal: stopped is stopped.
    if (isStopped || signal?.aborted || !view) return;
    // A page may use the name for an event of its own.
    if (!isOurs(event)) return;
    const lock = lockOf(view);
    if (!lock.event) {
      let end!: (flow: Promise<void>) => void;
      const ended = new Promise<void>((resolve) => (end = resolve));
      // Whoever can't be told how it ends has picked nothing: it is an event that was kept, and dispatched once more.
      if (!attempt(() => [event.waitUntil(ended)])) return;
      // Whoever is told may not listen.
      ended.catch(() => {});
      lock.event = event;
      end(connect(event, picker, view).finally(() => (lock.event = undefined)));
    } else if (lock.event !== event) {
      // A second choice has to wait. (The same one may reach a second handler.)
      event.preventDefault();
    }
  };

  const stop = (): void => {
    isStopped = true;
    target.removeEventListener('codat-select', listener);
    signal?.removeEventListener('abort', stop);
    for (const giveUp of stops) giveUp();
  };
  if (!signal?.aborted) {
    target.addEventListener('codat-select', listener);
    signal?.addEventListener('abort', stop);
  }
  return stop;
}
