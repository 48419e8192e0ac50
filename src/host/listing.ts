import type { Integration } from '../shared/integrations.js';
import type { Brandings } from './branding.js';
import type { Connections } from './connections.js';
import { etagOf } from './etag.js';

/** A list, ready to be sent. */
export interface Listing {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string;
}

/** How many listings are kept: one for each combination of statuses that merchants have. */
const MOST_LISTINGS = 50;

/**
 * Keeps lists that are ready to be sent. Merchants with the same statuses get the same list, so it is written and
 * hashed once. To do so for each request takes several times as long as all the rest of it.
 */
export class Listings {
  /** What the kept listings were made of. */
  #source: { rows: readonly Integration[]; brandings: Brandings } | undefined;
  /** By the statuses in them. */
  #listings = new Map<string, Listing>();

  /** `rows` and `brandings` are compared by identity: as long as they are the same objects, listings are kept. */
  async get(rows: readonly Integration[], brandings: Brandings, connections: Connections): Promise<Listing> {
    if (this.#source?.rows !== rows || this.#source.brandings !== brandings) {
      this.#source = { rows, brandings };
      this.#listings = new Map();
    }
    const listings = this.#listings;
    // Of the rows alone: connections to other software are not sent.
    const statuses = connections.size ? rows.map(({ key }) => connections.get(key)?.status ?? '').join() : '';
    const known = listings.get(statuses);
    if (known) return known;
    // Two requests may make the same one. Neither waits for the other: some runtimes (Workers) freeze what belongs to a
    // request that has ended, and it would wait for ever.
    const listing = await make(rows, brandings, connections);
    if (listings.size >= MOST_LISTINGS) listings.clear();
    listings.set(statuses, listing);
    return listing;
  }
}

async function make(rows: readonly Integration[], brandings: Brandings, connections: Connections): Promise<Listing> {
  const results = rows.map((row) => ({
    ...row,
    branding: brandings.get(row.key),
    connection: connections.get(row.key),
  }));
  const bytes = new TextEncoder().encode(JSON.stringify({ results }));
  return { bytes, etag: await etagOf(bytes) };
}
