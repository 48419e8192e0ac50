import { handleSelection, type HandleSelectionOptions } from './handler.js';

/** The companion of an element: runs while that is on a page and has a `sync-endpoint`. */
export class Companion {
  readonly #host: Element & HandleSelectionOptions;
  #stop: (() => void) | undefined;
  /** The endpoint that it was started for. */
  #endpoint: unknown;

  constructor(host: Element & HandleSelectionOptions) {
    this.#host = host;
  }

  /** Starts it where there is one to start, and stops it where there is none, or another one. */
  follow(): void {
    const { isConnected, syncEndpoint } = this.#host;
    if (!isConnected || syncEndpoint !== this.#endpoint) this.stop();
    if (!isConnected || !syncEndpoint || this.#stop) return;
    this.#endpoint = syncEndpoint;
    this.#stop = handleSelection(this.#host, this.#host);
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
