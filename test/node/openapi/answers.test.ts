import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import { toNodeHandler } from '../../../src/node.js';
import { ERRORS } from '../../../src/shared/errors.js';
import { json, list, never, refusal, row, setUp, SYNC_URL, type Answer } from '../host/support.js';
import { serve, servers } from '../servers/support.js';
import { complaintOf, deviations, documented, headersOf, openapi } from './document.js';

/** An origin that the host allows, so that each answer shows what a page of that origin is told. */
const TILL = 'https://till.example';
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
const XERO = '{"platformKey":"gbol"}';
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

interface Situation {
  what: string;
  /** Such as `post /sync-url`. */
  operation: string;
  status: number;
  options?: Partial<HostOptions> & { answer?: Answer };
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Default: as the operation's. */
  method?: string;
  /** The same request, sent this often before. */
  before?: number;
}

const mint =
  (answer: Response | (() => Response | Promise<Response>)): Answer =>
  ({ kind }) =>
    kind === 'mint' ? (typeof answer === 'function' ? answer() : answer) : undefined;

/** A host whose list has to come from Codat, which answers so. */
const looksUp = (answer: () => Response | Promise<Response>): NonNullable<Situation['options']> => ({
  integrations: 'enabled',
  timeout: 100,
  answer: ({ kind }) => (kind === 'list' ? answer() : undefined),
});

const breaks = (): never => {
  throw new TypeError('its own');
};

/** What may come of a request for the list, with a body or without. */
const lists = (method: 'get' | 'head'): Situation[] => {
  const operation = `${method} /integrations`;
  return [
    { what: 'the list', operation, status: 200 },
    {
      what: 'the list, with all that Codat and the host may say of a row',
      operation,
      status: 200,
      options: {
        integrations: 'enabled',
        merchant: () => ({ merchantIdentifier: 'm', companyId: 'c' }),
        answer: ({ kind }) =>
          kind === 'list'
            ? list([row('gbol', { isBeta: true }), row('qhyg', { sourceId: 'x', datatypeFeatures: [{}] })])
            : kind === 'connections'
              ? list([{ id: '1', integrationKey: 'gbol', status: 'Linked' }])
              : undefined,
      },
    },
    { what: 'no news', operation, status: 304, headers: { 'if-none-match': '*' } },
    { what: 'a query that names the merchant', operation, status: 400, query: '?merchantIdentifier=other' },
    { what: 'nobody logged in', operation, status: 401, options: { merchant: () => null } },
    { what: 'Codat’s limit', operation, status: 429, options: looksUp(() => refusal(429, { 'retry-after': '7' })) },
    { what: 'a session check that fails', operation, status: 500, options: { merchant: breaks } },
    { what: 'a list that Codat refuses', operation, status: 502, options: looksUp(() => refusal(401)) },
    { what: 'a list that is none', operation, status: 502, options: looksUp(() => json({ results: 'x' })) },
    {
      what: 'a Codat that is down',
      operation,
      status: 503,
      options: looksUp(() => refusal(503, { 'retry-after': '7' })),
    },
    { what: 'a Codat that is silent', operation, status: 504, options: looksUp(never) },
  ];
};

const operation = 'post /sync-url';
const picks: Situation[] = [
  { what: 'a pick', operation, status: 200, body: XERO },
  { what: 'a pick with a key', operation, status: 200, body: XERO, headers: { 'idempotency-key': 'a-1' }, before: 1 },
  { what: 'half a JSON', operation, status: 400, body: '{"platformKey":' },
  { what: 'a body without a platformKey', operation, status: 400, body: '{}' },
  { what: 'a body that names the merchant', operation, status: 400, body: '{"platformKey":"gbol","companyId":"c"}' },
  { what: 'a key that is none', operation, status: 400, body: XERO, headers: { 'idempotency-key': 'a b' } },
  { what: 'nobody logged in', operation, status: 401, body: XERO, options: { merchant: () => null } },
  { what: 'a page of another origin', operation, status: 403, body: XERO, headers: FOREIGN },
  { what: 'a prefetch', operation, status: 403, body: XERO, headers: { 'sec-purpose': 'prefetch' } },
  { what: 'software that is not on offer', operation, status: 404, body: '{"platformKey":"zzzz"}' },
  { what: 'the connector', operation, status: 404, body: '{"platformKey":"dfxm"}' },
  {
    what: 'software that Codat doesn’t know',
    operation,
    status: 404,
    body: XERO,
    options: { answer: mint(refusal(404)) },
  },
  {
    what: 'half a body',
    operation,
    status: 408,
    body: XERO,
    headers: { 'content-length': '100' },
    options: { timeout: 100 },
  },
  { what: 'a conflict at Codat', operation, status: 409, body: XERO, options: { answer: mint(refusal(409)) } },
  { what: 'a large body', operation, status: 413, body: JSON.stringify({ more: 'x'.repeat(5000) }) },
  { what: 'a form of the browser’s', operation, status: 303, body: 'platformKey=gbol', headers: FORM },
  { what: 'a form', operation, status: 415, body: 'a=b', headers: { 'content-type': 'text/plain' } },
  { what: 'too many picks', operation, status: 429, body: XERO, options: { limit: { perMinute: 1 } }, before: 1 },
  { what: 'Codat’s limit', operation, status: 429, body: XERO, options: { answer: mint(refusal(429)) } },
  { what: 'a session check that fails', operation, status: 500, body: XERO, options: { merchant: breaks } },
  { what: 'Codat refuses the key', operation, status: 502, body: XERO, options: { answer: mint(refusal(403)) } },
  { what: 'Codat refuses the plan', operation, status: 502, body: XERO, options: { answer: mint(refusal(402)) } },
  { what: 'no URL', operation, status: 502, body: XERO, options: { answer: mint(json({})) } },
  {
    what: 'a URL of another host',
    operation,
    status: 502,
    body: XERO,
    options: { answer: mint(json({ url: 'https://codat.io.evil.example/' })) },
  },
  { what: 'a Codat that is down', operation, status: 503, body: XERO, options: { answer: mint(refusal(500)) } },
  {
    what: 'a Codat that says how long',
    operation,
    status: 503,
    body: XERO,
    options: { answer: mint(refusal(503, { 'retry-after': '9' })) },
  },
  {
    what: 'a Codat that is silent',
    operation,
    status: 504,
    body: XERO,
    options: { timeout: 100, answer: mint(never) },
  },
];

const preflights = ['/integrations', '/sync-url'].flatMap((path): Situation[] => [
  { what: 'a preflight', operation: `options ${path}`, status: 204 },
  { what: 'a preflight of another origin', operation: `options ${path}`, status: 403, headers: FOREIGN },
  {
    what: 'a preflight that nobody allows',
    operation: `options ${path}`,
    status: 405,
    options: { allowedOrigins: [] },
  },
  // A method that the document doesn't have is answered as it says of this one.
  { what: 'another method', operation: `options ${path}`, status: 405, method: 'DELETE' },
]);

const situations = [...lists('get'), ...lists('head'), ...picks, ...preflights];

/** What was answered, by operation and status: the headers that came. */
const seen = new Map<string, Set<string>>();

describe('each answer of the host module is as openapi.yaml says', () => {
  for (const { what, operation: of, status, options, query = '', headers, body, before = 0, ...given } of situations) {
    it(`${of}, ${status}: ${what}`, async (t) => {
      const [verb, path] = of.split(' ') as [string, string];
      const { host } = setUp({ allowedOrigins: [TILL], ...options });
      const { ask } = await serve(t, servers['node:http']!, toNodeHandler(host));
      const request = {
        method: given.method ?? verb.toUpperCase(),
        headers: { origin: TILL, ...headers },
        ...(body !== undefined && { body }),
      };
      const url = `/shop/codat${path}${query}`;
      for (let sent = 0; sent < before; sent += 1) await ask(url, request);
      const answer = await ask(url, request);
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual(deviations(of, answer), []);
      const known = seen.get(`${of} ${status}`) ?? new Set();
      for (const name of Object.keys(answer.headers)) known.add(name);
      seen.set(`${of} ${status}`, known);
    });
  }

  it('post /sync-url, 422: a key that comes with another choice', async (t) => {
    const { host } = setUp({ allowedOrigins: [TILL] });
    const { ask } = await serve(t, servers['node:http']!, toNodeHandler(host));
    const pick = (body: string) =>
      ask('/sync-url', { method: 'POST', body, headers: { origin: TILL, 'idempotency-key': 'one' } });
    assert.equal((await pick(XERO)).status, 200);
    const answer = await pick('{"platformKey":"qhyg"}');
    assert.equal(answer.status, 422);
    assert.deepEqual(deviations(operation, answer), []);
    seen.set(`${operation} 422`, new Set(Object.keys(answer.headers)));
  });

  it('and the same without allowed origins', async (t) => {
    const { host } = setUp();
    const { ask } = await serve(t, servers['node:http']!, toNodeHandler(host));
    const page = await ask('/integrations');
    assert.deepEqual(deviations('get /integrations', page), []);
    assert.deepEqual(deviations(operation, await ask('/sync-url', { method: 'POST', body: XERO })), []);
    assert.equal(page.headers.vary, 'Cookie, Authorization');
  });
});

describe('openapi.yaml says nothing that the host module doesn’t', () => {
  it('each of its statuses and headers has been answered above', () => {
    const unseen = [...documented()].flatMap(([of, statuses]) =>
      statuses.flatMap((status) => {
        const headers = seen.get(`${of} ${status}`);
        if (!headers) return [`${of} ${status}`];
        const missing = headersOf(of, status).filter((name) => !headers.has(name));
        // No page of an origin that isn't allowed is told anything.
        return missing.filter((name) => !isUnheard(of, status, name)).map((name) => `${of} ${status}: ${name}`);
      }),
    );
    assert.deepEqual(unseen, []);
  });

  it('its codes are those of the source, in their order', () => {
    const { Code } = (openapi['components'] as { schemas: Record<string, { enum: string[] }> }).schemas;
    assert.deepEqual(Code!.enum, Object.keys(ERRORS));
  });

  it('its version is the package’s', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.equal((openapi['info'] as { version: string }).version, version);
  });

  it('a Sync URL of another kind is none', () => {
    assert.equal(complaintOf('SyncUrl', { url: new URL(SYNC_URL).href }), undefined);
    for (const url of ['http://sync-flow.codat.io/', 'https://user:word@codat.io/', 'https://codat.io:8443/', '/', 7]) {
      assert.ok(complaintOf('SyncUrl', { url }), String(url));
    }
  });

  it('a pick that names the merchant is none', () => {
    assert.equal(complaintOf('Pick', JSON.parse(XERO)), undefined);
    for (const name of ['merchantIdentifier', 'companyId', 'redirectUrl']) {
      assert.ok(complaintOf('Pick', { platformKey: 'gbol', [name]: 'x' }), name);
    }
  });
});

const isUnheard = (of: string, status: string, name: string): boolean =>
  status === '403' && of.startsWith('options') && name.startsWith('access-control-');
