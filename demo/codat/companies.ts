import { randomUUID } from 'node:crypto';
import type { Integration } from './integrations.js';

/** A row of `GET /companies/{companyId}/connections`. */
export interface Connection {
  id: string;
  integrationKey: string;
  platformName: string;
  sourceType: string;
  /** `PendingAuth`, `Linked`, `Unlinked` or `Deauthorized`, in any casing. */
  status: string;
  linkUrl: string;
  lastSync?: string;
  created: string;
}

/** A connection as a test writes it down: the rest is filled in. A status given here is answered as it stands. */
export type SeedConnection = Partial<Connection> & { integrationKey: string };

/** A merchant, as Codat keeps it. */
export interface Company {
  readonly id: string;
  /** The host's own id of the merchant; the company's own id where the host never gave another. */
  readonly merchantIdentifier: string;
  readonly connections: readonly Readonly<Connection>[];
}

interface StoredCompany extends Company {
  readonly connections: Connection[];
}

/** The merchants' companies and their connections. */
export class Companies {
  readonly #seeds: Readonly<Record<string, readonly SeedConnection[]>>;
  readonly #integrations: ReadonlyMap<string, Integration>;
  readonly #linkBase: () => string;
  readonly #now: () => number;
  readonly #companies = new Map<string, StoredCompany>();

  constructor(
    seeds: Readonly<Record<string, readonly SeedConnection[]>>,
    integrations: ReadonlyMap<string, Integration>,
    linkBase: () => string,
    now: () => number,
  ) {
    this.#seeds = seeds;
    this.#integrations = integrations;
    this.#linkBase = linkBase;
    this.#now = now;
    this.reset();
  }

  get(companyId: string): Company | undefined {
    return this.#companies.get(companyId);
  }

  /** The company of a merchant, by the host's own id of it or by Codat's. */
  of(merchantIdentifier: string): Company | undefined {
    return this.#find(merchantIdentifier);
  }

  /** How many companies have a connection that is linked: Codat's daily allowance grows with them. */
  get active(): number {
    return [...this.#companies.values()].filter(({ connections }) => connections.some(isLinked)).length;
  }

  /** What minting a Sync URL does: the company, if it is new, and a connection to each side that waits for the merchant. */
  start(merchantIdentifier: string, keys: readonly string[]): Company {
    const company = this.#find(merchantIdentifier) ?? { id: randomUUID(), merchantIdentifier, connections: [] };
    this.#companies.set(company.id, company);
    for (const key of keys) {
      const known = company.connections.find(({ integrationKey }) => integrationKey === key);
      if (!known) company.connections.push(this.#connection({ integrationKey: key }, company.connections.length));
      // A merchant who is set up comes back to review the settings; one who cut the link begins anew.
      else if (!isLinked(known)) known.status = 'PendingAuth';
    }
    return company;
  }

  /** What finishing the Sync page does. A company has at most one active accounting connection. */
  finish(companyId: string, keys: readonly string[]): void {
    const connections = this.#companies.get(companyId)?.connections ?? [];
    const linksAccounting = keys.some((key) => this.#integrations.get(key)?.sourceType === 'Accounting');
    connections.forEach((connection, index) => {
      if (keys.includes(connection.integrationKey)) {
        connection.status = inSomeCasing('Linked', index);
        connection.lastSync = this.#time();
      } else if (linksAccounting && connection.sourceType === 'Accounting' && isLinked(connection)) {
        connection.status = inSomeCasing('Unlinked', index);
      }
    });
  }

  /** Back to the seeds. */
  reset(): void {
    this.#companies.clear();
    for (const [id, seeds] of Object.entries(this.#seeds)) {
      const connections = seeds.map((seed, index) => this.#connection(seed, index));
      this.#companies.set(id, { id, merchantIdentifier: id, connections });
    }
  }

  #find(merchantIdentifier: string): StoredCompany | undefined {
    const byId = this.#companies.get(merchantIdentifier);
    return byId ?? [...this.#companies.values()].find((company) => company.merchantIdentifier === merchantIdentifier);
  }

  #connection(seed: SeedConnection, index: number): Connection {
    const id = seed.id ?? randomUUID();
    const integration = this.#integrations.get(seed.integrationKey);
    return {
      id,
      platformName: integration?.name ?? seed.integrationKey,
      sourceType: integration?.sourceType ?? 'Unknown',
      status: inSomeCasing('PendingAuth', index),
      linkUrl: `${this.#linkBase()}/link/${id}`,
      created: this.#time(),
      ...seed,
    };
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}

const isLinked = ({ status }: Connection): boolean => status.toLowerCase() === 'linked';

// Codat's casing varies, and a client that compares with it must fail here rather than there.
function inSomeCasing(status: string, index: number): string {
  return [status, status.toLowerCase(), status.toUpperCase()][index % 3]!;
}
