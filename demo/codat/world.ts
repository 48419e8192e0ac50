import type { HttpBindings } from '@hono/node-server';
import type { Companies } from './companies.js';
import type { Faults } from './faults.js';
import type { Integration } from './integrations.js';
import type { Call, CallRecord } from './record.js';
import type { SyncCodes } from './sync-codes.js';

/** How many calls Codat takes. */
export interface Limits {
  /** From one address. */
  perMinute: number;
  /** Multiplied by 1 + the number of companies with a linked connection. */
  perDay: number;
}

/** What the routes share. */
export interface World {
  readonly apiKey: string;
  readonly integrations: ReadonlyMap<string, Integration>;
  readonly connectorKeys: ReadonlySet<string>;
  readonly companies: Companies;
  readonly codes: SyncCodes;
  readonly faults: Faults;
  readonly record: CallRecord;
  readonly limits: Limits;
  origin(): string;
  staticBaseUrl(): string;
  now(): number;
  onReset(listener: () => void): void;
}

/** hono's bindings: the call's entry in the record and, behind a socket, Node's own objects. */
export type Env = Partial<HttpBindings> & { call: Call };
