import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEmbeddedCodat, listen } from '../../../demo/codat/index.js';
import { LIST, API_KEY, AUTHORIZATION, errorOf, simulate, startPath } from './support.js';

const PRISTINE = { Request, Response };

describe('the API key', () => {
  it('opens the API in Base64 after Basic', async (t) => {
    const { call } = await simulate(t);
    assert.equal((await call(LIST)).status, 200);
  });

  for (const [what, header] of [
    ['missing', undefined],
    ['another one', `Basic ${Buffer.from('another key').toString('base64')}`],
    ['not encoded', `Basic ${API_KEY}`],
    ['encoded with a colon, as a user name is', `Basic ${Buffer.from(`${API_KEY}:`).toString('base64')}`],
    ['under another scheme', AUTHORIZATION.replace('Basic', 'Bearer')],
  ] as const) {
    it(`is refused with 401 on every endpoint when ${what}`, async (t) => {
      const { codat, visit } = await simulate(t);
      const init: RequestInit = header === undefined ? {} : { headers: { Authorization: header } };
      for (const path of [LIST, `${LIST}/gbol/branding`, startPath(), '/companies/some/connections', '/nowhere']) {
        await errorOf(await visit(path, init), 401);
      }
      assert.equal(codat.companyOf('Café & Co / #1 😀 ünïcode'), undefined, 'a refused call has no effect');
    });
  }

  it('stands in no record, no page and no error', async (t) => {
    const { codat, call, mint, visit } = await simulate(t);
    for (const path of [
      LIST,
      `/${API_KEY}`,
      `/companies/${API_KEY}/connections`,
      '/_faults',
      '/public/x',
      await mint(),
    ]) {
      assert.ok(!(await (await call(path)).text()).includes(API_KEY), path);
    }
    await visit(`${LIST}?query=${API_KEY}`);
    await visit(`${LIST}?query=${encodeURIComponent(API_KEY)}`);
    const kept = JSON.stringify(codat.requests);
    assert.ok(!kept.includes(API_KEY));
    assert.ok(!kept.includes(encodeURIComponent(API_KEY)));
    assert.ok(!kept.includes(AUTHORIZATION));
  });

  it('must be there', () => {
    assert.throws(() => createEmbeddedCodat({ apiKey: '', origin: 'http://127.0.0.1' }), TypeError);
  });
});

describe('an error', () => {
  it('has a new correlationId each time', async (t) => {
    const { visit } = await simulate(t);
    const first = await errorOf(await visit(LIST), 401);
    const second = await errorOf(await visit(LIST), 401);
    assert.notEqual(first.correlationId, second.correlationId);
  });

  it('is 404 at an unknown address, also at the one that the paging links show', async (t) => {
    const { call } = await simulate(t);
    await errorOf(await call('/nowhere'), 404);
    await errorOf(await call('/integrations?page=2&pageSize=100'), 404);
  });

  it('is 405 for any method but GET', async (t) => {
    const { call, codat } = await simulate(t);
    for (const path of [LIST, `${LIST}/gbol/branding`, startPath(), '/companies/some/connections']) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const response = await call(path, { method });
        assert.equal(response.headers.get('allow'), 'GET');
        await errorOf(response, 405);
      }
      assert.equal((await call(path, { method: 'HEAD' })).status, 405);
    }
    assert.equal(codat.companyOf('Café & Co / #1 😀 ünïcode'), undefined, 'not even HEAD creates a company');
  });
});

describe('the rate limit', () => {
  it('is told in every answer of the API', async (t) => {
    const { call, visit } = await simulate(t);
    const expected = String(Date.UTC(2030, 0, 1) / 1000 + 60);
    const answers = [await call(LIST), await visit(LIST), await call('/nowhere'), await call(LIST, { method: 'POST' })];
    assert.deepEqual(
      answers.map(({ headers }) => headers.get('x-rate-limit-remaining')),
      ['999', '998', '997', '996'],
    );
    for (const { headers } of answers) {
      assert.equal(headers.get('x-rate-limit-limit'), '1000');
      assert.equal(headers.get('x-rate-limit-reset'), expected);
    }
  });

  it('refuses the call after the last with 429, until the minute is over', async (t) => {
    const { call, pass } = await simulate(t, { limits: { perMinute: 2 } });
    assert.equal((await call(LIST)).status, 200);
    pass(20_000);
    assert.equal((await call(LIST)).status, 200);
    const refused = await call(LIST);
    assert.equal(refused.headers.get('retry-after'), '40');
    assert.equal(refused.headers.get('x-rate-limit-remaining'), '0');
    await errorOf(refused, 429);
    pass(39_999);
    await errorOf(await call(LIST), 429);
    pass(1);
    assert.equal((await call(LIST)).status, 200);
  });

  it('counts each address by itself', async () => {
    const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: 'http://codat.test', limits: { perMinute: 1 } });
    const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } }) as never;
    const ask = async (address: string) =>
      (await codat.fetch(new Request('http://codat.test/config/integrations'), from(address))).status;
    assert.deepEqual([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.2')], [401, 429, 401]);
  });

  it('holds for a day too, and grows with each company that has something linked', async (t) => {
    const companies = {
      a: [{ integrationKey: 'gbol', status: 'LINKED' }],
      b: [{ integrationKey: 'gbol', status: 'linked' }],
      c: [{ integrationKey: 'gbol', status: 'PendingAuth' }],
    };
    const { call, pass } = await simulate(t, { companies, limits: { perDay: 1 } });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await call(LIST)).status);
    assert.deepEqual(statuses, [200, 200, 200, 429]);
    pass(86_400_000);
    assert.equal((await call(LIST)).status, 200);
  });

  it('does not count the pages', async (t) => {
    const { visit, call } = await simulate(t, { limits: { perMinute: 1 } });
    assert.equal((await visit('/_faults')).status, 200);
    assert.equal((await visit('/public/platforms/gbol.svg')).status, 200);
    assert.equal((await call(LIST)).status, 200);
  });
});

describe('the record', () => {
  it('holds method, path with query, endpoint and status of each request', async (t) => {
    const { codat, call, visit } = await simulate(t);
    await call(`${LIST}?page=2&query=x`);
    await visit(`${LIST}/gbol/branding`);
    await call(`${LIST}/gbol/branding`);
    await visit('/_faults');
    assert.deepEqual(codat.requests, [
      { method: 'GET', path: `${LIST}?page=2&query=x`, endpoint: 'list', status: 200 },
      { method: 'GET', path: `${LIST}/gbol/branding`, status: 401 },
      { method: 'GET', path: `${LIST}/gbol/branding`, endpoint: 'branding', status: 200 },
      { method: 'GET', path: '/_faults', status: 200 },
    ]);
  });

  it('knows how many branding calls were under way at once', async () => {
    const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: 'http://codat.test' });
    const ask = (key: string) =>
      codat.fetch(
        new Request(`http://codat.test${LIST}/${key}/branding`, { headers: { Authorization: AUTHORIZATION } }),
      );
    await ask('gbol');
    await ask('qhyg');
    assert.equal(codat.maxConcurrent.branding, 1);
    await Promise.all(['gbol', 'qhyg', 'pdvj'].map(ask));
    assert.equal(codat.maxConcurrent.branding, 3);
    assert.equal(codat.maxConcurrent.list, 0);
  });

  it('is empty after a reset, and so is everything else', async (t) => {
    const { codat, call, mint, visit } = await simulate(t, { limits: { perMinute: 3 } });
    const url = await mint();
    const [, id = ''] = /name="visit"\s+value="([^"]+)"/.exec(await (await visit(await mint())).text()) ?? [];
    assert.ok(id);
    await call(`${LIST}/gbol/branding`);
    codat.faults.set({ name: 'empty' });
    codat.reset();
    assert.deepEqual(codat.requests, []);
    assert.deepEqual(codat.faults.active, []);
    assert.equal(codat.maxConcurrent.branding, 0);
    assert.equal(codat.companyOf('Café & Co / #1 😀 ünïcode'), undefined);
    assert.equal((await visit(url)).status, 401);
    const body = new URLSearchParams({ visit: id });
    assert.equal((await visit(new URL('finish', url).href, { method: 'POST', body })).status, 401);
    assert.equal((await call(LIST)).headers.get('x-rate-limit-remaining'), '2');
  });
});

describe('listening', () => {
  it('serves a bare function too, and close ends connections that are kept alive', async () => {
    const server = await listen(() => new Response('here'), { port: 0 });
    assert.match(server.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    // Node's fetch keeps the connection open after this.
    assert.equal(await (await fetch(server.origin)).text(), 'here');
    await server.close();
    await server.close();
    await assert.rejects(fetch(server.origin));
  });

  it('says when the port is taken', async (t) => {
    const { origin } = await simulate(t);
    await assert.rejects(
      listen(() => new Response(), { port: Number(new URL(origin).port) }),
      { code: 'EADDRINUSE' },
    );
  });

  it('leaves the globals of the process alone', async (t) => {
    await simulate(t);
    assert.equal(globalThis.Request, PRISTINE.Request);
    assert.equal(globalThis.Response, PRISTINE.Response);
  });
});
