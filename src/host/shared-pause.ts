import type { PickerError } from '../shared/errors.js';
import type { Background } from './background.js';
import type { HeardPause, Others } from './codat-gate.js';
import { failureIn, noteOf } from './failures.js';
import type { Store } from './key-value-store.js';
import { steadyNow } from './steady-now.js';

/** ms between two looks at the store: many calls that follow each other cost one look. */
const LOOK_AGAIN = 1_000;

/**
 * Tells the other processes of a host that Codat has asked to be left alone, by way of the store that they share. What
 * Codat counts are the calls of all of them together.
 */
export class SharedPause implements Others {
  readonly #store: Store;
  readonly #account: () => Promise<string>;
  readonly #background: Background;
  #askedAt = -Infinity;
  // The text and not its promise, which belongs to a request that a runtime may freeze.
  #key: string | undefined;

  /** @param account makes what stands for the account at Codat in the key, as hosts with several may share a store */
  constructor(store: Store, account: () => Promise<string>, background: Background) {
    this.#store = store;
    this.#account = account;
    this.#background = background;
  }

  tell(error: PickerError, pause: number, length: number): void {
    const write = async (): Promise<void> => {
      const note = { ...noteOf({ error, pause }), length };
      await this.#store.set(await this.#keyOf(), note, Math.ceil(pause / 1000));
    };
    this.#background(write().catch(() => {}));
  }

  /** Undefined too if the store was asked a moment ago: what it said then is known. */
  async ask(): Promise<HeardPause | undefined> {
    if (steadyNow() < this.#askedAt + LOOK_AGAIN) return undefined;
    const note = await this.#store.get(await this.#keyOf());
    this.#askedAt = steadyNow();
    const failure = failureIn(note);
    const { length } = Object(note) as { length?: unknown };
    return failure && { ...failure, length: typeof length === 'number' && length > 0 ? length : undefined };
  }

  async #keyOf(): Promise<string> {
    return (this.#key ??= `pause.${await this.#account()}`);
  }
}
