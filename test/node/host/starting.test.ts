import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brandedIn, getList, setUp } from './support.js';

// A worker's module is run before its first request. Until then it may not draw lots, set timers or fetch, and an
// exception there keeps it from starting.
test('a host is made without randomness, timers and calls, and has them when it is asked', async (t) => {
  const forbidden = (): never => assert.fail('not before the first request');
  const mocks = [
    t.mock.method(crypto, 'randomUUID', forbidden),
    t.mock.method(crypto, 'getRandomValues', forbidden),
    t.mock.method(crypto.subtle, 'importKey', forbidden),
    t.mock.method(Math, 'random', forbidden),
    t.mock.method(globalThis, 'setTimeout', forbidden),
    t.mock.method(globalThis, 'setInterval', forbidden),
  ];
  const { host, calls } = setUp({ cache: new Map(), limit: { store: new Map() }, waitUntil: () => {} });
  for (const mock of mocks) mock.mock.restore();
  assert.deepEqual(calls, []);
  assert.ok((await brandedIn(await host(getList()))).includes('gbol'));
});
