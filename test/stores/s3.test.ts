import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { createStorage, type Driver, type Storage } from 'unstorage';
import { brandedIn, getList, keptAs, list, MERCHANT, postChoice, row, setUp } from '../node/host/support.js';
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

test('eight instances with S3 that begin at the same moment ask for each thing about once', async () => {
  const all = Array.from({ length: 8 }, () => instance(storage()));
  await Promise.all(all.map(({ host }) => host(getList())));
  for (const { host } of all) assert.equal((await brandedIn(await host(getList()))).length, 7);
  const calls = all.flatMap(({ kinds }) => kinds());
  assert.ok(calls.length >= 8 && calls.length <= 16, calls.join());
  assert.deepEqual(
    all.flatMap(({ errors }) => errors),
    [],
  );
});

test('a secret that S3 refuses is told of, and lists and Sync URLs go on', async () => {
  const { calls, errors, host } = instance(storage({ secretAccessKey: 'another' }));
  assert.deepEqual(await brandedIn(await host(getList())), SEVEN);
  assert.equal((await host(postChoice())).status, 200);
  assert.equal(calls.length, 9);
  assert.deepEqual(
    [...new Set(errors.map(({ error, info }) => `${info.operation.split(':')[0]} ${error.code}`))],
    ['cache.get of list unavailable', 'cache.set of list unavailable'],
  );
});

test('as the store of the limit it counts what comes one after the other, and keeps who it was to itself', async () => {
  const store = storage();
  const hosts = Array.from({ length: 4 }, () => setUp({ limit: { store } }));
  for (let time = 0; time < 16; time += 1) {
    const { host } = hosts[time % 4]!;
    await host(postChoice());
    // Until the end of the mint is written.
    while (time < 10 && !(await isEnded(store, time + 1)));
  }
  assert.equal(hosts.flatMap(({ calls }) => calls).length, 10);
  const text = JSON.stringify(await Promise.all((await store.getKeys()).map(async (key) => [key, await store.getItem(key)])));
  assert.ok(!text.includes(MERCHANT) && !text.includes(encodeURIComponent(MERCHANT)));
});

/** Whether so many mints are counted, and each has ended. */
async function isEnded(store: Storage, count: number): Promise<boolean> {
  const [key] = (await store.getKeys()).filter((one) => one.includes(':limit:'));
  const entry = key && (await store.getItem<{ mints: { until: number }[] }>(key));
  return Boolean(entry && entry.mints.length === count && entry.mints.every(({ until }) => until === 0));
}
