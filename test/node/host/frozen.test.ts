import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { HostMerchant, HostOptions } from '../../../src/host/index.js';
import { assertProblem, freeze, never, postChoice, settle, setUp, until } from './support.js';

// Some runtimes freeze what a finished request leaves behind: its calls and its timers never come back.

/** ms after which a mint can't be under way any more: twice the timeout, and the limit's store. */
const LONGEST = 22_000;

const withKey = (key: string): Request => postChoice(undefined, { headers: { 'idempotency-key': key } });

/** A host whose first mint, for this request, was frozen. Those that follow are answered. */
async function freezeMint(
  t: TestContext,
  request: Request,
  options: Partial<HostOptions> = {},
  ms = 0,
): Promise<ReturnType<typeof setUp>> {
  freeze(t, ms);
  let frozen = true;
  const all = setUp({ answer: ({ kind }) => (frozen && kind === 'mint' ? never() : undefined), ...options });
  void all.host(request);
  await until(() => all.calls.length === 1);
  frozen = false;
  return all;
}

test('a mint that a runtime froze keeps its merchant out for as long as it could have taken, and no longer', async (t) => {
  const { host } = await freezeMint(t, postChoice());
  freeze(t, LONGEST - 1);
  await assertProblem(await host(postChoice()), 429, 'rate-limited');
  freeze(t, LONGEST);
  assert.equal((await host(postChoice())).status, 200);
});

test('a mint that a runtime froze counts as one that was let through', async (t) => {
  const { host } = await freezeMint(t, postChoice(), { limit: { perMinute: 1 } });
  freeze(t, LONGEST);
  const refused = await host(postChoice());
  assert.equal(refused.headers.get('retry-after'), '38');
  freeze(t, 60_001);
  assert.equal((await host(postChoice())).status, 200);
});

test('a mint that froze while the clock was an hour ahead keeps nobody out for that hour', async (t) => {
  const { host } = await freezeMint(t, postChoice(), {}, 3_600_000);
  freeze(t, 0);
  await assertProblem(await host(postChoice()), 429, 'rate-limited');
  freeze(t, LONGEST);
  assert.equal((await host(postChoice())).status, 200);
});

test('a mint that froze while the limit’s store was asked keeps its merchant out no longer', async (t) => {
  freeze(t, 0);
  let frozen = true;
  let asked = 0;
  const get = (): unknown => ((asked += 1), frozen ? never() : undefined);
  const { host } = setUp({ limit: { store: { get, set: () => {} } } });
  void host(postChoice());
  await until(() => asked === 1);
  frozen = false;
  freeze(t, LONGEST);
  assert.equal((await host(postChoice())).status, 200);
});

test('a write to the limit’s store that froze does not keep the next ones from being written', async (t) => {
  freeze(t, 0);
  let frozen = true;
  const written: { mints: unknown[] }[] = [];
  const set = (_key: string, value: { mints: unknown[] }): unknown => (frozen ? never() : written.push(value));
  const { host } = setUp({ limit: { store: { get: () => written.at(-1), set } } });
  assert.equal((await host(postChoice())).status, 200);
  frozen = false;
  freeze(t, LONGEST);
  assert.equal((await host(postChoice())).status, 200);
  await settle();
  for (let turn = 0; turn < 2; turn += 1) {
    t.mock.timers.tick(2_000);
    await settle();
  }
  assert.equal(written.at(-1)?.mints.length, 2);
});

test('a pick that froze is minted anew with the same key once it can’t be under way any more', async (t) => {
  const { host, calls } = await freezeMint(t, withKey('one-pick'), { limit: false });
  freeze(t, LONGEST);
  assert.equal((await host(withKey('one-pick'))).status, 200);
  assert.equal(calls.length, 2);
});

test('what shares a pick that froze is answered by then, and mints nothing', async (t) => {
  const { host, calls } = await freezeMint(t, withKey('one-pick'), { limit: false });
  freeze(t, 1_000);
  const again = host(withKey('one-pick'));
  await settle();
  t.mock.timers.tick(LONGEST - 1_000);
  const { retryable } = await assertProblem(await again, 504, 'timeout');
  assert.equal(retryable, true);
  assert.equal(calls.length, 1);
});

test('a pick that froze and comes back late leaves the one alone that took its place', async (t) => {
  freeze(t, 0);
  const waiting: (() => void)[] = [];
  const { host, calls } = setUp({
    merchant: async (): Promise<HostMerchant> => ({ merchantIdentifier: 'm' }),
    limit: false,
    answer: ({ kind }) =>
      kind === 'mint' ? new Promise((resolve) => waiting.push(() => resolve(undefined!))) : undefined,
  });
  const first = host(withKey('one-pick'));
  await until(() => calls.length === 1);
  freeze(t, LONGEST);
  const second = host(withKey('one-pick'));
  await until(() => calls.length === 2);
  waiting[0]!();
  await first;
  t.mock.timers.tick(5_000);
  const third = host(withKey('one-pick'));
  await settle();
  waiting[1]!();
  assert.equal((await second).status, 200);
  assert.equal((await third).status, 200);
  assert.equal(calls.length, 2);
});
