import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import {
  type Answer,
  API_KEY,
  assertProblem,
  byCookie,
  heldMints,
  MERCHANT,
  postChoice,
  refusal,
  revokedProxy,
  settle,
  setUp,
  START,
  until,
} from './support.js';

/** The merchant is whoever the cookie says. */
const as = (cookie: string): Request => postChoice(undefined, { headers: { cookie } });

test('a merchant who asks 2,000 times in a minute gets ten Sync URLs, and others get theirs', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const { host, calls } = setUp({ merchant: byCookie });
  const statuses: number[] = [];
  for (let time = 0; time < 2_000; time += 1) {
    statuses.push((await host(as('greedy'))).status);
    t.mock.timers.tick(29);
  }
  assert.equal(calls.length, 10);
  assert.deepEqual(statuses.slice(0, 11), [...Array.from({ length: 10 }, () => 200), 429]);
  assert.equal((await host(as('another'))).status, 200);
});

test('the refusal says when there is room again, and then there is', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const { host, calls } = setUp({ limit: { perMinute: 2 } });
  await host(postChoice());
  t.mock.timers.tick(20_000);
  await host(postChoice());
  t.mock.timers.tick(10_000);
  const refused = await host(postChoice());
  assert.equal(refused.headers.get('retry-after'), '30');
  const problem = await assertProblem(refused, 429, 'rate-limited');
  assert.equal(problem.retryable, true);
  t.mock.timers.tick(30_000);
  assert.equal((await host(postChoice())).status, 200);
  assert.equal((await host(postChoice())).headers.get('retry-after'), '20');
  assert.equal(calls.length, 3);
});

test('one Sync URL of a merchant is on its way at a time', async () => {
  const { answer, release, untilHeld } = heldMints();
  const { host, calls } = setUp({ answer, merchant: byCookie });
  const first = host(as('a'));
  await untilHeld(1);
  const second = await host(as('a'));
  assert.equal(second.headers.get('retry-after'), '1');
  await assertProblem(second, 429, 'rate-limited');
  const other = host(as('b'));
  await untilHeld(2);
  release();
  release();
  assert.equal((await first).status, 200);
  assert.equal((await other).status, 200);
  const third = host(as('a'));
  await untilHeld(1);
  release();
  assert.equal((await third).status, 200);
  assert.equal(calls.length, 3);
});

test('a mint that failed counts, and does not keep the merchant out', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { host, calls } = setUp({ limit: { perMinute: 2 }, answer: () => refusal(500) });
  for (const status of [503, 503, 429]) assert.equal((await host(postChoice())).status, status);
  assert.equal(calls.length, 2);
});

test('what is refused before Codat would be asked does not count', async () => {
  const { host, calls } = setUp({ limit: { perMinute: 1 } });
  await assertProblem(await host(postChoice({ platformKey: 'zzzz' })), 404, 'unknown-platform');
  await assertProblem(await host(postChoice('{')), 400, 'bad-request');
  assert.equal((await host(postChoice())).status, 200);
  assert.equal(calls.length, 1);
});

test('the limit can be another, or none', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const [limit, mints] of [
    [{ perMinute: 15 }, 15],
    [false, 40],
  ] as const) {
    const { host, calls } = setUp({ limit });
    for (let time = 0; time < 40; time += 1) await host(postChoice());
    assert.equal(calls.length, mints);
  }
  const { answer, untilHeld } = heldMints();
  const { host } = setUp({ limit: { atATime: 3 }, answer });
  for (let time = 0; time < 3; time += 1) void host(postChoice());
  await untilHeld(3);
  await assertProblem(await host(postChoice()), 429, 'rate-limited');
});

test('lists are not limited', async () => {
  const { host } = setUp();
  for (let time = 0; time < 50; time += 1) {
    assert.equal((await host(new Request('https://shop.example/integrations'))).status, 200);
  }
});

/** Several processes of a host, which share a store. */
const instances = (count: number, limit: Exclude<HostOptions['limit'], false>, answer?: Answer) =>
  Array.from({ length: count }, () => setUp({ merchant: byCookie, limit, ...(answer && { answer }) }));

/** A store as `unstorage` has it. */
class ItemMap {
  readonly items = new Map<string, { value: string; ttl: number | undefined }>();
  getItem(key: string): Promise<unknown> {
    return Promise.resolve(this.items.get(key)?.value ?? null);
  }
  async setItem(key: string, value: string, options?: { ttl: number }): Promise<void> {
    assert.equal(typeof value, 'string');
    this.items.set(key, { value, ttl: options?.ttl });
  }
}

for (const [what, makeStore] of [
  ['a Map', () => new Map<string, unknown>()],
  ['a store of items', () => new ItemMap()],
] as const) {
  test(`processes that share ${what} let a merchant through ten times in all`, async () => {
    const hosts = instances(8, { store: makeStore() });
    for (let time = 0; time < 80; time += 1) await hosts[time % 8]!.host(as('greedy'));
    assert.equal(hosts.flatMap(({ calls }) => calls).length, 10);
    assert.equal((await hosts[0]!.host(as('another'))).status, 200);
  });
}

test('processes that share a store know of each other’s mint that is under way, and of its end', async () => {
  const { answer, release, untilHeld } = heldMints();
  const [one, two] = instances(2, { store: new Map() }, answer);
  const first = one!.host(as('a'));
  await untilHeld(1);
  await assertProblem(await two!.host(as('a')), 429, 'rate-limited');
  release();
  assert.equal((await first).status, 200);
  const second = two!.host(as('a'));
  await untilHeld(1);
  release();
  assert.equal((await second).status, 200);
});

test('no key of the store, and nothing in it, tells who the merchant is; another key of Codat’s makes other keys', async () => {
  const keysWith = async (apiKey: string): Promise<string[]> => {
    const store = new ItemMap();
    const { host } = setUp({ apiKey, limit: { store } });
    await host(postChoice());
    const text = JSON.stringify([...store.items]);
    for (const secret of [MERCHANT, API_KEY, 'Caf', encodeURIComponent(MERCHANT)]) assert.ok(!text.includes(secret));
    assert.ok([...store.items.values()].every(({ ttl }) => ttl! > 0 && ttl! < 300));
    return [...store.items.keys()];
  };
  const [key, ...more] = await keysWith(API_KEY);
  assert.match(key!, /^codat-commerce-picker:limit:[\da-f]{32}$/);
  assert.deepEqual(more, []);
  assert.deepEqual(await keysWith(API_KEY), [key]);
  assert.notDeepEqual(await keysWith('another'), [key]);
});

const BROKEN: [what: string, store: NonNullable<Exclude<HostOptions['limit'], false>>['store']][] = [
  ['throws', { get: () => assert.fail('down'), set: () => assert.fail('down') }],
  ['rejects', { getItem: () => Promise.reject(new Error()), setItem: () => Promise.reject(new Error()) }],
  ['answers a string', { get: () => 'x', set: () => {} }],
  ['answers rows that are none', { get: () => ({ mints: [null, 1, {}, { at: 'x' }] }), set: () => {} }],
  [
    'answers what does not let itself be read',
    {
      get: () => ({
        get mints(): never {
          throw new Error('no');
        },
      }),
      set: () => {},
    },
  ],
  ['answers rows that do not', { get: () => ({ mints: [revokedProxy()] }), set: () => {} }],
  [
    'answers mints of the future',
    { get: () => ({ mints: Array.from({ length: 20 }, () => ({ at: 9e15, until: 9e15 })) }), set: () => {} },
  ],
];
for (const [what, store] of BROKEN) {
  test(`with a store that ${what}, each process counts for itself`, async () => {
    const { host, calls } = setUp({ limit: { store } });
    for (let time = 0; time < 30; time += 1) await host(postChoice());
    assert.equal(calls.length, 10);
  });
}

test('a store that is down is told of once', async () => {
  const down = (): never => {
    throw new TypeError(MERCHANT);
  };
  const told: string[] = [];
  const { host } = setUp({
    limit: { store: { get: down, set: down } },
    onError: (_error, info) => told.push(info.step),
  });
  for (let time = 0; time < 5; time += 1) await host(postChoice());
  assert.deepEqual(told, ['limit.store.get', 'limit.store.set']);
});

test('a store that never answers costs one mint a second, and the next ones nothing', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const never = (): Promise<never> => new Promise(() => {});
  let asked = 0;
  const { host, codes } = setUp({ limit: { store: { get: () => ((asked += 1), never()), set: never } } });
  const first = host(postChoice());
  await until(() => asked > 0);
  t.mock.timers.tick(1_000);
  assert.equal((await first).status, 200);
  assert.equal((await host(postChoice())).status, 200);
  assert.equal(asked, 1);
  assert.deepEqual(codes(), ['timeout']);
});

test('what fails on the way to the limit’s store keeps no merchant out', async (t) => {
  const { host, calls, codes } = setUp({ limit: { store: new Map() } });
  for (const method of ['importKey', 'sign'] as const) {
    const failing = t.mock.method(crypto.subtle, method, () => Promise.reject(new Error('out of order')));
    await assertProblem(await host(postChoice()), 500, 'unknown');
    failing.mock.restore();
    assert.equal((await host(postChoice())).status, 200);
  }
  assert.deepEqual([calls.length, codes()], [2, ['unknown', 'unknown']]);
});

interface Entry {
  mints: { at: number; until: number }[];
}

/** A store whose answers can be held back, and are let go in the order in which they were asked for. */
class SlowStore {
  isSlow = false;
  entry: Entry | undefined;
  readonly #waiting: (() => void)[] = [];
  async get(): Promise<Entry | undefined> {
    if (this.isSlow) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return structuredClone(this.entry);
  }
  set(_key: string, entry: Entry): void {
    this.entry = structuredClone(entry);
  }
  async answerNext(): Promise<void> {
    await until(() => this.#waiting.length > 0);
    this.#waiting.shift()!();
    await settle();
  }
}

test('a pick that is refused is not told to other processes, also where a write comes in between', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = new SlowStore();
  const [one, two] = instances(2, { store, perMinute: 2 });
  await two!.host(as('a'));
  await settle();
  const { answer, release, untilHeld } = heldMints();
  const { host } = setUp({ merchant: byCookie, limit: { store, perMinute: 2 }, answer });
  const last = host(as('a'));
  await untilHeld(1);
  await settle();
  store.isSlow = true;
  release();
  assert.equal((await last).status, 200);
  // The end of the mint is being written, as the next one is asked for.
  const refused = host(as('a'));
  await settle();
  await store.answerNext();
  await store.answerNext();
  await assertProblem(await refused, 429, 'rate-limited');
  store.isSlow = false;
  assert.deepEqual(
    store.entry?.mints.map(({ until: end }) => end),
    [0, 0],
  );
  t.mock.timers.tick(60_000);
  assert.equal((await one!.host(as('a'))).status, 200);
});

test('a mint that takes long leaves what other processes have written meanwhile', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const { answer, release, untilHeld } = heldMints();
  const limit = { store: new Map(), atATime: 2, perMinute: 3 };
  const slow = setUp({ merchant: byCookie, limit, answer, timeout: 30_000 });
  const first = slow.host(as('a'));
  await untilHeld(1);
  t.mock.timers.tick(12_000);
  const [two, three] = instances(2, limit);
  for (let time = 0; time < 2; time += 1) assert.equal((await two!.host(as('a'))).status, 200);
  await settle();
  release();
  assert.equal((await first).status, 200);
  await settle();
  await assertProblem(await three!.host(as('a')), 429, 'rate-limited');
});

test('a process whose clock is slow leaves what others have written, and does not count it', async (t) => {
  const clock = { now: START };
  t.mock.method(Date, 'now', () => clock.now);
  const [ahead, slow, third] = instances(3, { store: new Map(), perMinute: 2 });
  clock.now += 30_000;
  for (let time = 0; time < 2; time += 1) assert.equal((await ahead!.host(as('a'))).status, 200);
  await settle();
  clock.now -= 30_000;
  assert.equal((await slow!.host(as('a'))).status, 200);
  await settle();
  clock.now += 30_000;
  await assertProblem(await third!.host(as('a')), 429, 'rate-limited');
});
