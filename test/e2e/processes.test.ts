import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
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
/** ms that a call to Codat may take in these processes, so that a dead one is soon known to be dead. */
const TIMEOUT = 1_000;
/** ms that a mint may take in all: the limit's store, the wait for a place, the call. */
const LONGEST_MINT = 2_000 + 2 * TIMEOUT;
const MERCHANT = 'Café & Söhne #1';

let redis: Redis;
let codat: PlainCodat;
let processes: HostProcess[] = [];

const start = (): Promise<HostProcess> => HostProcess.start(codat.url, redis.url, TIMEOUT);

beforeEach(async () => {
  redis = await Redis.start();
  codat = await PlainCodat.start();
  processes = await Promise.all(Array.from({ length: 8 }, start));
});

afterEach(async () => {
  await Promise.all(processes.map((one) => one.end()));
  await redis.remove();
  codat.close();
});

/** Everybody does this at the same moment. */
const all = <T>(task: (one: HostProcess, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(processes.map(task));

const mintAll = (merchant: string): Promise<Minted[]> => all((one) => one.mint(merchant));

/** Lists, until all processes have everything. */
async function warm(): Promise<void> {
  await all((one) => one.list());
  await codat.untilQuiet();
  for (const listed of await all((one) => one.list())) assert.deepEqual(listed, ALL);
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

test('of eight picks of a merchant that reach eight processes at the same moment one mints, and of all in a minute ten', async () => {
  await warm();
  for (let round = 1; round <= 14; round += 1) {
    const statuses = (await mintAll('greedy')).map(({ status }) => status);
    const minted = statuses.filter((status) => status === 200).length;
    assert.deepEqual([minted, codat.called('start')], round <= 10 ? [1, round] : [0, 10]);
    assert.ok(statuses.every((status) => status === 200 || status === 429));
  }
  const others = await all((one, index) => one.mint(`another ${index}`));
  assert.ok(others.every(({ status }) => status === 200));
});

test('eight processes whose clocks are minutes apart let a merchant through ten times in all, and call Codat no more often than if they shared nothing', async () => {
  await all((one, index) => one.setClockAhead((index - 4) * 3 * MINUTE));
  await warm();
  assert.ok(codat.called('list') <= 8 && codat.called('branding') <= 8 * KEYS.length, codat.calls.join());
  for (let round = 0; round < 14; round += 1) await mintAll('greedy');
  assert.equal(codat.called('start'), 10);

  // And nothing goes round in circles: what is fresh stays so.
  codat.calls = [];
  for (let minutes = 10; minutes < 110; minutes += 20) {
    await all((one, index) => one.setClockAhead((minutes + (index - 4) * 3) * MINUTE));
    for (const listed of await all((one) => one.list())) assert.deepEqual(listed, ALL);
    await codat.untilQuiet();
  }
  assert.deepEqual(codat.calls, []);
});

test('when Codat answers one process with 429, all eight leave it alone for as long as it says', async () => {
  await warm();
  const refuse = (_kind: Kind, response: ServerResponse): boolean => {
    codat.instead = () => false;
    response.writeHead(429, { 'retry-after': '60' }).end('{}');
    return true;
  };
  codat.instead = refuse;
  assert.equal((await processes[0]!.mint('first')).status, 429);
  await codat.untilQuiet();
  codat.calls = [];
  await all((one) => one.setClockAhead(2_000));
  for (const { status, retryAfter } of await all((one, index) => one.mint(`merchant ${index}`))) {
    assert.equal(status, 429);
    assert.ok(retryAfter >= 50 && retryAfter <= 58, String(retryAfter));
  }
  for (const listed of await all((one) => one.list())) assert.deepEqual(listed, ALL);
  assert.deepEqual(codat.calls, []);
  await all((one) => one.setClockAhead(61_000));
  for (const { status } of await all((one, index) => one.mint(`merchant ${index}`))) assert.equal(status, 200);
});

test('a process that dies in the middle of a mint keeps its merchant out for as long as a mint may take, and nobody else', async () => {
  await warm();
  const arrived = holdNext('start');
  void processes[0]!.mint('unlucky');
  await arrived;
  const died = performance.now();
  await processes[0]!.die();
  const [, other] = processes;
  assert.equal((await other!.mint('unlucky')).status, 429);
  assert.equal((await other!.mint('another')).status, 200);
  while ((await other!.mint('unlucky')).status === 429) await wait(50);
  const waited = performance.now() - died;
  assert.ok(waited < LONGEST_MINT + 1_500, `${waited} ms`);
});

test('a process that dies while it fetches the list keeps nobody waiting, and another fetches it soon', async () => {
  await warm();
  await all((one) => one.setClockAhead(3 * HOUR));
  codat.calls = [];
  const arrived = holdNext('list');
  await processes[0]!.list();
  await arrived;
  await processes[0]!.die();
  const died = performance.now();
  processes.shift();
  while (codat.called('list') < 2) {
    const asked = performance.now();
    for (const listed of await all((one) => one.list())) assert.deepEqual(listed, ALL);
    assert.ok(performance.now() - asked < 1_000);
    await wait(100);
  }
  const waited = performance.now() - died;
  // Three times the timeout until it counts as dead, and five seconds until the next look.
  assert.ok(waited < 3 * TIMEOUT + 7_000, `${waited} ms`);
  await codat.untilQuiet();
  assert.equal(codat.called('list'), 2);
});

test('a new process that finds nothing but the note of a dead one waits no longer than a call may take', async () => {
  const arrived = holdNext('list');
  void processes[0]!.list();
  await arrived;
  await processes[0]!.die();
  processes.shift();
  const asked = performance.now();
  const listed = await processes[0]!.list();
  assert.deepEqual([listed.status, listed.rows], [200, KEYS.length]);
  const waited = performance.now() - asked;
  assert.ok(waited < 2 * TIMEOUT + 2_000, `${waited} ms`);
});

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
  await warm();
  for (const [what, text] of JUNK) {
    await inRedis(async (client) => {
      for (const key of await client.keys('*')) await client.set(key, text);
    });
    codat.calls = [];
    const one = await start();
    await one.list();
    await codat.untilQuiet();
    assert.deepEqual(await one.list(), ALL, what);
    assert.deepEqual([codat.called('list'), codat.called('branding')], [1, KEYS.length], what);
    assert.equal((await one.mint(`merchant ${what}`)).status, 200, what);
    assert.deepEqual(await one.reported(), [], what);
    await one.end();
  }
});

test('entries of another kind, which Redis refuses to read, are told of, and cost a new process nothing else', async () => {
  await warm();
  await inRedis(async (client) => {
    for (const key of await client.keys('*')) {
      await client.del(key);
      await client.rpush(key, 'a', 'b');
    }
  });
  const one = await start();
  await one.list();
  await codat.untilQuiet();
  assert.deepEqual(await one.list(), ALL);
  assert.equal((await one.mint('another')).status, 200);
  assert.ok((await one.reported()).every((what) => what.startsWith('cache.')));
  await one.end();
});

test('no key in Redis and nothing under it tells of a merchant, the API key or a Sync URL, and each has its end', async () => {
  await warm();
  await all((one, index) => one.mint(index % 2 ? MERCHANT : `${MERCHANT} ${index}`));
  // A failure and a pause leave their notes as well.
  codat.instead = (kind, response) => kind === 'start' && Boolean(response.writeHead(429, { 'retry-after': '60' }).end('{}'));
  await processes[0]!.mint('somebody else entirely');
  await all((one) => one.setClockAhead(3 * HOUR));
  codat.instead = (_kind, response) => Boolean(response.writeHead(500).end('{"error":"Söhne"}'));
  await all((one) => one.list());
  await codat.untilQuiet();
  const found = await inRedis(async (client) =>
    Promise.all((await client.keys('*')).map(async (key) => ({ key, text: await client.get(key), ttl: await client.ttl(key) }))),
  );
  const kinds = new Set(found.map(({ key }) => /^codat-commerce-picker:([a-z]+)[:.]/.exec(key)?.[1]));
  assert.deepEqual([...kinds].toSorted(), ['branding', 'fetching', 'limit', 'list', 'pause']);
  assert.equal(found.filter(({ key }) => key.includes(':begun:')).length, 5);
  const everything = JSON.stringify(found);
  const merchants = [MERCHANT, 'Söhne', 'somebody', ...[MERCHANT, 'Söhne'].map(encodeURIComponent)];
  const keys = [API_KEY, Buffer.from(API_KEY).toString('base64')];
  for (const secret of [...merchants, ...keys, OTP, 'sync-flow', 'https://']) {
    assert.ok(!everything.includes(secret), `${secret} is in Redis: ${everything}`);
  }
  assert.ok(found.every(({ ttl }) => ttl > 0 && ttl <= 30 * 86_400));
});

test('while Redis is gone each process counts for itself, and lists go on; when it is back, all count together again', async () => {
  await warm();
  await redis.die();
  const statuses: number[] = [];
  for (let time = 0; time < 14; time += 1) statuses.push((await processes[0]!.mint('greedy')).status);
  assert.deepEqual(statuses.slice(9), [200, 429, 429, 429, 429]);
  assert.equal((await processes[1]!.mint('greedy')).status, 200);
  for (const listed of await all((one: HostProcess): Promise<Listed> => one.list())) assert.deepEqual(listed, ALL);
  const told = await processes[0]!.reported();
  assert.ok(told.includes('limit.store.add') && told.every((what) => /^(cache|limit\.store)\./.test(what)), told.join());

  await redis.start();
  codat.calls = [];
  // The half minute is over in which it is left alone, and its driver has connected anew.
  let round = 1;
  for (; codat.called('start') !== 1; round += 1) {
    assert.ok(round < 40, 'Redis was never used again');
    codat.calls = [];
    await all((one) => one.setClockAhead(round * MINUTE));
    await mintAll(`merchant ${round}`);
    await wait(250);
  }
  codat.calls = [];
  for (let time = 0; time < 14; time += 1) await mintAll('another');
  assert.equal(codat.called('start'), 10);
});
