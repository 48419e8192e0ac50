import { isPickerError } from '../errors.js';
import type { Background } from './background.js';

/** A value, and when it was fetched, in ms since the epoch. */
export interface Dated<T> {
  value: T;
  at: number;
}

export interface StaleCacheOptions {
  /** ms. A value younger than this is answered as it is. */
  fresh: number;
  /** ms. After a failure, no further attempt is made for so long, unless the failure's `retryAfter` says how long. */
  pause: number;
  /** Is told of each load: it may go on after the request that began it. */
  background: Background;
}

/** ms. The longest that a failure's own `retryAfter` is heeded. */
const LONGEST_PAUSE = 60 * 60_000;

/**
 * ms. A load that has not ended by then never will: some runtimes (Workers) freeze what a finished request leaves
 * behind, timers included. Longer than any real one, and all it costs when it isn't is a call too many.
 */
const ABANDONED = 2 * 60_000;

/**
 * Keeps what is slow to load. A value that is no longer fresh is still answered, at once, while it is loaded anew in
 * the background; one load for a key at a time, however many ask. Rejections are handed to whoever waits, and never
 * kept: what is kept is that there was one, for a short time, so that a server that is down is left alone.
 */
export class StaleCache<T> {
  readonly #load: (key: string, held: Dated<T> | undefined) => Promise<Dated<T>>;
  readonly #options: StaleCacheOptions;
  readonly #held = new Map<string, Dated<T>>();
  readonly #loads = new Map<string, { since: number; promise: Promise<Dated<T>> }>();
  readonly #failures = new Map<string, { until: number; error: unknown }>();

  /** @param load is told what is held already; reports its own failures */
  constructor(load: (key: string, held: Dated<T> | undefined) => Promise<Dated<T>>, options: StaleCacheOptions) {
    this.#load = load;
    this.#options = options;
  }

  /** @throws what the load failed with, or the last one a moment ago, where there is nothing to answer */
  async get(key: string): Promise<T> {
    const held = this.#held.get(key);
    if (!held) return (await this.#loaded(key)).value;
    if (!this.#isFresh(held)) this.#refresh(key);
    return held.value;
  }

  #isFresh({ at }: Dated<T>): boolean {
    return Date.now() - at < this.#options.fresh;
  }

  #refresh(key: string): void {
    // The load has reported its failure, and nobody waits for it.
    this.#loaded(key).catch(() => {});
  }

  async #loaded(key: string): Promise<Dated<T>> {
    const now = Date.now();
    const failure = this.#failures.get(key);
    if (failure && now < failure.until) throw failure.error;
    const running = this.#loads.get(key);
    if (running && now - running.since < ABANDONED) return running.promise;
    const load = { since: now, promise: this.#load(key, this.#held.get(key)) };
    this.#loads.set(key, load);
    this.#options.background(load.promise);
    const ended = (): unknown => this.#loads.get(key) === load && this.#loads.delete(key);
    try {
      const entry = await load.promise;
      ended();
      this.#held.set(key, entry);
      // What was loaded may be old itself, out of a store.
      if (!this.#isFresh(entry)) this.#refresh(key);
      return entry;
    } catch (error) {
      ended();
      const seconds = isPickerError(error) ? error.retryAfter : undefined;
      const pause = seconds === undefined ? this.#options.pause : Math.min(seconds * 1000, LONGEST_PAUSE);
      this.#failures.set(key, { until: Date.now() + pause, error });
      throw error;
    }
  }
}
