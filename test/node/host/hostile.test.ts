import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createHost, type HostOptions } from '../../../src/host/index.js';
import { brandingOf, COMPANY, list, ORIGIN, postChoice, type Row, row, SYNC_URL } from './support.js';

const RUNS = { numRuns: 150 };

/** A host whose Codat, cache and session are what a run makes of them. What it reports is counted and nothing else. */
function hostOf(options: Partial<HostOptions>): { host: (request: Request) => Promise<Response>; reported: string[] } {
  const reported: string[] = [];
  const host = createHost({
    apiKey: 'key',
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: () => ({ merchantIdentifier: 'm', companyId: COMPANY }),
    limit: false,
    onError: ({ code }) => reported.push(code),
    ...options,
  });
  return { host, reported };
}

const get = (headers: Record<string, string> = {}): Request => new Request(`${ORIGIN}/integrations`, { headers });

/** JSON of any shape, also with the names that Codat uses, and with those that JavaScript has for itself. */
const names = fc.constantFrom(
  ...(
    'results totalResults _links next url key name enabled sourceType logo full image src alt button status id ' +
    'integrationKey branding fetchedAt integrations mints at until by __proto__ constructor toString toJSON length then'
  ).split(' '),
);
const leaf = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('gbol', 'qhyg', 'Linked', 'javascript:alert(1)', SYNC_URL, 1e308, -0),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    leaf,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.array(fc.tuple(names, tie('tree')), { maxLength: 6 }).map((entries) => `{OBJECT}${JSON.stringify(entries)}`),
  ),
}));

/** As text, so that a name may come twice, and `__proto__` is a name. */
const jsonText: fc.Arbitrary<string> = tree.map(textOf);

function textOf(value: unknown): string {
  if (typeof value === 'string' && value.startsWith('{OBJECT}')) {
    const entries = JSON.parse(value.slice('{OBJECT}'.length)) as [string, unknown][];
    return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${textOf(part)}`).join()}}`;
  }
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  return JSON.stringify(value) ?? 'null';
}

const answerText = fc.oneof(
  { weight: 6, arbitrary: jsonText },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 30_000 }).map((depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  },
);
const status = fc.oneof(
  { weight: 5, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }).filter((code) => ![204, 205, 304].includes(code)) },
);

/** An answer that the picker can read: not a 500, which would say that nobody had thought of it. */
async function assertAnswered(response: Response): Promise<void> {
  const text = await response.text();
  assert.notEqual(response.status, 500, text);
  if (response.status !== 304) JSON.parse(text);
}

test('whatever Codat answers to whatever it is asked, there is an answer, and no exception of ours', async () => {
  await fc.assert(
    fc.asyncProperty(
      answerText,
      status,
      fc.constantFrom(undefined, 'enabled' as const),
      async (text, code, integrations) => {
        const { host, reported } = hostOf({ integrations, fetch: async () => new Response(text, { status: code }) });
        await assertAnswered(await host(get()));
        await assertAnswered(await host(postChoice()));
        assert.ok(!reported.includes('unknown'), reported.join());
      },
    ),
    RUNS,
  );
});

test('whatever stands between them, good rows show, with their branding and their status', async () => {
  const good = [row('gbol'), row('abcd')];
  await fc.assert(
    fc.asyncProperty(fc.array(jsonText, { maxLength: 6 }), jsonText, async (bad, rubbish) => {
      const [first, ...rest] = bad;
      const rows = [first, JSON.stringify(good[0]), ...rest, JSON.stringify(good[1])].filter(Boolean).join();
      const connections = [...bad, '{"integrationKey":"abcd","status":"LINKED"}'].join();
      const { host, reported } = hostOf({
        integrations: ['gbol', 'abcd'],
        fetch: async (input) => {
          const url = String(input);
          if (url.includes('/companies/')) return new Response(`{"results":[${connections}]}`);
          if (!url.includes('/branding')) return new Response(`{"results":[${rows}],"totalResults":${rubbish}}`);
          return url.includes('abcd') ? Response.json(brandingOf('abcd')) : new Response(rubbish);
        },
      });
      const response = await host(get());
      const { results } = (await response.json()) as { results: Row[] };
      const shown = results.find(({ key }) => key === 'abcd');
      assert.deepEqual(
        results.map(({ key }) => key),
        ['gbol', 'abcd'],
      );
      assert.deepEqual([shown?.branding, shown?.['connection']], [brandingOf('abcd'), { status: 'linked' }]);
      assert.ok(!reported.includes('unknown'), reported.join());
    }),
    // A row that no other is like, on pages that never end.
    { ...RUNS, examples: [[['{"key":[]}'], '1e308']] },
  );
});

test('whatever the cache and the limit’s store hold, lists and Sync URLs come all the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(jsonText, answerText), { minLength: 1, maxLength: 5 }), async (texts) => {
      let turn = 0;
      const values = texts.map((text) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          return text;
        }
      });
      // No marker of anybody who is at it: that is waited for, and has its own test.
      const kept = (key: string): unknown => (key.includes('fetching') ? null : values[(turn += 1) % values.length]);
      const store = { get: kept, set: () => Promise.reject(new Error('read only')) };
      const { host, reported } = hostOf({
        integrations: ['gbol', 'abcd'],
        cache: store,
        limit: { store, perMinute: 1_000 },
        fetch: async (input) => {
          if (String(input).includes('/start')) return Response.json({ url: SYNC_URL });
          return String(input).includes('?page') ? list([row('abcd')]) : Response.json({});
        },
      });
      const response = await host(get());
      assert.equal(response.status, 200);
      const { results } = (await response.json()) as { results: Row[] };
      assert.ok(results.some(({ key }) => key === 'gbol'));
      // A mint of another process that may be under way, as the store has it, is a refusal.
      assert.ok([200, 429].includes((await host(postChoice())).status));
      assert.ok(!reported.includes('unknown'), reported.join());
    }),
    RUNS,
  );
});

const headerValue = fc.string({ unit: 'grapheme-ascii' });

test('whatever a request holds, it is refused or answered, and mints only what is on offer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(answerText, fc.constant('{"platformKey":"gbol"}')),
      fc.record(
        {
          'content-type': fc.oneof(headerValue, fc.constant('application/json')),
          origin: fc.oneof(headerValue, fc.webUrl(), fc.constant(ORIGIN)),
          'sec-fetch-site': fc.constantFrom('same-origin', 'cross-site', 'none', 'x'),
          'idempotency-key': headerValue,
          'if-none-match': headerValue,
          'content-length': headerValue,
          host: headerValue,
        },
        { requiredKeys: [] },
      ),
      fc.constantFrom('integrations', 'sync-url', 'other'),
      fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'),
      fc.oneof(fc.webQueryParameters(), fc.constant('merchantIdentifier=x')),
      async (body, headers, path, method, query) => {
        const minted: string[] = [];
        const { host, reported } = hostOf({
          allowedOrigins: ['https://app.example'],
          fetch: async (input) => {
            if (!String(input).includes('/start')) return Response.json({ results: [] });
            minted.push(new URL(String(input)).pathname);
            return Response.json({ url: SYNC_URL });
          },
        });
        const withBody = !/GET|HEAD/.test(method);
        const url = `${ORIGIN}/${path}?${query}`;
        const response = await host(new Request(url, { method, headers, ...(withBody && { body }) }));
        assert.ok(response.status < 500, `${response.status} ${await response.text()}`);
        assert.deepEqual(reported, []);
        for (const pathname of minted) assert.match(pathname, /^\/config\/sync\/commerce\/dfxm\/[a-z]{4}\/start$/);
        if (minted.length) assert.ok(method === 'POST' && path === 'sync-url');
      },
    ),
    { numRuns: 400 },
  );
});
