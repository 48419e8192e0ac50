import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Answer,
  assertProblem,
  COMPANY,
  getList,
  json,
  list,
  manyMerchants,
  never,
  postChoice,
  refusal,
  row,
  rowsIn,
  settle,
  setUp,
  START,
  SYNC_URL,
  until,
} from './support.js';

const LIMITED: [what: string, status: number, header: () => string][] = [
  ['a 429 with seconds', 429, () => '60'],
  ['a 429 with a date', 429, () => new Date(Date.now() + 60_000).toUTCString()],
  ['a 503 with seconds', 503, () => '60'],
  ['a 503 with a date', 503, () => new Date(Date.now() + 60_000).toUTCString()],
];
const KINDS = ['mint', 'connections', 'list', 'branding'];
for (const [what, status, header] of LIMITED) {
  for (const kind of KINDS) {
    test(`after ${what} to a call for ${kind}, nothing at all is asked before it is over`, async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: START });
      let limited = false;
      const { host, calls, codes } = setUp({
        integrations: 'enabled',
        merchant: manyMerchants(),
        answer: (call) => {
          if (limited && call.kind === kind) return refusal(status, { 'retry-after': header() });
          return call.kind === 'list' ? list([row('gbol'), row('abcd')]) : undefined;
        },
      });
      if (kind === 'mint' || kind === 'connections') {
        await host(getList());
        await host(postChoice());
      }
      calls.length = 0;
      limited = true;
      await host(kind === 'mint' ? postChoice() : getList());
      const made = calls.length;
      assert.ok(calls.some((call) => call.kind === kind));
      for (let second = 1; second < 60; second += 1) {
        t.mock.timers.tick(1_000);
        await host(getList());
        const mint = await host(postChoice());
        await assertProblem(mint, status, status === 429 ? 'rate-limited' : 'unavailable');
        assert.equal(mint.headers.get('retry-after'), String(60 - second));
      }
      assert.equal(calls.length, made);
      limited = false;
      t.mock.timers.tick(1_000);
      assert.equal((await rowsIn(await host(getList()))).length, 2);
      assert.equal((await host(postChoice())).status, 200);
      assert.ok(codes().length <= 2, codes().join());
    });
  }
}

test('a list that Codat refused is answered with the rest of what it asked for', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const { host, calls } = setUp({ integrations: 'enabled', answer: () => refusal(429, { 'retry-after': '60' }) });
  for (const rest of ['60', '45', '30', '15']) {
    const response = await host(getList());
    assert.equal(response.headers.get('retry-after'), rest);
    const { correlationId, retryable } = await assertProblem(response, 429, 'rate-limited');
    assert.deepEqual([correlationId, retryable], ['8fa2b5f4794970a4ee73758f612e8df0', true]);
    t.mock.timers.tick(15_000);
  }
  assert.equal(calls.length, 1);
});

test('five minutes of 429, with a list and a mint a second, cost five calls', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const { host, calls } = setUp({
    integrations: ['gbol'],
    merchant: manyMerchants(),
    answer: () => refusal(429, { 'retry-after': '60' }),
  });
  for (let second = 0; second < 300; second += 1) {
    await host(getList());
    await host(postChoice());
    t.mock.timers.tick(1_000);
  }
  // Branding and connections are asked for together.
  assert.ok(calls.length <= 10, String(calls.length));
});

test('a 503 that doesn’t say how long stops calls of its kind, for longer each time, and no others', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const { host, calls } = setUp({
    integrations: ['gbol'],
    merchant: manyMerchants(),
    answer: ({ kind }) => (kind === 'mint' ? refusal(503) : undefined),
  });
  const asked: number[] = [];
  for (let second = 0; second < 300; second += 1) {
    const before = calls.length;
    await assertProblem(await host(postChoice()), 503, 'unavailable');
    if (calls.length > before) asked.push(second);
    t.mock.timers.tick(1_000);
  }
  assert.deepEqual(asked, [0, 5, 15, 35, 75, 135, 195, 255]);
  const before = calls.length;
  await host(getList());
  assert.deepEqual(
    calls.slice(before).map(({ kind }) => kind),
    ['branding', 'connections'],
  );
});

test('a 429 that doesn’t say how long stops calls of every kind for five seconds', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  let limited = true;
  const { host, calls } = setUp({
    integrations: ['gbol'],
    merchant: manyMerchants(),
    answer: () => (limited ? refusal(429) : undefined),
  });
  await host(postChoice());
  limited = false;
  t.mock.timers.tick(4_999);
  await host(getList());
  const mint = await host(postChoice());
  assert.equal(mint.headers.get('retry-after'), '1');
  assert.equal(calls.length, 1);
  t.mock.timers.tick(1);
  assert.equal((await host(postChoice())).status, 200);
});

test('once Codat answers again, the next pause is a short one', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  let down = true;
  const { host } = setUp({ merchant: manyMerchants(), answer: () => (down ? refusal(503) : undefined) });
  await host(postChoice());
  t.mock.timers.tick(5_000);
  await host(postChoice());
  t.mock.timers.tick(10_000);
  down = false;
  assert.equal((await host(postChoice())).status, 200);
  down = true;
  await host(postChoice());
  assert.equal((await host(postChoice())).headers.get('retry-after'), '5');
});

test('what is refused during a pause is told to onRefused, and to onError once', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const refused: string[] = [];
  const { host, errors } = setUp({
    merchant: manyMerchants(),
    answer: () => refusal(429, { 'retry-after': '60' }),
    onRefused: ({ code }, { operation, status }) => refused.push(`${operation} ${status} ${code}`),
  });
  for (let time = 0; time < 4; time += 1) await host(postChoice());
  await settle();
  assert.equal(errors.length, 1);
  assert.deepEqual(refused, ['sync-url 429 rate-limited', 'sync-url 429 rate-limited', 'sync-url 429 rate-limited']);
});

test('ten calls of all kinds are under way at a time, for all merchants', async () => {
  let running = 0;
  let most = 0;
  const slow: Answer = async ({ kind }) => {
    most = Math.max(most, (running += 1));
    await settle();
    running -= 1;
    return kind === 'mint' ? json({ url: SYNC_URL }) : list([]);
  };
  const { host, calls } = setUp({ merchant: manyMerchants(), answer: slow });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => host(n % 2 ? getList() : postChoice())));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(most, 10);
  assert.ok(calls.filter(({ kind }) => kind === 'mint').length === 30);
});

test('a merchant who has picked waits neither for logos nor for statuses that hang', async (t) => {
  // What hangs is left behind.
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const keys = Array.from({ length: 30 }, (_, n) => `ab${String.fromCharCode(97 + (n % 26))}${n < 26 ? 'x' : 'y'}`);
  const { host, kinds } = setUp({
    integrations: 'enabled',
    merchant: manyMerchants(),
    answer: ({ kind }) => {
      if (kind === 'list') return list([row('gbol'), ...keys.map((key) => row(key))]);
      return kind === 'mint' ? undefined : never();
    },
  });
  for (let time = 0; time < 20; time += 1) void host(getList());
  await until(() => kinds().length === 9);
  assert.equal((await host(postChoice())).status, 200);
});

test('a mint that finds no place in time is given up, and nothing was asked', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const { host, calls, codes } = setUp({ merchant: manyMerchants(), answer: () => never(), timeout: 5_000 });
  const waiting = Array.from({ length: 10 }, () => host(postChoice()));
  await until(() => calls.length === 10);
  t.mock.timers.tick(1);
  const late = host(postChoice());
  await settle();
  // The ten end a moment before: whoever comes in then asks, and has its own time.
  t.mock.timers.tick(4_999);
  for (const answer of waiting) await assertProblem(await answer, 504, 'timeout');
  await until(() => calls.length === 11);
  t.mock.timers.tick(5_000);
  await assertProblem(await late, 504, 'timeout');
  assert.equal(codes().length, 11);
});

test('the company’s id is in nothing that is said of it', async () => {
  const { host } = setUp({
    merchant: () => ({ merchantIdentifier: 'm', companyId: COMPANY }),
    answer: () => refusal(429, { 'retry-after': '60' }),
  });
  for (let time = 0; time < 3; time += 1) await host(getList());
});
