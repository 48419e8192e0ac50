import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { inspect, promisify } from 'node:util';
import {
  createHost,
  type HostErrorInfo,
  type HostMerchant,
  type HostOptions,
  type PickerError,
} from '../../../src/host/index.js';

export const API_KEY = 'k3y-Kept-Secret';
export const MERCHANT = 'Café & Co / #1 😀 ünïcode';
/** The id of a company at Codat; an awkward one, to see that it stays one segment of the path. */
export const COMPANY = 'c0mpany-Kept/../Secret ünïque?#7';
export const OTP = '422149';
export const SYNC_URL = `https://sync-flow.codat.io/ef075d52/partnercommerce/xero/start?merchantIdentifier=demo merchant&otp=${OTP}`;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a clock that is moved by hand begins with. */
export const START = Date.UTC(2030, 0, 1);

const SECRETS = [
  API_KEY,
  Buffer.from(API_KEY).toString('base64'),
  MERCHANT,
  encodeURIComponent(MERCHANT),
  'merchantIdentifier=',
  COMPANY,
  'c0mpany-Kept',
  '/companies/',
  OTP,
];

const ACCOUNT = createHmac('sha256', `Basic ${Buffer.from(API_KEY).toString('base64')}`)
  .update('https://api.codat.io')
  .digest('hex')
  .slice(0, 16);

/** The key under which a store has this of the account that the tests' hosts ask. */
export const keptAs = (what: string): string => `codat-commerce-picker:${what}.${ACCOUNT}`;

/** A call that reached the fake Codat. */
export interface Call {
  url: URL;
  /** The URL as it was handed to `fetch`, to the letter. */
  raw: string;
  /** `branding`, `connections`, `list` or `mint`. */
  kind: string;
  /** The platformKeys in the path. */
  keys: string[];
  headers: Headers;
  init: RequestInit;
}

export type Answer = (call: Call) => Response | Promise<Response> | undefined;

export const json = (body: unknown, init?: ResponseInit): Response => Response.json(body, init);

/** A Codat that answers calls of one kind so, and all others as usual. */
export const answerTo =
  (kind: Call['kind'], answer: () => Response | Promise<Response>): Answer =>
  (call) =>
    call.kind === kind ? answer() : undefined;

/** Codat's branding of a platformKey, as the tests' Codat answers it. */
export const brandingOf = (key: string): object => ({
  logo: { full: { image: { src: `https://static.codat.io/${key}.png`, alt: `${key} full icon` } } },
  button: {},
  sourceId: `source-of-${key}`,
});

/** A row of Codat's list. */
export const row = (key: string, more: object = {}): Record<string, unknown> => ({
  key,
  name: `Name of ${key}`,
  logoUrl: `https://static.codat.io/${key}.png`,
  enabled: true,
  sourceType: 'Accounting',
  isBeta: false,
  isOfflineConnector: false,
  ...more,
});

/** One page of a list of Codat's that is all there is. */
export const list = (rows: unknown[]): Response =>
  json({ results: rows, pageNumber: 1, pageSize: 500, totalResults: rows.length, _links: { self: { href: '/' } } });

/** One of Codat's error bodies, whose text quotes what must not come out. */
export const refusal = (status: number, headers: HeadersInit = {}): Response =>
  json(
    {
      statusCode: status,
      service: 'PublicApi',
      error: `No company ${COMPANY} for ${MERCHANT} with ${API_KEY}`,
      correlationId: '8fa2b5f4794970a4ee73758f612e8df0',
      canBeRetried: 'Unknown',
      detailedErrorCode: 0,
    },
    { status, headers },
  );

const KINDS: Record<string, string> = { branding: 'branding', connections: 'connections', start: 'mint' };

function callOf(input: string | URL | Request, init: RequestInit = {}): Call {
  const raw = String(input);
  const url = new URL(raw);
  const segments = url.pathname.split('/');
  const kind = KINDS[segments.at(-1)!] ?? 'list';
  const keys = segments.filter((segment) => /^[a-z]{4}$/.test(segment) && segment !== 'sync');
  return { url, raw, kind, keys, headers: new Headers(init.headers), init };
}

/** A host whose Codat is a function. Nothing that it answers or reports may leak a secret: each is looked through. */
export function setUp(options: Partial<HostOptions> & { answer?: Answer } = {}) {
  const { answer, ...rest } = options;
  const calls: Call[] = [];
  const errors: { error: PickerError; info: HostErrorInfo }[] = [];
  const host = createHost({
    apiKey: API_KEY,
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: () => ({ merchantIdentifier: MERCHANT }),
    fetch: async (input, init) => {
      const call = callOf(input, init);
      calls.push(call);
      const given = await answer?.(call);
      if (given) return given;
      if (call.kind === 'branding') return json(brandingOf(call.keys[0]!));
      if (call.kind === 'mint') return json({ url: SYNC_URL });
      return list([]);
    },
    onError: (error, info) => {
      assertSecretFree(inspect([error, info], { depth: Infinity, showHidden: true, maxStringLength: Infinity }));
      errors.push({ error, info });
    },
    ...rest,
  });
  return {
    calls,
    errors,
    host: async (request: Request, context?: unknown): Promise<Response> => {
      const response = await host(request, context);
      const { status, headers } = response;
      const body = await response.clone().text();
      const isMinted = status === 200 && request.method === 'POST';
      const isLed = status === 303 && request.method === 'POST';
      const told = [...headers].filter(([name]) => !isLed || name !== 'location');
      assertSecretFree(JSON.stringify(told) + (isMinted ? '' : body));
      return response;
    },
    codes: (): string[] => errors.map(({ error }) => error.code),
    kinds: (): string[] => calls.map(({ kind }) => kind),
  };
}

/** A session check for which the cookie is the merchant's id. */
export const byCookie = (request: Request): HostMerchant => ({
  merchantIdentifier: request.headers.get('cookie') ?? '',
});

/** A session check that finds another merchant each time, so that no limit of one merchant is reached. */
export function manyMerchants(): () => HostMerchant {
  let count = 0;
  return () => {
    count += 1;
    return { merchantIdentifier: `merchant ${count}`, companyId: `company-${count}` };
  };
}

export function assertSecretFree(text: string): void {
  for (const secret of SECRETS) assert.ok(!text.includes(secret), `${JSON.stringify(secret)} leaks in: ${text}`);
}

export const ORIGIN = 'https://shop.example';

/** `GET …/integrations`, as the element asks. */
export const getList = (headers: Record<string, string> = {}, path = '/api/codat/integrations'): Request =>
  new Request(ORIGIN + path, { headers: { 'sec-fetch-site': 'same-origin', ...headers } });

export interface PostOptions {
  /** Undefined takes a header away. */
  headers?: Record<string, string | undefined> | undefined;
  path?: string;
  method?: string;
}

/** `POST …/sync-url`, as the companion asks. A string is sent as it is. */
export function postChoice(body: unknown = { platformKey: 'gbol' }, options: PostOptions = {}): Request {
  const { headers, path = '/api/codat/sync-url', method = 'POST' } = options;
  const all = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', origin: ORIGIN, ...headers };
  return new Request(ORIGIN + path, {
    method,
    headers: Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ...(/GET|HEAD/.test(method) ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** The same, as a browser sends an HTML form. */
export function postForm(
  fields: Record<string, string> = { platformKey: 'gbol' },
  headers: PostOptions['headers'] = {},
): Request {
  return postChoice(new URLSearchParams(fields).toString(), {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      referer: `${ORIGIN}/settings?tab=accounting`,
      ...headers,
    },
  });
}

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  retryable: boolean;
  correlationId?: string;
}

/** Checks the form of a problem, and returns it. */
export async function problemIn(response: Response): Promise<ProblemBody> {
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  const body = (await response.json()) as ProblemBody;
  assert.equal(body.status, response.status);
  assert.equal(body.type, `urn:codat-commerce-picker:problem:${body.code}`);
  assert.ok(body.title);
  assert.equal(typeof body.retryable, 'boolean');
  return body;
}

/** Asserts that a response is this problem. */
export async function assertProblem(response: Response, status: number, code: string): Promise<ProblemBody> {
  const body = await problemIn(response);
  assert.deepEqual([body.status, body.code], [status, code]);
  return body;
}

export interface Row {
  key: string;
  name: string;
  branding?: object;
  [field: string]: unknown;
}

/** The rows of a list that is expected to be there. */
export async function rowsIn(response: Response): Promise<Row[]> {
  assert.equal(response.status, 200, await response.clone().text());
  return ((await response.json()) as { results: Row[] }).results;
}

/** The platformKeys of a list's rows that have branding. */
export async function brandedIn(response: Response): Promise<string[]> {
  return (await rowsIn(response)).flatMap(({ key, branding }) => (branding ? [key] : []));
}

/** The lines that \`run\` writes on the console. */
export async function consoleLines(t: TestContext, run: () => Promise<unknown>): Promise<string[]> {
  const error = t.mock.method(console, 'error', () => {});
  await run();
  await settle();
  return error.mock.calls.map((call) => {
    assert.equal(call.arguments.length, 1);
    return String(call.arguments[0]);
  });
}

/** The rejections from now on that nobody handled. */
export function unhandledRejections(t: TestContext): unknown[] {
  const reasons: unknown[] = [];
  const note = (reason: unknown): void => void reasons.push(reason);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  return reasons;
}

/** An object that throws whatever is done with it. */
export function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Lets what is under way come to rest, until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) {
    if (condition()) return;
    await new Promise(setImmediate);
  }
  assert.fail(`never came true: ${condition.toString()}`);
}

const random = promisify(randomBytes);

/** Gives whatever should not happen the chance to. */
export async function settle(): Promise<void> {
  // Hashes are made on threads that are not of this loop, in the order in which they are asked for, as this is.
  await random(1);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

/** Lets time pass, `most` ms of it, until what is under way has come to an end: what waits a moment gets it. */
export async function whileTimePasses<T>(t: TestContext, work: Promise<T>, most = 60_000): Promise<T> {
  const state = { ended: false };
  const noted = work.finally(() => (state.ended = true));
  for (let passed = 0; passed < most && !state.ended; passed += 20) {
    await settle();
    if (!state.ended) t.mock.timers.tick(20);
  }
  return noted;
}

/** Lets a second pass, in which what goes on behind the answers comes to its end. */
export async function aSecond(t: TestContext): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await settle();
    t.mock.timers.tick(100);
  }
  await settle();
}

/** Takes away every timer that is set, as a runtime does that freezes a request, and puts the clock to START + \`ms\`. */
export function freeze(t: TestContext, ms: number): void {
  t.mock.timers.reset();
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START + ms });
}

/** A Codat whose mints wait until they are released, the first one first. Each has a URL of its own. */
export function heldMints(): { answer: Answer; release: () => void; untilHeld: (count: number) => Promise<void> } {
  const releases: (() => void)[] = [];
  let otp = 0;
  return {
    answer: ({ kind }) => {
      if (kind !== 'mint') return undefined;
      otp += 1;
      const url = `https://sync-flow.codat.io/start?otp=${otp}`;
      return new Promise((resolve) => releases.push(() => resolve(json({ url }))));
    },
    release: () => releases.shift()!(),
    untilHeld: async (count) => {
      while (releases.length < count) await new Promise(setImmediate);
    },
  };
}

export const never = (): Promise<never> => new Promise(() => {});

/** One page of a list at Codat. */
export interface Page {
  rows: unknown[];
  next?: string;
  total?: number;
}

/** A Codat that answers this kind of list with these pages, by number. */
export const withPages =
  (paged: Call['kind'], pages: Page[]): Answer =>
  ({ kind, url }) => {
    if (kind !== paged) return undefined;
    const { rows = [], next, total } = pages[Number(url.searchParams.get('page')) - 1] ?? {};
    return json({ results: rows, totalResults: total, _links: next ? { next: { href: next } } : {} });
  };
