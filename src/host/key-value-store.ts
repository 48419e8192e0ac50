import type { ItemStore, KeyValueStore } from './options.js';
import type { Report } from './report.js';
import { StoreCalls } from './store-calls.js';

/** What every key in a store of the host's begins with, which may hold other things too. */
export const PREFIX = 'codat-commerce-picker:';

/** Levels of nested objects that are read. Nothing that is kept has as many. */
const DEEPEST = 10;

/**
 * A host's {@link KeyValueStore}. Its methods never fail: a failure is reported, and counts as if nothing were kept.
 */
export class Store {
  readonly #store: KeyValueStore;
  readonly #calls: StoreCalls;

  /** @param name the option's name, for reports */
  constructor(store: KeyValueStore, name: string, report: Report) {
    this.#store = store;
    this.#calls = new StoreCalls(name, report);
  }

  /** False for a while after a read has failed. */
  get isAlive(): boolean {
    return this.#calls.isAlive('get');
  }

  /** What is kept under this key, which may be anything. Undefined if there is nothing, or if the store fails. */
  async get(key: string): Promise<unknown> {
    const store = this.#store;
    const found = await this.#calls.ask('get', key, async () =>
      plainCopy(await (isItemStore(store) ? store.getItem(PREFIX + key) : store.get(PREFIX + key))),
    );
    return typeof found === 'string' ? parseJson(found) : found;
  }

  /**
   * @param value an object that can be written as JSON
   * @param ttl seconds after which it may be dropped
   * @returns whether the store has taken it
   */
  async set(key: string, value: object, ttl: number): Promise<boolean> {
    const store = this.#store;
    const done = await this.#calls.ask('set', key, async () => {
      await (isItemStore(store)
        ? store.setItem(PREFIX + key, JSON.stringify(value), { ttl })
        : store.set(PREFIX + key, value));
      return true;
    });
    return done === true;
  }
}

export const isItemStore = (store: object): store is ItemStore =>
  typeof (store as Partial<ItemStore>).getItem === 'function' &&
  typeof (store as Partial<ItemStore>).setItem === 'function';

/**
 * A copy of what a store returned, made by way of JSON. An object of the host's own may have getters that throw: here
 * they are all called, and not later.
 *
 * @throws whatever they throw
 */
function plainCopy(found: unknown): unknown {
  if (typeof found !== 'object' || found === null) return found;
  const depths = new WeakMap<object, number>();
  const text = JSON.stringify(found, function (this: object, _key, value: unknown) {
    if (typeof value !== 'object' || value === null) return value;
    const depth = (depths.get(this) ?? 0) + 1;
    depths.set(value, depth);
    return depth > DEEPEST ? undefined : value;
  }) as string | undefined;
  return text === undefined ? undefined : parseJson(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
