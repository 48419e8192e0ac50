import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { createStorage, type Driver } from 'unstorage';
import fs from 'unstorage/drivers/fs';
import fsLite from 'unstorage/drivers/fs-lite';
import memory from 'unstorage/drivers/memory';
import type { KeyValueStore } from '../../../src/host/index.js';
import {
  aSecond,
  type Answer,
  brandedIn,
  brandingOf,
  byCookie,
  getList,
  keptAs,
  list,
  postChoice,
  row,
  rowsIn,
  settle,
  setUp,
  START,
  whileTimePasses,
} from './support.js';

// What goes on behind the answers ends with the clock that it began with.
afterEach(settle);

const SEVEN = ['gbol', 'qhyg', 'fbrh', 'pdvj', 'qudb', 'pbbf', 'abcd'];

const answer: Answer = ({ kind }) => (kind === 'list' ? list(SEVEN.map((key) => row(key))) : undefined);
const instance = (cache: KeyValueStore) => setUp({ integrations: 'enabled', cache, answer });

const DRIVERS: [what: string, make: (base: string) => () => Driver][] = [
  ['a folder', (base) => () => fs({ base })],
  ['a folder, by the smaller driver', (base) => () => fsLite({ base })],
  [
    'memory',
    () => {
      const driver = memory();
      return () => driver;
    },
  ],
];
for (const [what, make] of DRIVERS) {
  test(`eight instances that share ${what} ask for each thing about once, and one that comes later for nothing`, async (t) => {
    const base = mkdtempSync(path.join(tmpdir(), 'store-'));
    t.after(() => rmSync(base, { recursive: true, force: true }));
    const driver = make(base);
    const all = Array.from({ length: 8 }, () => instance(createStorage({ driver: driver() })));
    await Promise.all(all.map(({ host }) => host(getList())));
    for (const { host } of all) assert.deepEqual(await brandedIn(await host(getList())), SEVEN);
    const calls = all.flatMap(({ kinds }) => kinds());
    assert.ok(calls.length >= 8 && calls.length <= 16, calls.join());
    const storage = createStorage({ driver: driver() });
    while ((await storage.getKeys()).filter((key) => !key.includes('fetching')).length < 8);
    const late = instance(storage);
    assert.deepEqual(await brandedIn(await late.host(getList())), SEVEN);
    assert.deepEqual(
      [late.kinds(), ...all.map(({ errors }) => errors)],
      Array.from({ length: 9 }, () => []),
    );
  });
}

/** A store that takes `ms` for each call. */
function slow(ms: number): KeyValueStore & { calls: number } {
  const items = new Map<string, unknown>();
  const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    calls: 0,
    async get(key) {
      this.calls += 1;
      await later();
      return items.get(key);
    },
    async set(key, value) {
      this.calls += 1;
      await later();
      items.set(key, value);
    },
  };
}

test('a store that takes two seconds costs the first list one second, and is left alone for half a minute', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = slow(2_000);
  const { codes, host } = instance(store);
  assert.deepEqual(await brandedIn(await whileTimePasses(t, host(getList()), 1_500)), SEVEN);
  const { calls } = store;
  for (let time = 0; time < 20; time += 1) await host(getList());
  await aSecond(t);
  assert.equal(store.calls, calls);
  assert.deepEqual(codes(), ['timeout']);
});

test('a store that takes half a second is waited for, and shared all the same', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const store = slow(500);
  const one = instance(store);
  await whileTimePasses(t, one.host(getList()));
  await aSecond(t);
  await aSecond(t);
  const two = instance(store);
  assert.deepEqual(await brandedIn(await whileTimePasses(t, two.host(getList()))), SEVEN);
  assert.deepEqual([two.kinds(), one.errors, two.errors], [[], [], []]);
});

/** What a store gives back in place of what was kept. */
const CHANGED: [what: string, change: (value: unknown) => unknown][] = [
  ['the text of it', (value) => JSON.stringify(value)],
  ['the text of its text', (value) => JSON.stringify(JSON.stringify(value))],
  ['bytes', (value) => new TextEncoder().encode(JSON.stringify(value))],
  ['a list with it', (value) => [value]],
  ['an object around it', (value) => ({ value, expires: START })],
];
for (const [what, change] of CHANGED) {
  test(`with a store that gives back ${what}, lists and Sync URLs come`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const items = new Map<string, unknown>();
    const store = {
      get: (key: string) => (items.has(key) ? change(items.get(key)) : undefined),
      set: (key: string, value: unknown) => void items.set(key, value),
    };
    for (let time = 0; time < 2; time += 1) {
      const { errors, host } = setUp({
        integrations: 'enabled',
        cache: store,
        limit: { store },
        answer,
        merchant: byCookie,
      });
      assert.deepEqual(await brandedIn(await whileTimePasses(t, host(getList({ cookie: 'a' })))), SEVEN);
      const picked = host(postChoice(undefined, { headers: { cookie: `m${time}` } }));
      assert.equal((await whileTimePasses(t, picked)).status, 200);
      await settle();
      assert.deepEqual(errors, []);
    }
  });
}

const FOREIGN: [what: string, entries: Record<string, object>][] = [
  ['whose rows are all of another form', { 'list:dfxm': { integrations: [{ id: 'gbol', title: 'Xero' }, null] } }],
  [
    'whose branding is of another form',
    Object.fromEntries(SEVEN.map((key) => [`branding:${key}`, { branding: { v2: { logo: key } } }])),
  ],
];
for (const [what, entries] of FOREIGN) {
  test(`an entry of the cache ${what} was written by another version: it is fetched anew before anything is shown`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const kept = Object.entries(entries).map(([key, entry]) => [keptAs(key), { ...entry, fetchedAt: START }] as const);
    const { host } = instance(new Map<string, unknown>(kept));
    const rows = await rowsIn(await whileTimePasses(t, host(getList())));
    assert.deepEqual(
      rows.map(({ key, branding }) => [key, branding]),
      SEVEN.map((key) => [key, brandingOf(key)]),
    );
  });
}
