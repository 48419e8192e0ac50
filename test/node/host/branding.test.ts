import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Answer,
  assertProblem,
  brandedIn,
  brandingOf,
  DAY,
  getList,
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
  unhandledRejections,
  until,
} from './support.js';

test('branding comes as it came from Codat in what is known of it, whatever is missing in it', async () => {
  const given: Record<string, object> = {
    gbol: {},
    qhyg: { button: { default: { image: { src: 'a' } }, hover: { image: {} } }, sourceId: 'ü' },
  };
  const { host } = setUp({
    integrations: ['gbol', 'qhyg'],
    answer: ({ keys }) => json({ ...given[keys[0]!], logo: null, more: [1] }),
  });
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(Object.fromEntries(rows.map(({ key, branding }) => [key, branding])), given);
});

test('branding is fetched once a day, and each key once, however many ask at once', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { host, calls } = setUp({ integrations: ['gbol', 'qhyg'] });
  await Promise.all(Array.from({ length: 20 }, () => host(getList())));
  assert.deepEqual(
    calls.map(({ keys }) => keys[0]),
    ['gbol', 'qhyg'],
  );
  t.mock.timers.tick(DAY - 1);
  await host(getList());
  assert.equal(calls.length, 2);
});

test('after a day the old branding is shown at once, and fetched anew behind it, once', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let version = 1;
  let held: ((response: Response) => void) | undefined;
  const { host, calls } = setUp({
    integrations: ['gbol'],
    answer: () => (version === 1 ? json({ sourceId: '1' }) : new Promise((resolve) => (held = resolve))),
  });
  await host(getList());
  version = 2;
  t.mock.timers.tick(DAY);
  for (let visit = 0; visit < 5; visit += 1) {
    assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, { sourceId: '1' });
  }
  assert.equal(calls.length, 2);
  held!(json({ sourceId: '2' }));
  await settle();
  assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, { sourceId: '2' });
  assert.equal(calls.length, 2);
});

test('while Codat is down, old branding is shown, and Codat is asked after a minute, then after two', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let down = false;
  const { host, calls, codes } = setUp({ integrations: ['gbol'], answer: () => (down ? refusal(500) : undefined) });
  await host(getList());
  down = true;
  t.mock.timers.tick(DAY);
  for (let second = 0; second < 180; second += 1) {
    assert.deepEqual(await brandedIn(await host(getList())), ['gbol']);
    await settle();
    t.mock.timers.tick(1000);
  }
  assert.equal(calls.length, 3);
  assert.deepEqual(codes(), ['unavailable', 'unavailable']);
});

test('a refresh in the background that fails leaves no unhandled rejection behind', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const unhandled = unhandledRejections(t);
  let answer: Answer = () => undefined;
  const { host, errors } = setUp({ integrations: ['gbol', 'qhyg'], answer: (call) => answer(call) });
  await host(getList());
  for (const failing of [
    () => Promise.reject(new TypeError('fetch failed')),
    () => refusal(401),
    () => new Response('<'),
  ]) {
    answer = failing;
    t.mock.timers.tick(DAY);
    await brandedIn(await host(getList()));
    await settle();
  }
  assert.equal(errors.length, 6);
  assert.deepEqual(unhandled, []);
});

test('a failure leaves its tile without branding, the others have theirs', async () => {
  const { host, errors } = setUp({
    integrations: ['gbol', 'qhyg'],
    answer: ({ keys }) => (keys[0] === 'gbol' ? refusal(404) : undefined),
  });
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, branding }) => [key, branding]),
    [
      ['gbol', undefined],
      ['qhyg', brandingOf('qhyg')],
    ],
  );
  assert.deepEqual(
    errors.map(({ error, info }) => [error.code, error.status, error.correlationId, info.step]),
    [['unavailable', 404, '8fa2b5f4794970a4ee73758f612e8df0', 'GET branding of gbol']],
  );
});

const page = (): Response =>
  new Response('<!doctype html><title>Log in</title>', { headers: { 'content-type': 'text/html' } });
const BROKEN: [what: string, answer: () => Response | Promise<Response>, minutes: number][] = [
  ['503', () => refusal(503), 1],
  ['no connection', () => Promise.reject(new TypeError('fetch failed')), 1],
  // The key or the plan: nothing changes before somebody has seen to it.
  ['402', () => refusal(402), 5],
  // What would be the same next time.
  ['400', () => refusal(400), 360],
  ['404', () => refusal(404), 360],
  ['a list', () => json([]), 360],
  ['null', () => json(null), 360],
  ['a string', () => json('logo'), 360],
  ['nothing', () => new Response(null, { status: 204 }), 360],
  ['a page', page, 360],
  ['half a JSON', () => new Response('{"logo":{'), 360],
];
for (const [what, answer, minutes] of BROKEN) {
  test(`where Codat answers ${what} instead of branding, it is left alone for ${minutes} min, then asked again`, async (t) => {
    t.mock.timers.enable({ apis: ['Date'] });
    let broken = true;
    const { host, calls, errors } = setUp({ integrations: ['gbol'], answer: () => (broken ? answer() : undefined) });
    assert.deepEqual(await brandedIn(await host(getList())), []);
    broken = false;
    t.mock.timers.tick(minutes * MINUTE - 1);
    assert.deepEqual(await brandedIn(await host(getList())), []);
    assert.deepEqual([calls.length, errors.length], [1, 1]);
    t.mock.timers.tick(1);
    assert.deepEqual(await brandedIn(await host(getList())), ['gbol']);
    assert.deepEqual([calls.length, errors.length], [2, 1]);
  });
}

const WAITS: [what: string, header: () => string, ms: number][] = [
  ['seconds', () => '300', 300_000],
  ['a date', () => new Date(Date.now() + 300_000).toUTCString(), 300_000],
  ['more than a day', () => '999999', 86_400_000],
  ['nonsense', () => 'soon', 60_000],
  ['a date that is past', () => new Date(0).toUTCString(), 60_000],
];
for (const [what, header, ms] of WAITS) {
  test(`a Retry-After of ${what} says how long Codat is left alone`, async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: START });
    let limited = true;
    const { host, calls } = setUp({
      integrations: ['gbol'],
      answer: () => (limited ? refusal(429, { 'retry-after': header() }) : undefined),
    });
    assert.deepEqual(await brandedIn(await host(getList())), []);
    limited = false;
    t.mock.timers.tick(ms - 1);
    await host(getList());
    assert.equal(calls.length, 1);
    t.mock.timers.tick(1);
    assert.deepEqual(await brandedIn(await host(getList())), ['gbol']);
  });
}

test('five calls for branding are under way at a time, whoever asks, and all come through', async () => {
  const keys = Array.from({ length: 37 }, (_, n) => `ab${String.fromCharCode(97 + (n % 26))}${n < 26 ? 'x' : 'y'}`);
  let running = 0;
  let most = 0;
  const { host, calls } = setUp({
    integrations: 'enabled',
    answer: async ({ kind }) => {
      if (kind === 'list') return list(keys.map((key) => row(key)));
      most = Math.max(most, (running += 1));
      await settle();
      running -= 1;
      return json({});
    },
  });
  const answers = await Promise.all([host(getList()), host(getList()), host(getList())]);
  assert.equal(most, 5);
  assert.equal(calls.length, 38);
  for (const answer of answers) assert.deepEqual(await brandedIn(answer), keys);
});

test('calls that fail give their place to the next', async () => {
  const keys = Array.from({ length: 25 }, (_, n) => `abc${String.fromCharCode(97 + n)}`);
  const { host, calls } = setUp({
    integrations: 'enabled',
    answer: ({ kind, keys: [key] }) =>
      kind === 'list' ? list(keys.map((k) => row(k))) : key! < 'abcw' ? refusal(500) : undefined,
  });
  assert.deepEqual(await brandedIn(await host(getList())), ['abcw', 'abcx', 'abcy']);
  assert.equal(calls.length, 26);
});

test('a list waits three seconds for branding; what comes later is there the next time', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const late: ((response: Response) => void)[] = [];
  const { host, calls } = setUp({
    integrations: ['gbol', 'qhyg', 'fbrh'],
    answer: ({ keys: [key] }) => (key === 'gbol' ? undefined : new Promise((resolve) => late.push(resolve))),
  });
  let answered = false;
  const answer = host(getList()).finally(() => (answered = true));
  await until(() => late.length === 2);
  t.mock.timers.tick(2_999);
  await settle();
  assert.equal(answered, false);
  t.mock.timers.tick(1);
  assert.deepEqual(await brandedIn(await answer), ['gbol']);
  for (const resolve of late) resolve(json({}));
  await settle();
  assert.deepEqual(await brandedIn(await host(getList())), ['gbol', 'qhyg', 'fbrh']);
  assert.equal(calls.length, 3);
});

test('three seconds are the limit for all of it, also with many keys in a queue', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const keys = Array.from({ length: 25 }, (_, n) => `abc${String.fromCharCode(97 + n)}`);
  const { host, calls } = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? list(keys.map((key) => row(key))) : never()),
  });
  const answer = host(getList());
  await until(() => calls.length === 6);
  t.mock.timers.tick(3_000);
  assert.deepEqual(await brandedIn(await answer), []);
  assert.equal(calls.length, 6);
});

test('calls that a runtime froze with the request they belonged to don’t block the next ones for good', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const keys = Array.from({ length: 25 }, (_, n) => `abc${String.fromCharCode(97 + n)}`);
  let frozen = true;
  const { host, calls } = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? list(keys.map((key) => row(key))) : frozen ? never() : undefined),
  });
  const first = host(getList());
  await until(() => calls.length === 6);
  t.mock.timers.tick(3_000);
  assert.deepEqual(await brandedIn(await first), []);
  // Takes the time limits of those calls away as well, so that nothing more is heard of them.
  t.mock.timers.reset();
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 3_000 + 2 * 60_000 });
  frozen = false;
  assert.deepEqual(await brandedIn(await host(getList())), keys);
});

test('a runtime that stops with the answer is told what is still under way', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const work: Promise<unknown>[] = [];
  let answer: Answer = () => undefined;
  const { host, calls } = setUp({
    integrations: ['gbol'],
    answer: (call) => answer(call),
    waitUntil: (promise) => void work.push(promise),
  });
  await host(getList());
  t.mock.timers.tick(DAY);
  answer = () => json({ sourceId: 'new' });
  await host(getList());
  await host(getList());
  assert.deepEqual([calls.length, work.length], [2, 2]);
  await work[1];
  assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, { sourceId: 'new' });

  t.mock.timers.tick(DAY);
  answer = () => refusal(500);
  await host(getList());
  await work[2];
});

test('a waitUntil that throws is reported, and otherwise ignored', async () => {
  const cause = new Error('no request under way');
  const { host, errors } = setUp({ integrations: ['gbol'], waitUntil: () => Promise.reject(cause) });
  assert.deepEqual(await brandedIn(await host(getList())), ['gbol']);
  assert.deepEqual(
    errors.map(({ error, info }) => [error.code, error.cause, info.step]),
    [['misconfigured', cause, 'waitUntil()']],
  );
});

test('where Codat refuses the key and nothing is known, there is no list of tiles that can’t work', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  for (const status of [401, 403]) {
    const { host, calls, errors } = setUp({ integrations: ['gbol', 'qhyg'], answer: () => refusal(status) });
    for (const request of [getList(), getList()]) {
      const problem = await assertProblem(await host(request), 502, 'misconfigured');
      assert.equal(problem.retryable, false);
      assert.equal(problem.correlationId, '8fa2b5f4794970a4ee73758f612e8df0');
    }
    assert.deepEqual([calls.length, errors.length], [2, 2]);
    assert.match(errors[0]?.error.message ?? '', /apiKey/);
  }
});

test('where Codat refuses the key later, what is known is shown', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let refused = false;
  const { host } = setUp({ integrations: ['gbol'], answer: () => (refused ? refusal(401) : undefined) });
  await host(getList());
  refused = true;
  t.mock.timers.tick(DAY);
  assert.deepEqual(await brandedIn(await host(getList())), ['gbol']);
  await settle();
  assert.deepEqual(await brandedIn(await host(getList())), ['gbol']);
});

test('where Codat refuses one branding and answers another, the list is shown', async () => {
  const { host } = setUp({
    integrations: ['gbol', 'qhyg'],
    answer: ({ keys: [key] }) => (key === 'gbol' ? refusal(403) : undefined),
  });
  assert.deepEqual(await brandedIn(await host(getList())), ['qhyg']);
});
