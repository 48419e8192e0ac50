import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import {
  type Answer,
  answerTo,
  assertProblem,
  brandingOf,
  getList,
  json,
  list,
  never,
  type Page,
  postChoice,
  refusal,
  row,
  rowsIn,
  settle,
  setUp,
  until,
  withPages,
} from './support.js';

const ACCOUNTING: HostOptions['connector'] = { platformKey: 'lqai', sourceType: 'Accounting' };

/** A Codat with this list, in one page. */
const withList = (rows: unknown[]): Answer => answerTo('list', () => list(rows));

test('commerce software offers the accounting software of Codat’s guides, with its branding', async () => {
  const { host, errors, kinds } = setUp();
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(rows, [
    {
      key: 'qudb',
      name: 'Exact (NL)',
      sourceType: 'Accounting',
      website: 'exactonline.nl',
      branding: brandingOf('qudb'),
    },
    {
      key: 'pbbf',
      name: 'Exact (UK)',
      sourceType: 'Accounting',
      website: 'exactonline.co.uk',
      branding: brandingOf('pbbf'),
    },
    {
      key: 'fbrh',
      name: 'FreeAgent',
      sourceType: 'Accounting',
      website: 'freeagent.com',
      branding: brandingOf('fbrh'),
    },
    { key: 'pdvj', name: 'MYOB', sourceType: 'Accounting', website: 'myob.com', branding: brandingOf('pdvj') },
    {
      key: 'tgff',
      name: 'Sage Accounting',
      sourceType: 'Accounting',
      website: 'sage.com',
      comingSoon: true,
      branding: brandingOf('tgff'),
    },
    {
      key: 'qhyg',
      name: 'QuickBooks Online',
      sourceType: 'Accounting',
      website: 'quickbooks.intuit.com',
      branding: brandingOf('qhyg'),
    },
    { key: 'gbol', name: 'Xero', sourceType: 'Accounting', website: 'xero.com', branding: brandingOf('gbol') },
  ]);
  assert.ok(!kinds().includes('list'));
  assert.deepEqual(errors, []);
});

test('accounting software offers the commerce software of Codat’s guides', async () => {
  const { host } = setUp({ connector: ACCOUNTING });
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, name, sourceType, website }) => [key, name, sourceType, website]),
    [
      ['fqly', 'Clover', 'Commerce', 'clover.com'],
      ['ldgh', 'Lightspeed K', 'Commerce', 'lightspeedhq.com'],
      ['fztf', 'Shopify', 'Commerce', 'shopify.com'],
      ['ugxp', 'Zettle by PayPal', 'Commerce', 'zettle.com'],
    ],
  );
});

test('a connector that stands in the guides is not offered', async () => {
  const { host } = setUp({ connector: { platformKey: 'gbol', sourceType: 'Commerce' } });
  assert.ok(!(await rowsIn(await host(getList()))).some(({ key }) => key === 'gbol'));
  await assertProblem(await host(postChoice({ platformKey: 'gbol' })), 404, 'unknown-platform');
});

test('a host names what it offers, in its own order and once each', async () => {
  const { host, kinds } = setUp({ integrations: ['gbol', 'tgff', 'fbrh', 'gbol'] });
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, comingSoon }) => [key, comingSoon]),
    [
      ['gbol', undefined],
      ['tgff', true],
      ['fbrh', undefined],
    ],
  );
  assert.ok(!kinds().includes('list'));
});

test('an empty list of integrations is an empty list', async () => {
  const { host, calls } = setUp({ integrations: [] });
  assert.deepEqual(await rowsIn(await host(getList())), []);
  assert.deepEqual(calls, []);
});

test('keys that the guides don’t list are looked up, and take their place in the host’s order', async () => {
  const { host, errors } = setUp({
    integrations: ['abcd', 'gbol', 'efgh'],
    answer: withList([row('efgh', { isBeta: true }), row('gbol', { name: 'Not asked' }), row('abcd')]),
  });
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, name }) => [key, name]),
    [
      ['abcd', 'Name of abcd'],
      ['gbol', 'Xero'],
      ['efgh', 'Name of efgh'],
    ],
  );
  assert.deepEqual(rows[2], { ...row('efgh', { isBeta: true }), branding: brandingOf('efgh') });
  assert.deepEqual(errors, []);
});

test('keys that can’t be offered are left out, and reported once a list', async () => {
  const { host, errors } = setUp({
    integrations: ['gbol', 'miss', 'offf', 'shop'],
    answer: withList([row('offf', { enabled: false }), row('shop', { sourceType: 'Commerce' })]),
  });
  for (const request of [getList(), getList()]) {
    assert.deepEqual(
      (await rowsIn(await host(request))).map(({ key }) => key),
      ['gbol'],
    );
  }
  assert.equal(errors.length, 1);
  assert.match(errors[0]?.error.message ?? '', /"miss", "offf", "shop"/);
});

test('where the looked-up part of an offer is not to be had, the rest is shown', async () => {
  const { host, codes } = setUp({
    integrations: ['abcd', 'gbol'],
    answer: ({ kind }) => (kind === 'list' ? refusal(503) : undefined),
  });
  assert.deepEqual(
    (await rowsIn(await host(getList()))).map(({ key }) => key),
    ['gbol'],
  );
  assert.deepEqual(codes(), ['unavailable']);
});

test('what is enabled in Codat’s portal is offered: the other side, without the connector', async () => {
  const { host, errors } = setUp({
    integrations: 'enabled',
    answer: withList([
      row('dfxm'),
      row('zzzz'),
      row('gbol', { name: 'Xero as Codat has it' }),
      row('offf', { enabled: false }),
      row('shop', { sourceType: 'Commerce' }),
      row('bank', { sourceType: 'Banking' }),
      row('newt', { sourceType: 'Something new' }),
    ]),
  });
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, name, website }) => [key, name, website]),
    [
      ['zzzz', 'Name of zzzz', undefined],
      ['gbol', 'Xero as Codat has it', 'xero.com'],
    ],
  );
  assert.deepEqual(errors, []);
});

test('for accounting software, what is enabled is commerce software', async () => {
  const { host } = setUp({
    connector: ACCOUNTING,
    integrations: 'enabled',
    answer: withList([row('gbol'), row('fztf', { sourceType: 'Commerce' }), row('lqai', { sourceType: 'Commerce' })]),
  });
  assert.deepEqual(
    (await rowsIn(await host(getList()))).map(({ key }) => key),
    ['fztf'],
  );
});

test('what is coming soon stays so, though it is enabled; a type that Codat left out is known from the guides', async () => {
  const { host } = setUp({
    integrations: 'enabled',
    answer: withList([row('tgff', { sourceType: undefined }), row('xxxx', { sourceType: undefined })]),
  });
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, comingSoon, enabled, sourceType }) => [key, comingSoon, enabled, sourceType]),
    [['tgff', true, true, 'Accounting']],
  );
});

test('of a row, the known fields reach the browser where they are what they should be', async () => {
  const rows =
    '{"results":[{"key":"abcd","name":"A","enabled":true,"sourceType":"Accounting","logoUrl":7,"isBeta":"yes",' +
    '"isOfflineConnector":true,"integrationId":"i","datatypeFeatures":[{}],"branding":{"logo":"x"},"comingSoon":true,' +
    '"connection":{"status":"linked"},"__proto__":{"website":"evil.example"},"website":"evil.example"}]}';
  const { host } = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? new Response(rows) : undefined),
  });
  assert.deepEqual(await rowsIn(await host(getList())), [
    {
      key: 'abcd',
      name: 'A',
      sourceType: 'Accounting',
      enabled: true,
      isOfflineConnector: true,
      branding: brandingOf('abcd'),
    },
  ]);
});

test('bad rows are left out and reported in one go, the others show', async () => {
  const { host, errors } = setUp({
    integrations: 'enabled',
    answer: withList([
      null,
      'abcd',
      {},
      row('TOOL'),
      row('abcd', { name: '' }),
      row('efgh', { key: { toString: 1, valueOf: 1 } }),
      row('gbol'),
      row('gbol', { name: 'Second' }),
      row('enab', { enabled: 'yes' }),
    ]),
  });
  assert.deepEqual(
    (await rowsIn(await host(getList()))).map(({ key, name }) => [key, name]),
    [['gbol', 'Name of gbol']],
  );
  assert.equal(errors.length, 1);
  assert.match(errors[0]?.error.message ?? '', /left out: 7 of Codat’s rows/);
});

const NEXT = '/integrations?page=2&pageSize=100';
const PAGED: [what: string, pages: Page[], keys: string[], calls: number][] = [
  ['to the page without a next', [{ rows: [row('aaaa')], next: NEXT }, { rows: [row('bbbb')] }], ['aaaa', 'bbbb'], 2],
  [
    'to the total, where there is no next',
    [
      { rows: [row('aaaa')], total: 2 },
      { rows: [row('bbbb')], total: 2 },
    ],
    ['aaaa', 'bbbb'],
    2,
  ],
  [
    'to an empty page, whatever it says',
    [
      { rows: [row('aaaa')], next: NEXT, total: 9 },
      { rows: [], next: NEXT, total: 9 },
    ],
    ['aaaa'],
    2,
  ],
  [
    'to a page that repeats',
    [
      { rows: [row('aaaa')], next: NEXT },
      { rows: [row('aaaa')], next: NEXT },
    ],
    ['aaaa'],
    2,
  ],
  ['no further than one page, where that is all', [{ rows: [row('aaaa')], total: 1 }], ['aaaa'], 1],
  ['no further than a first page that is empty', [{ rows: [] }], [], 1],
];
for (const [what, pages, keys, calls] of PAGED) {
  test(`Codat’s list is followed ${what}`, async () => {
    const { host, kinds } = setUp({ integrations: 'enabled', answer: withPages('list', pages) });
    assert.deepEqual(
      (await rowsIn(await host(getList()))).map(({ key }) => key),
      keys,
    );
    assert.equal(kinds().filter((kind) => kind === 'list').length, calls);
  });
}

test('a next link that leads elsewhere does not take the key there', async () => {
  const { host, calls } = setUp({
    integrations: 'enabled',
    baseUrl: 'https://proxy.example/codat',
    answer: withPages('list', [
      { rows: [row('aaaa')], next: 'https://evil.example/?page=2' },
      { rows: [row('bbbb')], next: '//evil.example/config/integrations?page=3' },
      { rows: [row('cccc')] },
    ]),
  });
  assert.equal((await rowsIn(await host(getList()))).length, 3);
  assert.deepEqual(
    calls
      .filter(({ kind }) => kind === 'list')
      .map(({ url }) => url.origin + url.pathname + url.searchParams.get('page')),
    [1, 2, 3].map((page) => `https://proxy.example/codat/config/integrations${page}`),
  );
});

test('a list without an end is given up', async () => {
  let next = 0;
  const letters = (n: number): string =>
    [26 ** 3, 26 ** 2, 26, 1].map((d) => String.fromCharCode(97 + (Math.floor(n / d) % 26))).join('');
  const { host, calls } = setUp({
    integrations: 'enabled',
    answer: () => json({ results: [row(letters((next += 1)))], _links: { next: { href: NEXT } } }),
  });
  await assertProblem(await host(getList()), 502, 'bad-response');
  assert.equal(calls.length, 20);
});

test('a list that breaks off is not taken for the whole', async () => {
  const { host } = setUp({
    integrations: 'enabled',
    answer: ({ url }) =>
      url.searchParams.get('page') === '1'
        ? json({ results: [row('aaaa')], _links: { next: { href: NEXT } } })
        : refusal(500),
  });
  await assertProblem(await host(getList()), 503, 'unavailable');
});

test('10,000 rows are answered in one list', async () => {
  const keys = Array.from({ length: 10_000 }, (_, n) =>
    [26 ** 3, 26 ** 2, 26, 1].map((d) => String.fromCharCode(97 + (Math.floor(n / d) % 26))).join(''),
  );
  const { host } = setUp({
    integrations: 'enabled',
    cache: new Map(keys.map((key) => [key, { branding: {}, fetchedAt: Date.now() }])),
    answer: withList(keys.map((key) => row(key))),
  });
  assert.equal((await rowsIn(await host(getList()))).length, 10_000);
});

test('Codat’s list is fetched once, however many ask at once', async () => {
  const { host, kinds } = setUp({ integrations: 'enabled', answer: withList([row('gbol')]) });
  await Promise.all(Array.from({ length: 20 }, () => host(getList())));
  assert.deepEqual(kinds(), ['list', 'branding']);
});

test('Codat’s list is kept for two hours, and then still shown while it is fetched anew', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let name = 'Old';
  const { host, kinds } = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? list([row('gbol', { name })]) : undefined),
  });
  const lists = (): number => kinds().filter((kind) => kind === 'list').length;
  const shown = async (): Promise<string | undefined> => (await rowsIn(await host(getList())))[0]?.name;
  assert.equal(await shown(), 'Old');
  name = 'New';
  t.mock.timers.tick(2 * 60 * 60_000 - 1);
  assert.equal(await shown(), 'Old');
  assert.equal(lists(), 1);
  t.mock.timers.tick(1);
  assert.equal(await shown(), 'Old');
  await settle();
  assert.equal(lists(), 2);
  assert.equal(await shown(), 'New');
  assert.equal(lists(), 2);
});

test('while Codat is down, the list that is known is shown, and Codat is asked every five seconds at the most', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let down = false;
  const { host, kinds, codes } = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? (down ? refusal(503) : list([row('gbol')])) : undefined),
  });
  await host(getList());
  down = true;
  t.mock.timers.tick(3 * 60 * 60_000);
  const lists = async (): Promise<number> => {
    for (const request of [getList(), getList(), getList()]) {
      assert.equal((await rowsIn(await host(request))).length, 1);
      await settle();
    }
    return kinds().filter((kind) => kind === 'list').length;
  };
  assert.equal(await lists(), 2);
  t.mock.timers.tick(4_999);
  assert.equal(await lists(), 2);
  t.mock.timers.tick(1);
  assert.equal(await lists(), 3);
  assert.deepEqual(codes(), ['unavailable', 'unavailable']);
  assert.equal((await host(postChoice())).status, 200);
});

test('a list that failed is asked for again when its time has come, and not before', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let answer: () => Response = () => refusal(429, { 'retry-after': '30' });
  const { host } = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? answer() : undefined),
  });
  const first = await host(getList());
  await assertProblem(first, 429, 'rate-limited');
  assert.equal(first.headers.get('retry-after'), '30');
  answer = () => list([row('gbol')]);
  t.mock.timers.tick(29_999);
  await assertProblem(await host(getList()), 429, 'rate-limited');
  await assertProblem(await host(postChoice()), 429, 'rate-limited');
  t.mock.timers.tick(1);
  assert.equal((await rowsIn(await host(getList()))).length, 1);
});

test('a list that takes too long is not waited for, and there when it has come', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const pages: (() => void)[] = [];
  const { host, calls, codes } = setUp({
    integrations: 'enabled',
    answer: ({ kind, url }) =>
      kind === 'list'
        ? new Promise((resolve) => {
            const page = Number(url.searchParams.get('page'));
            const _links = page < 4 ? { next: { href: NEXT } } : {};
            pages.push(() => resolve(json({ results: [row(`aaa${'xabcd'[page]}`)], _links })));
          })
        : undefined,
  });
  const waiting = host(getList());
  for (const page of [1, 2, 3]) {
    await until(() => pages.length === page);
    t.mock.timers.tick(8_000);
    pages[page - 1]!();
  }
  await assertProblem(await waiting, 504, 'timeout');
  assert.deepEqual(codes(), ['timeout']);
  await until(() => pages.length === 4);
  pages[3]!();
  await settle();
  assert.equal((await rowsIn(await host(getList()))).length, 4);
  assert.equal(calls.filter(({ kind }) => kind === 'list').length, 4);
});

test('the list has an ETag, and whoever holds it already is told so', async () => {
  const { host } = setUp();
  const first = await host(getList());
  const etag = first.headers.get('etag')!;
  assert.match(etag, /^W\/"[\w+/]{27}"$/);
  assert.equal(first.headers.get('cache-control'), 'private, no-cache');
  assert.equal(first.headers.get('vary'), 'Cookie, Authorization');
  assert.equal(first.headers.get('content-type'), 'application/json');
  assert.equal(first.headers.get('x-content-type-options'), 'nosniff');

  const opaque = etag.slice(2);
  const held = [etag, opaque, '*', ' * ', `"other", ${etag}`, `W/"a,b",${opaque} , "c"`];
  for (const tag of held) {
    const again = await host(getList({ 'if-none-match': tag }));
    assert.equal(again.status, 304, tag);
    assert.equal(await again.text(), '');
    assert.equal(again.headers.get('etag'), etag);
    assert.equal(again.headers.get('cache-control'), 'private, no-cache');
    assert.equal(again.headers.get('vary'), 'Cookie, Authorization');
  }
  for (const tag of ['"other"', opaque.slice(1, -1), '', `"${opaque.slice(1, -1)}x"`]) {
    assert.equal((await host(getList({ 'if-none-match': tag }))).status, 200, tag);
  }
});

test('hosts that answer the same have the same ETag, others another', async () => {
  const tag = async (integrations: string[]): Promise<string | null> =>
    (await setUp({ integrations }).host(getList())).headers.get('etag');
  assert.equal(await tag(['gbol']), await tag(['gbol']));
  assert.notEqual(await tag(['gbol']), await tag(['qhyg']));
});

test('nobody who is not logged in learns whether the list has changed', async () => {
  let merchant: { merchantIdentifier: string } | null = { merchantIdentifier: 'm' };
  const { host } = setUp({ merchant: () => merchant });
  const etag = (await host(getList())).headers.get('etag')!;
  merchant = null;
  await assertProblem(await host(getList({ 'if-none-match': etag })), 401, 'unauthenticated');
});

test('a mint waits for nobody’s list or branding', async () => {
  const { host } = setUp({ answer: ({ kind }) => (kind === 'mint' ? undefined : never()) });
  assert.equal((await host(postChoice())).status, 200);
});
