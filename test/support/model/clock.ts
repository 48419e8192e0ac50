/** ms from which a wait is one for which the test decides when it is over. */
const LONG = 900;

/** Long waits end when the test says so; short ones as ever. */
export class Clock {
  readonly #own = { setTimeout: window.setTimeout, clearTimeout: window.clearTimeout };
  readonly #waits = new Map<number, () => void>();
  #next = -1;

  constructor() {
    const { setTimeout, clearTimeout } = this.#own;
    window.setTimeout = ((run: () => void, ms = 0) => {
      if (ms < LONG) return setTimeout(run, ms);
      this.#waits.set(this.#next, run);
      return this.#next--;
    }) as typeof window.setTimeout;
    window.clearTimeout = (id) => {
      if (!this.#waits.delete(id as number)) clearTimeout(id as number);
    };
  }

  /** All that is waited for by now is over. */
  pass(): void {
    const over = [...this.#waits.values()];
    this.#waits.clear();
    for (const run of over) run();
  }

  stop(): void {
    Object.assign(window, this.#own);
  }
}
