import { PickerError } from '../shared/errors.js';
import { kindOf, type Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms that the store may take for one call. */
const PATIENCE = 1_000;

/** ms after a failure in which the store is not used. Otherwise a dead store would delay each request by a second. */
const PAUSE = 30_000;

/** The methods of a store, of whatever kind. */
export type StoreMethod = 'get' | 'set' | 'add' | 'delete';

/** What writes to a store. */
const WRITES: readonly StoreMethod[] = ['set', 'add', 'delete'];

/** Calls to a host's store. None ever fails: a failure is reported, and then the store is left alone for a while. */
export class StoreCalls {
  readonly #name: string;
  readonly #report: Report;
  // A time for each, as a store that is full or read-only can still be read.
  readonly #deadUntil: Record<StoreMethod, number> = { get: 0, set: 0, add: 0, delete: 0 };

  /** @param name the option's name, for reports */
  constructor(name: string, report: Report) {
    this.#name = name;
    this.#report = report;
  }

  /** False for a while after this method has failed. */
  isAlive(method: StoreMethod): boolean {
    return steadyNow() >= this.#deadUntil[method];
  }

  /**
   * @param key what it is about, for reports
   * @returns undefined if the store fails, or has failed a moment ago
   */
  async ask<T>(method: StoreMethod, key: string, call: () => T | Promise<T>): Promise<T | undefined> {
    if (!this.isAlive(method)) return undefined;
    const since = steadyNow();
    try {
      return await within(PATIENCE, (async () => call())(), () => {
        throw new PickerError('timeout', `no answer in ${PATIENCE} ms; left alone for ${PAUSE / 1000} s`);
      });
    } catch (cause) {
      // Another call has failed meanwhile, and has been reported.
      if (!this.isAlive(method)) return undefined;
      const deadUntil = steadyNow() + PAUSE;
      this.#deadUntil[method] = deadUntil;
      // A store that doesn't answer a read won't answer a write either, and each try would take a second.
      if (cause instanceof PickerError) for (const write of WRITES) this.#deadUntil[write] = deadUntil;
      const error =
        cause instanceof PickerError
          ? cause
          : new PickerError('unavailable', `it threw ${kindOf(cause)}; left alone for ${PAUSE / 1000} s`, { cause });
      // A limit's key is not told, as it stands for a merchant. Nor is what follows a dot, which stands for an account.
      const what = key.startsWith('limit') ? '' : ` of ${key.split('.')[0]}`;
      this.#report(error, `${this.#name}.${method}${what}`, { since });
      return undefined;
    }
  }
}
