import { PickerError } from './errors.js';
import { CodatRedirectEvent, type CodatSelectEvent } from './events.js';
import { requestJson } from './http.js';
import { checkSyncUrl } from './safe-url.js';

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
  /** Replaces `location.assign`. The tile is busy until the promise it returns settles, and shows a rejection. */
  navigate?: ((url: string) => unknown) | undefined;
  /** Aborting it has the effect of `stop()`. Read once. */
  signal?: AbortSignal | undefined;
}

/** ms that Codat's one-time code lives: a page that has not been left by then will not be. */
const CODE_LIFETIME = 30_000;

// The event whose flow is under way. One for all handlers of the page: they share one address bar, and a navigation
// that another overtakes has burnt its code.
let active: Event | undefined;

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
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, options.signal ?? []].flat());

  const connect = async (event: CodatSelectEvent, picker: HTMLElement): Promise<void> => {
    // Listeners that come after this one may cancel the event: the flow starts when all have been heard.
    await null;
    if (event.defaultPrevented) return;
    const { platformKey } = event.detail;
    const pageLeft = new AbortController();
    const gone = AbortSignal.any([signal, pageLeft.signal]);
    addEventListener('pagehide', () => pageLeft.abort(), { signal: gone });
    const headers = new Headers(options.requestInit?.headers);
    headers.set('content-type', 'application/json');
    try {
      const answer = await requestJson(
        options.syncEndpoint,
        { ...options.requestInit, method: 'POST', headers, body: JSON.stringify({ platformKey }) },
        { ...options, option: 'syncEndpoint', signal: gone },
      );
      const url = checkSyncUrl((answer as { url?: unknown }).url, options.allowedHosts);
      // Whoever is no longer there must not be sent away.
      const there = !gone.aborted && picker.isConnected;
      if (there && picker.dispatchEvent(new CodatRedirectEvent({ platformKey, url }))) {
        if (options.navigate) {
          await options.navigate(url);
        } else {
          location.assign(url);
          // Busy until the page is left: no second click burns the code. And free again, should it be brought back.
          await new Promise((resolve) => {
            gone.onabort = resolve;
            setTimeout(resolve, CODE_LIFETIME);
          });
        }
      }
    } catch (error) {
      if (!gone.aborted) throw error;
    }
  };

  const listener = (event: Event): void => {
    if (!active) {
      active = event;
      // At an ancestor, the target may be a shadow host around the picker.
      const flow = connect(event as CodatSelectEvent, event.composedPath()[0] as HTMLElement);
      (event as CodatSelectEvent).waitUntil(flow.finally(() => (active = undefined)));
    } else if (active !== event) {
      // A second choice has to wait. (The same one may reach a second handler.)
      event.preventDefault();
    }
  };
  target.addEventListener('codat-select', listener, { signal });
  return () => controller.abort();
}
