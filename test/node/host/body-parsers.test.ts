import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertProblem, ORIGIN, postChoice, settle, setUp } from './support.js';

const EATEN: [what: string, make: () => Promise<Request>][] = [
  [
    'was read',
    async () => {
      const request = postChoice();
      await request.json();
      return request;
    },
  ],
  [
    'is being read',
    async () => {
      const request = postChoice();
      request.body!.getReader();
      return request;
    },
  ],
  ['is empty', async () => postChoice('')],
  [
    'is none',
    async () =>
      new Request(`${ORIGIN}/sync-url`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      }),
  ],
];
for (const [what, make] of EATEN) {
  test(`a body that ${what} is answered with a sentence that names body parsers and what to use, told to onRefused`, async () => {
    const told: unknown[] = [];
    const { host, calls, errors } = setUp({ onRefused: ({ code, title }) => told.push([code, title]) });
    const { title } = await assertProblem(await host(await make()), 400, 'bad-request');
    assert.match(title, /body parser.*express\.json\(\).*codat-commerce-picker\/node/);
    await settle();
    assert.deepEqual(told, [['bad-request', title]]);
    // Neither Codat nor the session check has to do with it.
    assert.deepEqual([calls, errors], [[], []]);
  });

  test(`nobody learns of a body that ${what} before they are logged in`, async () => {
    const { host } = setUp({ merchant: () => null });
    await assertProblem(await host(await make()), 401, 'unauthenticated');
  });
}

test('where nobody listens to refusals, the console has one line a minute about bodies that were eaten', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { mock } = t.mock.method(console, 'error', () => {});
  // Node has lines of its own.
  const lines = (): string[] =>
    mock.calls.map((call) => String(call.arguments[0])).filter((line) => line.startsWith('codat-commerce-picker'));
  const { host } = setUp({ onError: undefined });
  for (let time = 0; time < 5; time += 1) await host(await EATEN[0]![1]());
  await settle();
  assert.equal(lines().length, 1);
  assert.match(lines()[0]!, /^codat-commerce-picker: sync-url: .*body parser/);
  t.mock.timers.tick(60_000);
  await host(await EATEN[0]![1]());
  await settle();
  assert.equal(lines().length, 2);
});
