import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { apiRoutes } from './api.js';
import { Companies, type Company, type SeedConnection } from './companies.js';
import { errorAnswer, Refusal } from './errors.js';
import { faultsPageRoutes } from './faults-page.js';
import { Faults, type Endpoint } from './faults.js';
import { allIntegrations, DEFAULT_CONNECTORS, type Connector } from './integrations.js';
import { stylesheet } from './page.js';
import { CallRecord, type RecordedRequest } from './record.js';
import { NoAnswer } from './strike.js';
import { SyncCodes } from './sync-codes.js';
import { syncPageRoutes } from './sync-page.js';
import { wordmarkRoutes } from './wordmarks.js';
import type { Env, Limits, World } from './world.js';

export type { Company, Connection, SeedConnection } from './companies.js';
export { FAULTS, SCOPES, type Endpoint, type Fault, type FaultName, type Faults, type Scope } from './faults.js';
export { DEFAULT_CONNECTORS, type Connector, type Integration } from './integrations.js';
export { listen, type FetchCallback, type Listening } from './listen.js';
export type { RecordedRequest } from './record.js';
export type { Limits } from './world.js';

export interface EmbeddedCodatOptions {
  /** The raw key, and the only one accepted. */
  apiKey: string;
  /** The connectors to the host's own API. Default: those of two invented products, `dfxm` and `lqai`. */
  connectors?: readonly Connector[];
  /** Where this server is reached. A function, where that is known only once it listens. */
  origin: string | (() => string);
  /** Where the addresses of the logos begin. Default: `/public` on the origin. */
  staticBaseUrl?: string | (() => string);
  /** The clock, in ms. Codes, limits and dates go by it; a slow answer does not. Default: `Date.now`. */
  now?: () => number;
  /** Connections by company id: the companies that are there from the start. */
  companies?: Readonly<Record<string, readonly SeedConnection[]>>;
  /** Default: Codat's own, 1,000 a minute and 1,000 a day. */
  limits?: Partial<Limits>;
}

export interface EmbeddedCodat {
  /**
   * Answers everything: API, Sync page, logos, `/_faults`. Where there is no answer it rejects as `fetch` would, or,
   * behind a socket, breaks the connection.
   */
  fetch(request: Request, env?: Partial<HttpBindings>): Promise<Response>;
  readonly faults: Faults;
  /** The calls that came, in order; the last 10,000 of them. */
  readonly requests: readonly RecordedRequest[];
  /** The most calls of a kind that were under way at once. Over HTTP, make them `slow` to measure it. */
  readonly maxConcurrent: Readonly<Record<Endpoint, number>>;
  /** The company of a merchant, by the host's own id of it or by Codat's. */
  companyOf(merchantIdentifier: string): Company | undefined;
  /** As new: no faults, no record, no codes, the seeded companies, all allowances. */
  reset(): void;
}

/** A Codat in this process. It answers as Codat does, and refuses what Codat refuses. */
export function createEmbeddedCodat(options: EmbeddedCodatOptions): EmbeddedCodat {
  const { apiKey, connectors = DEFAULT_CONNECTORS, now = Date.now } = options;
  if (!apiKey) throw new TypeError('apiKey is required.');

  const origin = () => resolved(options.origin);
  const integrations = new Map(allIntegrations(connectors).map((integration) => [integration.key, integration]));
  const companies = new Companies(options.companies ?? {}, integrations, origin, now);
  const codes = new SyncCodes(now);
  const faults = new Faults();
  const record = new CallRecord(apiKey);
  const resets = [() => faults.clear(), () => record.clear(), () => codes.clear(), () => companies.reset()];

  const app = routes({
    apiKey,
    integrations,
    connectorKeys: new Set(connectors.map(({ platformKey }) => platformKey)),
    companies,
    codes,
    faults,
    record,
    limits: { perMinute: 1000, perDay: 1000, ...options.limits },
    origin,
    staticBaseUrl: () => (options.staticBaseUrl === undefined ? `${origin()}/public` : resolved(options.staticBaseUrl)),
    now,
    onReset: (listener) => resets.push(listener),
  });

  return {
    async fetch(request, env = {}) {
      const call = record.add(request);
      try {
        const response = await app.fetch(request, { ...env, call });
        call.status = response.status;
        return response;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        if (!env.outgoing) throw error.cause;
        env.outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
    faults,
    requests: record.requests,
    maxConcurrent: record.maxConcurrent,
    companyOf: (merchantIdentifier) => companies.of(merchantIdentifier),
    reset() {
      for (const undo of resets) undo();
    },
  };
}

function routes(world: World): Hono<{ Bindings: Env }> {
  const app = new Hono<{ Bindings: Env }>();
  app.get(stylesheet.path, stylesheet.answer);
  app.route('/', wordmarkRoutes([...world.integrations.values()]));
  app.route('/', faultsPageRoutes(world));
  app.route('/', syncPageRoutes(world));
  // Last, since it answers whatever the pages leave.
  app.route('/', apiRoutes(world));
  app.onError((error) => {
    if (error instanceof Refusal) return error.answer();
    if (error instanceof NoAnswer) throw error;
    console.error(error);
    return errorAnswer(500, 'An unexpected error occurred');
  });
  return app;
}

const resolved = (address: string | (() => string)): string => (typeof address === 'function' ? address() : address);
