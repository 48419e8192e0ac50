import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import {
  API_KEY,
  brandingOf,
  getList,
  json,
  list,
  refusal,
  row,
  rowsIn,
  settle,
  setUp,
  START,
  whileTimePasses,
} from './support.js';

// Several accounts at Codat, such as a test and a live one, whose hosts share a store.

const OTHERS: [what: string, options: Partial<HostOptions>][] = [
  ['with another key', { apiKey: `${API_KEY}-live` }],
  ['at another address', { baseUrl: 'https://live.example' }],
];
for (const [what, options] of OTHERS) {
  test(`two accounts, one ${what}, have each their own list and branding in a store`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const cache = new Map<string, unknown>();
    const tried = setUp({
      integrations: 'enabled',
      cache,
      answer: ({ kind }) =>
        kind === 'list' ? list([row('gbol', { name: 'Sandbox' }), row('zzzz')]) : json({ sourceId: 'sandbox' }),
    });
    await whileTimePasses(t, tried.host(getList()));
    await settle();
    const live = setUp({
      integrations: 'enabled',
      cache,
      answer: ({ kind }) => (kind === 'list' ? list([row('gbol', { name: 'Xero' })]) : undefined),
      ...options,
    });
    const rows = await rowsIn(await whileTimePasses(t, live.host(getList())));
    assert.deepEqual(
      rows.map(({ key, name, branding }) => [key, name, branding]),
      [['gbol', 'Xero', brandingOf('gbol')]],
    );
    assert.deepEqual([...tried.errors, ...live.errors], []);
  });

  test(`an account ${what} is not left alone for what another was refused`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const cache = new Map<string, unknown>();
    const refused = setUp({ integrations: 'enabled', cache, answer: () => refusal(401) });
    await whileTimePasses(t, refused.host(getList()));
    await settle();
    const live = setUp({
      integrations: 'enabled',
      cache,
      answer: ({ kind }) => (kind === 'list' ? list([row('gbol')]) : undefined),
      ...options,
    });
    assert.equal((await rowsIn(await whileTimePasses(t, live.host(getList())))).length, 1);
  });
}

test('nothing that is kept, nor its key, holds the API key', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const cache = new Map<string, unknown>();
  const { host } = setUp({ integrations: ['gbol'], cache });
  await whileTimePasses(t, host(getList()));
  await settle();
  assert.ok(cache.size);
  const kept = JSON.stringify([...cache]);
  for (const secret of [API_KEY, btoa(API_KEY)]) assert.ok(!kept.includes(secret));
});

test('a load that fails for a reason nobody foresaw is reported, and tried again later', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const sign = t.mock.method(crypto.subtle, 'sign', () => Promise.reject(new TypeError(`not with ${API_KEY}`)));
  const { host, calls, errors } = setUp({ integrations: ['gbol'], cache: new Map<string, unknown>() });
  for (const request of [getList(), getList()]) {
    assert.equal((await rowsIn(await host(request)))[0]?.branding, undefined);
  }
  assert.deepEqual(
    errors.map(({ error, info }) => [error.code, error.message, info.step]),
    [['unknown', 'unexpected TypeError (unknown)', 'branding of gbol']],
  );
  sign.mock.restore();
  t.mock.timers.tick(60_000);
  assert.ok((await rowsIn(await whileTimePasses(t, host(getList()))))[0]?.branding);
  assert.equal(calls.length, 1);
});
