import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  assertProblem,
  DAY,
  getList,
  HOUR,
  json,
  MINUTE,
  postChoice,
  refusal,
  rowsIn,
  settle,
  setUp,
  START,
  until,
} from './support.js';

/** The computer's clock, which anybody can put. */
function mockClock(t: TestContext): { now: number } {
  const clock = { now: START };
  t.mock.method(Date, 'now', () => clock.now);
  return clock;
}

test('a clock that is put back keeps no merchant out', async (t) => {
  const clock = mockClock(t);
  const { host } = setUp({ limit: { perMinute: 1 } });
  assert.equal((await host(postChoice())).status, 200);
  clock.now -= HOUR;
  assert.equal((await host(postChoice())).status, 200);
  await assertProblem(await host(postChoice()), 429, 'rate-limited');
  clock.now += MINUTE;
  assert.equal((await host(postChoice())).status, 200);
});

for (const [what, status] of [
  ['a 429', 429],
  ['a 503', 503],
] as const) {
  test(`the pause after ${what} is as long as Codat said, also when the clock is put back in it`, async (t) => {
    const clock = mockClock(t);
    let down = true;
    const { host, calls } = setUp({ answer: () => (down ? refusal(status, { 'retry-after': '60' }) : undefined) });
    await host(postChoice());
    down = false;
    clock.now -= HOUR;
    const refused = await host(postChoice());
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [status, '60']);
    clock.now += MINUTE - 1;
    assert.equal((await host(postChoice())).status, status);
    assert.equal(calls.length, 1);
    clock.now += 1;
    assert.equal((await host(postChoice())).status, 200);
  });
}

for (const [what, ms] of [
  ['behind', -HOUR],
  ['ahead', HOUR],
] as const) {
  test(`the pause until a date is as long as Codat means it, though this clock is an hour ${what}`, async (t) => {
    const clock = mockClock(t);
    const codats = clock.now;
    clock.now += ms;
    const headers = { date: new Date(codats).toUTCString(), 'retry-after': new Date(codats + MINUTE).toUTCString() };
    const { host } = setUp({ answer: () => refusal(429, headers) });
    assert.equal((await host(postChoice())).headers.get('retry-after'), '60');
  });
}

test('branding is fetched anew after a day, though the clock was ahead by years when it came', async (t) => {
  const clock = mockClock(t);
  const { host, calls } = setUp({ integrations: ['gbol'] });
  await host(getList());
  clock.now -= 3_000 * DAY;
  await host(getList());
  assert.equal(calls.length, 1);
  clock.now += DAY;
  await host(getList());
  await until(() => calls.length === 2);
});

test('a dead cache is asked again after half a minute, whatever the clock does', async (t) => {
  const clock = mockClock(t);
  let asked = 0;
  const store = {
    get: () => {
      asked += 1;
      throw new Error('dead');
    },
    set: () => {},
  };
  // A list that can't be had is asked for again after five seconds, and then after ten.
  const { host } = setUp({ cache: store, integrations: 'enabled', answer: () => refusal(500) });
  await host(getList());
  clock.now -= HOUR;
  await host(getList());
  const before = asked;
  clock.now += 29_000;
  await host(getList());
  assert.equal(asked, before);
  clock.now += 10_000;
  await host(getList());
  assert.ok(asked > before);
});

test('statuses of a minute ago are known no more, whatever the clock does', async (t) => {
  const clock = mockClock(t);
  let down = false;
  const { host } = setUp({
    integrations: ['gbol'],
    merchant: () => ({ merchantIdentifier: 'm', companyId: 'c' }),
    answer: ({ kind }) => {
      if (kind !== 'connections') return undefined;
      return down ? refusal(500) : json({ results: [{ id: '1', integrationKey: 'gbol', status: 'Linked' }] });
    },
  });
  const said = async (): Promise<unknown> => (await rowsIn(await host(getList())))[0]!['connection'];
  assert.deepEqual(await said(), { status: 'linked' });
  down = true;
  clock.now -= DAY;
  assert.deepEqual(await said(), { status: 'linked' });
  clock.now += MINUTE;
  assert.deepEqual(await said(), undefined);
});

test('a Sync URL is answered again for five seconds, whatever the clock does', async (t) => {
  const clock = mockClock(t);
  // As where a runtime has frozen them.
  t.mock.method(globalThis, 'setTimeout', () => 0);
  const { host, calls } = setUp({ limit: false });
  const headers = { 'idempotency-key': 'one-pick' };
  await host(postChoice(undefined, { headers }));
  clock.now -= HOUR;
  await host(postChoice(undefined, { headers }));
  assert.equal(calls.length, 1);
  clock.now += 5_000;
  await host(postChoice(undefined, { headers }));
  assert.equal(calls.length, 2);
});

test('what took no time, as the clock has it, is told with a duration that is none', async (t) => {
  const clock = mockClock(t);
  const durations: (number | undefined)[] = [];
  const { host } = setUp({
    onSuccess: ({ duration }) => durations.push(duration),
    answer: () => {
      clock.now -= HOUR;
      return undefined;
    },
  });
  await host(postChoice());
  await settle();
  assert.deepEqual(durations, [0]);
});
