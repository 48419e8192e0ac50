import { PickerError } from './errors.js';

/** How {@link requestJson} asks. */
export interface RequestOptions {
  /** The option that the URL came from: named in messages. */
  option: string;
  /** Gives up; the promise then rejects with the signal's own reason. */
  signal: AbortSignal;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** ms for the whole exchange, the body included. Default: 10 000. */
  timeout?: number | undefined;
}

/**
 * Asks one of the host's own endpoints and returns its JSON.
 *
 * @param url absolute, or relative to the page
 * @throws {PickerError} `timeout`, `network`, `bad-response`, `unauthenticated`
 * @throws {Response} one that says no, with its body still to be read
 */
export async function requestJson(url: string | URL, init: RequestInit, options: RequestOptions): Promise<unknown> {
  const { option, signal, fetch: send = fetch, timeout = 10_000 } = options;
  const deadline = AbortSignal.timeout(timeout);
  const either = AbortSignal.any([signal, deadline]);
  let response!: Response;
  let body: unknown;
  try {
    body = await Promise.race([
      // A copy is read, as long as the deadline watches: a refusal is handed on with its body.
      send(url, { ...init, signal: either }).then((answer) => (response = answer).clone().json()),
      // WebKit may leave a body unanswered whose request is aborted just as the headers come.
      new Promise((_resolve, reject) => (either.onabort = reject)),
    ]);
  } catch (cause) {
    signal.throwIfAborted();
    // A SyntaxError is not kept: it quotes the body, which may hold a one-time URL. (In WebKit it is a DOMException.)
    if ((cause as Error).name !== 'SyntaxError') {
      // Which error an abort rejects with differs between browsers, so the signal is asked.
      throw new PickerError(deadline.aborted ? 'timeout' : 'network', option, { cause });
    }
  }
  if (!response.ok) throw response;
  if (body) return body;
  // A guard in front of the endpoint redirects to its log-in page instead of answering 401.
  throw new PickerError(response.redirected ? 'unauthenticated' : 'bad-response', option);
}
