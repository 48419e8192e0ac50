import { PickerError } from '../shared/errors.js';
import type { ItemStore, KeyValueStore } from './options.js';
import { kindOf, type Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

const PREFIX = 'codat-commerce-picker:';

/** ms that the store may take. */
const PATIENCE = 1_000;

/** ms that it is left alone after a failure: what is dead would cost each request its patience. */
const PAUSE = 30_000;

/** Levels of an object that are read: more than anything has that is kept. */
const DEEPEST = 10;

type Direction = 'get' | 'set';

/** A host's {@link KeyValueStore}, as something that can't fail. */
export class Store {
  readonly #store: KeyValueStore;
  readonly #name: string;
  readonly #report: Report;
  // Apart, as a store that is full, or only to be read, can still be read.
  readonly #deadUntil: Record<Direction, number> = { get: 0, set: 0 };

  /** @param name of the option, for what is reported */
  constructor(store: KeyValueStore, name: string, report: Report) {
    this.#store = store;
    this.#name = name;
    this.#report = report;
  }

  /** Whether it answers, as far as is known. */
  get isAlive(): boolean {
    return steadyNow() >= this.#deadUntil.get;
  }

  /** What is kept under this key, whatever that may be; undefined where nothing is to be had. */
  async get(key: string): Promise<unknown> {
    const store = this.#store;
    const found = await this.#ask('get', key, async () =>
      plain(await (isItemStore(store) ? store.getItem(PREFIX + key) : store.get(PREFIX + key))),
    );
    return typeof found === 'string' ? parsed(found) : found;
  }

  /**
   * @param value an object that survives JSON
   * @param ttl seconds that it is of use
   * @returns whether it is kept now, as far as the store says
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
      // Others that were under way, and fail for the same reason, say nothing new.
      if (now < this.#deadUntil[direction]) return undefined;
      this.#deadUntil[direction] = now + PAUSE;
      // What doesn't answer at all won't take anything either, and each try costs a second.
      if (cause instanceof PickerError) this.#deadUntil.set = now + PAUSE;
      const error =
        cause instanceof PickerError
          ? cause
          : new PickerError('unavailable', `it threw ${kindOf(cause)}; left alone for ${PAUSE / 1000} s`, { cause });
      // Of a limit's key there is nothing to say: it stands for a merchant. What follows a dot stands for an account.
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
 * What a store gave, as JSON has it: read once and for all, as an object of the host's may throw whenever it is looked at.
 *
 * @throws whatever it throws
 */
function plain(found: unknown): unknown {
  if (typeof found !== 'object' || found === null) return found;
  const depths = new WeakMap<object, number>();
  const text = JSON.stringify(found, function (this: object, _key, value: unknown) {
    if (typeof value !== 'object' || value === null) return value;
    const depth = (depths.get(this) ?? 0) + 1;
    depths.set(value, depth);
    return depth > DEEPEST ? undefined : value;
  }) as string | undefined;
  return text === undefined ? undefined : parsed(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
