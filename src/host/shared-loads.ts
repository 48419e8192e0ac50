import { PickerError } from '../shared/errors.js';
import type { Background } from './background.js';
import { NotAsked } from './codat-gate.js';
import { type Failure, failureIn, noteOf, pauseAfter, type Pauses } from './failures.js';
import type { Store } from './key-value-store.js';
import { type Report, unexpected } from './report.js';
import type { Dated, Load } from './stale-cache.js';

export interface SharedLoadsOptions<T> {
  /** What is loaded. The keys in the store begin with it. */
  name: string;
  /** The property that holds the value in an entry of the store: `{ [field]: value, fetchedAt }`. */
  field: string;
  /** Makes what stands for the account at Codat in the keys, as hosts with several accounts may share a store. */
  account: () => Promise<string>;
  /** Asks Codat. It reports its failures itself. */
  fetch: (key: string, request: Request | undefined) => Promise<T>;
  /** Checks the value of an entry, which may be anything. Returns undefined if it is of no use. */
  read: (value: unknown) => T | undefined;
  /** How long Codat is left alone after a failure. */
  pauses: Pauses;
  /** If undefined, each instance loads for itself. */
  store: Store | undefined;
  /** ms that a call to Codat may take. */
  timeout: number;
  background: Background;
  report: Report;
}

/** What the store says about an instance that is fetching a value, or has failed to. */
interface Marker {
  /** Whether another instance is fetching it now. */
  isTaken: boolean;
  /** Failures in a row so far. */
  failures: number;
  /** The last failure, during its pause. */
  failure: Failure | undefined;
}

/** ms, the longest random delay. Instances whose values get old at the same time then don't all fetch at once. */
const JITTER = 250;

/**
 * ms between writing a marker and reading it again. Two instances that find no marker may both write one. The second
 * overwrites the first, so after this time each can read which of them fetches. This works as long as the store is
 * quicker.
 */
const SETTLE = 150;

/** ms between two looks at the store, while another instance fetches and there is nothing to show. */
const POLL = 200;

/** ms by which the clocks of two instances may differ. */
const CLOCK_SKEW = 10_000;

/** Seconds that an entry is kept: it is shown for so long while Codat is down. */
const KEPT_FOR = 30 * 86_400;

/** Seconds for which the number of failures is kept at least, so that the next instance goes on counting. */
const FAILURES_KEPT_FOR = 3_600;

/** Failures in a row that are counted. More make no difference to a pause. */
const MOST_FAILURES = 30;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Loads values for all instances of a host: from the store that they share, or else from Codat, which only one of them
 * asks. A store of keys and values has no lock. So the instance writes a marker, and fetches only if it is still there
 * a moment later; the others wait for the value to appear in the store.
 */
export class SharedLoads<T> {
  readonly #options: SharedLoadsOptions<T>;
  #id: string | undefined;
  // The text and not its promise, which belongs to a request that a runtime may freeze.
  #account: string | undefined;
  /** By key: failures in a row in this instance. */
  readonly #failures = new Map<string, number>();

  constructor(options: SharedLoadsOptions<T>) {
    this.#options = options;
  }

  /** See {@link Load}. */
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
    if (!store) return this.#fetch(key, request, failures);
    this.#account ??= await this.#options.account();
    if (held) await sleep(Math.random() * JITTER);
    const isNewer = (stored: Dated<T> | undefined): boolean => stored !== undefined && (!held || stored.at > held.at);
    const turns = Math.ceil(timeout / POLL);
    for (let turn = 0; turn < turns; turn += 1) {
      const stored = await this.#stored(key);
      if (isNewer(stored)) return stored;
      const marker = await this.#marker(key);
      if (marker.failure) return marker.failure;
      failures = Math.max(failures, marker.failures);
      if (!marker.isTaken && (await this.#claim(key, failures))) break;
      if (held) return undefined;
      await sleep(POLL);
    }
    // Another instance may have fetched it meanwhile.
    const stored = await this.#stored(key);
    return isNewer(stored) ? stored : this.#fetch(key, request, failures);
  }

  /**
   * Asks Codat, and writes the outcome to the store.
   *
   * @param failures in a row, so far
   */
  async #fetch(key: string, request: Request | undefined, failures: number): Promise<Dated<T> | Failure> {
    const { background, fetch, field, pauses, store } = this.#options;
    const mark = (marker: object, ttl: number): void => {
      if (store) background(store.set(this.#markerOf(key), { by: '', at: Date.now(), ...marker }, ttl));
    };
    try {
      const value = await fetch(key, request);
      const at = Date.now();
      // Not awaited: the answer need not wait until it is stored.
      if (store) background(store.set(this.#keyOf(key), { [field]: value, fetchedAt: at }, KEPT_FOR));
      if (failures) mark({}, 1);
      return { value, at };
    } catch (error) {
      if (!(error instanceof PickerError)) throw error;
      const count = Math.min(failures + (error instanceof NotAsked ? 0 : 1), MOST_FAILURES);
      const failure = { error, pause: pauseAfter(error, count, pauses) };
      this.#failures.set(key, count);
      mark(
        { failures: count, failure: noteOf(failure) },
        Math.max(FAILURES_KEPT_FOR, Math.ceil((2 * failure.pause) / 1000)),
      );
      return failure;
    }
  }

  async #stored(key: string): Promise<Dated<T> | undefined> {
    const { field, read, store } = this.#options;
    const { [field]: given, fetchedAt: at } = Object(await store?.get(this.#keyOf(key))) as Record<string, unknown>;
    const value = read(given);
    if (value === undefined || typeof at !== 'number' || Number.isNaN(at)) return undefined;
    // A time in the future comes from a clock that is ahead. The value counts as old, otherwise it might never be
    // replaced.
    return { value, at: at > Date.now() + CLOCK_SKEW ? 0 : at };
  }

  /** Tries to become the instance that fetches. Returns whether it is. */
  async #claim(key: string, failures: number): Promise<boolean> {
    const { store } = this.#options;
    // If the store can't be read or written, each instance fetches for itself.
    if (!store?.isAlive) return true;
    const marker = { by: this.#me, at: Date.now(), ...(failures && { failures }) };
    const ttl = Math.max(failures && FAILURES_KEPT_FOR, Math.ceil(this.#longest / 1000));
    if (!(await store.set(this.#markerOf(key), marker, ttl))) return true;
    await sleep(SETTLE);
    return !(await this.#marker(key)).isTaken;
  }

  async #marker(key: string): Promise<Marker> {
    const given = Object(await this.#options.store?.get(this.#markerOf(key))) as Record<
      'by' | 'at' | 'failures' | 'failure',
      unknown
    >;
    const { by, at, failures, failure } = given;
    const age = typeof at === 'number' ? Date.now() - at : Infinity;
    // A time in the future comes from a clock that is ahead. The marker is ignored, otherwise it might hold for too
    // long.
    if (typeof by !== 'string' || age < -CLOCK_SKEW) return { isTaken: false, failures: 0, failure: undefined };
    return {
      isTaken: by !== '' && by !== this.#me && age < this.#longest,
      failures: Number.isInteger(failures) ? Math.min(Math.max(failures as number, 0), MOST_FAILURES) : 0,
      failure: failureIn(failure),
    };
  }

  /** ms after which an instance that wrote a marker counts as dead. It may have waited for a place at the gate. */
  get #longest(): number {
    return 3 * this.#options.timeout;
  }

  // Made when it is first needed: a worker that is starting has no randomness yet, and asking for it throws.
  get #me(): string {
    return (this.#id ??= crypto.randomUUID());
  }

  #keyOf(key: string): string {
    return `${this.#options.name}:${key}.${this.#account}`;
  }

  #markerOf(key: string): string {
    // A prefix and not a suffix: in a store that is a file system, the entry's own key is a file and no folder.
    return `fetching:${this.#keyOf(key)}`;
  }
}
