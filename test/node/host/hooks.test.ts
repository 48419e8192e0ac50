import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { HostErrorInfo, HostOptions, HostRefusal, HostRequestInfo } from '../../../src/host/index.js';
import { deferred } from '../../support/deferred.js';
import {
  assertSecretFree,
  COMPANY,
  consoleLines,
  getList,
  MERCHANT,
  never,
  ORIGIN,
  postChoice,
  type PostOptions,
  refusal,
  settle,
  setUp,
  unhandledRejections,
  whileTimePasses,
} from './support.js';

type Options = Parameters<typeof setUp>[0];

/** A host, and what its hooks were told. */
function listening(options: Options = {}) {
  const successes: HostRequestInfo[] = [];
  const refusals: { refusal: HostRefusal; info: HostRequestInfo }[] = [];
  const failures: HostErrorInfo[] = [];
  const { host, calls } = setUp({
    merchant: () => ({ merchantIdentifier: MERCHANT, companyId: COMPANY }),
    integrations: ['gbol'],
    onSuccess: (info) => successes.push(info),
    onRefused: (told, info) => refusals.push({ refusal: told, info }),
    onError: (_error, info) => failures.push(info),
    ...options,
  });
  return { host, calls, successes, refusals, failures };
}

/** What is told besides the request, which is the host's own. */
const added = (info: { request?: Request }): object =>
  Object.fromEntries(Object.entries(info).filter(([name]) => name !== 'request'));

test('each request that is answered is told, with what it was, how long it took, and nothing personal', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { host, successes, refusals, failures } = listening({
    answer: ({ kind }) => {
      if (kind === 'mint') t.mock.timers.tick(250);
      return undefined;
    },
  });
  const requests = [getList(), getList(), postChoice()];
  const etag = (await host(requests[0]!)).headers.get('etag')!;
  requests[1] = getList({ 'if-none-match': etag });
  await host(requests[1]);
  await host(requests[2]!);
  await settle();
  assert.deepEqual(successes.map(added), [
    { operation: 'integrations', duration: 0, status: 200 },
    { operation: 'integrations', duration: 0, status: 304 },
    { operation: 'sync-url', duration: 250, status: 200, platformKey: 'gbol' },
  ]);
  successes.forEach(({ request }, index) => assert.equal(request, requests[index]));
  assert.deepEqual([refusals, failures], [[], []]);
  assertSecretFree(inspect(successes, { depth: Infinity, showHidden: true }));
});

const REFUSED: [what: string, options: Options, request: () => Request, told: object, code: string | undefined][] = [
  ['nobody', { merchant: () => null }, getList, { operation: 'integrations', status: 401 }, 'unauthenticated'],
  [
    'another site',
    {},
    () => postChoice(undefined, { headers: { 'sec-fetch-site': 'cross-site' } }),
    { operation: 'sync-url', status: 403 },
    'forbidden',
  ],
  ['another path', {}, () => getList({}, '/x'), { operation: 'none', status: 404 }, 'not-found'],
  [
    'another method',
    {},
    () => postChoice(undefined, { method: 'PUT' }),
    { operation: 'sync-url', status: 405 },
    'bad-request',
  ],
  ['no JSON', {}, () => postChoice('x'), { operation: 'sync-url', status: 400 }, 'bad-request'],
  [
    'what is not on offer',
    {},
    () => postChoice({ platformKey: 'zzzz' }),
    { operation: 'sync-url', status: 404, platformKey: 'zzzz' },
    'unknown-platform',
  ],
  [
    'a response of the host’s own',
    { merchant: () => new Response(null, { status: 403 }) },
    getList,
    { operation: 'integrations', status: 403 },
    undefined,
  ],
];
for (const [what, options, request, told, code] of REFUSED) {
  test(`a refusal (${what}) is told, and is no failure`, async (t) => {
    t.mock.timers.enable({ apis: ['Date'] });
    const { host, successes, refusals, failures } = listening(options);
    await host(request());
    await settle();
    assert.deepEqual(
      refusals.map(({ info, refusal: { code: given } }) => [added(info), given]),
      [[{ ...told, duration: 0 }, code]],
    );
    assert.ok(refusals[0]?.refusal.title);
    assert.deepEqual([successes, failures], [[], []]);
  });
}

test('a failure is told with what failed, its request and the software, and with a status if the request failed', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { host, successes, refusals, failures } = listening({
    answer: () => {
      t.mock.timers.tick(40);
      return refusal(500);
    },
  });
  const requests = [postChoice(), getList()];
  for (const request of requests) await host(request);
  await settle();
  assert.deepEqual(failures.map(added), [
    { operation: 'sync-url', step: 'GET Sync URL of gbol', platformKey: 'gbol', duration: 40, status: 503 },
    { operation: 'integrations', step: 'GET branding of gbol', platformKey: 'gbol', duration: 80 },
    // Asked for together with the branding.
    { operation: 'integrations', step: 'GET connections', duration: 80 },
  ]);
  assert.deepEqual(
    failures.map(({ request }) => requests.indexOf(request!)),
    [0, 1, 1],
  );
  // The list was shown all the same.
  assert.deepEqual([successes.length, refusals.length], [1, 0]);
});

test('whoever waited for a call that failed for another hears of it by onRefused', async () => {
  const { host, refusals, failures } = listening({ integrations: 'enabled', answer: () => refusal(500) });
  await Promise.all([host(getList()), host(getList()), host(getList())]);
  await settle();
  assert.deepEqual([failures.length, refusals.length], [1, 2]);
  const { code, correlationId } = refusals[0]!.refusal;
  assert.deepEqual([code, correlationId], ['unavailable', '8fa2b5f4794970a4ee73758f612e8df0']);
});

test('a request that fails later with what failed in the background is told as well', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const slow = deferred();
  // The list that is asked for at first comes too late for its own request, which shows what is known without it.
  const { host, failures, refusals, successes } = listening({
    integrations: ['gbol', 'zzzz'],
    answer: ({ kind }) => (kind === 'list' ? slow.promise.then(() => refusal(500)) : undefined),
  });
  const since = Date.now();
  await whileTimePasses(t, host(getList()));
  const waited = Date.now() - since;
  slow.resolve();
  await settle();
  await host(postChoice({ platformKey: 'zzzz' }));
  await settle();
  assert.deepEqual(failures.map(added), [
    { operation: 'integrations', step: 'GET integrations', duration: 3000 },
    { operation: 'integrations', step: 'GET integrations', duration: waited },
  ]);
  assert.deepEqual(
    [...successes, ...refusals.map(({ info }) => info)].map(({ operation, status }) => [operation, status]),
    [
      ['integrations', 200],
      ['sync-url', 503],
    ],
  );
});

const FAULTY: [what: string, hook: () => unknown][] = [
  [
    'throws',
    () => {
      throw new Error(MERCHANT);
    },
  ],
  ['rejects', () => Promise.reject(new Error(MERCHANT))],
  ['never ends', never],
  ['answers something', () => new Response('mine')],
];
for (const [what, hook] of FAULTY) {
  test(`hooks of which each ${what} change no answer, and break no process`, async (t) => {
    const unhandled = unhandledRejections(t);
    const hooks = { onSuccess: hook, onRefused: hook, onError: hook };
    const { host } = listening({ ...hooks, answer: ({ kind }) => (kind === 'mint' ? refusal(409) : undefined) });
    assert.equal((await host(getList())).status, 200);
    assert.equal((await host(getList({}, '/x'))).status, 404);
    assert.equal((await host(postChoice())).status, 409);
    await settle();
    assert.deepEqual(unhandled, []);
  });
}

const proxied = (more: PostOptions['headers'] = {}): Request =>
  postChoice(undefined, { headers: { 'sec-fetch-site': undefined, origin: 'https://public.example', ...more } });

test('where a proxy rewrites Host, the answer and one line on the console say what to do', async (t) => {
  const { host } = setUp({ onError: undefined } satisfies Partial<HostOptions>);
  let title = '';
  const lines = await consoleLines(t, async () => {
    for (let time = 0; time < 5; time += 1) ({ title } = (await (await host(proxied())).json()) as { title: string });
  });
  assert.match(title, /proxy rewrites Host.*allowedOrigins/);
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /^codat-commerce-picker: sync-url: .*proxy rewrites Host.*allowedOrigins/);
  const allowed = setUp({ allowedOrigins: ['https://public.example'] });
  assert.equal((await allowed.host(proxied())).status, 200);
});

test('other refusals write nothing on the console', async (t) => {
  const { host } = setUp({ onError: undefined, merchant: () => null });
  const lines = await consoleLines(t, async () => {
    await host(getList());
    await host(getList({}, '/x'));
    await host(proxied({ 'sec-fetch-site': 'cross-site' }));
    await host(postChoice(undefined, { headers: { 'sec-fetch-site': undefined, origin: undefined } }));
    await host(new Request(`${ORIGIN}/sync-url`, { method: 'DELETE' }));
  });
  assert.deepEqual(lines, []);
});
