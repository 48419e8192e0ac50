import { PickerError } from '../shared/errors.js';
import type { Background } from './background.js';
import { NotAsked } from './codat-gate.js';
import type { Failure } from './failures.js';
import { steadyNow } from './steady-now.js';

/** A value, and when it was fetched. */
export interface Dated<T> {
  value: T;
  /** ms since the epoch. */
  at: number;
}

/**
 * Loads a value. It reports its own failures, and never rejects.
 *
 * @param held the value that is held already, which is old
 * @param request the request that it is loaded for
 * @returns undefined if the held value is to be used for now, because another instance is loading it
 */
export type Load<T> = (
  key: string,
  held: Dated<T> | undefined,
  request: Request | undefined,
) => Promise<Dated<T> | Failure | undefined>;

export interface StaleCacheOptions {
  /** ms for which a value is fresh. */
  fresh: number;
  /** Keeps the runtime alive for each load, as it may go on after its request. */
  background: Background;
}

/** ms until the next load if another instance was loading it. */
const LOOK_AGAIN = 5_000;

/**
 * ms after which a load counts as frozen: some runtimes (Workers) freeze what a finished request leaves behind, with
 * its timers. No real load takes as long; if one does, there is one call too many.
 */
const ABANDONED = 2 * 60_000;

/**
 * A cache in memory that answers at once if it can: a value that is no longer fresh is still answered, and loaded again
 * in the background. All requests for a key share one load. A failure is thrown to those that wait. It is kept for as
 * long as the load says, and nothing is loaded meanwhile, so that a server that is down gets few calls.
 */
export class StaleCache<T> {
  readonly #load: Load<T>;
  readonly #options: StaleCacheOptions;
  readonly #held = new Map<string, Dated<T>>();
  /** Until when the held values are fresh, by {@link steadyNow}. */
  readonly #freshUntil = new Map<string, number>();
  readonly #loads = new Map<string, { since: number; promise: ReturnType<Load<T>> }>();
  /** Keys that are not loaded for a while. There is no `error` if another instance is loading. */
  readonly #pauses = new Map<string, { until: number; error?: PickerError }>();
  #version = 0;

  constructor(load: Load<T>, options: StaleCacheOptions) {
    this.#load = load;
    this.#options = options;
  }

  /** Changes whenever a held value changes. */
  get version(): number {
    return this.#version;
  }

  /** The held value, fresh or not; undefined if there is none. */
  peek(key: string): T | undefined {
    return this.#held.get(key)?.value;
  }

  /** When this key may be loaded again, by {@link steadyNow}. Until then, `get` returns the same value. */
  dueAt(key: string): number {
    return Math.max(this.#freshUntil.get(key) ?? 0, this.#pauses.get(key)?.until ?? 0);
  }

  /** @throws the failure of the load, or that of the last load during its pause, if no value is held */
  async get(key: string, request?: Request): Promise<T> {
    const held = this.#held.get(key);
    if (!held) return this.#firstLoad(key, request);
    if (steadyNow() >= this.dueAt(key)) this.#refresh(key, request);
    return held.value;
  }

  async #firstLoad(key: string, request: Request | undefined): Promise<T> {
    const entry = await this.#sharedLoad(key, request);
    if (entry) return entry.value;
    throw new PickerError('unavailable', 'another instance is about to load it');
  }

  #refresh(key: string, request: Request | undefined): void {
    // The load reports its failure itself.
    this.#sharedLoad(key, request).catch(() => {});
  }

  async #sharedLoad(key: string, request: Request | undefined): Promise<Dated<T> | undefined> {
    const now = steadyNow();
    const pause = this.#pauses.get(key);
    if (pause?.error && now < pause.until) throw withTimeLeft(pause.error, pause.until - now);
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
      // A value from a store may be old already.
      if (steadyNow() >= this.dueAt(key)) this.#refresh(key, request);
    }
    return valueIn(loaded);
  }
}

/** @throws the failure of the load */
function valueIn<T>(loaded: Dated<T> | Failure | undefined): Dated<T> | undefined {
  if (loaded && 'error' in loaded) throw loaded.error;
  return loaded;
}

/** The same failure, thrown again later: a `retryAfter` becomes what is left of it. */
function withTimeLeft(error: PickerError, ms: number): PickerError {
  const { code, status, correlationId, retryable, retryAfter } = error;
  if (retryAfter === undefined) return error;
  return new NotAsked(code, 'it failed a moment ago', {
    ...(status !== undefined && { status }),
    ...(correlationId !== undefined && { correlationId }),
    retryable,
    retryAfter: Math.ceil(ms / 1000),
  });
}
