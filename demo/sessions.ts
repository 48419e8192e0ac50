import { randomUUID } from 'node:crypto';

/** What this demo product is: it decides which software its merchants may link. */
export type Role = 'Commerce' | 'Accounting';

/** A merchant of the demo product. */
export interface DemoMerchant {
  /** The product's own id of the merchant: what Codat is told as merchantIdentifier. */
  id: string;
  name: string;
}

/** One logged-in browser. */
export interface Session {
  merchant: DemoMerchant;
  role: Role;
  /** The platformKey that a Sync URL was last made for. */
  chosen?: string;
}

/** The merchants one can log in as. The second id is as awkward as an id can be. */
export const MERCHANTS: readonly DemoMerchant[] = [
  { id: 'demo merchant', name: 'Corner Bakery' },
  { id: 'Café & Co / #1 😀 ünïcode', name: 'Café & Co' },
];

/** The sessions of one running demo, in memory. */
export class Sessions {
  readonly #byId = new Map<string, Session>();

  open(merchant: DemoMerchant, role: Role): string {
    const id = randomUUID();
    this.#byId.set(id, { merchant, role });
    return id;
  }

  get(id: string | undefined): Session | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  close(id: string | undefined): void {
    if (id !== undefined) this.#byId.delete(id);
  }
}
