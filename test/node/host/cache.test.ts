import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createStorage } from 'unstorage';
import type { BrandingCache, BrandingCacheEntry, HostOptions, KeyValueStore } from '../../../src/host/index.js';
import {
  type Answer,
  aSecond,
  brandedIn,
  brandingOf,
  DAY,
  getList,
  json,
  keptAs,
  list,
  never,
  postChoice,
  refusal,
  row,
  rowsIn,
  settle,
  setUp,
  START,
  whileTimePasses,
} from './support.js';

const SEVEN = ['gbol', 'qhyg', 'fbrh', 'pdvj', 'qudb', 'pbbf', 'abcd'];

/** A clock that is moved by hand. */
function stopClock(t: TestContext): void {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
}

/** A store as `unstorage` has it, in front of a Map that keeps text. */
function itemStore(): KeyValueStore & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: async (key: string) => items.get(key) ?? null,
    setItem: async (key: string, value: string) => {
      assert.equal(typeof value, 'string');
      items.set(key, value);
    },
  };
}

/** Today's form: an object of the host's own that keeps JSON. */
function textStore(): BrandingCache {
  const stored = new Map<string, string>();
  return {
    get: async (key: string) => JSON.parse(stored.get(key) ?? 'null') as BrandingCacheEntry | null,
    set: async (key: string, entry: BrandingCacheEntry) => void stored.set(key, JSON.stringify(entry)),
  };
}

class WithThis {
  #entries = new Map<string, unknown>();
  get(key: string): unknown {
    return this.#entries.get(key);
  }
  set(key: string, entry: unknown): void {
    this.#entries.set(key, entry);
  }
}

const STORES: [what: string, make: () => NonNullable<HostOptions['cache']>][] = [
  ['a Map', () => new Map<string, unknown>()],
  ['a Map of brandings', () => new Map<string, BrandingCacheEntry>()],
  ['an object that keeps text', textStore],
  ['an object that needs its this', () => new WithThis()],
  ['a store of items', itemStore],
  ['a storage of unstorage’s', () => createStorage()],
];
for (const [what, make] of STORES) {
  test(`${what} keeps list and branding, and another instance takes both from there`, async (t) => {
    stopClock(t);
    const cache = make();
    const options = { integrations: 'enabled', cache } as const;
    const answer: Answer = ({ kind }) => (kind === 'list' ? list(SEVEN.map((key) => row(key))) : undefined);
    const one = setUp({ ...options, answer });
    assert.deepEqual(await brandedIn(await whileTimePasses(t, one.host(getList()))), SEVEN);
    assert.equal(one.calls.length, 8);
    await aSecond(t);
    const two = setUp({ ...options, answer });
    const rows = await rowsIn(await two.host(getList()));
    assert.deepEqual(rows, await rowsIn(await one.host(getList())));
    assert.equal((await two.host(postChoice({ platformKey: 'abcd' }))).status, 200);
    assert.deepEqual(two.kinds(), ['mint']);
    assert.deepEqual([...one.errors, ...two.errors], []);
  });
}

test('every key has a prefix, and what is kept survives JSON', async (t) => {
  stopClock(t);
  const cache = new Map<string, unknown>();
  const { host } = setUp({ integrations: ['gbol', 'abcd'], cache, answer: ({ kind }) => answerOf(kind) });
  function answerOf(kind: string): Response | undefined {
    return kind === 'list' ? list([row('abcd', { more: 1 }), row('offf', { enabled: false })]) : undefined;
  }
  await whileTimePasses(t, host(getList()));
  await aSecond(t);
  const kept = [...cache].filter(([key]) => !key.includes(':fetching:'));
  assert.deepEqual(kept.map(([key]) => key).toSorted(), [
    keptAs('branding:abcd'),
    keptAs('branding:gbol'),
    keptAs('list:dfxm'),
  ]);
  const { branding, fetchedAt } = cache.get(keptAs('branding:gbol')) as BrandingCacheEntry;
  assert.deepEqual(branding, brandingOf('gbol'));
  assert.ok(fetchedAt >= START && fetchedAt <= Date.now());
  const { integrations } = cache.get(keptAs('list:dfxm')) as { integrations: unknown[] };
  assert.deepEqual(integrations, [row('abcd')]);
  assert.deepEqual(JSON.parse(JSON.stringify([...cache])), [...cache]);
});

/** A day of a host of several processes, with a visit to each every half hour, and what Codat heard in that time. */
async function aDay(t: TestContext, processes: number, rows: number, cache: KeyValueStore): Promise<number> {
  const keys = Array.from({ length: rows }, (_, n) =>
    [26 ** 2, 26, 1].map((d) => String.fromCharCode(97 + (Math.floor(n / d) % 26))).join(''),
  ).map((key) => `a${key}`);
  const answer: Answer = ({ kind }) => (kind === 'list' ? list(keys.map((key) => row(key))) : json({}));
  const hosts = Array.from({ length: processes }, () => setUp({ integrations: 'enabled', cache, answer }));
  await whileTimePasses(t, Promise.all(hosts.map(({ host }) => host(getList()))));
  for (let minute = 30; minute < 1440; minute += 30) {
    t.mock.timers.setTime(START + minute * 60_000);
    await Promise.all(hosts.map(({ host }) => host(getList())));
    // What goes on behind the answers.
    await aSecond(t);
  }
  for (const { host } of hosts) assert.equal((await brandedIn(await host(getList()))).length, rows);
  return hosts.flatMap(({ calls }) => calls).length;
}

for (const [processes, rows] of [
  [1, 7],
  [8, 7],
  [8, 125],
] as const) {
  test(`a day of ${processes} processes and ${rows} integrations costs 140 calls to Codat at the most`, async (t) => {
    stopClock(t);
    const calls = await aDay(t, processes, rows, itemStore());
    assert.ok(calls > rows && calls <= 140, String(calls));
  });
}

test('eight processes with branding that is a day old fetch each once', async (t) => {
  stopClock(t);
  const cache = itemStore();
  const hosts = Array.from({ length: 8 }, () => setUp({ integrations: SEVEN.slice(0, 6), cache }));
  await whileTimePasses(t, Promise.all(hosts.map(({ host }) => host(getList()))));
  assert.equal(hosts.flatMap(({ calls }) => calls).length, 6);
  await aSecond(t);
  t.mock.timers.setTime(START + DAY + 60_000);
  for (const answer of await Promise.all(hosts.map(({ host }) => host(getList())))) {
    assert.equal((await brandedIn(answer)).length, 6);
  }
  await aSecond(t);
  assert.equal(hosts.flatMap(({ calls }) => calls).length, 12);
  t.mock.timers.tick(5_000);
  for (const { host } of hosts) await host(getList());
  await aSecond(t);
  assert.equal(hosts.flatMap(({ calls }) => calls).length, 12);
});

test('an instance that died while it was about to fetch keeps nobody waiting for long', async (t) => {
  stopClock(t);
  const cache = new Map<string, unknown>([
    [keptAs('fetching:branding:gbol'), { by: 'another', at: START }],
    [keptAs('fetching:list:dfxm'), { by: 'another', at: START }],
  ]);
  const { host, kinds } = setUp({
    integrations: 'enabled',
    cache,
    answer: ({ kind }) => (kind === 'list' ? list([row('gbol'), row('abcd')]) : undefined),
  });
  const rows = await rowsIn(await whileTimePasses(t, host(getList()), 25_000));
  assert.equal(rows.length, 2);
  assert.ok(kinds().includes('list'));
});

test('where the one who fetches fails, the others wait as it does, and the first to come then tries', async (t) => {
  stopClock(t);
  const cache = itemStore();
  const one = setUp({ integrations: ['gbol'], cache, answer: () => refusal(500) });
  const two = setUp({ integrations: ['gbol'], cache });
  const first = one.host(getList());
  await settle();
  const both = Promise.all([first, two.host(getList())]);
  for (const answer of await whileTimePasses(t, both)) assert.deepEqual(await brandedIn(answer), []);
  assert.deepEqual([one.calls.length, two.calls.length], [1, 0]);
  t.mock.timers.setTime(START + 62_000);
  assert.deepEqual(await brandedIn(await whileTimePasses(t, two.host(getList()))), ['gbol']);
});

test('what is old in the host’s cache is shown at once, and fetched anew behind it', async (t) => {
  stopClock(t);
  const key = keptAs('branding:gbol');
  const cache = new Map<string, unknown>([[key, { branding: { sourceId: 'old' }, fetchedAt: START - DAY }]]);
  const { host, calls } = setUp({ integrations: ['gbol'], cache });
  assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, { sourceId: 'old' });
  await aSecond(t);
  assert.equal(calls.length, 1);
  assert.deepEqual((cache.get(key) as BrandingCacheEntry).branding, brandingOf('gbol'));
  assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, brandingOf('gbol'));
});

test('what another instance has fetched since is taken instead of a call', async (t) => {
  stopClock(t);
  const cache = new Map<string, unknown>();
  const { host, calls } = setUp({ integrations: ['gbol'], cache });
  await whileTimePasses(t, host(getList()));
  t.mock.timers.setTime(START + DAY + 60_000);
  cache.set(keptAs('branding:gbol'), { branding: { sourceId: 'newer' }, fetchedAt: Date.now() });
  await host(getList());
  await aSecond(t);
  assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, { sourceId: 'newer' });
  assert.equal(calls.length, 1);
});

test('what was fetched in the future is old: it is shown, and fetched anew', async (t) => {
  stopClock(t);
  const key = keptAs('branding:gbol');
  for (const fetchedAt of [START + 365 * DAY, START + 60_000, Number.MAX_VALUE]) {
    const cache = new Map<string, unknown>([[key, { branding: { sourceId: 'ahead' }, fetchedAt }]]);
    const { host, calls } = setUp({ integrations: ['gbol'], cache });
    assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, { sourceId: 'ahead' });
    await aSecond(t);
    assert.equal(calls.length, 1);
    assert.ok((cache.get(key) as BrandingCacheEntry).fetchedAt <= Date.now());
    assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, brandingOf('gbol'));
  }
});

test('memory comes first: the host’s cache is asked no more for what is fresh', async (t) => {
  stopClock(t);
  let asked = 0;
  const { host } = setUp({ integrations: ['gbol'], cache: { get: () => void (asked += 1), set: () => {} } });
  await whileTimePasses(t, host(getList()));
  const before = asked;
  for (const request of [getList(), getList(), getList()]) await host(request);
  assert.equal(asked, before);
});

const RUBBISH: unknown[] = [
  null,
  'x',
  '{"branding":',
  7,
  [],
  {},
  { branding: 'x', fetchedAt: 1 },
  { branding: [], fetchedAt: 1 },
  { branding: {}, fetchedAt: 'now' },
  { branding: {}, fetchedAt: NaN },
  { branding: null, fetchedAt: 1 },
];
for (const entry of RUBBISH) {
  test(`${JSON.stringify(entry)} out of the host’s cache is not taken for branding`, async (t) => {
    stopClock(t);
    const { host } = setUp({ integrations: ['gbol'], cache: { get: () => entry, set: () => {} } });
    const rows = await rowsIn(await whileTimePasses(t, host(getList())));
    assert.deepEqual(rows[0]?.branding, brandingOf('gbol'));
  });
}

/** An object so deep that nobody can write it as JSON again. */
const deep = (): unknown => JSON.parse('{"logo":'.repeat(50_000) + '1' + '}'.repeat(50_000));

test('what comes out of the cache is checked as what comes from Codat is', async (t) => {
  stopClock(t);
  const long = 'x'.repeat(10_000);
  const given = {
    logo: { full: { image: { src: long, alt: long, more: long } }, square: deep() },
    button: { default: [], hover: 'x', more: deep() },
    sourceId: long,
    more: deep(),
  };
  const kept = { logo: { full: { image: { alt: 'x'.repeat(200) } }, square: {} }, button: {} };
  const rows = [
    row('gbol', { more: deep(), website: 'evil.example', branding: deep() }),
    null,
    { key: 'x' },
    row('abcd'),
  ];
  const cache = new Map<string, unknown>([
    [keptAs('branding:gbol'), { branding: given, fetchedAt: START }],
    [keptAs('list:dfxm'), { integrations: rows, fetchedAt: START }],
  ]);
  const cached = setUp({ integrations: 'enabled', cache });
  const fromCodat = setUp({
    integrations: 'enabled',
    answer: ({ kind, keys }) => {
      if (kind === 'list') return new Response(`{"results":${stringified(rows)}}`);
      return keys[0] === 'gbol' ? new Response(stringified(given)) : undefined;
    },
  });
  for (const { host } of [cached, fromCodat]) {
    const shown = await rowsIn(await whileTimePasses(t, host(getList())));
    assert.deepEqual(
      shown.map(({ key, branding }) => [key, branding]),
      [
        ['gbol', kept],
        ['abcd', brandingOf('abcd')],
      ],
    );
    assert.equal(shown[0]?.['website'], 'xero.com');
    assert.ok(!('more' in shown[0]!));
  }
});

/** JSON of what JSON.stringify can't write. */
function stringified(value: unknown): string {
  const nested = '{"logo":'.repeat(5_000) + '1' + '}'.repeat(5_000);
  return JSON.stringify(value, (name, part: unknown) =>
    /^(more|branding|square)$/.test(name) ? 'DEEP' : part,
  ).replaceAll('"DEEP"', nested);
}

const full = new Error('disk full');
const fails = (): never => {
  throw full;
};
const BROKEN: [what: string, cache: NonNullable<HostOptions['cache']>, operations: string[]][] = [
  ['throws', { get: fails, set: fails }, ['cache.get of branding:', 'cache.set of branding:']],
  [
    'rejects',
    { getItem: () => Promise.reject(full), setItem: () => Promise.reject(full) },
    ['cache.get of branding:', 'cache.set of branding:'],
  ],
  ['rejects writes alone', { get: () => null, set: () => Promise.reject(full) }, ['cache.set of fetching:branding:']],
];
for (const [what, cache, operations] of BROKEN) {
  test(`a cache that ${what} is reported once, and otherwise ignored`, async (t) => {
    stopClock(t);
    const { host, calls, errors } = setUp({ integrations: ['gbol', 'qhyg', 'fbrh'], cache });
    for (const request of [getList(), getList()]) {
      assert.equal((await brandedIn(await whileTimePasses(t, host(request)))).length, 3);
    }
    assert.equal(calls.length, 3);
    assert.deepEqual(
      // Without the platformKey: which of the three fails first is up to the threads that make their hashes.
      errors.map(({ error, info }) => [info.step.slice(0, -4), error.code, error.cause]),
      operations.map((operation) => [operation, 'unavailable', full]),
    );
  });
}

const { proxy, revoke } = Proxy.revocable([], {});
revoke();
const UNREADABLE: [what: string, value: unknown][] = [
  [
    'has a field that throws',
    {
      fetchedAt: START,
      branding: {},
      get integrations() {
        return fails();
      },
    },
  ],
  [
    'has fields that throw',
    {
      get fetchedAt() {
        return fails();
      },
    },
  ],
  ['throws as a whole', { toJSON: fails }],
  ['was revoked', proxy],
  ['holds what was revoked', { fetchedAt: START, integrations: proxy, branding: proxy, by: proxy }],
];
for (const [what, value] of UNREADABLE) {
  test(`a value out of the cache that ${what} is as good as none, and is reported`, async (t) => {
    stopClock(t);
    const { host, errors } = setUp({
      integrations: 'enabled',
      cache: { get: () => value, set: () => {} },
      answer: ({ kind }) => (kind === 'list' ? list([row('gbol'), row('qhyg')]) : undefined),
    });
    assert.deepEqual(await brandedIn(await whileTimePasses(t, host(getList()))), ['gbol', 'qhyg']);
    assert.deepEqual(
      errors.map(({ error, info }) => [error.code, info.step]),
      [['unavailable', 'cache.get of list:dfxm']],
    );
  });
}

test('an object of the host’s own that knows how it is written is read as that', async (t) => {
  stopClock(t);
  const entry = { toJSON: () => ({ branding: { sourceId: 'kept' }, fetchedAt: START }) };
  const { host, calls } = setUp({ integrations: ['gbol'], cache: { get: () => entry, set: () => {} } });
  assert.deepEqual((await rowsIn(await whileTimePasses(t, host(getList()))))[0]?.branding, { sourceId: 'kept' });
  assert.equal(calls.length, 0);
});

test('a cache that never answers costs a cold process a second, and none of the branding', async (t) => {
  stopClock(t);
  const { host, calls, errors } = setUp({
    integrations: SEVEN.slice(0, 5),
    cache: { get: never, set: never },
    answer: () => new Promise((resolve) => setTimeout(() => resolve(json({})), 1_200)),
  });
  const response = await whileTimePasses(t, host(getList()), 2_300);
  assert.equal((await brandedIn(response)).length, 5);
  assert.equal(calls.length, 5);
  assert.deepEqual(
    // Without the platformKey, for the same reason as above.
    errors.map(({ error, info }) => [error.code, info.step.slice(0, -4)]),
    [['timeout', 'cache.get of branding:']],
  );
});

test('a dead cache is left alone for half a minute, and then asked again', async (t) => {
  stopClock(t);
  let asked = 0;
  let dead = true;
  const cache = { get: () => ((asked += 1), dead ? fails() : null), set: () => {} };
  const { host } = setUp({ integrations: ['gbol', 'qhyg'], cache, answer: () => refusal(500) });
  await whileTimePasses(t, host(getList()));
  const first = asked;
  t.mock.timers.setTime(START + 29_000);
  await host(getList());
  assert.equal(asked, first);
  dead = false;
  t.mock.timers.setTime(START + 62_000);
  await whileTimePasses(t, host(getList()));
  assert.ok(asked > first);
});

test('no answer waits until something is kept', async (t) => {
  stopClock(t);
  const written: string[] = [];
  const cache = {
    get: () => null,
    set: (key: string) => (key.includes('fetching') ? undefined : (written.push(key), never())),
  };
  const { host } = setUp({ integrations: ['gbol'], cache });
  assert.deepEqual(await brandedIn(await whileTimePasses(t, host(getList()), 500)), ['gbol']);
  assert.equal(written.length, 1);
});
