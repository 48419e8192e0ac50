import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis as Client } from 'ioredis';
import {
  ALL,
  API_KEY,
  HostProcess,
  KEYS,
  type Kind,
  type Listed,
  type Minted,
  OTP,
  PlainCodat,
} from '../support/host-processes.js';
import { Redis } from '../support/redis.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** ms that a call to Codat may take where a process is about to die, so that it is soon known to be dead. */
const SOON = 2_000;
/** ms that a busy machine may need on top of what is promised. */
const LEEWAY = 10_000;
const MERCHANT = 'Café & Söhne #1';

let redis: Redis;
let codat: PlainCodat;
/** Eight of them. */
let processes: HostProcess[] = [];
/** ms by which their clocks are ahead. It only ever grows, as they hold what they have heard. */
let ahead = 0;
let merchants = 0;

before(async () => {
  redis = await Redis.start();
  codat = await PlainCodat.start();
  processes = await startEight();
});

after(async () => {
  await Promise.all(processes.map((one) => one.end()));
  await redis.remove();
  codat.close();
});

const start = (timeout?: number): Promise<HostProcess> => HostProcess.start(codat.url, redis.url, timeout);

/** They have everything when they are handed over. */
async function startEight(timeout?: number): Promise<HostProcess[]> {
  const started = await Promise.all(Array.from({ length: 8 }, () => start(timeout)));
  await forward(started, 0);
  await warm(started);
  return started;
}

/** Everybody does this at the same moment. */
const all = <T>(those: HostProcess[], task: (one: HostProcess, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(those.map(task));

const mintAll = (those: HostProcess[], merchant: string): Promise<Minted[]> => all(those, (one) => one.mint(merchant));

const newMerchant = (): string => `merchant ${(merchants += 1)}`;

/** Puts the clocks forward, of all at once. */
async function forward(those: HostProcess[], ms: number): Promise<void> {
  ahead += ms;
  await all(those, (one) => one.setClockAhead(ahead));
}

/** Lists, until all processes have everything. */
async function warm(those: HostProcess[]): Promise<void> {
  for (let time = 0; time < 10; time += 1) {
    const listed = await all(those, (one) => one.list());
    await codat.untilQuiet();
    if (listed.every(({ branded }) => branded === KEYS.length)) return;
    // What went wrong is tried again.
    await forward(those, 2 * MINUTE);
  }
  assert.fail('The lists were never complete.');
}

/**
 * Runs a check that holds for as long as Redis answers each process within a second. On a machine that is too busy for
 * that, it is run again: a process that has found Redis slow leaves it alone for half a minute.
 */
async function whileRedisAnswers(
  those: HostProcess[],
  check: () => Promise<void>,
  again: () => Promise<unknown> = () => forward(those, 2 * MINUTE),
): Promise<void> {
  const reports = async (): Promise<number> => {
    const operations = (await all(those, (one) => one.reported())).flat();
    return operations.filter((what) => /^(cache|limit\.store)\./.test(what)).length;
  };
  for (let tries = 1; ; tries += 1) {
    // The half minute is over of those that have found it slow before.
    await again();
    const told = await reports();
    try {
      await check();
      return;
    } catch (error) {
      if ((await reports()) === told || tries === 5) throw error;
    }
    codat.instead = () => false;
    await codat.untilQuiet();
  }
}

/** Holds the next call of this kind back for good. Returns a promise of its arrival. */
function holdNext(kind: Kind): Promise<void> {
  return new Promise((resolve) => {
    codat.instead = (called) => {
      if (called !== kind) return false;
      codat.instead = () => false;
      resolve();
      return true;
    };
  });
}

/** What is in Redis, by a connection of the test's own. */
async function inRedis<T>(task: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(redis.url);
  try {
    return await task(client);
  } finally {
    client.disconnect();
  }
}

test('of eight picks of a merchant that reach eight processes at the same moment one mints, and of all in a minute ten', () =>
  whileRedisAnswers(processes, async () => {
    const greedy = newMerchant();
    for (let round = 1; round <= 12; round += 1) {
      // Codat takes its time, so that none has ended before all have begun.
      const held: ServerResponse[] = [];
      codat.instead = (kind, response) => kind === 'start' && held.push(response) > 0;
      const statuses: number[] = [];
      const answers = all(processes, async (one) => statuses.push((await one.mint(greedy)).status));
      while (held.length + statuses.length < 8) await wait(5);
      const minting = held.length;
      for (const response of held) response.end(JSON.stringify({ url: `https://sync-flow.codat.io/x?otp=${OTP}` }));
      await answers;
      assert.deepEqual([minting, statuses.filter((status) => status === 429).length], round <= 10 ? [1, 7] : [0, 8]);
    }
    codat.instead = () => false;
    const others = await all(processes, (one) => one.mint(newMerchant()));
    assert.ok(others.every(({ status }) => status === 200));
  }));

test('when Codat answers one process with 429, all eight leave it alone for as long as it says', () =>
  whileRedisAnswers(processes, async () => {
    codat.instead = (_kind, response) => {
      codat.instead = () => false;
      response.writeHead(429, { 'retry-after': '60' }).end('{}');
      return true;
    };
    assert.equal((await processes[0]!.mint(newMerchant())).status, 429);
    await codat.untilQuiet();
    codat.calls = [];
    // By then, they look in Redis again.
    await forward(processes, 2_000);
    for (const { status, retryAfter } of await all(processes, (one) => one.mint(newMerchant()))) {
      assert.equal(status, 429);
      assert.ok(retryAfter > 30 && retryAfter <= 58, String(retryAfter));
    }
    for (const listed of await all(processes, (one) => one.list())) assert.deepEqual(listed, ALL);
    assert.deepEqual(codat.calls, []);
    await forward(processes, MINUTE);
    for (const { status } of await all(processes, (one) => one.mint(newMerchant()))) assert.equal(status, 200);
  }));

test('no key in Redis and nothing under it tells of a merchant, the API key or a Sync URL, and each has its end', () =>
  whileRedisAnswers(processes, async () => {
    // Whatever a process has not kept, as Redis was slow, is old by now, and fetched anew.
    await forward(processes, 25 * HOUR);
    await warm(processes);
    await all(processes, (one, index) => one.mint(`${MERCHANT} ${index} ${newMerchant()}`));
    // A pause and a failure leave their notes as well.
    codat.instead = (_kind, response) => Boolean(response.writeHead(429, { 'retry-after': '60' }).end('{}'));
    await processes[0]!.mint(`${MERCHANT} ${newMerchant()}`);
    await codat.untilQuiet();
    codat.instead = (_kind, response) => Boolean(response.writeHead(500).end('{"error":"Söhne"}'));
    await forward(processes, 3 * HOUR);
    await all(processes, (one) => one.list());
    await codat.untilQuiet();
    codat.instead = () => false;
    const found = await inRedis(async (client) => {
      const keys = await client.keys('*');
      return Promise.all(keys.map(async (key) => ({ key, text: await client.get(key), ttl: await client.ttl(key) })));
    });
    const kinds = new Set(found.map(({ key }) => /^codat-commerce-picker:([a-z]+)[:.]/.exec(key)?.[1]));
    assert.deepEqual([...kinds].toSorted(), ['branding', 'fetching', 'limit', 'list', 'pause']);
    assert.ok(found.filter(({ key }) => key.includes(':begun:')).length >= 9);
    const everything = JSON.stringify(found);
    const ids = [MERCHANT, 'Söhne', 'merchant', ...[MERCHANT, 'Söhne'].map(encodeURIComponent)];
    for (const secret of [...ids, API_KEY, Buffer.from(API_KEY).toString('base64'), OTP, 'sync-flow', 'https://']) {
      const without = everything.replaceAll('codat-commerce-picker', '');
      assert.ok(!without.includes(secret), `${secret} is in Redis: ${everything}`);
    }
    assert.ok(found.every(({ ttl }) => ttl === -2 || (ttl > 0 && ttl <= 30 * 86_400)));
    // What has failed is over.
    await forward(processes, HOUR);
    await warm(processes);
  }));

test('a process that dies in the middle of a mint keeps its merchant out for as long as a mint may take, and nobody else', async () => {
  const [dying, other] = [await start(SOON), processes[0]!];
  await forward([dying], 0);
  await warm([dying]);
  await whileRedisAnswers([other], async () => {
    const unlucky = newMerchant();
    const arrived = holdNext('start');
    void dying.mint(unlucky);
    await arrived;
    const died = performance.now();
    await dying.die();
    assert.equal((await other.mint(unlucky)).status, 429);
    assert.equal((await other.mint(newMerchant())).status, 200);
    while ((await other.mint(unlucky)).status === 429) await wait(50);
    const waited = performance.now() - died;
    // The limit's store, the wait for a place, the call.
    assert.ok(waited < 2_000 + 2 * SOON + LEEWAY, `${waited} ms`);
  });
});

test('a process that dies while it fetches the list keeps nobody waiting, and another fetches it soon', async () => {
  const dying = await start(SOON);
  await forward([dying], 0);
  await warm([dying]);
  await forward([...processes, dying], 3 * HOUR);
  codat.calls = [];
  const arrived = holdNext('list');
  await dying.list();
  await arrived;
  await dying.die();
  const died = performance.now();
  // They look every five seconds, and take it for dead after three times their own timeout.
  for (let seconds = 0; codat.called('list') < 2; seconds += 1) {
    assert.ok(seconds < 40, 'Nobody has fetched the list.');
    const asked = performance.now();
    for (const listed of await all(processes, (one) => one.list())) assert.deepEqual(listed, ALL);
    assert.ok(performance.now() - asked < LEEWAY);
    await forward(processes, 1_000);
    await wait(50);
  }
  assert.ok(performance.now() - died < 40_000 + LEEWAY);
  await codat.untilQuiet();
  assert.ok(codat.called('list') <= 3, codat.calls.join());
});

test('a new process that finds nothing but the note of a dead one waits no longer than a call may take', async () => {
  await inRedis((client) => client.flushall());
  const [dying, late] = [await start(SOON), await start(SOON)];
  const arrived = holdNext('list');
  void dying.list();
  await arrived;
  await dying.die();
  const asked = performance.now();
  const listed = await late.list();
  assert.deepEqual([listed.status, listed.rows], [200, KEYS.length]);
  const waited = performance.now() - asked;
  assert.ok(waited < 2 * SOON + LEEWAY, `${waited} ms`);
  await late.end();
});

/** Every key of the cache that there is for the account of these processes. */
function cacheKeys(): string[] {
  const authorization = `Basic ${Buffer.from(API_KEY).toString('base64')}`;
  const account = createHmac('sha256', authorization).update(codat.url).digest('hex').slice(0, 16);
  const loads = ['list:dfxm', ...KEYS.map((key) => `branding:${key}`)];
  const names = [...loads, ...loads.map((load) => `fetching:${load}`), 'pause'];
  return names.map((name) => `codat-commerce-picker:${name}.${account}`);
}

const JUNK: readonly (readonly [what: string, text: string])[] = [
  ['half a JSON', '{"integrations":[{"key":"aa'],
  ['of a version to come', '{"v":9,"rows":{"aaaa":"Aa"},"fetchedAt":"2030-01-01T00:00:00Z"}'],
  ['with other types', '{"integrations":{"length":3},"branding":[1],"fetchedAt":[1],"by":7,"at":"x","until":{}}'],
  ['hostile', '{"__proto__":{"integrations":[]},"constructor":{"prototype":{"rows":1}},"fetchedAt":1e999}'],
  ['deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['of rows that are none', '{"integrations":[null,1,"x",{"key":"<script>","name":{}}],"fetchedAt":1,"branding":null}'],
  ['binary', '\u0000\u0001\uFFFF\uD800'],
  ['empty', ''],
];
test('entries of another version, broken or hostile ones are as good as none: a new process fetches anew', async () => {
  for (const [what, text] of JUNK) {
    const one = await start();
    await whileRedisAnswers([one], async () => {
      await inRedis(async (client) => {
        for (const key of cacheKeys()) await client.set(key, text);
      });
      codat.calls = [];
      assert.equal((await one.list()).rows, KEYS.length, what);
      await codat.untilCalled('branding', KEYS.length);
      await codat.untilQuiet();
      assert.deepEqual(await one.list(), ALL, what);
      assert.deepEqual([codat.called('list'), codat.called('branding')], [1, KEYS.length], what);
      assert.equal((await one.mint(newMerchant())).status, 200, what);
      assert.deepEqual(await one.reported(), [], what);
    });
    await one.end();
  }
});

test('entries of another kind, which Redis refuses to read, are told of, and cost a new process nothing else', async () => {
  await inRedis(async (client) => {
    for (const key of cacheKeys()) {
      await client.del(key);
      await client.rpush(key, 'a', 'b');
    }
  });
  const one = await start();
  await one.list();
  await codat.untilQuiet();
  assert.deepEqual(await one.list(), ALL);
  assert.equal((await one.mint(newMerchant())).status, 200);
  assert.ok((await one.reported()).every((what) => what.startsWith('cache.')));
  await one.end();
  await inRedis((client) => client.flushall());
});

test('eight processes whose clocks are minutes apart let a merchant through ten times in all, and call Codat no more often than if they shared nothing', async () => {
  await inRedis((client) => client.flushall());
  codat.calls = [];
  const apart = await Promise.all(Array.from({ length: 8 }, () => start()));
  const setClocks = (minutes: number): Promise<object[]> =>
    all(apart, (one, index) => one.setClockAhead((minutes + (index - 4) * 3) * MINUTE));
  await setClocks(0);
  for (const listed of await all(apart, (one) => one.list())) assert.equal(listed.rows, KEYS.length);
  await codat.untilQuiet();
  for (const listed of await all(apart, (one) => one.list())) assert.deepEqual(listed, ALL);
  assert.ok(codat.called('list') <= 8 && codat.called('branding') <= 8 * KEYS.length, codat.calls.join());
  let minutes = 0;
  const count = async (): Promise<void> => {
    const greedy = newMerchant();
    codat.calls = [];
    for (let round = 0; round < 14; round += 1) await mintAll(apart, greedy);
    assert.equal(codat.called('start'), 10);
  };
  await whileRedisAnswers(apart, count, () => setClocks((minutes += 2)));

  // And nothing goes round in circles: what is fresh stays so.
  codat.calls = [];
  for (minutes += 10; minutes < 90; minutes += 20) {
    await setClocks(minutes);
    for (const listed of await all(apart, (one) => one.list())) assert.deepEqual(listed, ALL);
    await codat.untilQuiet();
  }
  assert.deepEqual(codat.calls, []);
  await all(apart, (one) => one.end());
});

test('while Redis is gone each process counts for itself, and lists go on; when it is back, all count together again', async () => {
  await warm(processes);
  await redis.die();
  const greedy = newMerchant();
  const statuses: number[] = [];
  for (let time = 0; time < 14; time += 1) statuses.push((await processes[0]!.mint(greedy)).status);
  assert.deepEqual(statuses.slice(9), [200, 429, 429, 429, 429]);
  assert.equal((await processes[1]!.mint(greedy)).status, 200);
  for (const listed of await all(processes, (one): Promise<Listed> => one.list())) assert.deepEqual(listed, ALL);
  assert.ok((await processes[0]!.reported()).includes('limit.store.add'));

  await redis.start();
  // The half minute is over in which it is left alone, and its driver has connected anew.
  for (let tries = 0; ; tries += 1) {
    assert.ok(tries < 40, 'Redis was never used again');
    codat.calls = [];
    await forward(processes, MINUTE);
    await mintAll(processes, newMerchant());
    if (codat.called('start') === 1) break;
    await wait(250);
  }
  await whileRedisAnswers(processes, async () => {
    codat.calls = [];
    const another = newMerchant();
    for (let time = 0; time < 14; time += 1) await mintAll(processes, another);
    assert.equal(codat.called('start'), 10);
  });
});
