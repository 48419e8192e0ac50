import { PickerError } from '../errors.js';
import { type Integration, parseIntegrations } from '../integrations.js';
import type { Background } from './background.js';
import { CATALOGUE, catalogued } from './catalogue.js';
import type { CodatClient } from './codat-client.js';
import type { Settings } from './options.js';
import type { Report } from './report.js';
import { StaleCache } from './stale-cache.js';
import { within } from './within.js';

/** ms. Long enough to spare Codat, short enough for a change in its portal to be seen over a coffee. */
const FRESH = 10 * 60_000;

/** ms that Codat is left alone after a failure. Short, as without its list there may be nothing to show. */
const PAUSE = 5_000;

// What goes from Codat's list to the browser, by its type; the rest of a row is of no use there.
const FIELDS = {
  key: 'string',
  name: 'string',
  logoUrl: 'string',
  sourceType: 'string',
  enabled: 'boolean',
  isBeta: 'boolean',
  isOfflineConnector: 'boolean',
};

function wireFields(row: unknown): object {
  const given = Object.entries(FIELDS).map(([name, type]) => {
    const value: unknown = Object.hasOwn(Object(row), name) ? (row as Record<string, unknown>)[name] : undefined;
    return typeof value === type ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given.flat());
}

/** The integrations that a merchant may pick from: shown and accepted are the same. */
export class Offer {
  readonly #settings: Settings;
  readonly #report: Report;
  /** What is offered without asking Codat. */
  readonly #known: readonly Integration[];
  /** What Codat's list is asked for: these platformKeys, or whatever is switched on there. */
  readonly #lookedUp: ReadonlySet<string> | 'enabled';
  readonly #list: StaleCache<readonly Integration[]>;

  constructor(settings: Settings, codat: CodatClient, report: Report, background: Background) {
    const { connector, integrations } = settings;
    this.#settings = settings;
    this.#report = report;
    if (integrations === 'enabled') {
      this.#known = [];
      this.#lookedUp = integrations;
    } else {
      const keys = integrations ?? CATALOGUE.filter((row) => this.#isOtherSide(row)).map(({ key }) => key);
      this.#known = keys.flatMap((key) => (key === connector.platformKey ? [] : (catalogued(key) ?? [])));
      this.#lookedUp = new Set(keys.filter((key) => !catalogued(key)));
    }
    this.#list = new StaleCache(async () => ({ value: this.#select(await codat.integrations()), at: Date.now() }), {
      fresh: FRESH,
      pause: PAUSE,
      background,
    });
  }

  /** @throws {PickerError} where it takes Codat's list, and that is not to be had */
  async all(): Promise<readonly Integration[]> {
    if (this.#lookedUp !== 'enabled' && !this.#lookedUp.size) return this.#known;
    try {
      return this.#inOrder([...this.#known, ...(await this.#fromCodat())]);
    } catch (error) {
      // Some are better than none.
      if (this.#known.length) return this.#known;
      throw error;
    }
  }

  /**
   * Whether this may be picked: it is on offer, and not one that is only coming soon.
   *
   * @throws {PickerError} where it takes Codat's list to tell, and that is not to be had
   */
  async has(key: string): Promise<boolean> {
    const isPickable = (row: Integration): boolean => row.key === key && !row.comingSoon;
    if (this.#known.some(isPickable)) return true;
    const isLookedUp = this.#lookedUp === 'enabled' || this.#lookedUp.has(key);
    return isLookedUp && key !== this.#settings.connector.platformKey && (await this.#fromCodat()).some(isPickable);
  }

  /** Codat's part of the offer. One page of it takes `timeout` at the most; a merchant waits for two. */
  #fromCodat(): Promise<readonly Integration[]> {
    return within(2 * this.#settings.timeout, this.#list.get(''), () => {
      const error = new PickerError('timeout', 'Codat’s list is not complete yet');
      this.#report(error, 'GET integrations');
      throw error;
    });
  }

  /** What of Codat's list is offered. What was asked for by name and is not to be had is reported. */
  #select(given: unknown[]): readonly Integration[] {
    const integrations = parseIntegrations(given.map(wireFields))?.integrations ?? [];
    const bad = given.length - integrations.length;
    if (bad) this.#complain(`${bad} of Codat’s rows, for want of a key or a name, or with a key that stood before`);
    const rows = integrations
      // The catalogue adds what Codat's list doesn't have, and the type, which it may leave out.
      .map((row): Integration => ({ ...catalogued(row.key), ...row }))
      .filter((row) => row.enabled && this.#isOtherSide(row) && row.key !== this.#settings.connector.platformKey);
    const wanted = this.#lookedUp;
    if (wanted === 'enabled') return rows;
    const found = rows.filter(({ key }) => wanted.has(key));
    const missing = [...wanted].filter((key) => !found.some((row) => row.key === key));
    if (missing.length) {
      const names = missing.map((key) => `"${key}"`).join(', ');
      this.#complain(
        `${names} in the option integrations: not in Codat’s list, not enabled, or on the connector’s side`,
      );
    }
    return found;
  }

  #complain(text: string): void {
    this.#report(new PickerError('bad-response', `left out: ${text}`), 'GET integrations');
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
