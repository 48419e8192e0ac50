import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { assertProblem, byCookie, json, never, postChoice, settle, setUp, START, SYNC_URL, until } from './support.js';

const TIMEOUT = 10_000;

const as = (cookie: string): Request => postChoice(undefined, { headers: { cookie, 'idempotency-key': 'one-pick' } });

/** A host of which Codat answers no mint but the poor merchant's, who has waited for a place in vain. */
async function withoutPlace(t: TestContext, store?: Map<string, unknown>) {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const set = setUp({
    merchant: byCookie,
    limit: { perMinute: 1, store },
    timeout: TIMEOUT,
    answer: ({ url }) => (url.searchParams.get('merchantIdentifier') === 'poor' ? json({ url: SYNC_URL }) : never()),
  });
  /** Until so many merchants' picks have come as far as the gate. */
  const come = async (merchants: number): Promise<void> => {
    await until(() => !store || store.size === merchants);
    await settle();
  };
  for (const before of [0, 10]) {
    for (let count = 1; count <= 10; count += 1) void set.host(as(`merchant ${before + count}`));
    await come(before + 10);
    t.mock.timers.tick(500);
  }
  const poor = set.host(as('poor'));
  await come(21);
  // The first ten's time is up, and the second ten take their places.
  t.mock.timers.tick(TIMEOUT - 1_000);
  await until(() => set.calls.length === 20);
  t.mock.timers.tick(1_000);
  const refused = await poor;
  assert.equal(refused.headers.get('retry-after'), '1');
  await assertProblem(refused, 503, 'unavailable');
  await settle();
  return set;
}

test('a pick that found no place, so that Codat was not asked, is tried anew with the same key and does not count', async (t) => {
  const { host, calls } = await withoutPlace(t);
  const again = host(as('poor'));
  await settle();
  t.mock.timers.tick(TIMEOUT - 1_000);
  assert.equal((await again).status, 200);
  assert.equal(calls.length, 21);
});

test('it does not count with other processes either', async (t) => {
  const store = new Map<string, unknown>();
  await withoutPlace(t, store);
  const { host } = setUp({ merchant: byCookie, limit: { perMinute: 1, store } });
  assert.equal((await host(as('poor'))).status, 200);
});
