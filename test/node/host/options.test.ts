import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHost, type HostOptions, isPickerError, PickerError } from '../../../src/host/index.js';
import { API_KEY, getList, list, postChoice, row, setUp } from './support.js';

const GOOD: HostOptions = {
  apiKey: API_KEY,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: () => null,
};

const WRONG: [what: string, options: object, named: RegExp][] = [
  ['a missing apiKey', { apiKey: undefined }, /^apiKey is missing: /],
  ['an empty apiKey', { apiKey: ' \n' }, /^apiKey is missing: /],
  ['an apiKey that is no string', { apiKey: 42 }, /^apiKey is missing: /],
  ['an apiKey in quotes', { apiKey: `"${API_KEY}"` }, /^apiKey stands in quotes/],
  ['an apiKey for another scheme', { apiKey: `Bearer ${API_KEY}` }, /^apiKey begins with "Bearer"/],
  ['a name in another case', { redirectURL: 'https://shop.example/done' }, /^redirectURL is no option .* redirectUrl/],
  ['a name that lacks an s', { allowedOrigin: ['https://a.example'] }, /^allowedOrigin is no .* allowedOrigins/],
  ['a name with a letter too few', { onSucces: () => {} }, /^onSucces is no option .* onSuccess/],
  ['a name whose letters are swapped', { csfr: () => true }, /^csfr is no option .* csrf/],
  ['a misspelt limit', { limit: { perminute: 5 } }, /^perminute is no option of limit: .* perMinute/],
  ['a misspelt part of the connector', { connector: { platformkey: 'dfxm' } }, /^platformkey .* platformKey/],
  ['a ready header without a key', { apiKey: 'Basic ' }, /^apiKey is missing: /],
  ['a ready header that can’t be sent', { apiKey: `Basic ${API_KEY} é\n` }, /^apiKey /],
  ['a missing connector', { connector: undefined }, /^connector is missing: /],
  ['a connector that is only its key', { connector: 'dfxm' }, /^connector is missing: /],
  [
    'a malformed connector key',
    { connector: { platformKey: 'DFXM', sourceType: 'Commerce' } },
    /^connector\.platformKey /,
  ],
  [
    'a connector key in a path',
    { connector: { platformKey: 'dfxm/', sourceType: 'Commerce' } },
    /^connector\.platformKey /,
  ],
  ['another sourceType', { connector: { platformKey: 'dfxm', sourceType: 'Banking' } }, /^connector\.sourceType /],
  [
    'a sourceType in lower case',
    { connector: { platformKey: 'dfxm', sourceType: 'commerce' } },
    /^connector\.sourceType /,
  ],
  ['a missing merchant', { merchant: undefined }, /^merchant is missing: /],
  ['a merchant that is not a function', { merchant: { merchantIdentifier: 'x' } }, /^merchant must be a function/],
  ['integrations as one key', { integrations: 'gbol' }, /^integrations must be an array/],
  ['a malformed key in integrations', { integrations: ['gbol', 'Xero'] }, /^integrations .*"Xero"/],
  ['a number in integrations', { integrations: [1234] }, /^integrations .*number/],
  ['the connector’s key in integrations', { integrations: ['gbol', 'dfxm'] }, /^integrations .*"dfxm"/],
  ['software of the connector’s own side in integrations', { integrations: ['fztf'] }, /^integrations .*Shopify/],
  ['a relative redirectUrl', { redirectUrl: '/done' }, /^redirectUrl must be an absolute URL/],
  ['a redirectUrl without its scheme', { redirectUrl: 'localhost:3000/done' }, /^redirectUrl must be an absolute URL/],
  ['a redirectUrl that is a script', { redirectUrl: 'javascript:alert(1)' }, /^redirectUrl must be an absolute URL/],
  ['a relative baseUrl', { baseUrl: 'api.codat.io' }, /^baseUrl must be an absolute URL/],
  ['a baseUrl with credentials', { baseUrl: 'https://me:pw@api.codat.io' }, /^baseUrl must be without credentials/],
  ['a baseUrl with a query', { baseUrl: 'https://api.codat.io?x' }, /^baseUrl must be without/],
  ['a timeout of zero', { timeout: 0 }, /^timeout must be a positive number/],
  ['a negative timeout', { timeout: -1 }, /^timeout must be a positive number/],
  ['a timeout that is not a number', { timeout: '10s' }, /^timeout must be a positive number/],
  ['an endless timeout, which setTimeout takes for none', { timeout: Infinity }, /^timeout must be a positive number/],
  ['a timeout whose double setTimeout takes for none', { timeout: 2 ** 30 }, /^timeout must be .*ten days at the most/],
  ['a timeout of NaN', { timeout: NaN }, /^timeout must be a positive number/],
  ['allowedOrigins as one string', { allowedOrigins: 'https://shop.example' }, /^allowedOrigins must be an array/],
  ['a wildcard in allowedOrigins', { allowedOrigins: ['*'] }, /^allowedOrigins /],
  ['the opaque origin in allowedOrigins', { allowedOrigins: ['null'] }, /^allowedOrigins /],
  ['an allowed origin with a path', { allowedOrigins: ['https://a.example/x'] }, /write it as "https:\/\/a\.example"/],
  ['an allowed origin with a slash', { allowedOrigins: ['https://a.example/'] }, /write it as "https:\/\/a\.example"/],
  ['an allowed origin without scheme', { allowedOrigins: ['a.example'] }, /^allowedOrigins .*looks like/],
  ['no allowed host at all', { allowedHosts: [] }, /^allowedHosts /],
  ['an allowed host with a scheme', { allowedHosts: ['https://codat.io'] }, /^allowedHosts .*write it as "codat\.io"/],
  ['an allowed host with a port', { allowedHosts: ['localhost:3000'] }, /^allowedHosts .*write it as "localhost"/],
  ['a wildcard in allowedHosts', { allowedHosts: ['*.codat.io'] }, /^allowedHosts .*write it as "codat\.io"/],
  ['a dot before an allowed host', { allowedHosts: ['.codat.io'] }, /^allowedHosts .*write it as "codat\.io"/],
  ['upper case in allowedHosts', { allowedHosts: ['Codat.IO'] }, /^allowedHosts .*write it as "codat\.io"/],
  ['white space in allowedHosts', { allowedHosts: [' codat.io'] }, /^allowedHosts .*write it as "codat\.io"/],
  ['a trailing dot in allowedHosts', { allowedHosts: ['codat.io.'] }, /^allowedHosts .*write it as "codat\.io"/],
  ['an allowed host beyond ASCII', { allowedHosts: ['bücher.example'] }, /write it as "xn--bcher-kva\.example"/],
  ['a top-level domain alone', { allowedHosts: ['codat.io', 'io'] }, /^allowedHosts holds "io": .*ends in "\.io"/],
  ['another top-level domain', { allowedHosts: ['com'] }, /^allowedHosts holds "com": .*ends in "\.com"/],
  ['a top-level domain with a wildcard', { allowedHosts: ['*.com'] }, /^allowedHosts holds "\*\.com": .*ends in/],
  [
    'a top-level domain of two parts',
    { allowedHosts: ['co.uk'] },
    /^allowedHosts holds "co\.uk": .*ends in "\.co\.uk"/,
  ],
  ['a number as an allowed host', { allowedHosts: ['1'] }, /^allowedHosts holds "1": an address has four numbers/],
  ['half an address as an allowed host', { allowedHosts: ['0.1'] }, /^allowedHosts holds "0\.1": an address has four/],
  ['an empty allowed host', { allowedHosts: [''] }, /^allowedHosts holds "": a host name looks like/],
  ['two allowed hosts in one string', { allowedHosts: ['codat.io evil.example'] }, /^allowedHosts /],
  ['a cache without set', { cache: { get: () => undefined } }, /^cache must be a storage/],
  ['a cache that can only be written', { cache: { setItem: () => {}, set: () => {} } }, /^cache must be a storage/],
  ['a limit of zero', { limit: { perMinute: 0 } }, /^limit\.perMinute .*limit: false/],
  ['a limit of half a mint', { limit: { atATime: 0.5 } }, /^limit\.atATime .*limit: false/],
  ['an endless limit', { limit: { perMinute: Infinity } }, /^limit\.perMinute .*limit: false/],
  ['a limit that is true', { limit: true }, /^limit must be false, or an object/],
  ['a limit that is a number', { limit: 10 }, /^limit must be false, or an object/],
  ['a limit whose store is none', { limit: { store: {} } }, /^limit\.store must be a storage/],
  ['an onRefused that is not a function', { onRefused: 'log' }, /^onRefused must be a function/],
  ['an onSuccess that is not a function', { onSuccess: 1 }, /^onSuccess must be a function/],
  ['a fetch that is not a function', { fetch: 'fetch' }, /^fetch must be a function/],
  ['a waitUntil that is not a function', { waitUntil: {} }, /^waitUntil must be a function/],
  ['an onError that is not a function', { onError: true }, /^onError must be a function/],
];

for (const [what, options, named] of WRONG) {
  test(`${what} is refused at once, by name and without quoting the key`, () => {
    assert.throws(
      () => createHost({ ...GOOD, ...options }),
      (error) => {
        assert.ok(error instanceof PickerError && isPickerError(error));
        assert.equal(error.code, 'misconfigured');
        assert.match(error.message, named);
        assert.ok(!error.message.includes(API_KEY));
        return true;
      },
    );
  });
}

const unreadable = (): never => {
  throw new RangeError(`not with ${API_KEY}`);
};
const UNREADABLE: [what: string, options: object, named: RegExp][] = [
  ['an option', Object.defineProperty({ ...GOOD }, 'timeout', { get: unreadable }), /^timeout .*RangeError/],
  ['the key', Object.defineProperty({ ...GOOD }, 'apiKey', { get: unreadable }), /^apiKey .*RangeError/],
  ['a limit', { ...GOOD, limit: Object.defineProperty({}, 'perMinute', { get: unreadable }) }, /^limit .*RangeError/],
  ['a store', { ...GOOD, cache: Object.defineProperty({}, 'get', { get: unreadable }) }, /^cache .*RangeError/],
  ['a URL', { ...GOOD, redirectUrl: { toString: unreadable } }, /^redirectUrl .*RangeError/],
  ['a list', { ...GOOD, integrations: new Proxy([], { get: unreadable }) }, /^integrations .*RangeError/],
];
for (const [what, options, named] of UNREADABLE) {
  test(`${what} that throws when it is read is refused at once, by name and without its words`, () => {
    assert.throws(
      () => createHost(options as HostOptions),
      (error) => {
        assert.ok(isPickerError(error));
        assert.equal(error.code, 'misconfigured');
        assert.match(error.message, named);
        assert.ok(!error.message.includes(API_KEY));
        return true;
      },
    );
  });
}

test('the longest timeout is short enough for every timer', async (t) => {
  const delays: (number | undefined)[] = [];
  t.mock.method(globalThis, 'setTimeout', (_act: unknown, delay?: number) => delays.push(delay));
  t.mock.method(globalThis, 'clearTimeout', () => {});
  const { host } = setUp({ timeout: 864_000_000, integrations: 'enabled', answer: () => list([row('gbol')]) });
  const headers = { 'idempotency-key': 'one-pick' };
  await Promise.all([
    host(getList()),
    host(postChoice()),
    ...[1, 2].map(() => host(postChoice(undefined, { headers }))),
  ]);
  const longest = Math.max(...delays.map(Number));
  assert.ok(longest >= 864_000_000 && longest < 2 ** 31, `${longest}`);
});

test('createHost without any argument says which option is missing', () => {
  for (const nothing of [[], [undefined], [null], ['key']]) {
    assert.throws(() => (createHost as (...args: unknown[]) => unknown)(...nothing), /^PickerError: apiKey is missing/);
  }
});

test('a required option that is misspelt is named as it is written', () => {
  const { apiKey, ...others } = GOOD;
  assert.throws(() => createHost({ ...others, api_key: apiKey } as never), /: api_key is no option .* called apiKey/);
});

test('names of other things than options are left alone, also beside an option that they are like', () => {
  createHost({ ...GOOD, port: 3000, caches: 2, cache: new Map() } as HostOptions);
});

test('good options of every kind are taken', () => {
  createHost({
    ...GOOD,
    integrations: ['gbol', 'zzzz'],
    redirectUrl: new URL('https://shop.example/done'),
    allowedOrigins: ['https://shop.example', 'http://localhost:5173', 'capacitor://localhost'],
    allowedHosts: ['codat.io', 'localhost', '127.0.0.1'],
    cache: new Map(),
    baseUrl: new URL('http://localhost:4000/codat/'),
    timeout: 1,
    onError: () => {},
  });
});

test('the options are read once and left as they were', async () => {
  const integrations = ['gbol'];
  const connector = { platformKey: 'dfxm', sourceType: 'Commerce' as const };
  const options = Object.freeze({ integrations: Object.freeze(integrations), connector });
  const { host, calls } = setUp(options);
  connector.platformKey = 'lqai';
  await host(postChoice());
  assert.deepEqual(calls[0]?.keys, ['dfxm', 'gbol']);
});

const basic = (text: string): string => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
const KEYS: [what: string, apiKey: string, header: string][] = [
  ['a raw key', API_KEY, basic(API_KEY)],
  ['a raw key with a line break of its environment variable', `  ${API_KEY}\r\n`, basic(API_KEY)],
  ['a raw key beyond ASCII, as UTF-8', 'schlüssel-😀', basic('schlüssel-😀')],
  ['a raw key that only looks like a header', 'BasicallyAKey', basic('BasicallyAKey')],
  ['a ready header', basic(API_KEY), basic(API_KEY)],
  ['a ready header in another case, with spaces', ` bAsIc   ${basic(API_KEY).slice(6)}\n`, basic(API_KEY)],
];
for (const [what, apiKey, header] of KEYS) {
  test(`${what} becomes the Authorization header of every call`, async () => {
    const { host, calls } = setUp({ apiKey, integrations: ['gbol', 'abcd'] });
    await host(getList());
    await host(postChoice());
    assert.deepEqual(new Set(calls.map(({ kind }) => kind)), new Set(['list', 'branding', 'mint']));
    for (const call of calls) assert.equal(call.headers.get('authorization'), header);
  });
}

test('calls go to Codat’s API, or to the baseUrl, whose path comes first', async () => {
  const starts = async (options: Partial<HostOptions>): Promise<string[]> => {
    const { host, calls } = setUp({ integrations: ['gbol', 'abcd'], ...options });
    await host(getList());
    await host(postChoice());
    return calls.map(({ raw }) => raw.replace(/\?.*/, ''));
  };
  assert.deepEqual(await starts({}), [
    'https://api.codat.io/config/integrations',
    'https://api.codat.io/config/integrations/gbol/branding',
    'https://api.codat.io/config/sync/commerce/dfxm/gbol/start',
  ]);
  assert.deepEqual(await starts({ baseUrl: 'http://localhost:4000/my/codat//' }), [
    'http://localhost:4000/my/codat/config/integrations',
    'http://localhost:4000/my/codat/config/integrations/gbol/branding',
    'http://localhost:4000/my/codat/config/sync/commerce/dfxm/gbol/start',
  ]);
});

test('calls to Codat use what every runtime’s fetch knows, and follow no redirect', async () => {
  const { host, calls } = setUp({ integrations: ['gbol'] });
  await host(getList());
  await host(postChoice());
  for (const { init } of calls) {
    assert.deepEqual(Object.keys(init).toSorted(), ['headers', 'redirect', 'signal']);
    assert.equal(init.redirect, 'manual');
    assert.ok(init.signal instanceof AbortSignal);
  }
});

test('without the option, fetch is the global one of the moment', async (t) => {
  const { host } = setUp({ fetch: undefined });
  t.mock.method(globalThis, 'fetch', async () => Response.json({ url: 'https://sync-flow.codat.io/x' }));
  assert.equal((await host(postChoice())).status, 200);
});
