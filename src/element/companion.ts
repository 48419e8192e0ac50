import { attempt } from '../shared/attempt.js';
import { handleSelection, type HandleSelectionOptions } from '../companion/handler.js';

/** The companion of an element: runs while that is on a page and has a `sync-endpoint`. */
export class Companion {
  readonly #host: Element & HandleSelectionOptions;
  #stop: (() => void) | undefined;
  /** The endpoint that it was started for. */
  #endpoint: string | undefined;

  constructor(host: Element & HandleSelectionOptions) {
    this.#host = host;
  }

  /** Starts it where there is one to start, and stops it where there is none, or another one. */
  follow(): void {
    const { isConnected, syncEndpoint } = this.#host;
    // As text: some hosts make a URL anew each time that they draw.
    const endpoint = attempt(() => String(syncEndpoint));
    if (!isConnected || endpoint !== this.#endpoint) this.stop();
    if (!isConnected || !syncEndpoint || this.#stop) return;
    this.#endpoint = endpoint;
    this.#stop = handleSelection(this.#host, this.#host);
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
