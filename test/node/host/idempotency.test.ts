import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertProblem, byCookie, heldMints, json, postChoice, refusal, settle, setUp } from './support.js';

const KEY = '0b0c3f0e-3f0a-4a52-9c7e-5a3f8f3f1f0d';
const ANOTHER = '7d4b7c52-7f5e-4a35-8b0b-0f1c2d3e4f5a';

const withKey = (key: string, { platformKey = 'gbol', cookie = 'a' } = {}): Request =>
  postChoice({ platformKey }, { headers: { 'idempotency-key': key, cookie } });

const urlIn = async (response: Response): Promise<string> => ((await response.json()) as { url: string }).url;

test('a pick that the browser sends again while it is under way gets the same answer, and mints once', async () => {
  const { answer, release, untilHeld } = heldMints();
  const { host, calls } = setUp({ answer });
  const first = host(withKey(KEY));
  await untilHeld(1);
  const again = [host(withKey(KEY)), host(withKey(KEY)), host(withKey(`"${KEY}"`))];
  await settle();
  release();
  const url = await urlIn(await first);
  for (const answered of again) {
    const response = await answered;
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(await urlIn(response), url);
  }
  assert.equal(calls.length, 1);
});

test('a pick that is sent again just after its answer was lost gets that answer; seconds later, a new one', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  let otp = 0;
  const { host, calls } = setUp({ answer: () => json({ url: `https://sync-flow.codat.io/start?otp=${(otp += 1)}` }) });
  const first = await urlIn(await host(withKey(KEY)));
  t.mock.timers.tick(4_999);
  assert.equal(await urlIn(await host(withKey(KEY))), first);
  t.mock.timers.tick(1);
  assert.notEqual(await urlIn(await host(withKey(KEY))), first);
  assert.equal(calls.length, 2);
});

test('also where a runtime has frozen the timers, nothing is answered once its time is over', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  t.mock.method(globalThis, 'setTimeout', () => 0);
  const { host, calls } = setUp();
  await host(withKey(KEY));
  t.mock.timers.tick(5_000);
  await host(withKey(KEY));
  assert.equal(calls.length, 2);
});

test('a failure that reached Codat is answered again as well, as a company may have been created', async () => {
  const { host, calls } = setUp({ answer: () => refusal(500) });
  for (const request of [withKey(KEY), withKey(KEY)]) await assertProblem(await host(request), 503, 'unavailable');
  assert.equal(calls.length, 1);
});

test('what was refused before Codat was asked is tried anew with the same key', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { host, calls } = setUp({ limit: { perMinute: 1 } });
  await host(withKey(ANOTHER));
  await assertProblem(await host(withKey(KEY)), 429, 'rate-limited');
  t.mock.timers.tick(60_000);
  assert.equal((await host(withKey(KEY))).status, 200);
  assert.equal(calls.length, 2);
});

test('a resend is no second mint to the limit', async () => {
  const { host } = setUp({ limit: { perMinute: 1 } });
  for (const request of [withKey(KEY), withKey(KEY), withKey(KEY)]) assert.equal((await host(request)).status, 200);
  await assertProblem(await host(withKey(ANOTHER)), 429, 'rate-limited');
});

test('the same key with other software is refused, and the first pick goes on', async () => {
  const { answer, release, untilHeld } = heldMints();
  const { host, calls } = setUp({ answer });
  const first = host(withKey(KEY));
  await untilHeld(1);
  const { retryable } = await assertProblem(await host(withKey(KEY, { platformKey: 'qhyg' })), 422, 'bad-request');
  assert.equal(retryable, false);
  release();
  assert.equal((await first).status, 200);
  assert.equal(calls.length, 1);
});

test('a key is the merchant’s own: another with the same key gets a URL of its own', async () => {
  const { host, calls } = setUp({ merchant: byCookie });
  await host(withKey(KEY, { cookie: 'a' }));
  await host(withKey(KEY, { cookie: 'b' }));
  assert.deepEqual(
    calls.map(({ url }) => url.searchParams.get('merchantIdentifier')),
    ['a', 'b'],
  );
});

test('another key, or none, is another pick', async () => {
  const { host, calls } = setUp();
  for (const request of [withKey(KEY), withKey(ANOTHER), postChoice(), postChoice()]) await host(request);
  assert.equal(calls.length, 4);
});

const MALFORMED = ['', ' ', '""', `"${KEY}`, `${KEY}, ${ANOTHER}`, 'a b', 'x'.repeat(101), 'é', '<script>', 'a\tb'];
for (const key of MALFORMED) {
  test(`a key of ${JSON.stringify(key.slice(0, 40))} is malformed, and mints nothing`, async () => {
    const { host, calls } = setUp();
    const { title } = await assertProblem(await host(withKey(key)), 400, 'bad-request');
    assert.match(title, /Idempotency-Key/);
    assert.deepEqual(calls, []);
  });
}

test('a page of an allowed origin may send the key', async () => {
  const { host } = setUp({ allowedOrigins: ['https://app.example'] });
  const response = await host(
    postChoice(undefined, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,idempotency-key',
      },
    }),
  );
  assert.match(response.headers.get('access-control-allow-headers') ?? '', /idempotency-key/);
});

test('the URL is in no store, however many there are', async () => {
  const stored: unknown[] = [];
  const store = { get: () => undefined, set: (key: string, value: unknown) => void stored.push(key, value) };
  const { host } = setUp({ cache: store, limit: { store }, answer: () => undefined });
  await host(withKey(KEY));
  await settle();
  assert.ok(stored.length > 0);
  assert.doesNotMatch(JSON.stringify(stored), /https:|otp|422149/);
});
