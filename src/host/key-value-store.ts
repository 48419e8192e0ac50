import { PickerError } from '../shared/errors.js';
import type { ItemStore, KeyValueStore } from './options.js';
import { kindOf, type Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

const PREFIX = 'codat-commerce-picker:';

/** ms that the store may take for one call. */
const PATIENCE = 1_000;

/** ms after a failure in which the store is not used. Otherwise a dead store would delay each request by a second. */
const PAUSE = 30_000;

/** Levels of nested objects that are read. Nothing that is kept has as many. */
const DEEPEST = 10;

type Direction = 'get' | 'set';

/**
 * A host's {@link KeyValueStore}. Its methods never fail: a failure is reported, and counts as if nothing were kept.
 */
export class Store {
  readonly #store: KeyValueStore;
  readonly #name: string;
  readonly #report: Report;
  // Two times, as a store that is full or read-only can still be read.
  readonly #deadUntil: Record<Direction, number> = { get: 0, set: 0 };

  /** @param name the option's name, for reports */
  constructor(store: KeyValueStore, name: string, report: Report) {
    this.#store = store;
    this.#name = name;
    this.#report = report;
  }

  /** False for a while after a read has failed. */
  get isAlive(): boolean {
    return steadyNow() >= this.#deadUntil.get;
  }

  /** What is kept under this key, which may be anything. Undefined if there is nothing, or if the store fails. */
  async get(key: string): Promise<unknown> {
    const store = this.#store;
    const found = await this.#ask('get', key, async () =>
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
    const done = await this.#ask('set', key, async () => {
      await (isItemStore(store)
        ? store.setItem(PREFIX + key, JSON.stringify(value), { ttl })
        : store.set(PREFIX + key, value));
      return true;
    });
    return done === true;
  }

  async #ask(direction: Direction, key: string, call: () => unknown): Promise<unknown> {
    const since = steadyNow();
    if (since < this.#deadUntil[direction]) return undefined;
    try {
      return await within(PATIENCE, (async () => call())(), () => {
        throw new PickerError('timeout', `no answer in ${PATIENCE} ms; left alone for ${PAUSE / 1000} s`);
      });
    } catch (cause) {
      const now = steadyNow();
      // Another call has failed meanwhile, and has been reported.
      if (now < this.#deadUntil[direction]) return undefined;
      this.#deadUntil[direction] = now + PAUSE;
      // A store that doesn't answer a read won't answer a write either, and each try would take a second.
      if (cause instanceof PickerError) this.#deadUntil.set = now + PAUSE;
      const error =
        cause instanceof PickerError
          ? cause
          : new PickerError('unavailable', `it threw ${kindOf(cause)}; left alone for ${PAUSE / 1000} s`, { cause });
      // A limit's key is not told, as it stands for a merchant. Nor is what follows a dot, which stands for an account.
      const what = key.startsWith('limit') ? '' : ` of ${key.split('.')[0]}`;
      this.#report(error, `${this.#name}.${direction}${what}`, { since });
      return undefined;
    }
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
