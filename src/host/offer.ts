import { PickerError } from '../shared/errors.js';
import type { Integration } from '../shared/integrations.js';
import type { Background } from './background.js';
import { DOCUMENTED_INTEGRATIONS, documentedIntegration } from './documented-integrations.js';
import type { CodatClient } from './codat-client.js';
import type { Pauses } from './failures.js';
import type { Store } from './key-value-store.js';
import { integrationsIn, keptIntegrations } from './known-fields.js';
import type { Settings } from './options.js';
import type { Report } from './report.js';
import { SharedLoads } from './shared-loads.js';
import { StaleCache } from './stale-cache.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/**
 * ms for which Codat's list is fresh. A new host may call Codat a thousand times a day in all. The list takes a dozen
 * of these calls, as it changes only when the host switches something on in Codat's portal.
 */
const FRESH_FOR = 2 * 60 * 60_000;

/**
 * Short at first, as there may be nothing to show without the list. If it fails all day, that makes 150 calls at most.
 */
const PAUSES: Pauses = { first: 5_000, longest: 10 * 60_000, lasting: 10 * 60_000 };

/** ms that a request waits for Codat's list if it has something to show without it. */
const PATIENCE = 3_000;

/** ms after such a wait in which no other request waits. Otherwise each of them would take as long. */
const NO_WAIT = 30_000;

/** The whole offer, and what it is made of. */
interface Built {
  /** Codat's list. */
  list: readonly Integration[];
  /** The rows of it that are offered. */
  selected: readonly Integration[];
  /** These, and the documented integrations that are offered. */
  all: readonly Integration[];
}

/** The integrations that a merchant may pick. The list shows these, and a pick is checked against these. */
export class Offer {
  readonly #settings: Settings;
  readonly #report: Report;
  /** What is offered without asking Codat: integrations of its guides. */
  readonly #known: readonly Integration[];
  /** What is taken from Codat's list: these platformKeys, or everything that is switched on. */
  readonly #lookedUp: ReadonlySet<string> | 'enabled';
  /** Codat's whole list, because instances that share a store may offer different parts of it. */
  readonly #list: StaleCache<readonly Integration[]>;
  /** What was built last. It is kept, so that the same list makes the same object. */
  #built: Built | undefined;
  /** Until then, no request waits for Codat's list, by {@link steadyNow}. */
  #noWaitUntil = 0;

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
      read: keptIntegrations,
      pauses: PAUSES,
      store,
      timeout,
      background,
      report,
    });
    this.#list = new StaleCache((...load) => loads.load(...load), { fresh: FRESH_FOR, background });
  }

  /**
   * The whole offer. As long as it doesn't change, it is the same object.
   *
   * @throws {PickerError} if Codat's list is needed and can't be had
   */
  async all(request: Request): Promise<readonly Integration[]> {
    if (this.#lookedUp !== 'enabled' && !this.#lookedUp.size) return this.#known;
    // There is something to show, so Codat's list is not waited for as long as it takes.
    if (this.#known.length) return (await this.#allInTime(request)) ?? this.#known;
    return this.#build(await this.#fromCodat(request), request).all;
  }

  /** The whole offer; undefined if Codat's list doesn't come in time or fails, which is reported. */
  async #allInTime(request: Request): Promise<readonly Integration[] | undefined> {
    const patience = steadyNow() < this.#noWaitUntil ? 0 : PATIENCE;
    try {
      return this.#build(await this.#fromCodat(request, patience), request).all;
    } catch {
      return undefined;
    }
  }

  /**
   * Whether this may be picked: it is on offer, and is not marked as coming soon.
   *
   * @throws {PickerError} if Codat's list is needed and can't be had
   */
  async has(key: string, request: Request): Promise<boolean> {
    const isPickable = (row: Integration): boolean => row.key === key && !row.comingSoon;
    if (this.#known.some(isPickable)) return true;
    const isLookedUp = this.#lookedUp === 'enabled' || this.#lookedUp.has(key);
    if (!isLookedUp || key === this.#settings.connector.platformKey) return false;
    return this.#build(await this.#fromCodat(request), request).selected.some(isPickable);
  }

  /**
   * Codat's list.
   *
   * @param patience ms to wait for it. Default: twice as long as one page of it may take
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
      this.#noWaitUntil = steadyNow() + NO_WAIT;
      throw late;
    });
  }

  #read(given: unknown[], request: Request | undefined): readonly Integration[] {
    const { integrations, bad } = integrationsIn(given);
    if (bad) {
      this.#reportLeftOut(
        `${bad} of Codat’s rows, for want of a key or a name, or with a key that stood before`,
        request,
      );
    }
    return integrations.filter(({ enabled }) => enabled);
  }

  #build(list: readonly Integration[], request: Request): Built {
    if (this.#built?.list !== list) {
      const selected = this.#select(list, request);
      this.#built = { list, selected, all: this.#inOrder([...this.#known, ...selected]) };
    }
    return this.#built;
  }

  /** The rows of Codat's list that are offered. A platformKey of the option that is not among them is reported. */
  #select(list: readonly Integration[], request: Request): readonly Integration[] {
    const rows = list
      // Codat's guides add what Codat's list doesn't have, and the sourceType, which it may leave out.
      .map((row): Integration => ({ ...documentedIntegration(row.key), ...row }))
      .filter((row) => row.enabled && this.#isOtherSide(row) && row.key !== this.#settings.connector.platformKey);
    const wanted = this.#lookedUp;
    if (wanted === 'enabled') return rows;
    const found = rows.filter(({ key }) => wanted.has(key));
    const missing = [...wanted].filter((key) => !found.some((row) => row.key === key));
    if (missing.length) {
      const names = missing.map((key) => `"${key}"`).join(', ');
      this.#reportLeftOut(
        `${names} in the option integrations: not in Codat’s list, not enabled, or on the connector’s side`,
        request,
      );
    }
    return found;
  }

  #reportLeftOut(text: string, request: Request | undefined): void {
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
