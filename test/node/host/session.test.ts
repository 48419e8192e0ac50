import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import {
  assertProblem,
  getList,
  MERCHANT,
  never,
  ORIGIN,
  postChoice,
  revokedProxy,
  settle,
  setUp,
  unhandledRejections,
  until,
} from './support.js';

const logIn = (): Response =>
  new Response('Log in', { status: 302, headers: { location: '/log-in', 'set-cookie': 'back=/codat' } });
const forbidden = (): Response => Response.json({ error: 'Ask your administrator' }, { status: 403 });
const redirect = (): Response => Response.redirect('https://sso.example/start', 307);

const RESPONSES: [what: string, make: () => Response][] = [
  ['401', () => new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })],
  ['403 with a body', forbidden],
  ['a redirect', logIn],
  ['a redirect whose headers can’t be changed', redirect],
  ['200, as a page of its own', () => new Response('<h1>Closed for the night', { status: 200 })],
];
const WAYS: [how: string, merchant: (make: () => Response) => HostOptions['merchant']][] = [
  ['returns', (make) => () => make()],
  ['resolves to', (make) => async () => make()],
  [
    'throws',
    (make) => () => {
      throw make();
    },
  ],
  ['rejects with', (make) => () => Promise.reject(make())],
];
for (const [what, make] of RESPONSES) {
  for (const [how, merchant] of WAYS) {
    test(`a session check that ${how} a response (${what}) answers with it, on both routes`, async () => {
      const refused: unknown[] = [];
      const { host, calls, errors } = setUp({
        merchant: merchant(make),
        allowedOrigins: ['https://app.example'],
        onRefused: ({ code }, { operation, status }) => refused.push([operation, status, code]),
      });
      const headers = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
      for (const request of [getList(headers), postChoice(undefined, { headers })]) {
        const [response, own] = [await host(request), make()];
        assert.equal(response.status, own.status);
        assert.equal(await response.text(), await own.text());
        for (const [name, value] of own.headers) assert.equal(response.headers.get(name), value);
        assert.equal(response.headers.get('access-control-allow-origin'), 'https://app.example');
      }
      assert.deepEqual([calls, errors], [[], []]);
      const { status } = make();
      assert.deepEqual(refused, [
        ['integrations', status, undefined],
        ['sync-url', status, undefined],
      ]);
    });
  }
}

test('a response that has its own CORS headers gets none twice', async () => {
  const origin = 'https://app.example';
  const own = {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'X-Own',
    vary: 'Accept-Language',
  };
  const { host } = setUp({
    allowedOrigins: [origin],
    merchant: () => new Response('no', { status: 403, headers: own }),
  });
  const { headers } = await host(getList({ origin, 'sec-fetch-site': 'cross-site' }));
  assert.equal(headers.get('access-control-allow-origin'), origin);
  assert.equal(headers.get('access-control-allow-credentials'), 'true');
  assert.equal(headers.get('vary'), 'Accept-Language, Origin');
  assert.equal(headers.get('access-control-expose-headers'), 'X-Own, Retry-After');
});

test('a response of another class of that name will do', async () => {
  class Response2 {
    readonly status = 403;
    readonly statusText = '';
    readonly headers = new Headers({ 'x-own': '1' });
    readonly body = null;
    get [Symbol.toStringTag](): string {
      return 'Response';
    }
  }
  const { host } = setUp({ merchant: () => new Response2() as unknown as Response });
  const response = await host(getList());
  assert.deepEqual([response.status, response.headers.get('x-own')], [403, '1']);
});

test('a HEAD request gets the response without its body', async () => {
  const { host } = setUp({ merchant: forbidden });
  const response = await host(new Request(`${ORIGIN}/integrations`, { method: 'HEAD' }));
  assert.deepEqual([response.status, await response.text()], [403, '']);
});

test('a response that was sent before, or that can’t be sent, is the host’s fault', async () => {
  const once = forbidden();
  await once.text();
  for (const response of [once, Response.error()]) {
    const { host, errors } = setUp({ merchant: () => response });
    await assertProblem(await host(getList()), 500, 'misconfigured');
    assert.match(errors[0]?.error.message ?? '', /make a new one each time/);
  }
});

test('whatever is false is nobody', async () => {
  for (const nobody of [false, 0, '', null, undefined, NaN]) {
    const { host, errors } = setUp({ merchant: (() => nobody) as HostOptions['merchant'] });
    for (const request of [getList(), postChoice()]) await assertProblem(await host(request), 401, 'unauthenticated');
    assert.deepEqual(errors, []);
  }
});

test('a session check that never ends is given up after the timeout', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  for (const request of [getList(), postChoice()]) {
    let checked = false;
    const { host, calls, errors } = setUp({ timeout: 4_000, merchant: () => ((checked = true), never()) });
    let answered = false;
    const response = host(request).finally(() => (answered = true));
    await until(() => checked);
    await settle();
    t.mock.timers.tick(3_999);
    await settle();
    assert.equal(answered, false);
    t.mock.timers.tick(1);
    const { retryable, title } = await assertProblem(await response, 504, 'timeout');
    assert.equal(retryable, true);
    assert.doesNotMatch(title, /Codat/);
    assert.deepEqual(calls, []);
    assert.deepEqual(
      errors.map(({ error, info }) => [error.code, info.step, info.duration]),
      [['timeout', 'merchant()', 4_000]],
    );
  }
});

test('a session check that rejects after it was given up breaks nothing', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const unhandled = unhandledRejections(t);
  let fail!: (reason: Error) => void;
  const { host, errors } = setUp({ merchant: () => new Promise((_, reject) => (fail = reject)) });
  const response = host(getList());
  await settle();
  t.mock.timers.tick(10_000);
  await assertProblem(await response, 504, 'timeout');
  fail(new Error(MERCHANT));
  await settle();
  assert.deepEqual([errors.length, unhandled], [1, []]);
});

const HOSTILE: [what: string, make: () => unknown][] = [
  ['a revoked proxy', revokedProxy],
  [
    'an object whose id throws',
    () => ({
      get merchantIdentifier(): string {
        throw new Error(MERCHANT);
      },
    }),
  ],
  ['an id that is asked for again and differs', () => ({ merchantIdentifier: { toString: () => MERCHANT } })],
];
for (const [what, make] of HOSTILE) {
  test(`a session check that answers, or throws, ${what} is answered 500, and the promise doesn’t reject`, async () => {
    for (const merchant of [() => make(), () => Promise.reject(make())]) {
      const { host } = setUp({ merchant: merchant as HostOptions['merchant'], onError: () => {} });
      const { status } = await host(getList());
      assert.equal(status, 500);
    }
  });
}

test('a session check gets what the server handed over beside the request', async () => {
  const seen: unknown[] = [];
  const { host } = setUp({
    merchant: (request, { user }: { user: string }) => {
      seen.push([request.method, user]);
      return { merchantIdentifier: user };
    },
  });
  const session = { user: MERCHANT };
  for (const request of [getList(), postChoice()]) assert.equal((await host(request, session)).status, 200);
  assert.deepEqual(seen, [
    ['GET', MERCHANT],
    ['POST', MERCHANT],
  ]);
});

test('a session check that wants more than the server handed over is a failure of the host, and no merchant', async () => {
  const { host, codes } = setUp({ merchant: (_request, { user }: { user: string }) => ({ merchantIdentifier: user }) });
  await assertProblem(await host(getList()), 500, 'misconfigured');
  assert.deepEqual(codes(), ['misconfigured']);
});
