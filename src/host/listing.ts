import type { Integration } from '../shared/integrations.js';
import type { Brandings } from './branding.js';
import type { Connections } from './connections.js';
import { etagOf } from './etag.js';

/** A list as it is sent. */
export interface Listing {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string;
}

/** Different states of merchants that are kept. There are as many as merchants who are further than others. */
const MOST = 50;

/**
 * Lists, ready to be sent: made once for an offer and its brandings, and for each state that merchants are in. Making
 * one anew for each visit costs several times what all the rest does.
 */
export class Listings {
  #of: { rows: readonly Integration[]; brandings: Brandings } | undefined;
  #made = new Map<string, Listing>();

  /** @param rows and brandings the same objects as long as they are the same */
  async get(rows: readonly Integration[], brandings: Brandings, connections: Connections): Promise<Listing> {
    if (this.#of?.rows !== rows || this.#of.brandings !== brandings) {
      this.#of = { rows, brandings };
      this.#made = new Map();
    }
    const made = this.#made;
    // Of what is not on offer, nothing is sent.
    const state = connections.size ? rows.map(({ key }) => connections.get(key)?.status ?? '').join() : '';
    const known = made.get(state);
    if (known) return known;
    // No request waits for one that another is making: some runtimes (Workers) freeze what belongs to a request that
    // has ended, and it would never come.
    const listing = await make(rows, brandings, connections);
    if (made.size >= MOST) made.clear();
    made.set(state, listing);
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
