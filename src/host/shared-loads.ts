import type { Background } from './background.js';
import type { Store } from './key-value-store.js';
import type { Dated } from './stale-cache.js';

export interface SharedLoadsOptions<T> {
  /** Its keys in the store begin with it. */
  name: string;
  /** What the value is called in its entry: `{ [field]: value, fetchedAt }`. */
  field: string;
  /** Asks Codat. Reports its own failures. */
  fetch: (key: string, request: Request | undefined) => Promise<T>;
  /** What an entry's value is to be taken for; undefined where it is none. A store may hold anything. */
  read: (value: unknown) => T | undefined;
  /** Undefined: each instance is on its own. */
  store: Store | undefined;
  /** ms that a call to Codat may take. */
  timeout: number;
  background: Background;
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Loads for all instances of a host: from the store they share, or from Codat, where one of them asks for all. A store
 * of keys and values has no lock, so what keeps the others away is a marker that is written, and believed only when it
 * is still there a moment later.
 */
export class SharedLoads<T> {
  readonly #options: SharedLoadsOptions<T>;
  readonly #me = crypto.randomUUID();

  constructor(options: SharedLoadsOptions<T>) {
    this.#options = options;
  }

  /** As {@link Load} of a stale cache. @throws what `fetch` throws */
  async load(key: string, held: Dated<T> | undefined, request: Request | undefined): Promise<Dated<T> | undefined> {
    const { fetch, store, timeout } = this.#options;
    if (!store) return { value: await fetch(key, request), at: Date.now() };
    if (held) await pause(Math.random() * JITTER);
    const turns = Math.ceil(timeout / POLL);
    for (let turn = 0; turn < turns; turn += 1) {
      const stored = await this.#stored(key);
      if (stored && (!held || stored.at > held.at)) return stored;
      if (await this.#claims(key)) break;
      if (held) return undefined;
      await pause(POLL);
    }
    // Another may have fetched it while this one waited for its turn.
    const stored = await this.#stored(key);
    if (stored && (!held || stored.at > held.at)) return stored;
    return this.#fetched(key, request, store);
  }

  async #fetched(key: string, request: Request | undefined, store: Store): Promise<Dated<T>> {
    const { background, fetch, field } = this.#options;
    try {
      const value = await fetch(key, request);
      const at = Date.now();
      // Nobody waits for it: what is slow to be kept is there all the same.
      background(store.set(this.#keyOf(key), { [field]: value, fetchedAt: at }, KEPT));
      return { value, at };
    } catch (error) {
      background(store.set(this.#markerOf(key), { by: '', at: 0 }, 1));
      throw error;
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
  async #claims(key: string): Promise<boolean> {
    const { store } = this.#options;
    if (!store || (await this.#othersMarker(key))) return false;
    const marker = { by: this.#me, at: Date.now() };
    // Without a store to read and to write, each is on its own.
    if (!store.isAlive) return true;
    if (!(await store.set(this.#markerOf(key), marker, Math.ceil(this.#longest / 1000)))) return true;
    await pause(SETTLE);
    return !(await this.#othersMarker(key));
  }

  async #othersMarker(key: string): Promise<boolean> {
    const { by, at } = Object(await this.#options.store?.get(this.#markerOf(key))) as { by?: unknown; at?: unknown };
    const age = typeof at === 'number' ? Date.now() - at : Infinity;
    return typeof by === 'string' && by !== '' && by !== this.#me && age >= -SKEW && age < this.#longest;
  }

  /** ms after which whoever said it would fetch must have died. It may have had to wait for a place at the gate. */
  get #longest(): number {
    return 3 * this.#options.timeout;
  }

  #keyOf(key: string): string {
    return `${this.#options.name}:${key}`;
  }

  #markerOf(key: string): string {
    // Not below the entry's own key: in a file system, that is a file.
    return `fetching:${this.#options.name}:${key}`;
  }
}
