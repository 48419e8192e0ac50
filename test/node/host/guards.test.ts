import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertProblem, getList, json, ORIGIN, postChoice, type PostOptions, rowsIn, setUp } from './support.js';

test('the routes are the path’s last segment, wherever the host is mounted', async () => {
  const { host } = setUp();
  for (const path of ['/integrations', '/integrations/', '/a/b/integrations//', '/a/integrations?x=1']) {
    assert.equal((await host(getList({}, path))).status, 200, path);
  }
  for (const path of ['/sync-url', '/sync-url/', '/a/b/sync-url']) {
    assert.equal((await host(postChoice(undefined, { path }))).status, 200, path);
  }
});

test('any other path is not found', async () => {
  const { host, calls } = setUp();
  for (const path of [
    '/',
    '',
    '/a',
    '/integrations/gbol',
    '/sync-urls',
    '/Integrations',
    '/constructor',
    '/__proto__',
  ]) {
    await assertProblem(await host(getList({}, path)), 404, 'not-found');
    await assertProblem(await host(postChoice(undefined, { path })), 404, 'not-found');
  }
  assert.deepEqual(calls, []);
});

test('a path made to be slow to read is not', async () => {
  const { host } = setUp();
  await assertProblem(await host(getList({}, `/${'/'.repeat(200_000)}x`)), 404, 'not-found');
});

test('a Sync URL is asked for by POST alone', async () => {
  const { host, calls } = setUp();
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const response = await host(postChoice(undefined, { method }));
    assert.equal(response.status, 405, method);
    assert.equal(response.headers.get('allow'), 'POST');
    if (method !== 'HEAD') await assertProblem(response, 405, 'bad-request');
  }
  assert.deepEqual(calls, []);
});

test('the list is asked for by GET and HEAD alone', async () => {
  const { host } = setUp();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const response = await host(postChoice(undefined, { method, path: '/integrations' }));
    assert.equal(response.headers.get('allow'), 'GET, HEAD');
    await assertProblem(response, 405, 'bad-request');
  }
});

test('HEAD answers what GET does, without the body', async () => {
  const { host } = setUp();
  const get = await host(getList());
  const head = await host(new Request(`${ORIGIN}/integrations`, { method: 'HEAD' }));
  assert.equal(head.status, 200);
  assert.equal(await head.text(), '');
  assert.deepEqual([...head.headers], [...get.headers]);
});

const FORBIDDEN: [what: string, headers: PostOptions['headers']][] = [
  ['a prefetch', { 'sec-purpose': 'prefetch' }],
  ['a prerender', { 'sec-purpose': 'prefetch;prerender' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a page of another site that an old proxy gave the right Origin', { 'sec-fetch-site': 'cross-site' }],
  ['a page of a sister domain', { 'sec-fetch-site': 'same-site', origin: 'https://blog.shop.example' }],
  ['the address bar', { 'sec-fetch-site': 'none', origin: undefined }],
  ['nobody who says where it comes from', { 'sec-fetch-site': undefined, origin: undefined }],
  ['an old browser on another site', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
  ['an old browser on another port', { 'sec-fetch-site': undefined, origin: 'https://shop.example:8443' }],
  ['an old browser on a longer name', { 'sec-fetch-site': undefined, origin: 'https://shop.example.evil.example' }],
  ['an old browser in a sandbox', { 'sec-fetch-site': undefined, origin: 'null' }],
  ['an old browser with an Origin that is no URL', { 'sec-fetch-site': undefined, origin: 'shop.example' }],
  ['an old browser with a file open', { 'sec-fetch-site': undefined, origin: 'file://', host: '' }],
];
for (const [what, headers] of FORBIDDEN) {
  test(`${what} gets no Sync URL, and the session is not even looked at`, async () => {
    let asked = 0;
    const { host, calls } = setUp({ merchant: () => ((asked += 1), null) });
    await assertProblem(await host(postChoice(undefined, { headers })), 403, 'forbidden');
    assert.deepEqual([asked, calls], [0, []]);
  });
}

test('a browser that sends only Origin is believed when that is this host', async () => {
  const { host } = setUp();
  const response = await host(postChoice(undefined, { headers: { 'sec-fetch-site': undefined } }));
  assert.equal(response.status, 200);
});

test('a proxy that ends TLS, or renames the host, does not make it another origin', async () => {
  const { host } = setUp();
  const behindProxy = (url: string, headers: Record<string, string>): Request =>
    new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
      body: '{"platformKey":"gbol"}',
    });
  assert.equal((await host(behindProxy('http://shop.example/sync-url', {}))).status, 200);
  assert.equal((await host(behindProxy('http://10.0.0.7:8080/sync-url', { host: 'shop.example' }))).status, 200);
  assert.equal((await host(behindProxy('http://10.0.0.7:8080/sync-url', {}))).status, 403);
});

const TYPES: [type: string | undefined, status: number][] = [
  ['application/json', 200],
  ['application/json; charset=utf-8', 200],
  ['Application/JSON ;charset=utf-8', 200],
  [undefined, 415],
  ['text/plain', 415],
  ['text/plain; application/json', 415],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/form-data; boundary=application/json', 415],
  ['application/jsonp', 415],
  ['application/problem+json', 415],
  ['application/json, text/plain', 415],
];
for (const [type, status] of TYPES) {
  test(`a body of the type ${type} is answered ${status}`, async () => {
    const { host, calls } = setUp();
    const request = postChoice(undefined, { headers: { 'content-type': type } });
    // What a form can send, a Request gives a type of its own.
    if (type === undefined) request.headers.delete('content-type');
    const response = await host(request);
    assert.equal(response.status, status);
    assert.equal(calls.length, status === 200 ? 1 : 0);
    if (status !== 200) await assertProblem(response, 415, 'bad-request');
  });
}

const BODIES: [what: string, body: unknown][] = [
  ['empty', ''],
  ['not JSON', '{"platformKey":'],
  ['a control character', '\u0000'],
  ['null', 'null'],
  ['a string', '"gbol"'],
  ['an array', ['gbol']],
  ['without a platformKey', {}],
  ['with a platformKey of its prototype alone', '{"__proto__":{"platformKey":"gbol"}}'],
  ['with an empty platformKey', { platformKey: '' }],
  ['with a number', { platformKey: 1234 }],
  ['with an array that would read as a key', { platformKey: ['gbol'] }],
  ['with capitals', { platformKey: 'GBOL' }],
  ['with five letters', { platformKey: 'gbolx' }],
  ['with a line break', { platformKey: 'gbol\n' }],
  ['with a way out of the path', { platformKey: '../x' }],
  ['with the merchant', { platformKey: 'gbol', merchantIdentifier: 'someone else' }],
  ['with the merchant, though it is null', { platformKey: 'gbol', merchantIdentifier: null }],
  ['with the company', { platformKey: 'gbol', companyId: 'x' }],
  ['with where to go', { platformKey: 'gbol', redirectUrl: 'https://evil.example' }],
];
for (const [what, body] of BODIES) {
  test(`a body that is ${what} is a bad request`, async () => {
    const { host, calls, errors } = setUp();
    await assertProblem(await host(postChoice(body)), 400, 'bad-request');
    assert.deepEqual([calls, errors], [[], []]);
  });
}

test('a body that is not UTF-8 is a bad request', async () => {
  const { host } = setUp();
  const body = new Uint8Array([...Buffer.from('{"platformKey":"gbol","x":"'), 0xff, ...Buffer.from('"}')]);
  await assertProblem(await host(new Request(postChoice(), { body })), 400, 'bad-request');
});

test('a body that breaks off is a bad request', async () => {
  const { host } = setUp();
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  await assertProblem(
    await host(new Request(postChoice(), { body, duplex: 'half' } as RequestInit)),
    400,
    'bad-request',
  );
});

test('a platformKey that a prototype was polluted with is none', async (t) => {
  const prototype = Object.prototype as { platformKey?: string };
  prototype.platformKey = 'gbol';
  t.after(() => delete prototype.platformKey);
  await assertProblem(await setUp().host(postChoice({})), 400, 'bad-request');
});

test('properties that mean nothing here are ignored, a BOM too', async () => {
  const { host } = setUp();
  assert.equal((await host(postChoice({ platformKey: 'gbol', csrf: 'x' }))).status, 200);
  assert.equal((await host(postChoice('\ufeff{"platformKey":"gbol"}'))).status, 200);
});

test('the title of a refusal names what the browser must not say, whichever route and place', async () => {
  const { host, calls } = setUp();
  for (const name of ['merchantIdentifier', 'companyId', 'redirectUrl']) {
    const bodies = await assertProblem(
      await host(postChoice({ platformKey: 'gbol', [name]: 'x' })),
      400,
      'bad-request',
    );
    assert.match(bodies.title, new RegExp(`"${name}".*body`));
    const path = `/sync-url?${name}=x`;
    const queries = await assertProblem(await host(postChoice(undefined, { path })), 400, 'bad-request');
    assert.match(queries.title, new RegExp(`"${name}".*query`));
    await assertProblem(await host(getList({}, `/integrations?${name}`)), 400, 'bad-request');
  }
  assert.deepEqual(calls, []);
});

test('a body of more than 4 KB is not read to its end', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { host } = setUp();
  const large = JSON.stringify({ platformKey: 'gbol', x: 'x'.repeat(5000) });
  await assertProblem(await host(postChoice(large)), 413, 'bad-request');
  await assertProblem(await host(postChoice('{}', { headers: { 'content-length': '5000' } })), 413, 'bad-request');

  let pulled = 0;
  let cancelled = false;
  const endless = new ReadableStream(
    {
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
      },
      cancel: () => void (cancelled = true),
    },
    { highWaterMark: 0 },
  );
  await assertProblem(
    await host(new Request(postChoice(), { body: endless, duplex: 'half' } as RequestInit)),
    413,
    'bad-request',
  );
  assert.equal(pulled, 5);
  // Where the stream is Node's own, cancelling it cuts the connection: the answer has to be out by then.
  assert.equal(cancelled, false);
  t.mock.timers.tick(100);
  assert.deepEqual([pulled, cancelled], [5, true]);
});

test('the guards come in order: method, prefetch, origin, type, session, body, offer', async () => {
  const nobody = setUp({ merchant: () => null });
  const body = 'not JSON';
  const headers = { 'sec-purpose': 'prefetch', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' };
  const ask = async (more: PostOptions['headers'], method = 'POST'): Promise<number> =>
    (await nobody.host(postChoice(body, { method, headers: { ...headers, ...more } }))).status;
  assert.equal(await ask({}, 'PUT'), 405);
  assert.equal(await ask({}), 403);
  assert.equal(await ask({ 'sec-purpose': undefined }), 403);
  assert.equal(await ask({ 'sec-purpose': undefined, 'sec-fetch-site': 'same-origin' }), 415);
  const asJson = { 'sec-purpose': undefined, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  assert.equal(await ask(asJson), 401);
  assert.equal((await setUp().host(postChoice(body, { headers: asJson }))).status, 400);
  assert.equal((await setUp().host(postChoice({ platformKey: 'zzzz' }, { headers: asJson }))).status, 404);
});

test('the list, which changes nothing, may be prefetched', async () => {
  const { host } = setUp();
  assert.ok((await rowsIn(await host(getList({ 'sec-purpose': 'prefetch' })))).length);
});

const SHOP = 'https://shop.partner.example';

test('without allowedOrigins no answer carries a CORS header', async () => {
  const { host } = setUp();
  const preflight = new Request(`${ORIGIN}/sync-url`, {
    method: 'OPTIONS',
    headers: { origin: SHOP, 'access-control-request-method': 'POST' },
  });
  for (const request of [getList({ origin: SHOP }), postChoice(), preflight]) {
    const { headers } = await host(request);
    assert.deepEqual(
      [...headers.keys()].filter((name) => name.startsWith('access-control')),
      [],
    );
    assert.doesNotMatch(headers.get('vary') ?? '', /origin/i);
  }
});

test('an allowed origin may list and mint, and read the answers, refusals too', async () => {
  const { host } = setUp({
    allowedOrigins: [SHOP],
    answer: ({ kind, keys }) => (kind === 'mint' && keys[1] === 'qhyg' ? json({}, { status: 429 }) : undefined),
  });
  const headers = { origin: SHOP, 'sec-fetch-site': 'cross-site' };
  const answers: [Request, number][] = [
    [getList(headers), 200],
    [postChoice(undefined, { headers }), 200],
    [postChoice({ platformKey: 'qhyg' }, { headers }), 429],
    [postChoice({ platformKey: 'zzzz' }, { headers }), 404],
    [getList(headers, '/nothing'), 404],
  ];
  for (const [request, status] of answers) {
    const response = await host(request);
    assert.equal(response.status, status);
    assert.equal(response.headers.get('access-control-allow-origin'), SHOP);
    assert.equal(response.headers.get('access-control-allow-credentials'), 'true');
    assert.equal(response.headers.get('access-control-expose-headers'), 'Retry-After');
    assert.match(response.headers.get('vary') ?? '', /\bOrigin$/);
  }
});

test('with allowedOrigins, other origins get no CORS header, no mint, and no shared cache entry', async () => {
  const { host, kinds } = setUp({ allowedOrigins: [SHOP] });
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const listed = await host(getList(headers));
  const minted = await host(postChoice(undefined, { headers }));
  assert.equal(minted.status, 403);
  for (const response of [listed, minted, await host(getList())]) {
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.match(response.headers.get('vary') ?? '', /\bOrigin$/);
  }
  assert.ok(!kinds().includes('mint'));
});

test('with allowedOrigins the host’s own pages are still welcome', async () => {
  const { host } = setUp({ allowedOrigins: [SHOP] });
  assert.equal((await host(postChoice())).status, 200);
});

test('a preflight is answered for an allowed origin, with the route’s methods and the headers it asks for', async () => {
  const { host, calls } = setUp({ allowedOrigins: [SHOP], merchant: () => null });
  const ask = (path: string, headers: Record<string, string>): Promise<Response> =>
    host(new Request(ORIGIN + path, { method: 'OPTIONS', headers }));
  const granted = await ask('/sync-url', {
    origin: SHOP,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-csrf-token',
  });
  assert.equal(granted.status, 204);
  assert.equal(granted.headers.get('access-control-allow-origin'), SHOP);
  assert.equal(granted.headers.get('access-control-allow-credentials'), 'true');
  assert.equal(granted.headers.get('access-control-allow-methods'), 'POST');
  assert.equal(granted.headers.get('access-control-allow-headers'), 'content-type,x-csrf-token');
  assert.match(granted.headers.get('vary') ?? '', /Origin/);
  assert.equal((await ask('/integrations', { origin: SHOP })).headers.get('access-control-allow-methods'), 'GET, HEAD');

  const refused = await ask('/sync-url', { origin: 'https://evil.example', 'access-control-request-method': 'POST' });
  await assertProblem(refused, 403, 'forbidden');
  assert.equal(refused.headers.get('access-control-allow-origin'), null);
  await assertProblem(await ask('/sync-url', {}), 405, 'bad-request');
  await assertProblem(await ask('/elsewhere', { origin: SHOP }), 404, 'not-found');
  assert.deepEqual(calls, []);
});
