import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tiles in the first piece: more than any screen shows. Each piece doubles what is there, as long as it is not too long. */
const FIRST = 250;
const LONGEST = 1_000;

/** ms until the second piece of what was searched for: whoever types is likely to type on. */
const PAUSE = 500;

/**
 * Lets a long list come piece by piece, the first one at once: the page answers in between, so that a merchant can type
 * on while thousands of tiles are on their way. A list of one piece never notices.
 */
export class Pieces implements ReactiveController {
  /** How many tiles may be on screen by now. */
  limit = FIRST;
  /** Another one for each list that is to be dropped as a whole: tile by tile, thousands take far longer. */
  round = 0;
  #pause = 0;
  readonly #host: ReactiveControllerHost & Element;
  readonly #total: () => number;
  #next: ReturnType<typeof setTimeout> | undefined;

  /** @param total how many tiles there are to show */
  constructor(host: ReactiveControllerHost & Element, total: () => number) {
    this.#host = host;
    this.#total = total;
    host.addController(this);
  }

  /**
   * Begins anew, since what there is to show has changed as a whole.
   *
   * @param isTyping leaves a pause after the first piece
   */
  restart(isTyping = false): void {
    if (this.limit > LONGEST) this.round += 1;
    this.limit = FIRST;
    this.#pause = isTyping ? PAUSE : 0;
  }

  hostUpdated(): void {
    clearTimeout(this.#next);
    // Removal itself leads to one more update.
    if (!this.#host.isConnected || this.limit >= this.#total()) return;
    this.#next = setTimeout(() => {
      this.limit += Math.min(this.limit, LONGEST);
      this.#pause = 0;
      this.#host.requestUpdate();
    }, this.#pause);
  }

  hostDisconnected(): void {
    clearTimeout(this.#next);
  }
}
