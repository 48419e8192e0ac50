import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import {
  aSecond,
  type Answer,
  answerTo,
  assertProblem,
  getList,
  keptAs,
  manyMerchants,
  never,
  postChoice,
  refusal,
  settle,
  setUp,
  START,
  whileTimePasses,
} from './support.js';

// What goes on behind the answers ends with the clock that it began with.
afterEach(settle);

const refusing =
  (status: number, headers: HeadersInit = {}): Answer =>
  ({ kind }) =>
    kind === 'mint' ? refusal(status, headers) : undefined;

for (const [what, answer, seconds] of [
  ['a 429', refusing(429, { 'retry-after': '60' }), 60],
  ['a 503 that says how long', refusing(503, { 'retry-after': '40' }), 40],
  ['a 429 that does not say how long', refusing(429), 5],
] as const) {
  test(`${what} that one process got leaves all alone that share a cache, for as long`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const cache = new Map();
    const one = setUp({ cache, answer });
    const others = Array.from({ length: 7 }, () => setUp({ cache, merchant: manyMerchants() }));
    assert.equal((await one.host(postChoice())).status >= 429, true);
    await settle();
    t.mock.timers.tick(1_000);
    for (const { host } of others) {
      const refused = await host(postChoice());
      assert.equal(refused.headers.get('retry-after'), String(seconds - 1));
    }
    assert.deepEqual(
      others.flatMap(({ calls }) => calls),
      [],
    );
    t.mock.timers.tick((seconds - 1) * 1_000);
    for (const { host } of others) assert.equal((await host(postChoice())).status, 200);
  });
}

test('a 503 that does not say how long is this process’s own matter', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const cache = new Map();
  await setUp({ cache, answer: refusing(503) }).host(postChoice());
  await settle();
  assert.equal((await setUp({ cache }).host(postChoice())).status, 200);
});

test('what another process has heard is doubled here when it happens again', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const cache = new Map();
  const hosts = Array.from({ length: 3 }, () => setUp({ cache, answer: refusing(429), merchant: manyMerchants() }));
  const left: (string | null)[] = [];
  for (const { host } of hosts) {
    await host(postChoice());
    await settle();
    t.mock.timers.tick(1_000);
    for (const other of hosts) left.push((await other.host(postChoice())).headers.get('retry-after'));
    t.mock.timers.tick(Number(left.at(-1)) * 1_000);
  }
  assert.deepEqual(left, ['4', '4', '4', '9', '9', '9', '19', '19', '19']);
  assert.equal(hosts.flatMap(({ calls }) => calls).length, 3);
});

test('statuses, logos and the list are not asked for in another process’s pause either', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const cache = new Map();
  await setUp({ cache, answer: refusing(429, { 'retry-after': '60' }) }).host(postChoice());
  await settle();
  const other = setUp({ cache, merchant: manyMerchants(), integrations: ['gbol'] });
  const answer = other.host(getList());
  await aSecond(t);
  assert.equal((await answer).status, 200);
  assert.deepEqual(other.kinds(), []);
});

test('another account at Codat does not wait', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const cache = new Map();
  await setUp({ cache, answer: refusing(429, { 'retry-after': '60' }) }).host(postChoice());
  await settle();
  const other = setUp({ cache, apiKey: 'another' });
  assert.equal((await other.host(postChoice())).status, 200);
});

test('the store is asked once a second at the most, however many mints there are', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  let asked = 0;
  const cache = { get: (key: string) => void (asked += Number(key.includes(':pause.'))), set: () => {} };
  const { host } = setUp({ cache, merchant: manyMerchants() });
  for (let time = 0; time < 50; time += 1) assert.equal((await host(postChoice())).status, 200);
  assert.equal(asked, 1);
  t.mock.timers.tick(1_000);
  await host(postChoice());
  assert.equal(asked, 2);
});

test('what is told tells nothing of the merchant, the key or the URL, and is dropped when the pause is over', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const kept: [string, string, number][] = [];
  const cache = {
    getItem: () => null,
    setItem: (key: string, value: string, { ttl }: { ttl: number } = { ttl: 0 }) => void kept.push([key, value, ttl]),
  };
  const { host } = setUp({ cache, answer: refusing(429, { 'retry-after': '60' }) });
  await assertProblem(await host(postChoice()), 429, 'rate-limited');
  await settle();
  assert.deepEqual(
    kept.map(([key, value, ttl]) => [key, Object.keys(JSON.parse(value) as object).toSorted(), ttl]),
    [[keptAs('pause'), ['code', 'isLimit', 'length', 'retryable', 'status', 'until'], 60]],
  );
});

for (const [what, pause] of [
  ['in the year 9999', { code: 'rate-limited', until: 253370764800000, isLimit: true }],
  ['that is over', { code: 'rate-limited', until: START - 1, isLimit: true }],
  ['of no known form', { until: 'tomorrow', length: {}, code: [] }],
  ['that is a list', [1, 2, 3]],
] as const) {
  test(`a pause ${what} in the cache keeps nobody out`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const cache = new Map<string, unknown>([[keptAs('pause'), pause]]);
    const { host, errors } = setUp({ cache });
    assert.equal((await host(postChoice())).status, 200);
    assert.deepEqual(errors, []);
  });
}

test('a cache that never answers costs one mint a second, and the next ones nothing', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const { host } = setUp({ cache: { get: never, set: never }, merchant: manyMerchants() });
  const first = host(postChoice());
  await settle();
  t.mock.timers.tick(1_000);
  assert.equal((await first).status, 200);
  assert.equal((await host(postChoice())).status, 200);
});

test('a list is answered in time although the cache hangs and the statuses are late', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const answer = answerTo('connections', () => never());
  const { host } = setUp({
    integrations: ['gbol'],
    cache: { get: never, set: never },
    answer,
    merchant: manyMerchants(),
  });
  assert.equal((await whileTimePasses(t, host(getList()))).status, 200);
  assert.ok(Date.now() <= START + 4_200, String(Date.now() - START));
});
