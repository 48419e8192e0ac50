import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createStorage, type Driver, type Storage } from 'unstorage';
import {
  aSecond,
  type Answer,
  brandedIn,
  byCookie,
  getList,
  keptAs,
  list,
  postChoice,
  refusal,
  row,
  setUp,
  START,
  whileTimePasses,
} from '../node/host/support.js';
import { load } from './install.js';

const SEVEN = ['gbol', 'qhyg', 'fbrh', 'pdvj', 'qudb', 'pbbf', 'abcd'];

/** What is used of a KV namespace. */
interface Namespace {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options?: { expirationTtl?: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list(): Promise<{ keys: { name: string; expiration?: number }[] }>;
}

interface Runtime {
  getKVNamespace(name: string): Promise<Namespace>;
  dispose(): Promise<void>;
}

let runtime: Runtime;
let kv: Namespace;
let makeDriver: (options: { binding: Namespace }) => Driver;

before(async () => {
  const { Miniflare } = (await load('miniflare')) as { Miniflare: new (options: object) => Runtime };
  ({ default: makeDriver } = (await load('unstorage/drivers/cloudflare-kv-binding')) as { default: typeof makeDriver });
  runtime = new Miniflare({
    modules: true,
    script: 'export default { fetch: () => new Response() };',
    kvNamespaces: ['CODAT'],
  });
  kv = await runtime.getKVNamespace('CODAT');
});

after(() => runtime.dispose());

beforeEach(async () => {
  for (const { name } of (await kv.list()).keys) await kv.delete(name);
});

const storage = (binding: Namespace = kv): Storage => createStorage({ driver: makeDriver({ binding }) });

const answer: Answer = ({ kind }) => (kind === 'list' ? list(SEVEN.map((key) => row(key))) : undefined);
const instance = (cache: Storage, codat: Answer = answer) => setUp({ integrations: 'enabled', cache, answer: codat });

test('KV keeps list and branding, and another instance takes both from there', async () => {
  const one = instance(storage());
  assert.deepEqual(await brandedIn(await one.host(getList())), SEVEN);
  let kept: { name: string; expiration?: number }[];
  do kept = (await kv.list()).keys.filter(({ name }) => !name.includes('fetching'));
  while (kept.length < 8);
  assert.deepEqual(
    kept.map(({ name }) => name).toSorted(),
    [...SEVEN.map((key) => keptAs(`branding:${key}`)), keptAs('list:dfxm')].toSorted(),
  );
  assert.ok(kept.every(({ expiration }) => expiration! > Date.now() / 1000 + 86_400));
  const two = instance(storage());
  assert.deepEqual(await brandedIn(await two.host(getList())), SEVEN);
  assert.deepEqual([two.kinds(), one.errors, two.errors], [[], [], []]);
});

test('what is kept for less than the minute that KV wants is taken, too', async () => {
  // A failure is kept, and a marker that is over after a second.
  let failing = true;
  const one = instance(storage(), (call) => (failing ? refusal(500) : answer(call)));
  assert.equal((await one.host(getList())).status, 503);
  failing = false;
  await assert.rejects(kv.put('x', 'y', { expirationTtl: 30 }));
  assert.deepEqual([...new Set(one.errors.map(({ info }) => info.step))], ['GET integrations']);
});

/**
 * KV as one place on earth sees it: what was read there, or not found, is known for a minute, whatever is written
 * elsewhere; and a key can be written once a second.
 */
function seenFrom(central: Namespace, written: Map<string, number>): Namespace {
  const known = new Map<string, { value: string | null; at: number }>();
  return {
    ...central,
    async get(key) {
      const found = known.get(key);
      if (found && Date.now() - found.at < 60_000) return found.value;
      const value = await central.get(key);
      known.set(key, { value, at: Date.now() });
      return value;
    },
    async put(key, value, options) {
      if (Date.now() - (written.get(key) ?? -Infinity) < 1_000) throw new Error('KV PUT failed: 429 Too Many Requests');
      written.set(key, Date.now());
      await central.put(key, value, options);
      known.set(key, { value, at: Date.now() });
    },
    delete: (key) => central.delete(key),
    list: () => central.list(),
  };
}

test('eight places on earth that know of each other a minute later each ask Codat once at the most', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const written = new Map<string, number>();
  const all = Array.from({ length: 8 }, () => instance(storage(seenFrom(kv, written))));
  await whileTimePasses(t, Promise.all(all.map(({ host }) => host(getList()))), 25_000);
  await aSecond(t);
  for (const { calls, host } of all) {
    assert.deepEqual(await brandedIn(await whileTimePasses(t, host(getList()))), SEVEN);
    assert.ok(calls.length <= 8, String(calls.length));
  }
});

/** A pick of one merchant, who goes from place to place. */
const pick = (): Request => postChoice(undefined, { headers: { cookie: 'greedy' } });

/** Instances at places that share KV as the limit's store. */
function places(count: number) {
  const written = new Map<string, number>();
  return Array.from({ length: count }, () =>
    setUp({ merchant: byCookie, limit: { store: storage(seenFrom(kv, written)) } }),
  );
}

test('as the store of the limit it does not do: places that have not heard of each other let a merchant through eight times as often', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const hosts = places(8);
  await whileTimePasses(t, Promise.all(hosts.map(({ host }) => host(pick()))));
  for (let time = 0; time < 96; time += 1) {
    await whileTimePasses(t, hosts[time % 8]!.host(pick()));
    t.mock.timers.tick(200);
  }
  const minted = hosts.flatMap(({ calls }) => calls).length;
  assert.ok(minted > 40 && minted <= 80, String(minted));
});

test('and the end of a pick, which KV does not take so soon after its begin, keeps the merchant out at another place', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const [here, there] = places(2);
  assert.equal((await whileTimePasses(t, here!.host(pick()))).status, 200);
  await aSecond(t);
  assert.equal((await whileTimePasses(t, there!.host(pick()))).status, 429);
});
