import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostMerchant, HostOptions } from '../../../src/host/index.js';
import {
  type Answer,
  answerTo,
  assertProblem,
  assertSecretFree,
  brandingOf,
  COMPANY,
  consoleLines,
  getList,
  json,
  list,
  MERCHANT,
  never,
  type Page,
  postChoice,
  refusal,
  row,
  rowsIn,
  settle,
  setUp,
  until,
  withPages,
} from './support.js';

const merchant = (): HostMerchant => ({ merchantIdentifier: MERCHANT, companyId: COMPANY });
const INTEGRATIONS = ['gbol', 'qhyg', 'fbrh'];

/** A host that offers three integrations to a merchant with a company. */
const setUpWith = (answer: Answer, options: Partial<HostOptions> = {}): ReturnType<typeof setUp> =>
  setUp({ integrations: INTEGRATIONS, merchant, answer, ...options });

let lastId = 0;

/** A row of a company's connections. */
const connection = (integrationKey: string, status: string, more: object = {}): Record<string, unknown> => ({
  id: `connection-${(lastId += 1)}`,
  integrationKey,
  platformName: `Name of ${integrationKey}`,
  sourceType: 'Accounting',
  status,
  linkUrl: `https://link.codat.io/companies/${COMPANY}/link`,
  created: '2030-01-01T00:00:00Z',
  ...more,
});

/** A Codat whose company has these connections. */
const withConnections = (rows: unknown[]): Answer => answerTo('connections', () => list(rows));

const failing = (answer: () => Response | Promise<Response>): Answer => answerTo('connections', answer);

/** What the list says of the integrations that it says something of. */
async function statusesIn(response: Response): Promise<Record<string, unknown>> {
  const rows = await rowsIn(response);
  return Object.fromEntries(rows.flatMap(({ key, connection: given }) => (given === undefined ? [] : [[key, given]])));
}

const LINKED = { status: 'linked' };
const PENDING = { status: 'pending' };
const DEAUTHORIZED = { status: 'deauthorized' };

test('the list says what is linked and what is pending, and nothing of the rest', async () => {
  const { host, errors } = setUpWith(
    withConnections([connection('dfxm', 'Linked'), connection('gbol', 'Linked'), connection('qhyg', 'PendingAuth')]),
  );
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, branding, ...rest }) => [key, branding, 'connection' in rest ? rest['connection'] : 'absent']),
    [
      ['gbol', brandingOf('gbol'), { status: 'linked' }],
      ['qhyg', brandingOf('qhyg'), { status: 'pending' }],
      ['fbrh', brandingOf('fbrh'), 'absent'],
    ],
  );
  assert.deepEqual(errors, []);
});

const STATUSES: [status: unknown, connection: object | undefined][] = [
  ['Linked', LINKED],
  ['linked', LINKED],
  ['LINKED', LINKED],
  ['PendingAuth', PENDING],
  ['pendingAuth', PENDING],
  ['PENDINGAUTH', PENDING],
  ['Unlinked', undefined],
  ['UNLINKED', undefined],
  ['Deauthorized', DEAUTHORIZED],
  ['DEAUTHORIZED', DEAUTHORIZED],
  ['Something new', undefined],
  ['', undefined],
  ['__proto__', undefined],
  ['constructor', undefined],
  [undefined, undefined],
  [null, undefined],
  [true, undefined],
  [['Linked'], undefined],
  [{ toLowerCase: 'linked' }, undefined],
];
for (const [status, expected] of STATUSES) {
  test(`a connection that is ${JSON.stringify(status)} makes it ${JSON.stringify(expected)}`, async () => {
    const { host, errors } = setUpWith(withConnections([connection('gbol', '', { status })]));
    assert.deepEqual(await statusesIn(await host(getList())), expected ? { gbol: expected } : {});
    assert.deepEqual(errors, []);
  });
}

test('of several connections, one that is linked counts most, then one that has lost its access, in any order', async () => {
  const said = async (statuses: string[]): Promise<unknown> => {
    const { host } = setUpWith(withConnections(statuses.map((status) => connection('gbol', status))));
    return (await statusesIn(await host(getList())))['gbol'];
  };
  assert.deepEqual(await said(['Linked', 'PendingAuth']), LINKED);
  assert.deepEqual(await said(['PendingAuth', 'Linked']), LINKED);
  assert.deepEqual(await said(['Linked', 'Unlinked']), LINKED);
  assert.deepEqual(await said(['Deauthorized', 'Linked', 'PendingAuth']), LINKED);
  assert.deepEqual(await said(['Unlinked', 'PendingAuth', 'Deauthorized']), DEAUTHORIZED);
  assert.deepEqual(await said(['Deauthorized', 'PendingAuth']), DEAUTHORIZED);
  assert.deepEqual(await said(['Unlinked', 'PendingAuth']), PENDING);
  assert.deepEqual(await said(['Something new', 'Unlinked']), undefined);
});

test('bad rows say nothing, the others what they say', async () => {
  const { host, errors } = setUpWith(
    failing(
      () =>
        new Response(
          '{"results":[null,7,"gbol",[],{},{"integrationKey":["qhyg"],"status":"Linked"},{"status":"Linked"},' +
            '{"__proto__":{"integrationKey":"fbrh","status":"Linked"}},{"integrationKey":"gbol","status":"Linked"}]}',
        ),
    ),
  );
  assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
  assert.deepEqual(errors, []);
});

test('the connector’s own connection, and one to what is not on offer, put nothing on the list', async () => {
  const { host } = setUpWith(withConnections([connection('dfxm', 'Linked'), connection('zzzz', 'Linked')]));
  const rows = await rowsIn(await host(getList()));
  assert.deepEqual(
    rows.map(({ key, connection: given }) => [key, given]),
    INTEGRATIONS.map((key) => [key, undefined]),
  );
});

test('each list takes one call, with the company as one segment of the path', async () => {
  const { host, calls } = setUpWith(withConnections([connection('gbol', 'Linked')]), {
    baseUrl: 'https://proxy.example/codat',
  });
  for (const request of [getList(), getList()]) await host(request);
  const made = calls.filter(({ kind }) => kind === 'connections');
  const path = 'c0mpany-Kept%2F..%2FSecret%20%C3%BCn%C3%AFque%3F%237';
  assert.deepEqual(
    made.map(({ raw }) => raw),
    Array(2).fill(`https://proxy.example/codat/companies/${path}/connections?page=1&pageSize=500`),
  );
  for (const { headers, init } of made) {
    assert.ok(headers.get('authorization'));
    assert.equal(init.redirect, 'manual');
  }
});

test('where the company is not known, Codat is not asked', async () => {
  for (const companyId of [undefined, null]) {
    const { host, kinds, errors } = setUpWith(() => undefined, {
      merchant: () => ({ merchantIdentifier: MERCHANT, companyId }) as HostMerchant,
    });
    assert.deepEqual(await statusesIn(await host(getList())), {});
    assert.ok(!kinds().includes('connections'));
    assert.deepEqual(errors, []);
  }
});

const NO_COMPANY: [what: string, companyId: unknown][] = [
  ['is empty', ''],
  ['is blank', ' \t'],
  ['is a step to the same place', '.'],
  ['is a step upwards', '..'],
  ['holds half a character', 'c0mpany-Kept\ud800'],
  ['is a number', 7],
  ['is an object', { toString: () => COMPANY }],
];
for (const [what, companyId] of NO_COMPANY) {
  test(`a companyId that ${what} gets into no path: it is reported, and the list comes without statuses`, async () => {
    const { host, kinds, errors } = setUpWith(withConnections([connection('gbol', 'Linked')]), {
      merchant: () => ({ merchantIdentifier: MERCHANT, companyId }) as HostMerchant,
    });
    assert.deepEqual(await statusesIn(await host(getList())), {});
    assert.ok(!kinds().includes('connections'));
    assert.deepEqual(
      errors.map(({ error, info }) => [error.code, info.step]),
      [['misconfigured', 'merchant()']],
    );
    assert.match(errors[0]?.error.message ?? '', /companyId/);
  });
}

for (const companyId of ['...', '.a', '%2e%2e', '..%2f', '..\\..', '../..', 'a;b=c', '//evil.example']) {
  test(`a companyId such as ${companyId} is no more than one segment`, async () => {
    const { host, calls } = setUpWith(withConnections([connection('gbol', 'Linked')]), {
      merchant: () => ({ merchantIdentifier: MERCHANT, companyId }),
    });
    assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
    const { url } = calls.find(({ kind }) => kind === 'connections')!;
    const segments = url.pathname.split('/').map(decodeURIComponent);
    assert.equal(url.origin, 'https://api.codat.io');
    assert.deepEqual(segments, ['', 'companies', companyId, 'connections']);
  });
}

test('a Sync URL takes neither the company nor its connections', async () => {
  for (const companyId of [COMPANY, '..']) {
    const { host, kinds, errors } = setUpWith(() => undefined, {
      merchant: () => ({ merchantIdentifier: MERCHANT, companyId }),
    });
    assert.equal((await host(postChoice())).status, 200);
    assert.deepEqual(kinds(), ['mint']);
    assert.deepEqual(errors, []);
  }
});

test('what one merchant has is never said to another, nor what was', async () => {
  const linked: Record<string, string[]> = { a: ['gbol'], b: ['qhyg'] };
  const { host } = setUpWith(
    ({ kind, url }) =>
      kind === 'connections'
        ? list(linked[url.pathname.split('/')[2]!]!.map((key) => connection(key, 'Linked')))
        : undefined,
    { merchant: ({ headers }) => ({ merchantIdentifier: MERCHANT, companyId: headers.get('cookie')! }) },
  );
  const said = async (cookie: string): Promise<string[]> =>
    Object.keys(await statusesIn(await host(getList({ cookie }))));
  assert.deepEqual(await Promise.all(['a', 'b', 'a'].map(said)), [['gbol'], ['qhyg'], ['gbol']]);
  linked['a'] = [];
  assert.deepEqual(await said('a'), []);
  linked['a'] = ['gbol', 'fbrh'];
  assert.deepEqual(await said('a'), ['gbol', 'fbrh']);
});

test('the ETag changes with a status, and the list stays private', async () => {
  let rows: unknown[] = [];
  const { host } = setUpWith((call) => withConnections(rows)(call));
  const tags = new Set<string>();
  for (const status of ['Unlinked', 'PendingAuth', 'Linked']) {
    const held = [...tags].join();
    rows = [connection('gbol', status)];
    const response = await host(getList({ 'if-none-match': held }));
    assert.equal(response.status, 200, status);
    assert.equal(response.headers.get('cache-control'), 'private, no-cache');
    assert.equal(response.headers.get('vary'), 'Cookie, Authorization');
    const tag = response.headers.get('etag')!;
    tags.add(tag);
    assert.equal((await host(getList({ 'if-none-match': tag }))).status, 304, status);
  }
  assert.equal(tags.size, 3);
});

test('connections are asked for while branding is on its way', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const { host, kinds } = setUpWith(() => never());
  void host(getList());
  await until(() => kinds().length === 4);
  assert.deepEqual(kinds().toSorted(), ['branding', 'branding', 'branding', 'connections']);
});

const NEXT = 'https://evil.example/companies/7/connections?page=2';
const first = connection('gbol', 'PendingAuth');
const again = connection('gbol', 'Linked');
const nameless = connection('qhyg', 'Linked', { id: undefined });
const namelessToo = connection('fbrh', 'Linked', { id: undefined });
const PAGED: [what: string, pages: Page[], said: object, calls: number][] = [
  ['to the page without a next', [{ rows: [first], next: NEXT }, { rows: [again] }], { gbol: LINKED }, 2],
  [
    'to the total, where there is no next',
    [
      { rows: [first], total: 3 },
      { rows: [nameless], total: 3 },
      { rows: [namelessToo], total: 3 },
    ],
    { gbol: PENDING, qhyg: LINKED, fbrh: LINKED },
    3,
  ],
  [
    'to an empty page, whatever it says',
    [
      { rows: [first], next: NEXT, total: 9 },
      { rows: [], next: NEXT, total: 9 },
    ],
    { gbol: PENDING },
    2,
  ],
  [
    'to a page that repeats',
    [{ rows: [first, nameless], next: NEXT }, { rows: [nameless, first], next: NEXT }, { rows: [again] }],
    { gbol: PENDING, qhyg: LINKED },
    2,
  ],
  ['no further than a first page that is empty', [{ rows: [] }], {}, 1],
];
for (const [what, pages, said, count] of PAGED) {
  test(`the connections are followed ${what}, by number`, async () => {
    const { host, calls, errors } = setUpWith(withPages('connections', pages));
    assert.deepEqual(await statusesIn(await host(getList())), said);
    assert.deepEqual(errors, []);
    const made = calls.filter(({ kind }) => kind === 'connections');
    assert.deepEqual(
      made.map(({ url }) => url.origin + url.search),
      Array.from({ length: count }, (_, n) => `https://api.codat.io?page=${n + 1}&pageSize=500`),
    );
  });
}

test('connections without an end are given up', async () => {
  const { host, kinds, codes } = setUpWith(
    failing(() => json({ results: [connection('gbol', 'Linked')], _links: { next: { href: NEXT } } })),
  );
  assert.deepEqual(await statusesIn(await host(getList())), {});
  assert.equal(kinds().filter((kind) => kind === 'connections').length, 20);
  assert.deepEqual(codes(), ['bad-response']);
});

test('connections that break off say nothing, as what is pending may be linked on the next page', async () => {
  const { host, codes } = setUpWith((call) =>
    call.kind === 'connections' && call.url.searchParams.get('page') === '2'
      ? refusal(500)
      : withPages('connections', [{ rows: [first], next: NEXT }])(call),
  );
  assert.deepEqual(await statusesIn(await host(getList())), {});
  assert.deepEqual(codes(), ['unavailable']);
});

const FAILURES: [what: string, answer: () => Response | Promise<Response>, code: string, status?: number][] = [
  ['400', () => refusal(400), 'unavailable', 400],
  ['401', () => refusal(401), 'misconfigured', 401],
  ['402', () => refusal(402), 'unavailable', 402],
  ['403', () => refusal(403), 'misconfigured', 403],
  ['409', () => refusal(409), 'conflict', 409],
  ['429', () => refusal(429, { 'retry-after': '30' }), 'rate-limited', 429],
  ['500', () => refusal(500), 'unavailable', 500],
  ['503', () => refusal(503), 'unavailable', 503],
  ['a redirect', () => new Response(null, { status: 302, headers: { location: '/' } }), 'bad-response', 302],
  ['nothing', () => new Response(null, { status: 204 }), 'bad-response', 204],
  ['a page', () => new Response(`<!doctype html><title>${COMPANY}</title>`), 'bad-response', 200],
  ['half a JSON', () => new Response(`{"results":[{"linkUrl":"/companies/${COMPANY}`), 'bad-response', 200],
  ['a bare list', () => json([connection('gbol', 'Linked')]), 'bad-response', 200],
  ['no results', () => json({ results: { gbol: 'Linked' } }), 'bad-response'],
  [
    'no connection',
    () => Promise.reject(new TypeError(`fetch failed: https://api.codat.io/companies/${COMPANY}/connections`)),
    'unavailable',
  ],
];
for (const [what, answer, code, status] of FAILURES) {
  test(`where Codat answers ${what} instead of connections, the list comes without statuses, and it is reported`, async () => {
    const { host, errors } = setUpWith(failing(answer));
    const rows = await rowsIn(await host(getList()));
    assert.deepEqual(
      rows.map(({ key, branding, connection: given }) => [key, branding, given]),
      INTEGRATIONS.map((key) => [key, brandingOf(key), undefined]),
    );
    assert.deepEqual(
      errors.map(({ error, info }) => [error.code, error.status, info.step]),
      [[code, status, 'GET connections']],
    );
    const correlationId = status !== undefined && status >= 400 ? '8fa2b5f4794970a4ee73758f612e8df0' : undefined;
    assert.equal(errors[0]?.error.correlationId, correlationId);
  });
}

test('a failure is over with the next list', async () => {
  let down = true;
  const { host } = setUpWith((call) =>
    down && call.kind === 'connections' ? refusal(500) : withConnections([connection('gbol', 'Linked')])(call),
  );
  assert.deepEqual(await statusesIn(await host(getList())), {});
  down = false;
  assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
});

test('a company that Codat doesn’t know yet is no failure', async () => {
  for (const answer of [() => refusal(404), () => new Response('', { status: 404 })]) {
    const { host, errors } = setUpWith(failing(answer));
    assert.deepEqual(await statusesIn(await host(getList())), {});
    assert.deepEqual(errors, []);
  }
});

test('where Codat refuses the key for everything, there is no list; for the connections alone, there is', async () => {
  for (const status of [401, 403]) {
    const refused = setUpWith(() => refusal(status));
    await assertProblem(await refused.host(getList()), 502, 'misconfigured');
    const { host, errors } = setUpWith(failing(() => refusal(status)));
    assert.deepEqual(await statusesIn(await host(getList())), {});
    assert.match(errors[0]?.error.message ?? '', /apiKey/);
  }
});

/** Codat's answers that come when they are let go. */
function heldBack(): { answer: () => Promise<Response>; held: ((response: Response) => void)[] } {
  const held: ((response: Response) => void)[] = [];
  return { held, answer: () => new Promise((resolve) => held.push(resolve)) };
}

test('a list waits three seconds for the statuses, and what comes later is not waited for', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const { held, answer } = heldBack();
  const { host, calls, errors } = setUpWith(failing(answer));
  let answered = false;
  const response = host(getList()).finally(() => (answered = true));
  await until(() => held.length === 1);
  await settle();
  t.mock.timers.tick(2_999);
  await settle();
  assert.equal(answered, false);
  t.mock.timers.tick(1);
  assert.deepEqual(await statusesIn(await response), {});
  assert.equal(calls.find(({ kind }) => kind === 'connections')?.init.signal?.aborted, true);
  held[0]!(list([connection('gbol', 'Linked')]));
  await settle();
  assert.deepEqual(
    errors.map(({ error, info }) => [error.code, info.step]),
    [['timeout', 'GET connections']],
  );
});

test('three seconds are the limit for all pages', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const { held, answer } = heldBack();
  const { host, codes } = setUpWith(failing(answer));
  const response = host(getList());
  for (const page of [1, 2]) {
    await until(() => held.length === page);
    await settle();
    t.mock.timers.tick(1_400);
    held[page - 1]!(json({ results: [connection('gbol', 'Linked')], _links: { next: { href: NEXT } } }));
  }
  await until(() => held.length === 3);
  await settle();
  t.mock.timers.tick(200);
  assert.deepEqual(await statusesIn(await response), {});
  assert.deepEqual(codes(), ['timeout']);
});

test('a timeout that is shorter than three seconds holds here too', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const { host, kinds, codes } = setUpWith(failing(never), { timeout: 500 });
  const response = host(getList());
  await until(() => kinds().includes('connections'));
  await settle();
  t.mock.timers.tick(500);
  assert.deepEqual(await statusesIn(await response), {});
  assert.deepEqual(codes(), ['timeout']);
});

test('a body that never ends costs the statuses alone', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const trickle = (): Response => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array([123])) }));
  const { host, kinds, codes } = setUpWith(failing(trickle));
  const response = host(getList());
  await until(() => kinds().includes('connections'));
  await settle();
  t.mock.timers.tick(3_000);
  assert.deepEqual(await statusesIn(await response), {});
  assert.deepEqual(codes(), ['timeout']);
});

test('what Codat’s own list says of connections is not passed on', async () => {
  const { host } = setUp({
    integrations: 'enabled',
    merchant,
    answer: ({ kind }) => {
      if (kind === 'list') return list([row('gbol', { connection: LINKED }), row('qhyg', { connection: PENDING })]);
      return kind === 'connections' ? list([connection('qhyg', 'Linked')]) : undefined;
    },
  });
  assert.deepEqual(await statusesIn(await host(getList())), { qhyg: LINKED });
});

test('nobody who is not logged in has connections, and HEAD has the same headers as GET', async () => {
  let present: HostMerchant | null = null;
  const { host, calls } = setUpWith(withConnections([connection('gbol', 'Linked')]), { merchant: () => present });
  await assertProblem(await host(getList()), 401, 'unauthenticated');
  assert.deepEqual(calls, []);
  present = merchant();
  const head = await host(new Request(getList(), { method: 'HEAD' }));
  assert.equal(head.headers.get('etag'), (await host(getList())).headers.get('etag'));
});

test('without onError, the console has one line about connections that fail, without the company', async (t) => {
  const { host } = setUpWith(
    failing(() => refusal(503)),
    { onError: undefined },
  );
  const lines = await consoleLines(t, () => host(getList()));
  assert.deepEqual(lines, [
    'codat-commerce-picker: GET connections: Codat answered 503 (unavailable), status 503, ' +
      'correlationId 8fa2b5f4794970a4ee73758f612e8df0',
  ]);
  assertSecretFree(JSON.stringify(lines));
});

test('after one time-out, nobody waits for statuses for half a minute; the last known ones serve for one', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  let hangs = false;
  let companyId = 'known';
  const { host, kinds } = setUpWith(
    (call) => {
      if (call.kind !== 'connections') return undefined;
      return hangs ? never() : list([connection('gbol', 'Linked')]);
    },
    { merchant: () => ({ merchantIdentifier: MERCHANT, companyId }) },
  );
  const asked = (): number => kinds().filter((kind) => kind === 'connections').length;
  assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
  hangs = true;
  const slow = host(getList());
  await until(() => asked() === 2);
  await settle();
  t.mock.timers.tick(3_000);
  assert.deepEqual(await statusesIn(await slow), { gbol: LINKED });
  for (let second = 0; second < 30; second += 1) {
    companyId = 'known';
    assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
    companyId = 'unknown';
    assert.deepEqual(await statusesIn(await host(getList())), {});
    t.mock.timers.tick(1_000);
  }
  assert.equal(asked(), 2);
  hangs = false;
  companyId = 'unknown';
  assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
});

test('after a minute, statuses that were known once are known no more', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let down = false;
  const { host } = setUpWith((call) =>
    down && call.kind === 'connections' ? refusal(500) : withConnections([connection('gbol', 'Linked')])(call),
  );
  await host(getList());
  down = true;
  t.mock.timers.tick(59_999);
  assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
  t.mock.timers.tick(1);
  assert.deepEqual(await statusesIn(await host(getList())), {});
});

test('a merchant who asks for the list all the time makes ten calls a minute, and still sees the statuses', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { host, kinds } = setUpWith(withConnections([connection('gbol', 'Linked')]));
  for (let time = 0; time < 200; time += 1) {
    assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
    t.mock.timers.tick(200);
  }
  assert.equal(kinds().filter((kind) => kind === 'connections').length, 10);
});

test('lists of one merchant that are asked for together share one call; those of others don’t', async () => {
  const { host, kinds } = setUpWith(withConnections([connection('gbol', 'Linked')]), {
    merchant: (request) => ({ merchantIdentifier: MERCHANT, companyId: request.headers.get('cookie') ?? 'a' }),
  });
  const answers = await Promise.all([getList(), getList(), getList(), getList({ cookie: 'b' })].map(host));
  for (const answer of answers) assert.deepEqual(await statusesIn(answer), { gbol: LINKED });
  assert.equal(kinds().filter((kind) => kind === 'connections').length, 2);
});

test('one merchant’s statuses are never another’s, however many there are', async () => {
  const { host } = setUpWith(
    ({ kind, url }) => {
      if (kind !== 'connections') return undefined;
      return list(Number(url.pathname.split('/')[2]) % 2 ? [connection('gbol', 'Linked')] : []);
    },
    { merchant: (request) => ({ merchantIdentifier: MERCHANT, companyId: request.headers.get('cookie')! }) },
  );
  for (let merchants = 0; merchants < 1_200; merchants += 1) {
    const expected = merchants % 2 ? { gbol: LINKED } : {};
    assert.deepEqual(await statusesIn(await host(getList({ cookie: String(merchants) }))), expected);
  }
});

test('rows that are nested without end say nothing, and spoil nothing', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const rows = `{"more":${deep}},{"id":${deep},"status":${deep}},{"integrationKey":"gbol","status":"Linked","more":${deep}}`;
  const { host, errors } = setUpWith(failing(() => new Response(`{"results":[${rows}],"totalResults":${deep}}`)));
  assert.deepEqual(await statusesIn(await host(getList())), { gbol: LINKED });
  assert.deepEqual(errors, []);
});
