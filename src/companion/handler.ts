import { attempt } from '../shared/attempt.js';
import { PickerError } from '../shared/errors.js';
import { CodatRedirectEvent, type CodatSelectEvent } from '../shared/events.js';
import { requestJson } from '../shared/http.js';
import { exitOf, windowOf, type Exit, type Target } from './leave.js';
import { checkSyncUrl, parseUrl, readAllowedHosts } from '../shared/safe-url.js';

/** Options of {@link handleSelection}. They are read at each choice, so the object may be changed. */
export interface HandleSelectionOptions {
  /** The host's endpoint that answers `POST { "platformKey": "gbol" }` with `{ "url": "https://…" }`. */
  syncEndpoint: string | URL;
  /** Host names that the browser may be sent to, subdomains included. Default: `codat.io`. */
  allowedHosts?: string | readonly string[] | undefined;
  /** ms to wait for the Sync URL, from the request to the last byte. Default: 10 000. */
  timeout?: number | undefined;
  /** Headers, credentials and other settings of the request. Its method and body are ignored. */
  requestInit?: RequestInit | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /**
   * Where the Sync page opens. Default: `_self`. In a frame, `_top` leads out of it. `_blank` opens its window during
   * the click, before the Sync URL is asked for, so that no browser blocks it.
   */
  target?: Target | undefined;
  /**
   * Replaces the navigation; `target` is ignored then. The tile is busy until the promise that it returns settles, and
   * shows a failure if that rejects.
   */
  navigate?: ((url: string) => unknown) | undefined;
  /** Aborting it does the same as calling the returned function. It is read once. */
  signal?: AbortSignal | undefined;
}

/** ms after which Codat's one-time code has expired. A page that was asleep for longer must not navigate with it. */
const CODE_LIFETIME = 30_000;

/**
 * Holds the event whose flow is under way. All companions of a window share one lock, whichever copy or version of this
 * file they come from: they share one address bar, and a second navigation would waste the one-time code of the first.
 */
interface Lock {
  event?: Event | undefined;
}

const LOCK = Symbol.for('codat-commerce-picker.flow');

const lockOf = (view: Window): Lock => ((view as { [LOCK]?: Lock })[LOCK] ??= {});

/** Whether this is an event of a picker, of whichever version. A page may have an event of its own with this name. */
const isSelectEvent = (event: Event): event is CodatSelectEvent =>
  attempt(() => {
    const { detail, waitUntil } = event as CodatSelectEvent;
    return typeof waitUntil === 'function' && typeof detail.platformKey === 'string';
  }) ?? false;

/** A new key for each choice: by it, the host knows a POST that the browser sends again after its connection broke. */
const idempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The host's own headers, and those that each request for a Sync URL has. */
const headersOf = (init: RequestInit | undefined): Headers => {
  const headers = attempt(() => new Headers(init?.headers));
  if (!headers) {
    throw new PickerError('misconfigured', 'check requestInit.headers: a browser takes them for no headers');
  }
  headers.set('content-type', 'application/json');
  headers.set('idempotency-key', idempotencyKey());
  return headers;
};

/**
 * The companion. For each `codat-select` that reaches `target`, it fetches the one-time Sync URL from the host and
 * navigates there.
 *
 * There is one flow at a time, with one request and one navigation. The request makes Codat create a company, so it is
 * never repeated or prefetched, and the URL is never kept. A failure is shown on the tile, and the merchant may pick
 * again.
 *
 * @param target a `<codat-commerce-picker>` or any ancestor of one
 * @returns a function that stops listening and gives up a flow that is under way
 * @throws {PickerError} `misconfigured` if `syncEndpoint` is missing
 */
export function handleSelection(target: EventTarget, options: HandleSelectionOptions): () => void {
  if (!options.syncEndpoint) throw new PickerError('misconfigured', 'set syncEndpoint');
  const { signal } = options;
  /** One function for each flow that is under way, which gives it up. */
  const stops = new Set<() => void>();
  let isStopped = false;

  const runFlow = async (event: CodatSelectEvent, picker: Element, view: Window): Promise<void> => {
    const controller = new AbortController();
    const giveUp = (): void => controller.abort();
    const givenUp = new Promise((resolve) => controller.signal.addEventListener('abort', resolve));
    /** Whether the flow was given up, or its picker is no longer in a page. Then nothing more may happen. */
    const isGone = (): boolean => controller.signal.aborted || !picker.isConnected || !windowOf(picker);
    let at = Infinity;
    const checkAge = (): void => {
      if (Date.now() - at > CODE_LIFETIME) throw new PickerError('timeout', 'the Sync URL’s code has expired');
    };
    stops.add(giveUp);
    // The picker aborts this signal when it is removed, or shows another list. (Events of older versions have none.)
    const { signal: ofPicker } = event as { signal?: AbortSignal };
    ofPicker?.addEventListener('abort', giveUp);
    // A merchant who leaves the page meanwhile must not be sent to Codat.
    view.addEventListener('pagehide', giveUp);
    let exit: Exit | undefined;
    try {
      const hosts = readAllowedHosts(options.allowedHosts);
      // Checked before Codat creates anything.
      if (!parseUrl(picker.baseURI)) throw new PickerError('misconfigured', 'the page has put its own in place of URL');
      const { integration, platformKey } = event.detail;
      if (!options.navigate) exit = exitOf(picker, options.target, integration?.name ?? '', controller.signal);
      // Later listeners may still cancel the event, and a listener of the click may remove the picker. So the flow
      // begins only after all of them have run.
      await new Promise((resolve) => setTimeout(resolve));
      if (event.defaultPrevented || isGone()) return;
      const headers = headersOf(options.requestInit);
      const answer = await requestJson(
        options.syncEndpoint,
        { ...options.requestInit, method: 'POST', headers, body: JSON.stringify({ platformKey }) },
        {
          option: 'syncEndpoint',
          signal: controller.signal,
          base: picker.baseURI,
          fetch: options.fetch,
          timeout: options.timeout,
        },
      );
      at = answer.at;
      const url = checkSyncUrl((answer.data as { url?: unknown }).url, hosts);
      if (isGone()) return;
      // Checked before the event and after it, because a listener may take its time.
      checkAge();
      if (!picker.dispatchEvent(new CodatRedirectEvent({ platformKey, url })) || isGone()) return;
      checkAge();
      if (options.navigate) {
        // Giving up ends the flow, even if the host's promise never settles.
        await Promise.race([options.navigate(url), givenUp]);
      } else {
        await exit!.leave(url);
        exit = undefined;
      }
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    } finally {
      exit?.close();
      ofPicker?.removeEventListener('abort', giveUp);
      view.removeEventListener('pagehide', giveUp);
      stops.delete(giveUp);
    }
  };

  const listener = (event: Event): void => {
    // Not `event.target`: for a listener on an ancestor, that may be a shadow host around the picker.
    const picker = event.composedPath()[0] as Element;
    const view = windowOf(picker);
    // Checked here too: some pages replace addEventListener, and then the listener is not removed.
    if (isStopped || signal?.aborted || !view) return;
    if (!isSelectEvent(event)) return;
    const lock = lockOf(view);
    if (!lock.event) {
      let end!: (flow: Promise<void>) => void;
      const ended = new Promise<void>((resolve) => (end = resolve));
      // waitUntil throws if the event is an old one that is dispatched again. That is no choice of the merchant's.
      if (!attempt(() => [event.waitUntil(ended)])) return;
      // The listener of waitUntil may not handle a rejection.
      ended.catch(() => {});
      lock.event = event;
      end(runFlow(event, picker, view).finally(() => (lock.event = undefined)));
    } else if (lock.event !== event) {
      // A second choice while a flow is under way is cancelled. (The same event may reach a second handler, which is
      // fine.)
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
