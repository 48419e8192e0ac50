import { PickerError } from '../shared/errors.js';
import type { Background } from './background.js';
import { LeftAlone } from './codat-gate.js';
import { type Failure, failureIn, noteOf, pauseAfter, type Pauses } from './failures.js';
import type { Store } from './key-value-store.js';
import { type Report, unexpected } from './report.js';
import type { Dated, Load } from './stale-cache.js';

export interface SharedLoadsOptions<T> {
  /** Its keys in the store begin with it. */
  name: string;
  /** What the value is called in its entry: `{ [field]: value, fetchedAt }`. */
  field: string;
  /** What stands for the account that is asked, as several may share a store. */
  account: () => Promise<string>;
  /** Asks Codat. Reports its own failures. */
  fetch: (key: string, request: Request | undefined) => Promise<T>;
  /** What an entry's value is to be taken for; undefined where it is none. A store may hold anything. */
  read: (value: unknown) => T | undefined;
  /** How long Codat is left alone after a failure. */
  pauses: Pauses;
  /** Undefined: each instance is on its own. */
  store: Store | undefined;
  /** ms that a call to Codat may take. */
  timeout: number;
  background: Background;
  report: Report;
}

/** What stands in the store about whoever fetches, or has failed to. */
interface Marker {
  /** Someone else is at it. */
  isOthers: boolean;
  /** Failures in a row so far. */
  failures: number;
  /** That of another, while it is to be left alone. */
  failure: Failure | undefined;
}

/** ms. Instances whose values grow old together look one after the other, and find what the first one has fetched. */
const JITTER = 250;

/**
 * ms between saying that one is about to fetch and believing it. Whoever says so later, but had looked before, has
 * overwritten it by then. As long as the store is quicker than that, one instance alone goes on.
 */
const SETTLE = 150;

/** ms after which an instance that has nothing to show looks again whether another has fetched it. */
const POLL = 200;

/** ms that the clocks of two instances may be apart. */
const SKEW = 10_000;

/** Seconds that an entry is of use: it is shown for that long while Codat is down. */
const KEPT = 30 * 86_400;

/** Seconds for which it is known at least how often something has failed: whoever tries next counts on. */
const COUNTED = 3_600;

/** More failures in a row make no difference to a pause. */
const MOST_FAILURES = 30;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Loads for all instances of a host: from the store they share, or from Codat, where one of them asks for all. A store
 * of keys and values has no lock, so what keeps the others away is a marker that is written, and believed only when it
 * is still there a moment later.
 */
export class SharedLoads<T> {
  readonly #options: SharedLoadsOptions<T>;
  readonly #me = crypto.randomUUID();
  // Not its promise: that belongs to a request, which a runtime may freeze.
  #account: string | undefined;
  /** How often in a row each key has failed here. */
  readonly #failures = new Map<string, number>();

  constructor(options: SharedLoadsOptions<T>) {
    this.#options = options;
  }

  /** As {@link Load} of a stale cache. */
  async load(...[key, held, request]: Parameters<Load<T>>): ReturnType<Load<T>> {
    const { name, pauses, report } = this.#options;
    try {
      const loaded = await this.#load(key, held, request);
      if (loaded && 'value' in loaded) this.#failures.delete(key);
      return loaded;
    } catch (reason) {
      const error = unexpected(reason);
      report(error, `${name} of ${key}`, { request });
      return { error, pause: pauses.first };
    }
  }

  async #load(...[key, held, request]: Parameters<Load<T>>): ReturnType<Load<T>> {
    const { store, timeout } = this.#options;
    let failures = this.#failures.get(key) ?? 0;
    if (!store) return this.#fetched(key, request, failures);
    this.#account ??= await this.#options.account();
    if (held) await pause(Math.random() * JITTER);
    const isNews = (stored: Dated<T> | undefined): boolean => stored !== undefined && (!held || stored.at > held.at);
    const turns = Math.ceil(timeout / POLL);
    for (let turn = 0; turn < turns; turn += 1) {
      const stored = await this.#stored(key);
      if (isNews(stored)) return stored;
      const marker = await this.#marker(key);
      if (marker.failure) return marker.failure;
      failures = Math.max(failures, marker.failures);
      if (!marker.isOthers && (await this.#claims(key, failures))) break;
      if (held) return undefined;
      await pause(POLL);
    }
    // Another may have fetched it while this one waited for its turn.
    const stored = await this.#stored(key);
    return isNews(stored) ? stored : this.#fetched(key, request, failures);
  }

  /** @param failures in a row, before */
  async #fetched(key: string, request: Request | undefined, failures: number): Promise<Dated<T> | Failure> {
    const { background, fetch, field, pauses, store } = this.#options;
    const mark = (marker: object, ttl: number): void => {
      if (store) background(store.set(this.#markerOf(key), { by: '', at: Date.now(), ...marker }, ttl));
    };
    try {
      const value = await fetch(key, request);
      const at = Date.now();
      // Nobody waits for it: what is slow to be kept is there all the same.
      if (store) background(store.set(this.#keyOf(key), { [field]: value, fetchedAt: at }, KEPT));
      if (failures) mark({}, 1);
      return { value, at };
    } catch (error) {
      if (!(error instanceof PickerError)) throw error;
      const count = Math.min(failures + (error instanceof LeftAlone ? 0 : 1), MOST_FAILURES);
      const failure = { error, pause: pauseAfter(error, count, pauses) };
      this.#failures.set(key, count);
      mark({ failures: count, failure: noteOf(failure) }, Math.max(COUNTED, Math.ceil((2 * failure.pause) / 1000)));
      return failure;
    }
  }

  async #stored(key: string): Promise<Dated<T> | undefined> {
    const { field, read, store } = this.#options;
    const { [field]: given, fetchedAt: at } = Object(await store?.get(this.#keyOf(key))) as Record<string, unknown>;
    const value = read(given);
    if (value === undefined || typeof at !== 'number' || Number.isNaN(at)) return undefined;
    // From a clock that is ahead, or from nowhere: how old it is can't be known, and it must not stay for good.
    return { value, at: at > Date.now() + SKEW ? 0 : at };
  }

  /** Whether this instance is the one to fetch it: nobody else has said so and is still at it. */
  async #claims(key: string, failures: number): Promise<boolean> {
    const { store } = this.#options;
    // Without a store to read and to write, each is on its own.
    if (!store?.isAlive) return true;
    const marker = { by: this.#me, at: Date.now(), ...(failures && { failures }) };
    const ttl = Math.max(failures && COUNTED, Math.ceil(this.#longest / 1000));
    if (!(await store.set(this.#markerOf(key), marker, ttl))) return true;
    await pause(SETTLE);
    return !(await this.#marker(key)).isOthers;
  }

  async #marker(key: string): Promise<Marker> {
    const given = Object(await this.#options.store?.get(this.#markerOf(key))) as Record<
      'by' | 'at' | 'failures' | 'failure',
      unknown
    >;
    const { by, at, failures, failure } = given;
    const age = typeof at === 'number' ? Date.now() - at : Infinity;
    // From a clock that is ahead: how long it holds can't be known.
    if (typeof by !== 'string' || age < -SKEW) return { isOthers: false, failures: 0, failure: undefined };
    return {
      isOthers: by !== '' && by !== this.#me && age < this.#longest,
      failures: Number.isInteger(failures) ? Math.min(Math.max(failures as number, 0), MOST_FAILURES) : 0,
      failure: failureIn(failure),
    };
  }

  /** ms after which whoever said it would fetch must have died. It may have had to wait for a place at the gate. */
  get #longest(): number {
    return 3 * this.#options.timeout;
  }

  #keyOf(key: string): string {
    return `${this.#options.name}:${key}.${this.#account}`;
  }

  #markerOf(key: string): string {
    // Not below the entry's own key: in a file system, that is a file.
    return `fetching:${this.#keyOf(key)}`;
  }
}
