import { PickerError } from '../errors.js';
import type { Integration } from '../integrations.js';
import type { CodatClient } from './codat-client.js';
import { isEncodable } from './encodable.js';
import type { HostMerchant } from './options.js';
import type { Report } from './report.js';

/** ms that a list waits for the statuses. It can be shown without. */
const PATIENCE = 3_000;

/** How far a merchant is with an integration. */
export type Connection = NonNullable<Integration['connection']>;

// Codat's statuses in lower case, as their casing varies. What was unlinked is as good as never begun.
const STATUSES: ReadonlyMap<unknown, Connection['status']> = new Map([
  ['linked', 'linked'],
  ['pendingauth', 'pending'],
]);

/**
 * How far the merchant is with each integration, by platformKey. Asked anew each time, as it is the merchant's own
 * and changes with each visit to Codat. Never rejects: what can't be had is reported, and there are no statuses.
 */
export async function connectionsOf(
  { companyId }: HostMerchant,
  codat: CodatClient,
  report: Report,
): Promise<ReadonlyMap<string, Connection>> {
  // Hosts keep it in a column that may well be NULL.
  if (companyId === undefined || companyId === null) return new Map();
  if (!isSegment(companyId)) {
    report(new PickerError('misconfigured', 'its companyId must be the id of a company at Codat'), 'merchant()');
    return new Map();
  }
  // The client has reported it.
  return statusesIn(await codat.connections(companyId, PATIENCE).catch(() => []));
}

/** Whether this can be one segment of a path, and is none of those that mean a step. */
function isSegment(id: unknown): id is string {
  return typeof id === 'string' && Boolean(id.trim()) && isEncodable(id) && !/^\.\.?$/.test(id);
}

function statusesIn(rows: readonly unknown[]): Map<string, Connection> {
  const found = new Map<string, Connection>();
  for (const row of rows) {
    const { integrationKey: key, status: given } = Object(row) as { integrationKey?: unknown; status?: unknown };
    const status = typeof given === 'string' ? STATUSES.get(given.toLowerCase()) : undefined;
    // Of several, one that is linked is what counts.
    if (status && typeof key === 'string' && found.get(key)?.status !== 'linked') found.set(key, { status });
  }
  return found;
}
