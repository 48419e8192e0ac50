import { PickerError } from '../errors.js';
import type { Branding } from '../integrations.js';
import type { Background } from './background.js';
import type { CodatClient } from './codat-client.js';
import { Gate } from './gate.js';
import type { BrandingCache, Settings } from './options.js';
import { kindOf, type Report } from './report.js';
import { StaleCache, type Dated } from './stale-cache.js';
import { within } from './within.js';

/** ms. Codat asks hosts to keep branding rather than to call for it at each visit; a logo lives for years. */
const FRESH = 24 * 60 * 60_000;

/** ms that Codat is left alone after a failure, unless it says itself how long. */
const PAUSE = 60_000;

/** Calls to Codat at a time: its limit for one company. */
const AT_A_TIME = 10;

/** ms that a list waits for branding in all. It can be shown without, and what comes later is there the next time. */
const PATIENCE = 3_000;

/** ms that the host's own cache may take. */
const CACHE_PATIENCE = 1_000;

/** Codat's branding: from memory, from the host's cache, from Codat, in that order. */
export class BrandingStore {
  readonly #codat: CodatClient;
  readonly #cache: BrandingCache | undefined;
  readonly #report: Report;
  readonly #gate: Gate;
  readonly #brandings: StaleCache<Branding>;

  constructor({ cache, timeout }: Settings, codat: CodatClient, report: Report, background: Background) {
    this.#codat = codat;
    this.#cache = cache;
    this.#report = report;
    this.#gate = new Gate(AT_A_TIME, timeout + 1_000);
    this.#brandings = new StaleCache((key, held) => this.#load(key, held), { fresh: FRESH, pause: PAUSE, background });
  }

  /**
   * The branding of several integrations, as far as it is to be had soon.
   *
   * @throws {PickerError} `misconfigured` where Codat refuses the key and nothing at all is known: nothing will work
   */
  async of(keys: readonly string[]): Promise<Map<string, Branding>> {
    const found = new Map<string, Branding>();
    let refused: PickerError | undefined;
    const all = keys.map(async (key) => {
      try {
        found.set(key, await this.#brandings.get(key));
      } catch (error) {
        if (error instanceof PickerError && error.code === 'misconfigured') refused = error;
      }
    });
    await within(PATIENCE, Promise.all(all), () => {});
    if (refused && !found.size) throw refused;
    return found;
  }

  async #load(key: string, held: Dated<Branding> | undefined): Promise<Dated<Branding>> {
    const stored = await this.#read(key);
    // Another instance of the host may have fetched it since.
    if (stored && (!held || stored.at > held.at)) return stored;
    const value = await this.#gate.run(() => this.#codat.branding(key));
    const at = Date.now();
    await this.#ask(`cache.set of ${key}`, (cache) => cache.set(key, { branding: value, fetchedAt: at }));
    return { value, at };
  }

  async #read(key: string): Promise<Dated<Branding> | undefined> {
    const entry = await this.#ask(`cache.get of ${key}`, (cache) => cache.get(key));
    const { branding, fetchedAt } = Object(entry) as { branding?: unknown; fetchedAt?: unknown };
    if (typeof branding !== 'object' || branding === null || typeof fetchedAt !== 'number') return undefined;
    // A clock that is ahead elsewhere must not make it fresh forever.
    return { value: branding, at: Math.min(fetchedAt, Date.now()) };
  }

  /** Asks the host's cache, which must not fail or delay anything. */
  async #ask(operation: string, call: (cache: BrandingCache) => unknown): Promise<unknown> {
    const cache = this.#cache;
    if (!cache) return undefined;
    try {
      return await within(CACHE_PATIENCE, (async () => call(cache))(), () => {
        throw new PickerError('timeout', `no answer in ${CACHE_PATIENCE} ms`);
      });
    } catch (cause) {
      const error = cause instanceof PickerError ? cause : undefined;
      this.#report(error ?? new PickerError('unavailable', `it threw ${kindOf(cause)}`, { cause }), operation);
      return undefined;
    }
  }
}
