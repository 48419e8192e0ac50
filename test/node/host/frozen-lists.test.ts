import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import { freeze, getList, json, never, rowsIn, settle, setUp, START, until } from './support.js';

// Some runtimes (Workers) freeze what belongs to a request that has ended, such as one whose browser has left: its
// calls never come back, and its timers never fire.

/** A merchant with a company, the cookie's. */
const merchant: HostOptions['merchant'] = ({ headers }) => ({
  merchantIdentifier: 'm',
  companyId: headers.get('cookie') ?? 'a',
});

/** The keys that are linked, as the list says. */
const linkedIn = async (response: Response): Promise<string[]> =>
  (await rowsIn(response)).flatMap(({ key, ['connection']: given }) => (given ? [key] : []));

/** A host whose first call for connections was frozen, with the request that made it. */
async function setUpFrozen(t: TestContext): Promise<ReturnType<typeof setUp> & { asked: () => number }> {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  let frozen = true;
  const made = setUp({
    integrations: ['gbol'],
    merchant,
    answer: ({ kind }) => {
      if (kind !== 'connections') return undefined;
      return frozen ? never() : json({ results: [{ id: '1', integrationKey: 'gbol', status: 'Linked' }] });
    },
  });
  const asked = (): number => made.kinds().filter((kind) => kind === 'connections').length;
  void made.host(getList());
  await until(() => asked() === 1);
  await settle();
  frozen = false;
  return { ...made, asked };
}

test('a call for statuses that was frozen keeps no later list of the same merchant waiting', async (t) => {
  const { host, asked } = await setUpFrozen(t);
  freeze(t, 4_000);
  let answered: Response | undefined;
  void host(getList()).then((response) => (answered = response));
  await until(() => answered !== undefined);
  assert.deepEqual(await linkedIn(answered!), ['gbol']);
  assert.equal(asked(), 2);
});

test('a list that waits for a call of another request gives it up by its own clock', async (t) => {
  const { host, asked } = await setUpFrozen(t);
  freeze(t, 1_000);
  let answered: Response | undefined;
  void host(getList()).then((response) => (answered = response));
  await settle();
  t.mock.timers.tick(2_999);
  await settle();
  assert.equal(answered, undefined);
  t.mock.timers.tick(1);
  await until(() => answered !== undefined);
  assert.deepEqual(await linkedIn(answered!), []);
  assert.equal(asked(), 1);
  assert.deepEqual(await linkedIn(await host(getList())), ['gbol']);
  assert.equal(asked(), 2);
});

test('a list that was frozen while it was made keeps no later one waiting', async (t) => {
  const { host } = setUp({ integrations: ['gbol'] });
  const digest = t.mock.method(crypto.subtle, 'digest', never);
  void host(getList());
  await until(() => digest.mock.callCount() === 1);
  digest.mock.restore();
  let answered: Response | undefined;
  void host(getList()).then((response) => (answered = response));
  await until(() => answered !== undefined);
  assert.equal((await rowsIn(answered!)).length, 1);
});
