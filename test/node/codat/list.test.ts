import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEmbeddedCodat } from '../../../demo/codat/index.js';
import { LIST, errorOf, simulate } from './support.js';

const OFFERED = {
  qudb: ['Exact (NL)', 'Accounting'],
  pbbf: ['Exact (UK)', 'Accounting'],
  fbrh: ['FreeAgent', 'Accounting'],
  pdvj: ['MYOB', 'Accounting'],
  tgff: ['Sage Accounting', 'Accounting'],
  qhyg: ['QuickBooks Online', 'Accounting'],
  gbol: ['Xero', 'Accounting'],
  fqly: ['Clover', 'Commerce'],
  ldgh: ['Lightspeed K', 'Commerce'],
  fztf: ['Shopify', 'Commerce'],
  ugxp: ['Zettle by PayPal', 'Commerce'],
};

describe('the list of integrations', () => {
  it('has the eleven of the documentation and both connectors among 125', async (t) => {
    const { origin, list } = await simulate(t);
    const { results, totalResults } = await list('pageSize=5000');
    assert.equal(totalResults, 125);
    assert.equal(results.length, 125);
    assert.equal(new Set(results.map((row) => row.key)).size, 125, 'no key stands there twice');
    for (const [key, [name, sourceType]] of Object.entries(OFFERED)) {
      const row = results.find((one) => one.key === key);
      assert.deepEqual([row?.name, row?.sourceType], [name, sourceType]);
      assert.equal(row?.enabled, key !== 'tgff', 'all but Sage are switched on');
    }
    const connectors = results.filter((row) => ['dfxm', 'lqai'].includes(row.key));
    assert.deepEqual(connectors.map((row) => [row.key, row.sourceType, row.enabled]).sort(), [
      ['dfxm', 'Commerce', true],
      ['lqai', 'Accounting', true],
    ]);
    const row = results.find((one) => one.key === 'gbol');
    assert.ok(row);
    assert.match(row.sourceId, /^[0-9a-f-]{36}$/);
    assert.match(row.integrationId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      { ...row, sourceId: '', integrationId: '' },
      {
        key: 'gbol',
        logoUrl: `${origin}/public/platforms/gbol.svg`,
        name: 'Xero',
        enabled: true,
        sourceId: '',
        integrationId: '',
        sourceType: 'Accounting',
        isOfflineConnector: false,
        isBeta: false,
        dataProvidedBy: 'Codat',
        datatypeFeatures: [],
      },
    );
  });

  it('has invented ones of every other source type, and of one that nobody knows, all switched off', async (t) => {
    const { list } = await simulate(t);
    const { results } = await list('pageSize=5000');
    const invented = results.filter((row) => !(row.key in OFFERED) && !['dfxm', 'lqai'].includes(row.key));
    assert.ok(invented.every((row) => !row.enabled && /^[a-z]{4}$/.test(row.key)));
    const documented = ['Banking', 'BankFeed', 'Expense', 'Other', 'Unknown'];
    const types: string[] = invented.map((row) => row.sourceType);
    assert.deepEqual([...new Set(types)].filter((type) => documented.includes(type)).sort(), documented.toSorted());
    assert.equal(types.filter((type) => !documented.includes(type)).length, 1);
  });

  it('comes in pages of 100, with something to offer on each', async (t) => {
    const { list } = await simulate(t);
    const first = await list();
    assert.equal(first.results.length, 100);
    assert.deepEqual([first.pageNumber, first.pageSize, first.totalResults], [1, 100, 125]);
    assert.deepEqual(first._links, {
      current: { href: '/integrations?page=1&pageSize=100' },
      self: { href: '/integrations' },
      next: { href: '/integrations?page=2&pageSize=100' },
    });
    const second = await list('page=2&pageSize=100');
    assert.equal(second.results.length, 25);
    assert.deepEqual(second._links, {
      current: { href: '/integrations?page=2&pageSize=100' },
      self: { href: '/integrations' },
      previous: { href: '/integrations?page=1&pageSize=100' },
    });
    for (const { results } of [first, second]) assert.ok(results.some((row) => row.key in OFFERED && row.enabled));
    const keys = new Set([...first.results, ...second.results].map((row) => row.key));
    assert.equal(keys.size, 125, 'no row is lost or doubled between the pages');
  });

  it('links both ways from a page in the middle, and is empty behind the last', async (t) => {
    const { list } = await simulate(t);
    const middle = await list('page=2&pageSize=50');
    assert.deepEqual(Object.keys(middle._links).sort(), ['current', 'next', 'previous', 'self']);
    const behind = await list('page=9');
    assert.deepEqual(behind.results, []);
    assert.equal(behind.totalResults, 125);
    assert.equal(behind._links.next, undefined);
  });

  it('takes a pageSize from 1 to 5000', async (t) => {
    const { list } = await simulate(t);
    assert.equal((await list('pageSize=1')).results.length, 1);
    assert.equal((await list('pageSize=5000')).results.length, 125);
  });

  for (const query of [
    'pageSize=0',
    'pageSize=5001',
    'pageSize=-1',
    'pageSize=1.5',
    'pageSize=1e2',
    'pageSize=',
    'pageSize=ten',
    'page=0',
    'page=x',
  ]) {
    it(`refuses ${query} with 400`, async (t) => {
      const { call } = await simulate(t);
      const { validation } = await errorOf(await call(`${LIST}?${query}`), 400);
      const [item] = validation?.errors ?? [];
      assert.equal(item?.itemId, query.split('=')[0]);
      assert.ok(item?.message && item.validatorName);
      assert.deepEqual(validation?.warnings, []);
    });
  }

  it('is filtered by a part of the name, whatever its case, and the links keep the filter', async (t) => {
    const { list } = await simulate(t);
    const { results, totalResults } = await list('query=XERO');
    assert.deepEqual([results[0]?.key, totalResults], ['gbol', 1]);
    const exact = await list('query=exact%20(&pageSize=1');
    assert.equal(exact.totalResults, 2);
    const next = new URL(exact._links.next?.href ?? '', 'http://codat.test').searchParams;
    assert.deepEqual(
      [...next],
      [
        ['page', '2'],
        ['pageSize', '1'],
        ['query', 'exact ('],
      ],
    );
  });

  it('is the same in every run', async () => {
    const rows = async () => {
      const codat = createEmbeddedCodat({ apiKey: 'k', origin: 'http://codat.test' });
      const headers = { Authorization: `Basic ${btoa('k')}` };
      return (await codat.fetch(new Request(`http://codat.test${LIST}?pageSize=5000`, { headers }))).text();
    };
    assert.equal(await rows(), await rows());
  });

  it('has the connectors of the host instead, when there are others', async (t) => {
    const connectors = [{ platformKey: 'mine', name: 'My Till', sourceType: 'Commerce' as const }];
    const { list } = await simulate(t, { connectors });
    const { results, totalResults } = await list('pageSize=5000');
    assert.equal(totalResults, 125);
    assert.ok(results.some((row) => row.key === 'mine'));
    assert.ok(!results.some((row) => row.key === 'dfxm'));
  });

  it('has no place for a connector with a malformed or taken key', () => {
    for (const platformKey of ['gbol', 'DFXM', 'abc', '../x']) {
      const connectors = [{ platformKey, name: 'My Till', sourceType: 'Commerce' as const }];
      assert.throws(() => createEmbeddedCodat({ apiKey: 'k', origin: 'http://codat.test', connectors }), TypeError);
    }
  });
});
