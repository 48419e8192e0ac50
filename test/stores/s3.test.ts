import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createStorage, type Driver, type Storage } from 'unstorage';
import {
  assertProblem,
  brandedIn,
  getList,
  keptAs,
  list,
  postChoice,
  refusal,
  row,
  setUp,
} from '../node/host/support.js';
import { load } from './install.js';

const SEVEN = ['gbol', 'qhyg', 'fbrh', 'pdvj', 'qudb', 'pbbf', 'abcd'];
const BUCKET = 'codat';
/** The server's own. It refuses what is signed with another. */
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

interface S3Server {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
  reset(): void;
}

let server: S3Server;
let endpoint: string;
let makeDriver: (options: object) => Driver;
const directory = mkdtempSync(path.join(tmpdir(), 's3-'));

before(async () => {
  const { default: Server } = (await load('@20minutes/s3rver')) as { default: new (options: object) => S3Server };
  ({ default: makeDriver } = (await load('unstorage/drivers/s3')) as { default: typeof makeDriver });
  server = new Server({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${port}`;
});

after(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  const all = storage();
  for (const key of await all.getKeys()) await all.removeItem(key);
});

const storage = (more: object = {}): Storage =>
  createStorage({
    driver: makeDriver({ ...CREDENTIALS, endpoint, bucket: BUCKET, region: 'us-east-1', ...more }),
  });

const instance = (cache: Storage) =>
  setUp({
    integrations: 'enabled',
    cache,
    answer: ({ kind }) => (kind === 'list' ? list(SEVEN.map((key) => row(key))) : undefined),
  });

/** Waits until as much is kept as there is to keep. */
async function untilKept(count: number): Promise<string[]> {
  for (;;) {
    const keys = (await storage().getKeys()).filter((key) => !key.includes('fetching'));
    if (keys.length >= count) return keys.toSorted();
    await wait(50);
  }
}

test('S3 keeps list and branding, and another instance takes both from there', async () => {
  const one = instance(storage());
  assert.deepEqual(await brandedIn(await one.host(getList())), SEVEN);
  const kept = await untilKept(8);
  assert.deepEqual(kept, [...SEVEN.map((key) => keptAs(`branding:${key}`)), keptAs('list:dfxm')].toSorted());
  const two = instance(storage());
  assert.deepEqual(await brandedIn(await two.host(getList())), SEVEN);
  assert.deepEqual([two.kinds(), one.errors, two.errors], [[], [], []]);
});

test('a secret that S3 refuses is told of, and lists and Sync URLs go on', async () => {
  const { calls, errors, host } = instance(storage({ secretAccessKey: 'another' }));
  assert.deepEqual(await brandedIn(await host(getList())), SEVEN);
  assert.equal((await host(postChoice())).status, 200);
  assert.equal(calls.length, 9);
  const [{ error, info } = assert.fail('Nothing was told.')] = errors;
  assert.deepEqual([info.step, error.code], ['cache.get of list:dfxm', 'unavailable']);
  assert.ok(errors.every((one) => one.info.step.startsWith('cache.')));
});

test('a pause of Codat’s is heard of by way of S3', async () => {
  const refused = setUp({
    cache: storage(),
    answer: ({ kind }) => (kind === 'mint' ? refusal(429, { 'retry-after': '60' }) : undefined),
  });
  await assertProblem(await refused.host(postChoice()), 429, 'rate-limited');
  await untilKept(1);
  const other = setUp({ cache: storage() });
  await assertProblem(await other.host(postChoice()), 429, 'rate-limited');
  assert.deepEqual([other.calls, other.errors], [[], []]);
});
