// A page and its server are rarely of one version: what a newer page sends more, and an older one less, must do no harm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getList, postChoice, rowsIn, setUp, SYNC_URL } from './support.js';

test('a pick of a newer page is taken, whatever else it says', async () => {
  const { host, kinds } = setUp();
  const pick = { platformKey: 'gbol', locale: 'de', source: { page: 'onboarding' } };
  const headers = { 'x-picker-version': '9.0.0', priority: 'u=1' };
  const response = await host(postChoice(pick, { headers, path: '/api/codat/sync-url?variant=b' }));
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { url: new URL(SYNC_URL).href });
  assert.deepEqual(kinds(), ['mint']);
});

test('a pick of an older page is taken, which sends no key of its own', async () => {
  const { host } = setUp();
  const response = await host(postChoice({ platformKey: 'gbol' }, { headers: { 'idempotency-key': undefined } }));
  assert.equal(response.status, 200);
});

test('a newer page may ask for the list in its own words', async () => {
  const { host } = setUp();
  const rows = await rowsIn(await host(getList({ 'x-picker-version': '9.0.0' }, '/api/codat/integrations?group=true')));
  assert.ok(rows.length > 0);
});
