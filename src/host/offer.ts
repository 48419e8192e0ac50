import { PickerError } from '../shared/errors.js';
import type { Integration } from '../shared/integrations.js';
import type { Background } from './background.js';
import { DOCUMENTED_INTEGRATIONS, documentedIntegration } from './documented-integrations.js';
import type { CodatClient } from './codat-client.js';
import type { Pauses } from './failures.js';
import type { Store } from './key-value-store.js';
import { integrationsIn } from './known-fields.js';
import type { Settings } from './options.js';
import type { Report } from './report.js';
import { SharedLoads } from './shared-loads.js';
import { StaleCache } from './stale-cache.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/**
 * ms. A new host may call Codat a thousand times a day, for everything: a dozen of them are for what is switched on in
 * its portal, which changes a few times a year.
 */
const FRESH = 2 * 60 * 60_000;

/** Short at first, as without Codat's list there may be nothing to show; where it fails all day, 150 calls at the most. */
const PAUSES: Pauses = { first: 5_000, longest: 10 * 60_000, lasting: 10 * 60_000 };

/** ms that a list waits for what is looked up, where it has something to show without. */
const PATIENCE = 3_000;

/** ms after such a wait in which no other list waits: otherwise each would take as long. */
const IMPATIENT = 30_000;

/** What an offer is made of. */
interface Made {
  /** Codat's list. */
  list: readonly Integration[];
  /** What of it is offered. */
  selected: readonly Integration[];
  /** That, and what is known without Codat. */
  all: readonly Integration[];
}

/** The integrations that a merchant may pick from: shown and accepted are the same. */
export class Offer {
  readonly #settings: Settings;
  readonly #report: Report;
  /** What is offered without asking Codat. */
  readonly #known: readonly Integration[];
  /** What Codat's list is asked for: these platformKeys, or whatever is switched on there. */
  readonly #lookedUp: ReadonlySet<string> | 'enabled';
  /** Codat's list, whatever of it is offered: instances that share it may differ in that. */
  readonly #list: StaleCache<readonly Integration[]>;
  /** What was made of the list, so that the same list is the same offer. */
  #last: Made | undefined;
  /** Until when no list waits for what is looked up, in ms since the epoch. */
  #impatientUntil = 0;

  constructor(
    settings: Settings,
    codat: CodatClient,
    store: Store | undefined,
    report: Report,
    background: Background,
  ) {
    const { connector, integrations, timeout } = settings;
    this.#settings = settings;
    this.#report = report;
    if (integrations === 'enabled') {
      this.#known = [];
      this.#lookedUp = integrations;
    } else {
      const keys =
        integrations ?? DOCUMENTED_INTEGRATIONS.filter((row) => this.#isOtherSide(row)).map(({ key }) => key);
      this.#known = keys.flatMap((key) => (key === connector.platformKey ? [] : (documentedIntegration(key) ?? [])));
      this.#lookedUp = new Set(keys.filter((key) => !documentedIntegration(key)));
    }
    const loads = new SharedLoads<readonly Integration[]>({
      name: 'list',
      field: 'integrations',
      account: () => codat.account(),
      fetch: async (_key, request) => this.#read(await codat.integrations(request), request),
      read: (rows) => (Array.isArray(rows) ? integrationsIn(rows).integrations : undefined),
      pauses: PAUSES,
      store,
      timeout,
      background,
      report,
    });
    this.#list = new StaleCache((...load) => loads.load(...load), { fresh: FRESH, background });
  }

  /**
   * The same object as long as it is the same offer.
   *
   * @throws {PickerError} where it takes Codat's list, and that is not to be had
   */
  async all(request: Request): Promise<readonly Integration[]> {
    if (this.#lookedUp !== 'enabled' && !this.#lookedUp.size) return this.#known;
    // Some are better than none.
    if (this.#known.length) return (await this.#soon(request)) ?? this.#known;
    return this.#made(await this.#fromCodat(request), request).all;
  }

  /** The whole offer, where Codat's list is there in time. Where it is not, that has been reported. */
  async #soon(request: Request): Promise<readonly Integration[] | undefined> {
    const patience = steadyNow() < this.#impatientUntil ? 0 : PATIENCE;
    try {
      return this.#made(await this.#fromCodat(request, patience), request).all;
    } catch {
      return undefined;
    }
  }

  /**
   * Whether this may be picked: it is on offer, and not one that is only coming soon.
   *
   * @throws {PickerError} where it takes Codat's list to tell, and that is not to be had
   */
  async has(key: string, request: Request): Promise<boolean> {
    const isPickable = (row: Integration): boolean => row.key === key && !row.comingSoon;
    if (this.#known.some(isPickable)) return true;
    const isLookedUp = this.#lookedUp === 'enabled' || this.#lookedUp.has(key);
    if (!isLookedUp || key === this.#settings.connector.platformKey) return false;
    return this.#made(await this.#fromCodat(request), request).selected.some(isPickable);
  }

  /**
   * Codat's list.
   *
   * @param patience ms. Default: twice what one page of it takes at the most
   */
  async #fromCodat(request: Request, patience = 2 * this.#settings.timeout): Promise<readonly Integration[]> {
    const key = this.#settings.connector.platformKey;
    const list = this.#list.get(key, request);
    if (this.#list.peek(key)) return list;
    const late = new PickerError('timeout', 'Codat’s list is not complete yet');
    if (!patience) {
      list.catch(() => {});
      throw late;
    }
    return within(patience, list, () => {
      this.#report(late, 'GET integrations', { request });
      this.#impatientUntil = steadyNow() + IMPATIENT;
      throw late;
    });
  }

  #read(given: unknown[], request: Request | undefined): readonly Integration[] {
    const { integrations, bad } = integrationsIn(given);
    if (bad) {
      this.#complain(`${bad} of Codat’s rows, for want of a key or a name, or with a key that stood before`, request);
    }
    return integrations.filter(({ enabled }) => enabled);
  }

  #made(list: readonly Integration[], request: Request): Made {
    if (this.#last?.list !== list) {
      const selected = this.#select(list, request);
      this.#last = { list, selected, all: this.#inOrder([...this.#known, ...selected]) };
    }
    return this.#last;
  }

  /** What of Codat's list is offered. What was asked for by name and is not to be had is reported. */
  #select(list: readonly Integration[], request: Request): readonly Integration[] {
    const rows = list
      // Codat's guides add what Codat's list doesn't have, and the type, which it may leave out.
      .map((row): Integration => ({ ...documentedIntegration(row.key), ...row }))
      .filter((row) => row.enabled && this.#isOtherSide(row) && row.key !== this.#settings.connector.platformKey);
    const wanted = this.#lookedUp;
    if (wanted === 'enabled') return rows;
    const found = rows.filter(({ key }) => wanted.has(key));
    const missing = [...wanted].filter((key) => !found.some((row) => row.key === key));
    if (missing.length) {
      const names = missing.map((key) => `"${key}"`).join(', ');
      this.#complain(
        `${names} in the option integrations: not in Codat’s list, not enabled, or on the connector’s side`,
        request,
      );
    }
    return found;
  }

  #complain(text: string, request: Request | undefined): void {
    this.#report(new PickerError('bad-response', `left out: ${text}`), 'GET integrations', { request });
  }

  #isOtherSide({ sourceType }: Readonly<Integration>): boolean {
    return sourceType === (this.#settings.connector.sourceType === 'Commerce' ? 'Accounting' : 'Commerce');
  }

  #inOrder(rows: Integration[]): Integration[] {
    const { integrations } = this.#settings;
    if (!Array.isArray(integrations)) return rows;
    return rows.toSorted((a, b) => integrations.indexOf(a.key) - integrations.indexOf(b.key));
  }
}
