import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  assertProblem,
  getList,
  list,
  never,
  postChoice,
  row,
  rowsIn,
  settle,
  setUp,
  START,
  until,
} from './support.js';

// What the guides don't list is looked up in Codat's list, and the rest of the offer is known without.

/** A host that offers two that are known and one that is looked up, in a list that hangs until it is told otherwise. */
function setUpHanging(t: TestContext) {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const codat = { hangs: true };
  const made = setUp({
    integrations: ['gbol', 'abcd', 'qhyg'],
    answer: ({ kind }) => (kind === 'list' ? (codat.hangs ? never() : list([row('abcd')])) : undefined),
  });
  /** The keys that the list says after so many ms, and not before. */
  async function shownAfter(ms: number): Promise<string[]> {
    let answered: Response | undefined;
    void made.host(getList()).then((response) => (answered = response));
    await settle();
    if (ms) {
      t.mock.timers.tick(ms - 1);
      await settle();
      assert.equal(answered, undefined);
      t.mock.timers.tick(1);
    }
    await until(() => answered !== undefined);
    return (await rowsIn(answered!)).map(({ key }) => key);
  }
  return { ...made, codat, shownAfter };
}

test('where what is looked up is long in coming, a list waits three seconds and shows the rest', async (t) => {
  const { shownAfter, codes } = setUpHanging(t);
  assert.deepEqual(await shownAfter(3_000), ['gbol', 'qhyg']);
  assert.deepEqual(codes(), ['timeout']);
});

test('after one such wait, no list waits for half a minute', async (t) => {
  const { shownAfter } = setUpHanging(t);
  await shownAfter(3_000);
  for (let second = 0; second < 30; second += 1) {
    assert.deepEqual(await shownAfter(0), ['gbol', 'qhyg']);
    t.mock.timers.tick(1_000);
  }
});

test('what was looked up is shown once it is there, also while no list waits for it', async (t) => {
  const { codat, shownAfter } = setUpHanging(t);
  await shownAfter(3_000);
  codat.hangs = false;
  // The call is given up, and the pause after it ends.
  t.mock.timers.tick(7_000);
  await settle();
  t.mock.timers.tick(5_000);
  assert.deepEqual(await shownAfter(0), ['gbol', 'qhyg']);
  assert.deepEqual(await shownAfter(0), ['gbol', 'abcd', 'qhyg']);
});

test('whoever picks what is looked up waits as long as it takes', async (t) => {
  const { host, shownAfter } = setUpHanging(t);
  await shownAfter(3_000);
  const pick = host(postChoice({ platformKey: 'abcd' }));
  await settle();
  t.mock.timers.tick(7_000);
  await assertProblem(await pick, 504, 'timeout');
});
