import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createHost } from '../../../src/host/index.js';
import {
  API_KEY,
  assertProblem,
  getList,
  json,
  MERCHANT,
  MINUTE,
  never,
  OTP,
  postChoice,
  refusal,
  settle,
  setUp,
  START,
  SYNC_URL,
  until,
} from './support.js';

const CORRELATION_ID = '8fa2b5f4794970a4ee73758f612e8df0';

// What Codat answers, what the browser is answered to a mint, and to a list where that differs.
const STATUSES: [codats: number, status: number, code: string, retryable: boolean, list?: [number, string]][] = [
  [400, 502, 'unavailable', false],
  [401, 502, 'misconfigured', false],
  [402, 502, 'unavailable', false],
  [403, 502, 'misconfigured', false],
  [404, 404, 'unknown-platform', false, [502, 'unavailable']],
  [405, 502, 'unavailable', false],
  [409, 409, 'conflict', false],
  [418, 502, 'unavailable', false],
  [429, 429, 'rate-limited', true],
  [500, 503, 'unavailable', true],
  [502, 503, 'unavailable', true],
  [503, 503, 'unavailable', true],
  [504, 503, 'unavailable', true],
];
for (const [codats, status, code, retryable, forList] of STATUSES) {
  test(`Codat’s ${codats} is answered ${status} ${code}, reported once, with nothing of its text`, async () => {
    const { host, calls, errors } = setUp({
      integrations: 'enabled',
      answer: ({ kind }) => (kind === 'list' ? refusal(codats) : undefined),
    });
    const [listStatus, listCode] = forList ?? [status, code];
    const listed = await assertProblem(await host(getList()), listStatus, listCode);
    assert.deepEqual([listed.retryable, listed.correlationId], [retryable, CORRELATION_ID]);
    assert.deepEqual(
      errors.map(({ error, info }) => [error.code, error.status, error.correlationId, error.retryable, info.step]),
      [[listCode, codats, CORRELATION_ID, retryable, 'GET integrations']],
    );
    assert.equal(calls.length, 1);

    const mint = setUp({ answer: () => refusal(codats) });
    const minted = await assertProblem(await mint.host(postChoice()), status, code);
    assert.deepEqual([minted.retryable, minted.correlationId], [retryable, CORRELATION_ID]);
    assert.deepEqual(
      mint.errors.map(({ error, info }) => [error.code, error.status, error.correlationId, info.step]),
      [[code, codats, CORRELATION_ID, 'GET Sync URL of gbol']],
    );
    assert.equal(mint.calls.length, 1);
  });
}

test('nothing that Codat answers makes the browser believe that its session has ended', async () => {
  for (let status = 300; status < 600; status += 1) {
    const { host } = setUp({ answer: () => json({}, { status }) });
    const response = await host(postChoice());
    assert.ok(![200, 401, 403].includes(response.status), String(status));
  }
});

const ODD_ERRORS: [what: string, body: string][] = [
  ['is empty', ''],
  ['is a page', '<!doctype html>'],
  ['is null', 'null'],
  ['is a list', '[]'],
  ['has no correlationId', '{}'],
  ['has a number for it', '{"correlationId":7}'],
  ['has a sentence for it', `{"correlationId":"No company for ${MERCHANT}"}`],
  ['has a page for it', '{"correlationId":"<b>x</b>"}'],
  ['has it on the prototype', '{"__proto__":{"correlationId":"x"}}'],
];
for (const [what, body] of ODD_ERRORS) {
  test(`an error body that ${what} is still a refusal, without a correlationId`, async () => {
    const { host } = setUp({ answer: () => new Response(body, { status: 503 }) });
    const problem = await assertProblem(await host(postChoice()), 503, 'unavailable');
    assert.ok(!('correlationId' in problem));
  });
}

const RETRY_AFTER: [given: string | undefined, passedOn: string | null][] = [
  ['7', '7'],
  ['7.2', '8'],
  [new Date(START + 2 * MINUTE).toUTCString(), '120'],
  [new Date(Date.UTC(2029, 0, 1)).toUTCString(), null],
  ['soon', null],
  ['-5', null],
  ['0', null],
  ['Infinity', null],
  ['99999999999', '86400'],
  [undefined, null],
];
for (const [given, passedOn] of RETRY_AFTER) {
  test(`a Retry-After of ${given} is passed on as ${passedOn}`, async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: START });
    for (const status of [429, 503]) {
      const { host } = setUp({ answer: () => refusal(status, given ? { 'retry-after': given } : {}) });
      assert.equal((await host(postChoice())).headers.get('retry-after'), passedOn);
    }
  });
}

const NOT_UNDERSTOOD: [what: string, answer: () => Response][] = [
  ['nothing', () => new Response('')],
  ['204', () => new Response(null, { status: 204 })],
  ['half a JSON', () => new Response(JSON.stringify({ url: SYNC_URL }).slice(0, -5))],
  [
    'a page with status 200',
    () => new Response(`<a href="${SYNC_URL}">`, { headers: { 'content-type': 'text/html' } }),
  ],
  ['null', () => json(null)],
  ['a string', () => json(SYNC_URL)],
  ['a list', () => json([{ url: SYNC_URL }])],
  ['no url', () => json({ link: SYNC_URL })],
  ['a url that is no string', () => json({ url: [SYNC_URL] })],
  ['a url on the prototype', () => new Response(`{"__proto__":{"url":"${SYNC_URL}"}}`)],
  ['a redirect', () => new Response(null, { status: 302, headers: { location: SYNC_URL } })],
  ['a redirect that the runtime hides', () => Response.error()],
];
for (const [what, answer] of NOT_UNDERSTOOD) {
  test(`where Codat answers a mint with ${what}, that is a bad response`, async () => {
    const { host, calls, codes } = setUp({ answer });
    await assertProblem(await host(postChoice()), 502, 'bad-response');
    assert.deepEqual([calls.length, codes()], [1, ['bad-response']]);
  });
}

for (const results of [undefined, null, {}, 'x']) {
  test(`where Codat’s list has ${JSON.stringify(results)} for its results, that is a bad response`, async () => {
    const { host } = setUp({ integrations: 'enabled', answer: () => json({ results, totalResults: 1 }) });
    await assertProblem(await host(getList()), 502, 'bad-response');
  });
}

test('a BOM, and a content type that is not JSON’s, don’t matter', async () => {
  const body = `\ufeff${JSON.stringify({ url: SYNC_URL })}`;
  const { host } = setUp({ answer: () => new Response(body, { headers: { 'content-type': 'text/plain' } }) });
  assert.equal((await host(postChoice())).status, 200);
});

const THROWN: [what: string, reason: unknown, kind: RegExp][] = [
  [
    'a TypeError that quotes the URL',
    new TypeError(`Failed to fetch https://api.codat.io/?merchantIdentifier=${MERCHANT} with Basic ${API_KEY}`),
    /: TypeError \(unavailable\)$/,
  ],
  [
    'an error whose cause has a code',
    new TypeError('fetch failed', { cause: Object.assign(new Error(API_KEY), { code: 'ECONNREFUSED' }) }),
    /: TypeError ECONNREFUSED \(unavailable\)$/,
  ],
  ['an error whose code is a secret', Object.assign(new Error(), { code: `${API_KEY}!` }), /: Error \(unavailable\)$/],
  [
    'an error whose name is a secret',
    Object.assign(new Error(), { name: `x ${MERCHANT}` }),
    /: an exception \(unavailable\)$/,
  ],
  ['a string', `no way to ${MERCHANT}`, /: an exception \(unavailable\)$/],
  ['undefined', undefined, /: an exception \(unavailable\)$/],
  [
    'an abort that is not ours',
    new DOMException('The operation was aborted', 'AbortError'),
    /: AbortError \(unavailable\)$/,
  ],
  ['a timeout that is not ours', new DOMException('timed out', 'TimeoutError'), /: TimeoutError \(unavailable\)$/],
];
for (const [what, reason, kind] of THROWN) {
  test(`a fetch that throws ${what} is answered 503, and reported by its kind alone`, async () => {
    const { host, errors } = setUp({ answer: () => Promise.reject(reason) });
    await assertProblem(await host(postChoice()), 503, 'unavailable');
    assert.equal(errors.length, 1);
    assert.match(errors[0]!.error.message, kind);
    assert.equal(errors[0]!.error.cause, undefined);
  });
}

test('a body that breaks off is a bad response; of a refusal, the status is enough', async () => {
  const broken = (status: number): Response =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('{"url":"https://sync')),
        pull: (controller) => controller.error(new TypeError(`terminated: ${SYNC_URL}`)),
      }),
      { status },
    );
  const ok = setUp({ answer: () => broken(200) });
  await assertProblem(await ok.host(postChoice()), 502, 'bad-response');
  const limited = setUp({ answer: () => broken(429) });
  await assertProblem(await limited.host(postChoice()), 429, 'rate-limited');
});

/** Bodies that say something and never end: one that hears an abort, and one that doesn't. */
const trickle = (signal?: AbortSignal | null): Response =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"url":'));
        signal?.addEventListener('abort', () => controller.error(signal.reason));
      },
    }),
  );
const rejectsOn = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const rejectsOddlyOn = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new TypeError('cancelled'))));
const SLOW: [what: string, answer: (signal: AbortSignal) => Response | Promise<Response>][] = [
  ['no answer', () => never()],
  ['no answer, and a fetch that hears the abort', rejectsOn],
  ['no answer, and a fetch with an error of its own for the abort', rejectsOddlyOn],
  ['headers and then a trickle', () => trickle()],
  ['headers and then a trickle, and a body that hears the abort', (signal) => trickle(signal)],
];
for (const [what, answer] of SLOW) {
  test(`${what}: that is a timeout, after the time that was set and not before`, async (t) => {
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
    for (const [timeout, ms] of [
      [undefined, 10_000],
      [250, 250],
    ] as const) {
      const { host, calls, errors } = setUp({ timeout, answer: ({ init }) => answer(init.signal!) });
      let answered = false;
      const response = host(postChoice()).finally(() => (answered = true));
      await until(() => calls.length === 1);
      await settle();
      t.mock.timers.tick(ms - 1);
      await settle();
      assert.equal(answered, false);
      assert.equal(calls[0]!.init.signal!.aborted, false);
      t.mock.timers.tick(1);
      const problem = await assertProblem(await response, 504, 'timeout');
      assert.equal(problem.retryable, true);
      assert.equal(calls[0]!.init.signal!.aborted, true);
      assert.deepEqual(
        errors.map(({ error, info }) => [error.code, info.step]),
        [['timeout', 'GET Sync URL of gbol']],
      );
    }
  });
}

test('an answer in time leaves no timer behind, which would keep a process from ending', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const { host, calls } = setUp({ integrations: ['gbol', 'abcd'], cache: new Map() });
  await host(getList());
  await host(postChoice());
  assert.equal(timers(), before);
  assert.ok(calls.every(({ init }) => !init.signal!.aborted));
});

test('a request that can’t even be read is answered 500, with no detail, and the promise doesn’t reject', async () => {
  const reported: unknown[] = [];
  const plain = createHost({
    apiKey: API_KEY,
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: () => ({ merchantIdentifier: MERCHANT }),
    onError: (error) => reported.push(error),
  }) as (request: unknown) => Promise<Response>;
  for (const request of [
    undefined,
    null,
    {},
    { url: '/integrations', method: 'GET' },
    {
      get url(): string {
        throw new RangeError(OTP);
      },
    },
  ]) {
    const problem = await assertProblem(await plain(request), 500, 'unknown');
    assert.equal(problem.retryable, false);
  }
  assert.equal(reported.length, 5);
  assert.match(String(reported[4]), /^PickerError: unexpected RangeError \(unknown\)$/);
  assert.match((reported[4] as Error).stack ?? '', /problems\.test\.ts/);
  assert.ok(!((reported[4] as Error).stack ?? '').includes(OTP));
});

test('a fetch that answers no Response at all is answered 500, and reported without detail', async () => {
  const { host, errors } = setUp({ fetch: (async () => undefined) as unknown as typeof fetch });
  await assertProblem(await host(postChoice()), 500, 'unknown');
  assert.deepEqual(
    errors.map(({ error, info }) => [error.code, info.step]),
    [['unknown', 'GET Sync URL of gbol']],
  );
});

/** A server of this machine, closed with the test. */
async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('over real HTTP, a redirect does not carry the key to another server', async (t) => {
  let reached = 0;
  const elsewhere = await serve(
    t,
    (_, response) => void ((reached += 1), response.end(JSON.stringify({ url: SYNC_URL }))),
  );
  const baseUrl = await serve(t, (_, response) => void response.writeHead(307, { location: elsewhere }).end());
  const { host } = setUp({ fetch: undefined, baseUrl });
  await assertProblem(await host(postChoice()), 502, 'bad-response');
  assert.equal(reached, 0);
});

test('over real HTTP, an answer whose connection breaks is a bad response, and one that is refused is unavailable', async (t) => {
  let times = 0;
  const baseUrl = await serve(t, (_, response) => {
    times += 1;
    response.writeHead(200, { 'content-length': '1000' }).write('{"url":');
    setImmediate(() => response.destroy());
  });
  const { host } = setUp({ fetch: undefined, baseUrl });
  await assertProblem(await host(postChoice()), 502, 'bad-response');
  assert.equal(times, 1);

  const gone = setUp({ fetch: undefined, baseUrl: 'http://127.0.0.1:1' });
  await assertProblem(await gone.host(postChoice()), 503, 'unavailable');
});

test('over real HTTP, the ids arrive to the letter', async (t) => {
  let path = '';
  const baseUrl = await serve(
    t,
    (request, response) => void ((path = request.url ?? ''), response.end(JSON.stringify({ url: SYNC_URL }))),
  );
  const { host } = setUp({ fetch: undefined, baseUrl });
  assert.equal((await host(postChoice())).status, 200);
  assert.equal(path, `/config/sync/commerce/dfxm/gbol/start?merchantIdentifier=${encodeURIComponent(MERCHANT)}`);
});
