import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { AtomicStore, HostOptions } from '../../../src/host/index.js';
import {
  type Answer,
  API_KEY,
  assertProblem,
  byCookie,
  freeze,
  heldMints,
  MERCHANT,
  never,
  postChoice,
  settle,
  setUp,
  START,
  until,
  whileTimePasses,
} from './support.js';

// What goes on behind the answers ends with the clock that it began with.
afterEach(settle);

/** The merchant is whoever the cookie says. */
const as = (cookie: string): Request => postChoice(undefined, { headers: { cookie } });

/** A store with a clock of its own, which answers later than it is asked. */
class Atomic implements AtomicStore {
  /** Until when each key is there, by the clock of the store. */
  readonly keys = new Map<string, number>();
  now = 0;
  asked = 0;
  async add(key: string, ttl: number): Promise<boolean> {
    this.asked += 1;
    await new Promise(setImmediate);
    const isAdded = (this.keys.get(key) ?? -Infinity) <= this.now;
    if (isAdded) this.keys.set(key, this.now + ttl * 1_000);
    await new Promise(setImmediate);
    return isAdded;
  }
  async delete(key: string): Promise<void> {
    await new Promise(setImmediate);
    this.keys.delete(key);
  }
  /** Those that are still there. */
  get kept(): string[] {
    return [...this.keys].flatMap(([key, end]) => (end > this.now ? [key] : []));
  }
}

/** Several processes of a host, which share a store. */
const instances = (count: number, limit: HostOptions['limit'], answer?: Answer) =>
  Array.from({ length: count }, () => setUp({ merchant: byCookie, limit, ...(answer && { answer }) }));

const mintsOf = (hosts: ReturnType<typeof instances>): number => hosts.flatMap(({ calls }) => calls).length;

test('of eight requests that reach eight processes at the same moment, one mints', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const { answer, release, untilHeld } = heldMints();
  const store = new Atomic();
  const hosts = instances(8, { store }, answer);
  const all = hosts.map(({ host }) => host(as('a')));
  await untilHeld(1);
  await settle();
  assert.equal(mintsOf(hosts), 1);
  release();
  const statuses = (await Promise.all(all)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 429, 429, 429, 429, 429, 429, 429]);
});

test('of eighty requests that reach eight processes at the same moment, ten mint in all, and never an eleventh in a minute', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = new Atomic();
  const hosts = instances(8, { store, atATime: 80 });
  const everywhere = (): Promise<Response[]> =>
    Promise.all(Array.from({ length: 80 }, (_, time) => hosts[time % 8]!.host(as('greedy'))));
  const pass = async (ms: number): Promise<void> => {
    await settle();
    t.mock.timers.tick(ms);
    store.now += ms;
  };
  const answers = await everywhere();
  assert.deepEqual([mintsOf(hosts), answers.filter(({ status }) => status === 200).length], [10, 10]);
  assert.equal((await hosts[0]!.host(as('another'))).status, 200);
  await pass(59_000);
  await everywhere();
  assert.equal(mintsOf(hosts), 11);
  await pass(1_000);
  await everywhere();
  assert.equal(mintsOf(hosts), 21);
});

test('it is the store’s clock that counts: processes that are minutes ahead or behind let through no more', async (t) => {
  const clock = { now: START };
  t.mock.method(Date, 'now', () => clock.now);
  const hosts = instances(8, { store: new Atomic() });
  const statuses: number[] = [];
  for (let time = 0; time < 40; time += 1) {
    // Each process has a clock of its own, up to twenty minutes apart.
    clock.now = START + (time % 8) * 180_000;
    statuses.push((await hosts[time % 8]!.host(as('a'))).status);
    await settle();
  }
  assert.equal(mintsOf(hosts), 10);
  assert.deepEqual(statuses.slice(0, 11), [...Array.from({ length: 10 }, () => 200), 429]);
});

test('a refusal says when the place of this process is free again, or else what it takes on the average', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = new Atomic();
  const [one, two] = instances(2, { store, perMinute: 4 });
  for (let time = 0; time < 4; time += 1) {
    assert.equal((await one!.host(as('a'))).status, 200);
    await settle();
    t.mock.timers.tick(1_000);
    store.now += 1_000;
  }
  const [own, other] = [await one!.host(as('a')), await two!.host(as('a'))];
  await assertProblem(own, 429, 'rate-limited');
  assert.deepEqual([own.headers.get('retry-after'), other.headers.get('retry-after')], ['56', '15']);
});

test('a merchant without a free place is refused for a second without asking the store', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = new Atomic();
  const [one, two] = instances(2, { store });
  for (let time = 0; time < 10; time += 1) {
    await one!.host(as('a'));
    await settle();
  }
  await assertProblem(await two!.host(as('a')), 429, 'rate-limited');
  const before = store.asked;
  for (let time = 0; time < 100; time += 1) await assertProblem(await two!.host(as('a')), 429, 'rate-limited');
  assert.equal(store.asked, before);
  t.mock.timers.tick(60_000);
  store.now += 60_000;
  assert.equal((await two!.host(as('a'))).status, 200);
});

test('a pick for which Codat was not asked gives both of its places back', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const { answer, untilHeld } = heldMints();
  const store = new Atomic();
  const [host] = instances(1, { store }, answer);
  // All of Codat's ten places are taken by other merchants.
  const others = Array.from({ length: 10 }, (_, n) => host!.host(as(`other ${n}`)));
  await untilHeld(10);
  const late = host!.host(as('a'));
  await until(() => store.kept.length === 22);
  await settle();
  t.mock.timers.tick(10_000);
  assert.equal((await late).status, 503);
  // The others had the same ten seconds. They have asked Codat, so they count.
  for (const { status } of await Promise.all(others)) assert.equal(status, 504);
  await until(() => store.kept.length === 10);
  assert.ok(store.kept.every((key) => key.includes(':begun:')));
});

test('a process that died in the middle of a mint keeps its merchant out for as long as a mint may take, and nobody else', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = new Atomic();
  const { answer, untilHeld } = heldMints();
  const [dead] = instances(1, { store }, answer);
  const [alive] = instances(1, { store });
  void dead!.host(as('a'));
  await untilHeld(1);
  assert.equal((await alive!.host(as('b'))).status, 200);
  store.now = 21_000;
  await assertProblem(await alive!.host(as('a')), 429, 'rate-limited');
  store.now = 22_000;
  assert.equal((await alive!.host(as('a'))).status, 200);
});

test('a mint that froze and ends late leaves the place alone that another one has by then', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = new Atomic();
  const held = heldMints();
  const [frozen] = instances(1, { store }, held.answer);
  const first = frozen!.host(as('a'));
  await held.untilHeld(1);
  freeze(t, 30_000);
  store.now = 30_000;
  const [other] = instances(1, { store }, held.answer);
  const second = other!.host(as('a'));
  await held.untilHeld(2);
  held.release();
  await first;
  await settle();
  assert.equal(store.kept.filter((key) => key.includes(':running:')).length, 1);
  held.release();
  assert.equal((await second).status, 200);
  await until(() => !store.kept.some((key) => key.includes(':running:')));
});

test('keys begin with the prefix, and tell nothing of the merchant', async () => {
  const store = new Atomic();
  const { host } = setUp({ limit: { store } });
  await host(postChoice());
  const keys = [...store.keys.keys()];
  for (const key of keys) assert.match(key, /^codat-commerce-picker:limit:[\da-f]{32}:(running|begun):\d$/);
  const text = keys.join();
  for (const secret of [MERCHANT, API_KEY, 'Caf', encodeURIComponent(MERCHANT)]) assert.ok(!text.includes(secret));
});

const BROKEN: [what: string, store: AtomicStore, told: string][] = [
  ['throws', { add: () => assert.fail('down'), delete: () => assert.fail('down') }, 'limit.store.add'],
  ['rejects', { add: () => Promise.reject(new Error()), delete: () => Promise.reject(new Error()) }, 'limit.store.add'],
  ['answers neither true nor false', { add: () => 'OK' as never, delete: () => {} }, 'limit.store.add'],
  ['can’t delete', { add: () => true, delete: () => assert.fail('read-only') }, 'limit.store.delete'],
];
for (const [what, store, told] of BROKEN) {
  test(`with an atomic store that ${what}, each process counts for itself, and it is told once`, async () => {
    const steps: string[] = [];
    const { host, calls } = setUp({ limit: { store }, onError: (_error, info) => steps.push(info.step) });
    for (let time = 0; time < 30; time += 1) {
      await host(postChoice());
      await settle();
    }
    assert.equal(calls.length, 10);
    assert.deepEqual(steps, [told]);
  });
}

test('an atomic store that never answers costs one mint a second, and the next ones nothing', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  let asked = 0;
  const { host, codes } = setUp({ limit: { store: { add: () => ((asked += 1), never()), delete: never } } });
  const first = host(postChoice());
  await until(() => asked > 0);
  t.mock.timers.tick(1_000);
  assert.equal((await first).status, 200);
  assert.equal((await host(postChoice())).status, 200);
  assert.equal(asked, 1);
  assert.deepEqual(codes(), ['timeout']);
});

test('an atomic store that takes half a second for each place is not waited for longer than two seconds', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const slow: AtomicStore = {
    add: (key) => new Promise((resolve) => setTimeout(() => resolve(key.includes('running')), 500)),
    delete: () => {},
  };
  const { host } = setUp({ limit: { store: slow } });
  assert.equal((await whileTimePasses(t, host(postChoice()), 2_000)).status, 200);
  assert.ok(Date.now() < START + 2_000);
});

test('half of a store is refused, with a sentence that says what is wanted', () => {
  const half = { add: () => true } as unknown as AtomicStore;
  assert.throws(
    () => setUp({ limit: { store: half } }),
    /limit\.store must be .* or add\(key, ttl\) and delete\(key\)/,
  );
});
