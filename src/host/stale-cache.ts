import { PickerError } from '../shared/errors.js';
import type { Background } from './background.js';
import { LeftAlone } from './codat-gate.js';
import type { Failure } from './failures.js';
import { steadyNow } from './steady-now.js';

/** A value, and when it was fetched, in ms since the epoch. */
export interface Dated<T> {
  value: T;
  at: number;
}

/**
 * Loads a value. It reports its own failures, and never rejects.
 *
 * @param held what is held already
 * @param request the one that it is loaded for
 * @returns undefined where what is held has to do for now: someone else is about to load it
 */
export type Load<T> = (
  key: string,
  held: Dated<T> | undefined,
  request: Request | undefined,
) => Promise<Dated<T> | Failure | undefined>;

export interface StaleCacheOptions {
  /** ms. A value younger than this is answered as it is. */
  fresh: number;
  /** Is told of each load: it may go on after the request that began it. */
  background: Background;
}

/** ms after which it is looked at again what someone else was about to load. */
const LOOK_AGAIN = 5_000;

/**
 * ms. A load that has not ended by then never will: some runtimes (Workers) freeze what a finished request leaves
 * behind, timers included. Longer than any real one, and all it costs when it isn't is a call too many.
 */
const ABANDONED = 2 * 60_000;

/**
 * Keeps what is slow to load. A value that is no longer fresh is still answered, at once, while it is loaded anew in
 * the background; one load for a key at a time, however many ask. Failures are handed to whoever waits, and kept for as
 * long as the load says, so that a server that is down is left alone.
 */
export class StaleCache<T> {
  readonly #load: Load<T>;
  readonly #options: StaleCacheOptions;
  readonly #held = new Map<string, Dated<T>>();
  /** When what is held is no longer fresh. */
  readonly #freshUntil = new Map<string, number>();
  readonly #loads = new Map<string, { since: number; promise: ReturnType<Load<T>> }>();
  /** What is not loaded for a while, and why: nobody knows where someone else is about to. */
  readonly #pauses = new Map<string, { until: number; error?: PickerError }>();
  #version = 0;

  constructor(load: Load<T>, options: StaleCacheOptions) {
    this.#load = load;
    this.#options = options;
  }

  /** Another number whenever anything that is held has changed. */
  get version(): number {
    return this.#version;
  }

  /** What is held, fresh or not; undefined where nothing is. */
  peek(key: string): T | undefined {
    return this.#held.get(key)?.value;
  }

  /** When there is something to be done about this key, by {@link steadyNow}; until then, `get` answers the same. */
  dueAt(key: string): number {
    return Math.max(this.#freshUntil.get(key) ?? 0, this.#pauses.get(key)?.until ?? 0);
  }

  /** @throws what the load failed with, or the last one a moment ago, where there is nothing to answer */
  async get(key: string, request?: Request): Promise<T> {
    const held = this.#held.get(key);
    if (!held) return this.#first(key, request);
    if (steadyNow() >= this.dueAt(key)) this.#refresh(key, request);
    return held.value;
  }

  async #first(key: string, request: Request | undefined): Promise<T> {
    const entry = await this.#loaded(key, request);
    if (entry) return entry.value;
    throw new PickerError('unavailable', 'another instance is about to load it');
  }

  #refresh(key: string, request: Request | undefined): void {
    // The load has reported its failure, and nobody waits for it.
    this.#loaded(key, request).catch(() => {});
  }

  async #loaded(key: string, request: Request | undefined): Promise<Dated<T> | undefined> {
    const now = steadyNow();
    const pause = this.#pauses.get(key);
    if (pause?.error && now < pause.until) throw withTheRest(pause.error, pause.until - now);
    const running = this.#loads.get(key);
    if (running && now - running.since < ABANDONED) return valueIn(await running.promise);
    const load = { since: now, promise: this.#load(key, this.#held.get(key), request) };
    this.#loads.set(key, load);
    this.#options.background(load.promise);
    const loaded = await load.promise;
    if (this.#loads.get(key) === load) this.#loads.delete(key);
    if (!loaded) {
      this.#pauses.set(key, { until: steadyNow() + LOOK_AGAIN });
    } else if ('error' in loaded) {
      this.#pauses.set(key, { until: steadyNow() + loaded.pause, error: loaded.error });
    } else {
      this.#pauses.delete(key);
      this.#held.set(key, loaded);
      this.#freshUntil.set(key, steadyNow() + this.#options.fresh - Math.max(0, Date.now() - loaded.at));
      this.#version += 1;
      // What was loaded may be old itself, out of a store.
      if (steadyNow() >= this.dueAt(key)) this.#refresh(key, request);
    }
    return valueIn(loaded);
  }
}

/** @throws what the load failed with */
function valueIn<T>(loaded: Dated<T> | Failure | undefined): Dated<T> | undefined {
  if (loaded && 'error' in loaded) throw loaded.error;
  return loaded;
}

/** The same failure, told later: where it said how long to wait, with what is left of that. */
function withTheRest(error: PickerError, ms: number): PickerError {
  const { code, status, correlationId, retryable, retryAfter } = error;
  if (retryAfter === undefined) return error;
  return new LeftAlone(code, 'it failed a moment ago', {
    ...(status !== undefined && { status }),
    ...(correlationId !== undefined && { correlationId }),
    retryable,
    retryAfter: Math.ceil(ms / 1000),
  });
}
