import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { inspect } from 'node:util';
import type { HostErrorInfo, HostOptions, HostRefusal, HostRequestInfo, PickerError } from '../../../src/host/index.js';
import { toNodeHandler } from '../../../src/node.js';
import { answerTo, assertSecretFree, COMPANY, json, MERCHANT, never, refusal, setUp, until } from '../host/support.js';
import type { Answer } from '../host/support.js';
import { serve, servers, type Running } from './support.js';

const XERO = '{"platformKey":"gbol"}';
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const CORRELATION_ID = '8fa2b5f4794970a4ee73758f612e8df0';

/** What one hook was told, once. */
interface Told {
  hook: 'onSuccess' | 'onRefused' | 'onError';
  info: HostRequestInfo | HostErrorInfo;
  refusal?: HostRefusal;
  error?: PickerError;
}

type Options = Partial<HostOptions> & { answer?: Answer };

/** A host on a real server, and what its hooks are told. */
async function listening(t: TestContext, options: Options = {}): Promise<{ told: Told[] } & Running> {
  const told: Told[] = [];
  const { host } = setUp({
    merchant: () => ({ merchantIdentifier: MERCHANT, companyId: COMPANY }),
    onSuccess: (info) => told.push({ hook: 'onSuccess', info }),
    onRefused: (given, info) => told.push({ hook: 'onRefused', info, refusal: given }),
    onError: (error, info) => told.push({ hook: 'onError', info, error }),
    ...options,
  });
  return { told, ...(await serve(t, servers['node:http']!, toNodeHandler(host))) };
}

interface Situation {
  status: number;
  what: string;
  hook: Told['hook'];
  /** Default: as the pick, or the list. */
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  /** Sent by POST. Without it, the list is asked for. */
  body?: string;
  options?: Options;
  /** The same request, sent this often before. */
  before?: number;
  /** Default: none. */
  platformKey?: string;
  /** The code of the error or of the refusal. */
  code?: string;
  /** What failed. */
  step?: string;
}

const pick = { body: XERO, platformKey: 'gbol' };
const looksUp = (answer: () => Response | Promise<Response>): { options: Options } => ({
  options: { integrations: 'enabled', timeout: 100, answer: answerTo('list', answer) },
});
const mints = (answer: () => Response | Promise<Response>): { options: Options } => ({
  options: { timeout: 100, answer: answerTo('mint', answer) },
});
const breaks = (): never => {
  throw new TypeError(MERCHANT);
};

const SITUATIONS: readonly Situation[] = [
  { status: 200, what: 'the list', hook: 'onSuccess' },
  { status: 200, what: 'the list’s head', hook: 'onSuccess', method: 'HEAD' },
  { status: 200, what: 'a pick', hook: 'onSuccess', ...pick },
  {
    status: 204,
    what: 'a preflight',
    hook: 'onSuccess',
    method: 'OPTIONS',
    headers: { origin: 'https://till.example' },
    options: { allowedOrigins: ['https://till.example'] },
  },
  { status: 303, what: 'a form', hook: 'onSuccess', body: 'platformKey=gbol', platformKey: 'gbol', headers: FORM },
  { status: 304, what: 'a list that is known', hook: 'onSuccess', headers: { 'if-none-match': '*' } },
  { status: 400, what: 'no JSON', hook: 'onRefused', body: '{', code: 'bad-request' },
  { status: 401, what: 'nobody', hook: 'onRefused', options: { merchant: () => null }, code: 'unauthenticated' },
  {
    status: 401,
    what: 'a form of nobody’s',
    hook: 'onRefused',
    body: 'platformKey=gbol',
    headers: FORM,
    options: { merchant: () => null },
    code: 'unauthenticated',
  },
  {
    status: 403,
    what: 'another site',
    hook: 'onRefused',
    body: XERO,
    headers: { 'sec-fetch-site': 'cross-site' },
    code: 'forbidden',
  },
  {
    status: 403,
    what: 'an answer of the host’s own',
    hook: 'onRefused',
    options: { merchant: () => new Response('mine', { status: 403 }) },
  },
  { status: 404, what: 'another path', hook: 'onRefused', path: '/other', code: 'not-found' },
  {
    status: 404,
    what: 'what is not on offer',
    hook: 'onRefused',
    body: '{"platformKey":"zzzz"}',
    platformKey: 'zzzz',
    code: 'unknown-platform',
  },
  { status: 405, what: 'another method', hook: 'onRefused', method: 'DELETE', code: 'bad-request' },
  {
    status: 408,
    what: 'half a body',
    hook: 'onRefused',
    body: XERO,
    headers: { 'content-length': '100' },
    options: { timeout: 100 },
    code: 'timeout',
  },
  { status: 409, what: 'a conflict', hook: 'onError', ...pick, ...mints(() => refusal(409)), code: 'conflict' },
  { status: 413, what: 'a large body', hook: 'onRefused', body: JSON.stringify('x'.repeat(5000)), code: 'bad-request' },
  {
    status: 415,
    what: 'another type',
    hook: 'onRefused',
    body: XERO,
    headers: { 'content-type': 'text/plain' },
    code: 'bad-request',
  },
  {
    status: 429,
    what: 'too many picks',
    hook: 'onRefused',
    ...pick,
    options: { limit: { perMinute: 1 } },
    before: 1,
    code: 'rate-limited',
  },
  { status: 429, what: 'Codat’s limit', hook: 'onError', ...pick, ...mints(() => refusal(429)), code: 'rate-limited' },
  {
    status: 429,
    what: 'a pause that Codat has asked for',
    hook: 'onRefused',
    ...pick,
    ...mints(() => refusal(429)),
    before: 1,
    code: 'rate-limited',
  },
  {
    status: 500,
    what: 'a session check that throws',
    hook: 'onError',
    options: { merchant: breaks },
    code: 'misconfigured',
    step: 'merchant()',
  },
  { status: 502, what: 'a refused key', hook: 'onError', ...pick, ...mints(() => refusal(401)), code: 'misconfigured' },
  {
    status: 502,
    what: 'a list that is none',
    hook: 'onError',
    ...looksUp(() => json({})),
    code: 'bad-response',
    step: 'GET integrations',
  },
  {
    status: 503,
    what: 'a Codat that is down',
    hook: 'onError',
    ...pick,
    ...mints(() => refusal(500)),
    code: 'unavailable',
  },
  {
    status: 503,
    what: 'a list that can’t be looked up for a pick',
    hook: 'onError',
    ...pick,
    ...looksUp(() => refusal(503)),
    code: 'unavailable',
    step: 'GET integrations',
  },
  { status: 504, what: 'a silent Codat', hook: 'onError', ...pick, ...mints(never), code: 'timeout' },
  {
    status: 504,
    what: 'a session check that never ends',
    hook: 'onError',
    options: { timeout: 100, merchant: never },
    code: 'timeout',
    step: 'merchant()',
  },
];

describe('each request is told to one hook, once, and nothing personal with it', () => {
  for (const { status, what, hook, before = 0, ...given } of SITUATIONS) {
    it(`${status}: ${what}`, async (t) => {
      const { body, code, headers = {}, options, platformKey } = given;
      const operation = given.path ? 'none' : body === undefined ? 'integrations' : 'sync-url';
      const { method = body === undefined ? 'GET' : 'POST', path = `/${operation}` } = given;
      const { ask, told } = await listening(t, options);
      const request = { method, headers, ...(body !== undefined && { body }) };
      for (let sent = 0; sent < before; sent += 1) await ask(path, request);
      told.splice(0);
      assert.equal((await ask(`${path}?query`, request)).status, status);

      assert.deepEqual(
        told.map((one) => one.hook),
        [hook],
      );
      const [{ error, info, refusal: refused }] = told as [Told];
      const { duration, request: its, ...rest } = info as HostErrorInfo;
      const step = hook === 'onError' ? { step: given.step ?? 'GET Sync URL of gbol' } : {};
      assert.deepEqual(rest, { operation, status, ...(platformKey && { platformKey }), ...step });
      assert.ok(Number.isInteger(duration) && duration! >= 0, String(duration));
      assert.ok(its!.url.endsWith(`${path}?query`));
      assert.equal(its!.method, method);
      assert.equal((error ?? refused)?.code, code);
      if (error && !/session|none|silent/.test(what)) assert.equal(error.correlationId, CORRELATION_ID);
      // Without the request, and without what a function of the host's threw: these are the host's own.
      assertSecretFree(inspect([rest, refused, { ...error }, error?.message, error?.stack], { depth: Infinity }));
    });
  }

  it('a list is answered although its logos and statuses can’t be had: that is told besides, without a status', async (t) => {
    const { ask, told } = await listening(t, {
      integrations: ['gbol'],
      answer: ({ kind }) => (kind === 'list' ? undefined : refusal(500)),
    });
    assert.equal((await ask('/integrations')).status, 200);
    assert.deepEqual(
      told.map(({ hook, info }) => [hook, info.operation, info.status, (info as HostErrorInfo).step]),
      [
        ['onError', 'integrations', undefined, 'GET branding of gbol'],
        ['onError', 'integrations', undefined, 'GET connections'],
        ['onSuccess', 'integrations', 200, undefined],
      ],
    );
  });

  it('a browser that leaves before the answer is told by the signal of its request', async (t) => {
    let answer: (() => void) | undefined;
    let asked: Request | undefined;
    const { open, told } = await listening(t, {
      merchant: (request) => {
        asked = request;
        return { merchantIdentifier: MERCHANT };
      },
      answer: answerTo('mint', () => new Promise((resolve) => (answer = () => resolve(refusal(500))))),
    });
    const head = ['POST /sync-url HTTP/1.1', 'Host: 127.0.0.1', 'Sec-Fetch-Site: same-origin'];
    const socket = await open(...head, 'Content-Type: application/json', `Content-Length: ${XERO.length}`, '', XERO);
    await until(() => answer !== undefined);
    socket.destroy();
    await once(asked!.signal, 'abort');
    answer!();
    await until(() => told.length > 0);
    assert.deepEqual(
      told.map(({ hook, info }) => [hook, info.operation, info.status, info.request!.signal.aborted]),
      [['onError', 'sync-url', 503, true]],
    );
  });

  it('a browser that leaves in the middle of its body has sent no JSON that was wrong', async (t) => {
    let isAsked = false;
    const { open, told } = await listening(t, {
      merchant: () => {
        isAsked = true;
        return { merchantIdentifier: MERCHANT };
      },
    });
    const head = ['POST /sync-url HTTP/1.1', 'Host: 127.0.0.1', 'Sec-Fetch-Site: same-origin'];
    const socket = await open(...head, 'Content-Type: application/json', 'Content-Length: 100', '', XERO);
    // The body is read after that.
    await until(() => isAsked);
    socket.destroy();
    await until(() => told.length > 0);
    const [{ hook, info, refusal: refused }] = told as [Told];
    assert.deepEqual([hook, info.operation, info.status], ['onRefused', 'sync-url', 400]);
    assert.match(refused!.title, /broke off/);
    assert.ok(info.request!.signal.aborted);
  });
});
