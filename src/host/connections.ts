import { PickerError } from '../shared/errors.js';
import type { Integration } from '../shared/integrations.js';
import type { CodatClient } from './codat-client.js';
import { isEncodable } from './encodable.js';
import type { HostMerchant } from './options.js';
import type { Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms that a list waits for the statuses. It can be shown without. */
const PATIENCE = 3_000;

/** ms after which a call that has not ended never will: its runtime has frozen it, time limit included. */
const ABANDONED = PATIENCE + 1_000;

/** ms after a time-out in which nobody waits for statuses: otherwise each list would take as long as the first. */
const PAUSE = 30_000;

/** ms that a merchant's last known statuses stand in for new ones that are not to be had. */
const KEPT = 60_000;

/** Times that one merchant's statuses are asked for in that time. Beyond it, the last known ones have to do. */
const MOST_CALLS = 10;

/** Merchants whose statuses are remembered. */
const MOST_MERCHANTS = 1_000;

/** How far a merchant is with an integration. */
export type Connection = NonNullable<Integration['connection']>;

/** By platformKey. */
export type Connections = ReadonlyMap<string, Connection>;

const NONE: Connections = new Map();

// Codat's statuses in lower case, as their casing varies. What was unlinked is as good as never begun.
const STATUSES: ReadonlyMap<unknown, Connection['status']> = new Map([
  ['linked', 'linked'],
  ['deauthorized', 'deauthorized'],
  ['pendingauth', 'pending'],
]);

/** Of several connections to one software, the one that weighs most counts. */
const WEIGHTS: Record<Connection['status'], number> = { pending: 1, deauthorized: 2, linked: 3 };

/** What is remembered of a merchant, in this process alone. */
interface Remembered {
  connections: Connections;
  /** When they were asked for, in ms since the epoch. */
  at: number;
  /** When Codat was asked lately. */
  calls: number[];
  /** The call that is under way, which whoever else asks waits for too, and since when it is. */
  running: { since: number; promise: Promise<Connections> } | undefined;
}

/**
 * How far merchants are with each integration. It is asked anew each time, as it changes with each visit to Codat; but
 * it must neither hold up a list for long nor use up what the host may call.
 */
export class ConnectionStore {
  readonly #codat: CodatClient;
  readonly #report: Report;
  /** By the company's id, the one that was used last at the end. */
  readonly #merchants = new Map<string, Remembered>();
  /** In ms since the epoch. */
  #pausedUntil = 0;

  constructor(codat: CodatClient, report: Report) {
    this.#codat = codat;
    this.#report = report;
  }

  /** Never rejects: what can't be had is reported, and the last known statuses are answered, or none. */
  async of({ companyId }: HostMerchant, request: Request): Promise<Connections> {
    // Hosts keep it in a column that may well be NULL.
    if (companyId === undefined || companyId === null) return NONE;
    if (!isSegment(companyId)) {
      const error = new PickerError('misconfigured', 'its companyId must be the id of a company at Codat');
      this.#report(error, 'merchant()', { request });
      return NONE;
    }
    const merchant = this.#remembered(companyId);
    const now = steadyNow();
    merchant.calls = merchant.calls.filter((at) => at > now - KEPT);
    const { running } = merchant;
    const left = running ? running.since + ABANDONED - now : 0;
    // By a clock of its own: that of the request which the call belongs to may stand still.
    if (running && left > 0) return within(left, running.promise, () => lastOf(merchant));
    if (now < this.#pausedUntil || merchant.calls.length >= MOST_CALLS) return lastOf(merchant);
    merchant.calls.push(now);
    const own = { since: now, promise: this.#asked(companyId, merchant, request) };
    merchant.running = own;
    try {
      return await own.promise;
    } finally {
      if (merchant.running === own) merchant.running = undefined;
    }
  }

  async #asked(companyId: string, merchant: Remembered, request: Request): Promise<Connections> {
    const at = steadyNow();
    try {
      merchant.connections = statusesIn(await this.#codat.connections(companyId, PATIENCE, request));
      merchant.at = at;
      return merchant.connections;
    } catch (error) {
      // The client has reported it.
      if (error instanceof PickerError && error.code === 'timeout') this.#pausedUntil = steadyNow() + PAUSE;
      return lastOf(merchant);
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

const lastOf = ({ connections, at }: Remembered): Connections => (steadyNow() - at < KEPT ? connections : NONE);

/** Whether this can be one segment of a path, and is none of those that mean a step. */
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
