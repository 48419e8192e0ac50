import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostOptions } from '../../../src/host/index.js';
import {
  assertProblem,
  assertSecretFree,
  consoleLines,
  getList,
  json,
  never,
  postChoice,
  refusal,
  settle,
  setUp,
  unhandledRejections,
} from './support.js';

const LINES: [what: string, options: Parameters<typeof setUp>[0], line: string][] = [
  [
    'a refused key, with what to look at',
    { answer: () => refusal(401) },
    'codat-commerce-picker: GET Sync URL of gbol: Codat answered 401: check apiKey, and what the key may do ' +
      '(misconfigured), status 401, correlationId 8fa2b5f4794970a4ee73758f612e8df0',
  ],
  [
    'a server that is down',
    { answer: () => new Response('', { status: 503 }) },
    'codat-commerce-picker: GET Sync URL of gbol: Codat answered 503 (unavailable), status 503',
  ],
  [
    'a Sync URL that leads astray, by its origin',
    { answer: () => json({ url: 'https://evil.example/?otp=422149' }) },
    'codat-commerce-picker: GET Sync URL of gbol: https://evil.example is not in allowedHosts, or not safe (unsafe-url)',
  ],
  [
    'a session check that throws, without what it threw',
    {
      merchant: () => {
        throw new TypeError('no merchant Café');
      },
    },
    'codat-commerce-picker: merchant(): it threw TypeError, the cause of this error (misconfigured)',
  ],
];
for (const [what, options, line] of LINES) {
  test(`without onError, the console has one line about ${what}`, async (t) => {
    const { host } = setUp({ ...options, onError: undefined });
    const lines = await consoleLines(t, () => host(postChoice()));
    assert.deepEqual(lines, [line]);
    assertSecretFree(line);
  });
}

test('without onError, brandings that fail alike have one line, which says how many when they fail again', async (t) => {
  let now = Date.now();
  t.mock.method(Date, 'now', () => now);
  const { host } = setUp({ integrations: ['gbol', 'qhyg'], onError: undefined, answer: () => refusal(500) });
  const lines = await consoleLines(t, async () => {
    await host(getList());
    now += 60_000;
    await host(getList());
  });
  const line = 'codat-commerce-picker: GET branding of gbol: Codat answered 500 (unavailable), status 500, ';
  const id = 'correlationId 8fa2b5f4794970a4ee73758f612e8df0';
  assert.deepEqual(lines, [line + id, `${line + id}, and 1 more like it before`]);
});

test('what the browser did wrong is not reported', async () => {
  const { host, errors } = setUp({
    merchant: (request) => (request.headers.has('cookie') ? { merchantIdentifier: 'm' } : null),
  });
  const headers = { cookie: 'session=1' };
  const requests = [
    getList(),
    getList({}, '/nothing'),
    postChoice(undefined, { method: 'PUT' }),
    postChoice(undefined, { headers: { 'sec-fetch-site': 'cross-site' } }),
    postChoice(undefined, { headers: { 'content-type': 'text/plain' } }),
    postChoice('x', { headers }),
    postChoice({ platformKey: 'dfxm' }, { headers }),
  ];
  for (const request of requests) assert.ok((await host(request)).status >= 400);
  assert.deepEqual(errors, []);
});

const FAULTY: [what: string, onError: HostOptions['onError']][] = [
  [
    'throws',
    () => {
      throw new Error('the logger is down');
    },
  ],
  ['rejects', () => Promise.reject(new Error('the logger is down'))],
  ['never ends', () => never()],
];
for (const [what, onError] of FAULTY) {
  test(`an onError that ${what} changes no answer, and breaks no process`, async (t) => {
    const unhandled = unhandledRejections(t);
    const { host } = setUp({ onError, answer: ({ kind }) => (kind === 'mint' ? refusal(409) : refusal(500)) });
    await assertProblem(await host(postChoice()), 409, 'conflict');
    assert.equal((await host(getList())).status, 200);
    await settle();
    assert.deepEqual(unhandled, []);
  });
}

test('importing the host needs neither a DOM nor lit', async () => {
  const imported: string[] = [];
  const follow = async (path: URL): Promise<void> => {
    if (imported.includes(path.href)) return;
    imported.push(path.href);
    const { readFile } = await import('node:fs/promises');
    const source = (await readFile(path, 'utf8')).replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    for (const [, specifier] of source.matchAll(/^(?:import|export)\b(?! type)[^;]*? from '([^']+)'/gm)) {
      assert.match(specifier!, /^\.{1,2}\//, `${path.pathname} imports ${specifier}`);
      await follow(new URL(specifier!.replace(/\.js$/, '.ts'), path));
    }
    // A sentence may end with such a word.
    const code = source.replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
    assert.doesNotMatch(code, /\b(window|document|navigator|process|Buffer|require|customElements|HTMLElement)\./);
  };
  await follow(new URL('../../../src/host/index.ts', import.meta.url));
  assert.ok(imported.length > 10);
  assert.ok(
    imported.every((path) => /\/src\/(host|shared|strings)\//.test(path)),
    imported.join(),
  );
});
