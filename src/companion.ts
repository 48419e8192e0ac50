import { handleSelection, type HandleSelectionOptions } from './handler.js';

/** The companion of an element: runs while that is on a page and has a `sync-endpoint`. */
export class Companion {
  readonly #host: Element & HandleSelectionOptions;
  #stop: (() => void) | undefined;

  constructor(host: Element & HandleSelectionOptions) {
    this.#host = host;
  }

  /** Starts it where there is one to start, and stops it where there is none. */
  follow(): void {
    if (this.#host.isConnected && this.#host.syncEndpoint) this.#stop ??= handleSelection(this.#host, this.#host);
    else this.stop();
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
