import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import {
  createEmbeddedCodat,
  listen,
  type EmbeddedCodat,
  type EmbeddedCodatOptions,
  type Connection,
  type Integration,
} from '../../../demo/codat/index.js';
import type { Branding } from '../../../demo/codat/branding.js';
import type { ValidationItem } from '../../../demo/codat/errors.js';
import type { Page } from '../../../demo/codat/paging.js';

export const API_KEY = 'key/of+these=tests';
export const AUTHORIZATION = `Basic ${Buffer.from(API_KEY).toString('base64')}`;

/** As awkward as an identifier can be. */
export const MERCHANT = 'Café & Co / #1 😀 ünïcode';

export const LIST = '/config/integrations';

export interface Simulation {
  codat: EmbeddedCodat;
  origin: string;
  close(): Promise<void>;
  /** A request without the key. */
  visit(path: string, init?: RequestInit): Promise<Response>;
  /** A call with the key. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** What a call answers, which must be with 200. */
  text(path: string): Promise<string>;
  list(query?: string): Promise<Page<Integration & { logoUrl: string }>>;
  branding(platformKey: string): Promise<Branding>;
  connections(companyId: string, query?: string): Promise<Page<Connection>>;
  /** Mints a Sync URL, exactly as it was answered. */
  mint(parameters?: MintParameters): Promise<string>;
  /** Lets time pass. */
  pass(ms: number): void;
}

export interface MintParameters {
  commerceKey?: string;
  accountingKey?: string;
  merchantIdentifier?: string;
  redirectUrl?: string;
}

/** An embedded Codat behind a real socket, with a clock that stands still, for the length of a test. */
export async function simulate(t: TestContext, options: Partial<EmbeddedCodatOptions> = {}): Promise<Simulation> {
  let time = Date.UTC(2030, 0, 1);
  let origin = '';
  const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: () => origin, now: () => time, ...options });
  const server = await listen(codat, { port: 0 });
  origin = server.origin;
  t.after(() => server.close());

  const visit = (path: string, init?: RequestInit) => fetch(new URL(path, origin), { redirect: 'manual', ...init });
  const call = (path: string, init?: RequestInit) =>
    visit(path, { ...init, headers: { Authorization: AUTHORIZATION, ...(init?.headers as Record<string, string>) } });
  const text = async (path: string) => {
    const response = await call(path);
    assert.equal(response.status, 200, `${path} answers ${response.status}`);
    return response.text();
  };
  const get = async (path: string) => JSON.parse(await text(path));
  return {
    codat,
    origin,
    close: () => server.close(),
    visit,
    call,
    text,
    list: (query = '') => get(`${LIST}?${query}`),
    branding: (platformKey) => get(`${LIST}/${platformKey}/branding`),
    connections: (companyId, query = '') => get(`/companies/${companyId}/connections?${query}`),
    mint: async (parameters) => (await get(startPath(parameters))).url,
    pass: (ms) => {
      time += ms;
    },
  };
}

/** The path that mints a Sync URL. */
export function startPath({
  commerceKey = 'dfxm',
  accountingKey = 'gbol',
  merchantIdentifier = MERCHANT,
  redirectUrl,
}: MintParameters = {}): string {
  const query = new URLSearchParams({ merchantIdentifier, ...(redirectUrl !== undefined && { redirectUrl }) });
  return `/config/sync/commerce/${commerceKey}/${accountingKey}/start?${query}`;
}

/** Codat's error body. */
export interface ErrorBody {
  statusCode: number;
  service: string;
  error: string;
  correlationId: string;
  canBeRetried: string;
  detailedErrorCode: number;
  validation?: { errors: ValidationItem[]; warnings: ValidationItem[] };
}

/** The error body of an answer, checked for its shape. */
export async function errorOf(response: Response, status: number): Promise<ErrorBody> {
  assert.equal(response.status, status);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  const body = (await response.json()) as ErrorBody;
  assert.equal(body.statusCode, status);
  assert.equal(body.service, 'PublicApi');
  assert.ok(body.error);
  assert.match(body.correlationId, /^[0-9a-f]{32}$/);
  assert.equal(body.canBeRetried, 'Unknown');
  assert.equal(body.detailedErrorCode, 0);
  return body;
}

/** The text of the element with this data-testid. */
export function textOf(html: string, testId: string): string | undefined {
  const [, text] = new RegExp(`data-testid="${testId}">([^<]*)<`).exec(html) ?? [];
  return text && unescaped(text);
}

export const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
