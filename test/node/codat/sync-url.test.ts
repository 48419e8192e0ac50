import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorOf, MERCHANT, simulate, startPath } from './support.js';

describe('the Sync URL', () => {
  it('is on the origin, with a session, the software and a one-time code', async (t) => {
    const { mint, origin } = await simulate(t);
    const url = await mint({ merchantIdentifier: 'demo' });
    const [, rest] = url.split(origin);
    assert.match(
      rest ?? '',
      /^\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/partnercommerce\/xero\/start\?merchantIdentifier=demo&otp=\d{6}$/,
    );
  });

  it('holds raw spaces, and everything else encoded', async (t) => {
    const { mint } = await simulate(t);
    assert.match(await mint({ merchantIdentifier: 'demo merchant' }), /\?merchantIdentifier=demo merchant&otp=/);
    const url = await mint({ merchantIdentifier: MERCHANT });
    assert.match(url, /merchantIdentifier=Caf%C3%A9 %26 Co %2F %231 %F0%9F%98%80 %C3%BCn%C3%AFcode&otp=\d{6}$/);
    assert.equal(new URL(url).searchParams.get('merchantIdentifier'), MERCHANT);
  });

  it('is another one each time', async (t) => {
    const { mint } = await simulate(t);
    assert.notEqual(await mint(), await mint());
  });

  it('must not be stored', async (t) => {
    const { call } = await simulate(t);
    assert.equal((await call(startPath())).headers.get('cache-control'), 'no-store');
  });

  it('names the choice of the merchant, on whichever side it is', async (t) => {
    const { mint } = await simulate(t);
    assert.match(await mint({ accountingKey: 'qhyg' }), /\/partnercommerce\/quickbooks-online\/start/);
    assert.match(await mint({ commerceKey: 'fztf', accountingKey: 'lqai' }), /\/partnercommerce\/shopify\/start/);
  });

  for (const [what, parameters, status, itemId] of [
    ['a commerceKey that nobody has', { commerceKey: 'zzzz' }, 404, undefined],
    ['an accountingKey that nobody has', { accountingKey: 'zzzz' }, 404, undefined],
    ['both keys the wrong way round', { commerceKey: 'gbol', accountingKey: 'dfxm' }, 400, 'commerceKey'],
    ['an accountingKey of commerce software', { accountingKey: 'fztf' }, 400, 'accountingKey'],
    ['two connectors', { accountingKey: 'lqai' }, 400, 'commerceKey'],
    ['no connector', { commerceKey: 'fztf' }, 400, 'commerceKey'],
    ['software that is switched off', { accountingKey: 'tgff' }, 400, 'accountingKey'],
    ['an empty merchantIdentifier', { merchantIdentifier: '' }, 400, 'merchantIdentifier'],
    ['a blank merchantIdentifier', { merchantIdentifier: '  ' }, 400, 'merchantIdentifier'],
    ['a relative redirectUrl', { redirectUrl: '/done' }, 400, 'redirectUrl'],
    ['a redirectUrl without a scheme', { redirectUrl: '//host.example/done' }, 400, 'redirectUrl'],
    ['a redirectUrl that is a script', { redirectUrl: 'javascript:alert(1)' }, 400, 'redirectUrl'],
    ['a redirectUrl without a host', { redirectUrl: 'https://' }, 400, 'redirectUrl'],
    ['an empty redirectUrl', { redirectUrl: '' }, 400, 'redirectUrl'],
  ] as const) {
    it(`is refused with ${status} for ${what}`, async (t) => {
      const { call, codat } = await simulate(t);
      const { validation } = await errorOf(await call(startPath(parameters)), status);
      assert.equal(validation?.errors[0]?.itemId, itemId);
      assert.equal(codat.companyOf(MERCHANT), undefined, 'a refused call has no effect');
    });
  }

  it('is refused without a merchantIdentifier', async (t) => {
    const { call } = await simulate(t);
    await errorOf(await call('/config/sync/commerce/dfxm/gbol/start'), 400);
  });

  it('takes an absolute redirectUrl', async (t) => {
    const { mint } = await simulate(t);
    assert.ok(await mint({ redirectUrl: 'http://127.0.0.1:1/done?a=1#b' }));
  });
});

describe('a company', () => {
  it('is there once a Sync URL was asked for, with both connections waiting for the merchant', async (t) => {
    const { codat, mint, connections } = await simulate(t);
    assert.equal(codat.companyOf(MERCHANT), undefined);
    await mint();
    const company = codat.companyOf(MERCHANT);
    assert.ok(company);
    assert.equal(company.merchantIdentifier, MERCHANT);
    const { results } = await connections(company.id);
    assert.deepEqual(
      results.map((row) => [row.integrationKey, row.platformName, row.sourceType, row.status.toLowerCase()]),
      [
        ['dfxm', 'Tillwise', 'Commerce', 'pendingauth'],
        ['gbol', 'Xero', 'Accounting', 'pendingauth'],
      ],
    );
    assert.notEqual(results[0]?.status, results[1]?.status, 'the casing varies');
    for (const row of results) {
      assert.match(row.id, /^[0-9a-f-]{36}$/);
      assert.ok(URL.canParse(row.linkUrl));
      assert.equal(row.created, '2030-01-01T00:00:00.000Z');
      assert.ok(!('lastSync' in row));
    }
  });

  it('is the same one at the next Sync URL of that merchant, by either identifier', async (t) => {
    const { codat, mint } = await simulate(t);
    await mint();
    const company = codat.companyOf(MERCHANT);
    await mint();
    await mint({ merchantIdentifier: company!.id, accountingKey: 'pdvj' });
    assert.equal(codat.companyOf(MERCHANT), company);
    assert.deepEqual(
      company!.connections.map(({ integrationKey }) => integrationKey),
      ['dfxm', 'gbol', 'pdvj'],
    );
  });

  it('can be seeded, and keeps the status as it was written', async (t) => {
    const companies = {
      'company-1': [
        { integrationKey: 'gbol', status: 'LINKED', lastSync: '2029-12-31T00:00:00Z' },
        { integrationKey: 'fztf', status: 'Deauthorized' },
        { integrationKey: 'gone', platformName: 'Gone', sourceType: 'Loyalty' },
      ],
    };
    const { connections } = await simulate(t, { companies });
    const { results, totalResults } = await connections('company-1');
    assert.equal(totalResults, 3);
    assert.deepEqual(
      results.map((row) => [row.platformName, row.sourceType, row.status, row.lastSync]),
      [
        ['Xero', 'Accounting', 'LINKED', '2029-12-31T00:00:00Z'],
        ['Shopify', 'Commerce', 'Deauthorized', undefined],
        ['Gone', 'Loyalty', 'PENDINGAUTH', undefined],
      ],
    );
  });

  it('shows its connections in pages', async (t) => {
    const companies = { one: ['gbol', 'fztf', 'fqly'].map((integrationKey) => ({ integrationKey })) };
    const { call, connections } = await simulate(t, { companies });
    const page = await connections('one', 'page=2&pageSize=1');
    assert.equal(page.results[0]?.integrationKey, 'fztf');
    assert.equal(page._links.next?.href, '/companies/one/connections?page=3&pageSize=1');
    await errorOf(await call('/companies/one/connections?pageSize=5001'), 400);
  });

  it('is 404 where nobody knows it', async (t) => {
    const { call } = await simulate(t);
    await errorOf(await call('/companies/nobody/connections'), 404);
  });
});
