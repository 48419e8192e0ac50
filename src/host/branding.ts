import { PickerError } from '../shared/errors.js';
import type { Branding, Integration } from '../shared/integrations.js';
import type { Background } from './background.js';
import type { CodatClient } from './codat-client.js';
import type { Store } from './key-value-store.js';
import type { Pauses } from './failures.js';
import { brandingIn } from './known-fields.js';
import { SharedLoads } from './shared-loads.js';
import { StaleCache } from './stale-cache.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms. Codat asks hosts to keep branding rather than to call for it at each visit; a logo lives for years. */
const FRESH = 24 * 60 * 60_000;

const MINUTE = 60_000;

/**
 * Where Codat fails for a whole day, each key costs some twenty calls, and one without branding four: a new host has a
 * thousand for everything, and a list can be shown without.
 */
const PAUSES: Pauses = { first: MINUTE, longest: 90 * MINUTE, lasting: 360 * MINUTE };

/** ms that a list waits for branding in all. It can be shown without, and what comes later is there the next time. */
const PATIENCE = 3_000;

/** The branding of several integrations, by platformKey, as far as it is to be had. The same object until it changes. */
export type Brandings = ReadonlyMap<string, Branding>;

/** Codat's branding: from memory, from the host's cache, from Codat, in that order. */
export class BrandingStore {
  readonly #cache: StaleCache<Branding>;
  /** What was answered last for these rows, and how long it can be answered without a look at each. */
  #last: { rows: readonly Integration[]; version: number; until: number; brandings: Brandings } | undefined;

  constructor(codat: CodatClient, store: Store | undefined, timeout: number, background: Background) {
    const loads = new SharedLoads<Branding>({
      name: 'branding',
      field: 'branding',
      account: () => codat.account(),
      fetch: async (key, request) => brandingIn(await codat.branding(key, request)) ?? {},
      read: brandingIn,
      pauses: PAUSES,
      store,
      timeout,
      background,
      report: codat.report,
    });
    this.#cache = new StaleCache((...load) => loads.load(...load), { fresh: FRESH, background });
  }

  /**
   * @param rows the offer: the same object as long as it is the same
   * @throws {PickerError} `misconfigured` where Codat refuses the key and nothing at all is known: nothing will work
   */
  async of(rows: readonly Integration[], request: Request): Promise<Brandings> {
    const last = this.#last;
    if (last?.rows === rows && last.version === this.#cache.version && steadyNow() < last.until) return last.brandings;
    let refused: PickerError | undefined;
    const all = rows.map(async ({ key }) => {
      try {
        await this.#cache.get(key, request);
      } catch (error) {
        if (error instanceof PickerError && error.code === 'misconfigured') refused = error;
      }
    });
    await within(PATIENCE, Promise.all(all), () => {});
    const found = new Map<string, Branding>();
    let until = Infinity;
    for (const { key } of rows) {
      const branding = this.#cache.peek(key);
      if (branding) found.set(key, branding);
      until = Math.min(until, this.#cache.dueAt(key));
    }
    if (refused && !found.size) throw refused;
    const brandings = last?.rows === rows && isSame(found, last.brandings) ? last.brandings : found;
    this.#last = { rows, version: this.#cache.version, until, brandings };
    return brandings;
  }
}

const isSame = (one: Brandings, other: Brandings): boolean =>
  one.size === other.size && [...one].every(([key, branding]) => other.get(key) === branding);
