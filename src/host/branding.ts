import { PickerError } from '../shared/errors.js';
import type { Branding, Integration } from '../shared/integrations.js';
import type { Background } from './background.js';
import type { CodatClient } from './codat-client.js';
import type { Store } from './key-value-store.js';
import type { Pauses } from './failures.js';
import { brandingIn, keptBranding } from './known-fields.js';
import { SharedLoads } from './shared-loads.js';
import { StaleCache } from './stale-cache.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms for which branding is fresh. Codat asks hosts to keep it rather than to fetch it at each visit. */
const FRESH_FOR = 24 * 60 * 60_000;

const MINUTE = 60_000;

/**
 * Long, as a list can be shown without branding, and a new host has a thousand calls a day in all. If Codat fails for a
 * whole day, each platformKey takes some twenty calls. One that has no branding takes four.
 */
const PAUSES: Pauses = { first: MINUTE, longest: 90 * MINUTE, lasting: 360 * MINUTE };

/** ms that a request waits for all of its branding. What comes later is there for the next request. */
const PATIENCE = 3_000;

/** Branding by platformKey, of the integrations that have any. It is the same object until something changes. */
export type Brandings = ReadonlyMap<string, Branding>;

/** Codat's branding. It is looked for in memory first, then in the host's cache, then at Codat. */
export class BrandingStore {
  readonly #cache: StaleCache<Branding>;
  /** What was answered last for these rows, and until when it can be answered again without looking at each. */
  #last: { rows: readonly Integration[]; version: number; until: number; brandings: Brandings } | undefined;

  constructor(codat: CodatClient, store: Store | undefined, timeout: number, background: Background) {
    const loads = new SharedLoads<Branding>({
      name: 'branding',
      field: 'branding',
      account: () => codat.account(),
      fetch: async (key, request) => brandingIn(await codat.branding(key, request)) ?? {},
      read: keptBranding,
      pauses: PAUSES,
      store,
      timeout,
      background,
      report: codat.report,
    });
    this.#cache = new StaleCache((...load) => loads.load(...load), { fresh: FRESH_FOR, background });
  }

  /**
   * @param rows the offer, compared by identity
   * @throws {PickerError} `misconfigured` if Codat refuses the API key and no branding is known at all: then no tile
   *   would work
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
