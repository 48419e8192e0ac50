import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import {
  type Answer,
  answerTo,
  aSecond,
  assertProblem,
  DAY,
  getList,
  HOUR,
  json,
  list,
  MINUTE,
  never,
  refusal,
  row,
  rowsIn,
  settle,
  setUp,
  START,
  until,
  whileTimePasses,
} from './support.js';

// What fails for good is tried again, and costs little of the thousand calls a day that a new host has.

const gbolFails: Answer = ({ kind, keys }) => (kind === 'branding' && keys[0] === 'gbol' ? refusal(404) : undefined);

const LASTING: [what: string, answer: Answer, options: Partial<HostOptions>, every: number, most: number][] = [
  ['one of seven brandings is not to be found', gbolFails, {}, MINUTE, 12],
  ['no branding is to be found', answerTo('branding', () => refusal(404)), {}, MINUTE, 40],
  ['no branding is understood', answerTo('branding', () => json([])), {}, MINUTE, 40],
  ['every branding fails', answerTo('branding', () => refusal(500)), {}, MINUTE, 160],
  ['every branding fails and says when to ask', () => refusal(503, { 'retry-after': '5' }), {}, MINUTE, 160],
  ['every branding breaks off', answerTo('branding', () => Promise.reject(new TypeError('broken'))), {}, MINUTE, 160],
  ['the key is refused', () => refusal(401), {}, MINUTE, 150],
  ['the key is refused for the list', () => refusal(401), { integrations: 'enabled' }, 30_000, 150],
  ['the plan is refused for the list', () => refusal(402), { integrations: 'enabled' }, 30_000, 150],
  ['the list may not be had', answerTo('list', () => refusal(403)), { integrations: 'enabled' }, 30_000, 150],
  ['the list is not understood', answerTo('list', () => json([])), { integrations: 'enabled' }, 30_000, 150],
  ['the list fails', answerTo('list', () => refusal(500)), { integrations: 'enabled' }, 30_000, 160],
  [
    'the list fails that one key is looked up in',
    answerTo('list', () => refusal(500)),
    { integrations: ['gbol', 'abcd'] },
    30_000,
    160,
  ],
];
for (const [what, answer, options, every, most] of LASTING) {
  test(`a day on which ${what} costs ${most} calls at the most`, async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: START });
    const { host, calls } = setUp({ ...options, answer });
    for (let time = 0; time < DAY; time += every) {
      await host(getList());
      await settle();
      t.mock.timers.tick(every);
    }
    assert.ok(calls.length > 1 && calls.length <= most, String(calls.length));
  });
}

const SHARED: [what: string, answer: Answer, options: Partial<HostOptions>, most: number][] = [
  ['one branding is not to be found', gbolFails, { integrations: ['gbol', 'qhyg'] }, 8],
  ['a branding fails', answerTo('branding', () => refusal(500)), { integrations: ['gbol'] }, 40],
  ['the key is refused for the list', () => refusal(401), { integrations: 'enabled' }, 160],
  ['the list fails', answerTo('list', () => refusal(500)), { integrations: 'enabled' }, 170],
];
for (const [what, answer, options, most] of SHARED) {
  test(`a day on which ${what} costs eight processes with a cache ${most} calls at the most`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const cache = new Map<string, unknown>();
    const hosts = Array.from({ length: 8 }, () => setUp({ ...options, answer, cache }));
    for (let time = START; time < START + DAY; time += 4 * MINUTE) {
      t.mock.timers.setTime(time);
      for (const { host } of hosts) void host(getList());
      await aSecond(t);
    }
    const calls = hosts.flatMap((host) => host.calls).length;
    assert.ok(calls > 1 && calls <= most, String(calls));
  });
}

/** When Codat was asked in so many minutes of visits, in seconds. */
async function askedIn(t: TestContext, minutes: number, made: ReturnType<typeof setUp>): Promise<number[]> {
  const asked: number[] = [];
  for (let second = 0; second < minutes * 60; second += 1) {
    const before = made.calls.length;
    await made.host(getList());
    await settle();
    if (made.calls.length > before) asked.push(second);
    t.mock.timers.tick(1_000);
  }
  return asked;
}

test('a list that fails is asked for after twice the time each time, and after ten minutes at the most', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const made = setUp({ integrations: 'enabled', answer: () => refusal(500) });
  assert.deepEqual(await askedIn(t, 40, made), [0, 5, 15, 35, 75, 155, 315, 635, 1235, 1835]);
});

test('once Codat has answered, the next pause is a short one again', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  let down = true;
  const made = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? (down ? refusal(500) : list([row('gbol')])) : undefined),
  });
  assert.deepEqual(await askedIn(t, 2, made), [0, 5, 15, 35, 75]);
  t.mock.timers.tick(HOUR);
  down = false;
  assert.equal((await rowsIn(await made.host(getList()))).length, 1);
  down = true;
  t.mock.timers.tick(2 * HOUR);
  assert.deepEqual(await askedIn(t, 1, made), [0, 5, 15, 35]);
});

test('what another process was refused is answered without a call, as it was', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const cache = new Map<string, unknown>();
  const one = setUp({ integrations: 'enabled', cache, answer: () => refusal(401) });
  await whileTimePasses(t, one.host(getList()));
  await settle();
  const refused: string[] = [];
  const two = setUp({ integrations: 'enabled', cache, onRefused: ({ code }) => void refused.push(String(code)) });
  for (const request of [getList(), getList()]) {
    const { retryable } = await assertProblem(await two.host(request), 502, 'misconfigured');
    assert.equal(retryable, false);
  }
  assert.deepEqual([one.calls.length, two.calls.length], [1, 0]);
  // The first one has told of it.
  assert.deepEqual([one.codes(), two.codes(), refused], [['misconfigured'], [], ['misconfigured', 'misconfigured']]);
});

test('what another process was told to wait is waited for, to the second', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const cache = new Map<string, unknown>();
  const one = setUp({ integrations: 'enabled', cache, answer: () => refusal(429, { 'retry-after': '60' }) });
  await whileTimePasses(t, one.host(getList()));
  await settle();
  t.mock.timers.setTime(START + 30_000);
  const two = setUp({ integrations: 'enabled', cache, answer: answerTo('list', () => list([row('gbol')])) });
  const response = await two.host(getList());
  await assertProblem(response, 429, 'rate-limited');
  // It was refused a moment after it had asked.
  assert.equal(response.headers.get('retry-after'), '31');
  t.mock.timers.setTime(START + 61_000);
  assert.equal((await rowsIn(await whileTimePasses(t, two.host(getList())))).length, 1);
});

const NOTES: unknown[] = [
  7,
  {},
  { until: 'tomorrow' },
  { until: NaN },
  { until: START },
  { until: START + 25 * HOUR },
  { until: Number.MAX_VALUE, code: 'unavailable' },
];
for (const failure of NOTES) {
  test(`${JSON.stringify(failure)} out of the host’s cache keeps nobody from asking`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const stored = { by: '', at: START, failures: 1e9, failure };
    const cache = { get: (key: string) => (key.includes('fetching') ? stored : undefined), set: () => {} };
    const { host, calls } = setUp({ integrations: ['gbol'], cache });
    await whileTimePasses(t, host(getList()));
    assert.equal(calls.length, 1);
  });
}

test('a failure of an unknown kind out of the host’s cache is an unknown one', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const failure = { until: START + MINUTE, code: { toString: 1 }, status: 'x', retryable: 'x' };
  const cache = { get: () => ({ by: '', at: START, failure }), set: () => {} };
  const { host, calls } = setUp({ integrations: 'enabled', cache });
  await assertProblem(await host(getList()), 500, 'unknown');
  assert.equal(calls.length, 0);
});

test('branding that breaks off on its way is asked for again after a minute', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const broken = (): Response => new Response(new ReadableStream({ start: (c) => c.error(new Error('reset')) }));
  let answer: Answer = broken;
  const { host, calls } = setUp({ integrations: ['gbol'], answer: (call) => answer(call) });
  await host(getList());
  answer = () => undefined;
  t.mock.timers.tick(MINUTE);
  assert.ok((await rowsIn(await host(getList())))[0]?.branding);
  assert.equal(calls.length, 2);
});

test('branding that hangs for good costs ever fewer calls', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const { host, calls } = setUp({ integrations: ['gbol'], answer: () => never() });
  for (let time = START; time < START + 4 * HOUR; time += MINUTE) {
    t.mock.timers.setTime(time);
    let answered = false;
    void host(getList()).then(() => (answered = true));
    await settle();
    t.mock.timers.tick(3_000);
    await until(() => answered);
    t.mock.timers.tick(10_000);
    await settle();
  }
  assert.ok(calls.length > 4 && calls.length <= 10, String(calls.length));
});
