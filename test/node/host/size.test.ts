import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type Answer,
  assertProblem,
  brandingOf,
  COMPANY,
  getList,
  json,
  ORIGIN,
  postChoice,
  row,
  rowsIn,
  settle,
  setUp,
  SYNC_URL,
  until,
} from './support.js';

const KB = 1024;
const MB = 1024 * KB;

/** A body that goes on until nobody reads any more, and how much of it was read. */
function endless(start = '{"url":"'): { response: () => Response; read: () => number } {
  const chunk = new TextEncoder().encode('x'.repeat(64 * KB));
  let read = 0;
  const response = (): Response => {
    let begun = false;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      const next = begun ? chunk : new TextEncoder().encode(start);
      begun = true;
      read += next.byteLength;
      controller.enqueue(next);
    };
    return new Response(new ReadableStream({ pull }));
  };
  return { response, read: () => read };
}

const CAPS: [kind: string, most: number][] = [
  ['mint', 64 * KB],
  ['branding', 256 * KB],
  ['list', 8 * MB],
  ['connections', 2 * MB],
];
for (const [kind, most] of CAPS) {
  test(`an answer to a call for ${kind} that has no end is left after ${most / KB} KB`, async () => {
    const { response, read } = endless();
    const { host, codes } = setUp({
      integrations: kind === 'list' ? 'enabled' : ['gbol'],
      merchant: () => ({ merchantIdentifier: 'm', companyId: COMPANY }),
      answer: (call) => (call.kind === kind ? response() : undefined),
    });
    const answer = await host(kind === 'mint' ? postChoice() : getList());
    if (kind === 'mint' || kind === 'list') await assertProblem(answer, 502, 'bad-response');
    else assert.equal((await rowsIn(answer)).length, 1);
    assert.deepEqual(codes(), ['bad-response']);
    assert.ok(read() <= most + 256 * KB, String(read()));
  });
}

test('an answer that says that it is too long is not read at all', async () => {
  let read = 0;
  const { host, codes } = setUp({
    answer: () =>
      new Response(new ReadableStream({ pull: () => void (read += 1) }, { highWaterMark: 0 }), {
        headers: { 'content-length': String(50 * MB) },
      }),
  });
  await assertProblem(await host(postChoice()), 502, 'bad-response');
  assert.deepEqual([read, codes()], [0, ['bad-response']]);
});

test('what is as large as it may be is taken', async () => {
  const padded = (body: object, bytes: number): Response => {
    const text = JSON.stringify({ ...body, padding: '' });
    return json({ ...body, padding: 'x'.repeat(bytes - text.length) });
  };
  const { host, errors } = setUp({
    integrations: ['gbol'],
    answer: ({ kind }) => (kind === 'mint' ? padded({ url: SYNC_URL }, 64 * KB) : padded(brandingOf('gbol'), 256 * KB)),
  });
  assert.equal((await host(postChoice())).status, 200);
  assert.deepEqual((await rowsIn(await host(getList())))[0]?.branding, brandingOf('gbol'));
  assert.deepEqual(errors, []);
});

test('the pages of a list count together', async () => {
  let pages = 0;
  const letters = (n: number): string => String.fromCharCode(97 + n);
  const answer: Answer = ({ kind }) => {
    if (kind !== 'list') return undefined;
    pages += 1;
    const more = { padding: 'x'.repeat(2 * MB) };
    return json({ results: [row(`aaa${letters(pages)}`, more)], _links: { next: { href: '/' } } });
  };
  const { host } = setUp({ integrations: 'enabled', answer });
  await assertProblem(await host(getList()), 502, 'bad-response');
  assert.equal(pages, 4);
});

test('an error whose body has no end is an error all the same', async () => {
  const { response, read } = endless();
  const { host } = setUp({ answer: () => new Response(response().body, { status: 409 }) });
  await assertProblem(await host(postChoice()), 409, 'conflict');
  assert.ok(read() < MB);
});

test('over real HTTP, what counts is what a compressed answer unpacks to', async (t) => {
  const bomb = gzipSync(`{"url":"${'x'.repeat(20 * MB)}"}`);
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  assert.ok(bomb.byteLength < 64 * KB);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { host, errors } = setUp({ fetch: undefined, baseUrl });
  await assertProblem(await host(postChoice()), 502, 'bad-response');
  assert.match(errors[0]!.error.message, /more than 65536 bytes/);
});

test('half a body is given up after the timeout, and its stream is left', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  let cancelled = false;
  let asked = false;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"platformKey":')),
    cancel: () => void (cancelled = true),
  });
  const { host, calls, errors } = setUp({
    timeout: 3_000,
    merchant: () => ((asked = true), { merchantIdentifier: 'm' }),
  });
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  let answered = false;
  const response = host(
    new Request(`${ORIGIN}/sync-url`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit),
  ).finally(() => (answered = true));
  await until(() => asked);
  await settle();
  t.mock.timers.tick(2_999);
  await settle();
  assert.equal(answered, false);
  t.mock.timers.tick(1);
  const { retryable } = await assertProblem(await response, 408, 'timeout');
  assert.equal(cancelled, false);
  t.mock.timers.tick(100);
  await settle();
  assert.deepEqual([retryable, cancelled, calls, errors], [true, true, [], []]);
});
