import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tiles in the first batch: more than any screen shows. Each batch doubles the number, by 1,000 tiles at the most. */
const FIRST = 250;
const LARGEST = 1_000;

/** ms before the second batch of a search's results: the merchant is likely to type on, and to search for something else. */
const PAUSE = 500;

/**
 * Draws a long list in batches, the first one at once. Between two batches the page can respond, so that a merchant can
 * type while thousands of tiles are being drawn. Most lists have one batch.
 */
export class Batches implements ReactiveController {
  /** How many tiles are drawn by now, at the most. */
  limit = FIRST;
  /** Changes when a long list gives way to another: lit then drops the old one as a whole, which is far quicker than by tile. */
  listKey = 0;
  #pause = 0;
  readonly #host: ReactiveControllerHost & Element;
  readonly #total: () => number;
  #cancel = (): void => {};

  /** @param total how many tiles there are to show */
  constructor(host: ReactiveControllerHost & Element, total: () => number) {
    this.#host = host;
    this.#total = total;
    host.addController(this);
  }

  /**
   * Begins with the first batch again, as there is another list to draw.
   *
   * @param isTyping leaves a pause after the first batch
   */
  restart(isTyping = false): void {
    if (this.limit > LARGEST) this.listKey += 1;
    this.limit = FIRST;
    this.#pause = isTyping ? PAUSE : 0;
  }

  hostUpdated(): void {
    this.#cancel();
    // The removal of the element leads to one more update.
    if (!this.#host.isConnected || this.limit >= this.#total()) return;
    this.#cancel = afterPaint(this.#pause, () => {
      this.limit += Math.min(this.limit, LARGEST);
      this.#pause = 0;
      this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#cancel();
  }
}

/**
 * Calls back once the browser has shown what was drawn: tasks that follow each other may all run before it does. In a
 * window that is out of sight it shows nothing, and the rest of the list waits until somebody looks.
 *
 * @param pause ms to wait besides
 * @returns calls it off
 */
function afterPaint(pause: number, callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(callback, pause);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
