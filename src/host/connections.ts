import { PickerError } from '../shared/errors.js';
import type { Integration } from '../shared/integrations.js';
import type { CodatClient } from './codat-client.js';
import { isEncodable } from './encodable.js';
import type { HostMerchant } from './options.js';
import type { Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms that a request waits for the statuses. The list can be shown without them. */
const PATIENCE = 3_000;

/** ms after which a call counts as frozen: its runtime has stopped it, and its time limit too. */
const ABANDONED = PATIENCE + 1_000;

/** ms after a timeout in which Codat is not asked for statuses. Otherwise each list would take as long as the first. */
const PAUSE = 30_000;

/** ms for which a merchant's last known statuses are used when new ones can't be had. */
const KEPT_FOR = 60_000;

/** Calls for one merchant's statuses in that time. After these, the last known ones are used. */
const MOST_CALLS = 10;

/** How many merchants' statuses are remembered. */
const MOST_MERCHANTS = 1_000;

/** How far a merchant is with an integration. */
export type Connection = NonNullable<Integration['connection']>;

/** A merchant's connections by platformKey. */
export type Connections = ReadonlyMap<string, Connection>;

const NONE: Connections = new Map();

// Codat's statuses in lower case, as their casing varies. `Unlinked` is left out: it is shown as if never linked.
const STATUSES: ReadonlyMap<unknown, Connection['status']> = new Map([
  ['linked', 'linked'],
  ['deauthorized', 'deauthorized'],
  ['pendingauth', 'pending'],
]);

/** If a merchant has several connections to one software, the status with the greatest weight is shown. */
const WEIGHTS: Record<Connection['status'], number> = { pending: 1, deauthorized: 2, linked: 3 };

/** What is remembered of a merchant, in this process alone. */
interface Remembered {
  connections: Connections;
  /** When they were asked for, by {@link steadyNow}. */
  at: number;
  /** When Codat was asked, within the last {@link KEPT_FOR} ms. */
  calls: number[];
  /** The call that is under way. Other requests of the merchant wait for it too. */
  running: { since: number; promise: Promise<Connections> } | undefined;
}

/**
 * The statuses of merchants' connections. Codat is asked for each list, because they change with each visit to Codat.
 * But the list must not wait for them for long, and they must not use up the calls that the host may make.
 */
export class ConnectionStore {
  readonly #codat: CodatClient;
  readonly #report: Report;
  /** By the company's id. The one that was used last is at the end. */
  readonly #merchants = new Map<string, Remembered>();
  /** By {@link steadyNow}. */
  #pausedUntil = 0;

  constructor(codat: CodatClient, report: Report) {
    this.#codat = codat;
    this.#report = report;
  }

  /** Never rejects: a failure is reported, and the answer is the last known statuses, or none. */
  async of({ companyId }: HostMerchant, request: Request): Promise<Connections> {
    // null too: hosts keep the id in a database column that may be NULL.
    if (companyId === undefined || companyId === null) return NONE;
    if (!isSegment(companyId)) {
      const error = new PickerError('misconfigured', 'its companyId must be the id of a company at Codat');
      this.#report(error, 'merchant()', { request });
      return NONE;
    }
    const merchant = this.#remembered(companyId);
    const now = steadyNow();
    merchant.calls = merchant.calls.filter((at) => at > now - KEPT_FOR);
    const { running } = merchant;
    const left = running ? running.since + ABANDONED - now : 0;
    // With a timer of its own: a runtime may have frozen the request that makes the call, and its timers with it.
    if (running && left > 0) return within(left, running.promise, () => lastKnown(merchant));
    if (now < this.#pausedUntil || merchant.calls.length >= MOST_CALLS) return lastKnown(merchant);
    merchant.calls.push(now);
    const run = { since: now, promise: this.#fetch(companyId, merchant, request) };
    merchant.running = run;
    try {
      return await run.promise;
    } finally {
      if (merchant.running === run) merchant.running = undefined;
    }
  }

  async #fetch(companyId: string, merchant: Remembered, request: Request): Promise<Connections> {
    const at = steadyNow();
    try {
      merchant.connections = statusesIn(await this.#codat.connections(companyId, PATIENCE, request));
      merchant.at = at;
      return merchant.connections;
    } catch (error) {
      // The Codat client has reported it.
      if (error instanceof PickerError && error.code === 'timeout') this.#pausedUntil = steadyNow() + PAUSE;
      return lastKnown(merchant);
    }
  }

  #remembered(companyId: string): Remembered {
    const merchant = this.#merchants.get(companyId) ?? {
      connections: NONE,
      at: -Infinity,
      calls: [],
      running: undefined,
    };
    this.#merchants.delete(companyId);
    this.#merchants.set(companyId, merchant);
    if (this.#merchants.size > MOST_MERCHANTS) this.#merchants.delete(this.#merchants.keys().next().value!);
    return merchant;
  }
}

const lastKnown = ({ connections, at }: Remembered): Connections => (steadyNow() - at < KEPT_FOR ? connections : NONE);

/** Whether this can be one segment of a path. `.` and `..` can't: they change the path. */
function isSegment(id: unknown): id is string {
  return typeof id === 'string' && Boolean(id.trim()) && isEncodable(id) && !/^\.\.?$/.test(id);
}

function statusesIn(rows: readonly unknown[]): Connections {
  const found = new Map<string, Connection>();
  for (const row of rows) {
    const { integrationKey: key, status: given } = Object(row) as { integrationKey?: unknown; status?: unknown };
    const status = typeof given === 'string' ? STATUSES.get(given.toLowerCase()) : undefined;
    if (!status || typeof key !== 'string') continue;
    const known = found.get(key)?.status;
    if (!known || WEIGHTS[status] > WEIGHTS[known]) found.set(key, { status });
  }
  return found;
}
