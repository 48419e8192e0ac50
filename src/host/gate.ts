/** Lets so many tasks run at a time; the others wait their turn. */
export class Gate {
  readonly #places: number;
  readonly #longest: number;
  readonly #since = new Map<symbol, number>();
  readonly #waiting: (() => void)[] = [];

  /**
   * @param places how many tasks at a time
   * @param longest ms that no task can exceed: whoever holds a place for longer was frozen by its runtime (Workers do
   *   so with what a finished request leaves behind), and loses it
   */
  constructor(places: number, longest: number) {
    this.#places = places;
    this.#longest = longest;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    while (!this.#isOpen()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const place = Symbol();
    this.#since.set(place, Date.now());
    try {
      return await task();
    } finally {
      this.#since.delete(place);
      this.#waiting.shift()?.();
    }
  }

  #isOpen(): boolean {
    const overdue = Date.now() - this.#longest;
    for (const [place, since] of this.#since) if (since < overdue) this.#since.delete(place);
    return this.#since.size < this.#places;
  }
}
