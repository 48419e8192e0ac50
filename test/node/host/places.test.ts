import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CallKind, CodatGate } from '../../../src/host/codat-gate.js';
import {
  assertProblem,
  getList,
  json,
  list,
  manyMerchants,
  never,
  postChoice,
  row,
  rowsIn,
  settle,
  setUp,
  START,
  until,
} from './support.js';

// Who may call Codat while as many others do as may at a time.

const KEYS = Array.from({ length: 125 }, (_, n) => `a${[26, 1].map((d) => letter(Math.floor(n / d))).join('')}z`);

function letter(n: number): string {
  return String.fromCharCode(97 + (n % 26));
}

const isLinked = async (response: Response): Promise<boolean> =>
  (await rowsIn(response)).some(({ ['connection']: given }) => given);

for (const branding of [300, Infinity]) {
  test(`lists of 125 rows have their statuses where each logo takes ${branding} ms, and nothing is reported`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
    const { host, errors, kinds } = setUp({
      integrations: 'enabled',
      merchant: manyMerchants(),
      answer: async ({ kind }) => {
        if (kind === 'branding' && branding === Infinity) return never();
        await new Promise((resolve) => setTimeout(resolve, 300));
        if (kind === 'list') return list(KEYS.map((key) => row(key)));
        return kind === 'connections' ? list([{ id: '1', integrationKey: KEYS[3], status: 'Linked' }]) : json({});
      },
    });
    let ended = false;
    const answers = Promise.all([getList(), getList(), getList()].map(host)).finally(() => (ended = true));
    for (let passed = 0; passed < 3_300; passed += 100) {
      await settle();
      t.mock.timers.tick(100);
    }
    await until(() => ended);
    for (const answer of await answers) assert.ok(await isLinked(answer));
    assert.equal(kinds().filter((kind) => kind === 'connections').length, 3);
    assert.deepEqual(errors, []);
  });
}

test('mints come in first, then the list, then statuses, then logos, each kind in its order', async () => {
  const gate = new CodatGate(60_000);
  const ends: (() => void)[] = [];
  const hold = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const running = Array.from({ length: 10 }, () => gate.run('mint', hold));
  await until(() => ends.length === 10);
  const begun: string[] = [];
  const all: CallKind[] = ['branding', 'connections', 'integrations', 'mint'];
  const later = all.flatMap((kind) => [1, 2].map((n) => gate.run(kind, async () => void begun.push(`${kind} ${n}`))));
  for (const end of ends) end();
  await Promise.all([...running, ...later]);
  assert.deepEqual(
    begun,
    all.toReversed().flatMap((kind) => [`${kind} 1`, `${kind} 2`]),
  );
});

test('a thousand calls that wait come through in their order', async () => {
  const gate = new CodatGate(60_000);
  const begun: number[] = [];
  const numbers = Array.from({ length: 1_000 }, (_, n) => n);
  await Promise.all(numbers.map((n) => gate.run('branding', async () => void begun.push(n))));
  assert.deepEqual(begun, numbers);
});

test('statuses for which a place was there too late are left out, and Codat is not said to have failed', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const { host, codes, kinds } = setUp({
    integrations: [],
    merchant: manyMerchants(),
    answer: ({ kind }) => (kind === 'connections' ? never() : undefined),
  });
  const first = Array.from({ length: 8 }, () => host(getList()));
  await until(() => kinds().length === 8);
  t.mock.timers.tick(1);
  const late = host(getList());
  await settle();
  t.mock.timers.tick(2_999);
  for (const answer of first) await rowsIn(await answer);
  await settle();
  t.mock.timers.tick(1);
  await rowsIn(await late);
  assert.equal(kinds().length, 8);
  assert.deepEqual(codes(), Array(8).fill('timeout'));
});

test('a mint for which no place was found in time is refused, and Codat is not said to have failed', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START });
  const { host, codes, kinds } = setUp({ merchant: manyMerchants(), answer: () => never(), timeout: 5_000 });
  for (let time = 0; time < 10; time += 1) void host(postChoice());
  await until(() => kinds().length === 10);
  // Their runtime has frozen them: their time limits never come.
  t.mock.timers.reset();
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: START + 1 });
  const late = host(postChoice());
  await settle();
  t.mock.timers.tick(5_000);
  const response = await late;
  await assertProblem(response, 503, 'unavailable');
  assert.equal(response.headers.get('retry-after'), '1');
  assert.equal(kinds().length, 10);
  assert.deepEqual(codes(), []);
});
