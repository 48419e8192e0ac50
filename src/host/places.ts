import { PREFIX } from './key-value-store.js';
import { STORE_TIME } from './longest-mint.js';
import type { AtomicStore, Limit } from './options.js';
import type { Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { StoreCalls } from './store-calls.js';

/** Seconds that a mint counts as one of the last minute. It is also how long it counts as under way, at the most. */
const MINUTE = 60;

/** The places that a mint has taken. */
export interface Taken {
  /** Of those that a merchant's mints may have at a time. */
  running: string;
  /** Of those that they may have in a minute. Undefined if the store failed in between. */
  begun: string | undefined;
}

/**
 * A merchant's places in a store that all processes of a host share: one for each mint at a time, and one for each mint
 * in a minute. A mint takes one of both. The store adds a key only if it is not there, so a place is taken by one mint
 * alone, however many processes try at the same moment. And it is the store that counts the seconds, so it does not
 * matter what the clocks of the processes say.
 */
export class Places {
  readonly #store: AtomicStore;
  readonly #calls: StoreCalls;
  readonly #limit: Limit;
  /** Seconds after which a mint that has not been ended is taken for dead. */
  readonly #longest: number;

  /** @param longest ms that a mint takes at the most */
  constructor(store: AtomicStore, limit: Limit, longest: number, report: Report) {
    this.#store = store;
    this.#calls = new StoreCalls('limit.store', report);
    this.#limit = limit;
    this.#longest = Math.min(Math.ceil(longest / 1000), MINUTE);
  }

  /**
   * Takes the places of a mint.
   *
   * @param merchant the key that stands for the merchant
   * @returns why there is none, or undefined if the store fails: then this process counts for itself
   */
  async take(merchant: string): Promise<Taken | 'running' | 'full' | undefined> {
    const { atATime, perMinute } = this.#limit;
    // The last call may take a second more.
    const deadline = steadyNow() + STORE_TIME - 1_000;
    const running = await this.#takeOne(`${merchant}:running`, atATime, this.#longest, deadline);
    if (!running) return running === false ? 'running' : undefined;
    const begun = await this.#takeOne(`${merchant}:begun`, perMinute, MINUTE, deadline);
    if (begun !== false) return { running, begun };
    await this.free(running);
    return 'full';
  }

  /** Gives a place back before its time is over. */
  async free(place: string): Promise<void> {
    await this.#calls.ask('delete', place, () => this.#store.delete(PREFIX + place));
  }

  /** @returns the place; false if all are taken; undefined if the store fails, or is too slow */
  async #takeOne(name: string, count: number, ttl: number, deadline: number): Promise<string | false | undefined> {
    // From any of them on, as the first ones are taken most of the time.
    const first = Math.floor(Math.random() * count);
    for (let turn = 0; turn < count; turn += 1) {
      if (steadyNow() > deadline) return undefined;
      const place = `${name}:${(first + turn) % count}`;
      const isAdded = await this.#calls.ask('add', place, async () => {
        const added: unknown = await this.#store.add(PREFIX + place, ttl);
        if (typeof added !== 'boolean') throw new TypeError('add() must return true or false');
        return added;
      });
      if (isAdded === undefined) return undefined;
      if (isAdded) return place;
    }
    return false;
  }
}

export const isAtomic = (store: object): store is AtomicStore =>
  typeof (store as Partial<AtomicStore>).add === 'function' &&
  typeof (store as Partial<AtomicStore>).delete === 'function';
