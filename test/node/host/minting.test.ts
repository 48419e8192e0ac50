import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostMerchant, HostOptions } from '../../../src/host/index.js';
import {
  type Answer,
  assertProblem,
  getList,
  json,
  MERCHANT,
  ORIGIN,
  OTP,
  postChoice,
  row,
  list,
  setUp,
  SYNC_URL,
  settle,
} from './support.js';

test('a choice is answered with the Sync URL in normal form, and nothing else', async () => {
  const { host, errors } = setUp();
  const response = await host(postChoice());
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    url: `https://sync-flow.codat.io/ef075d52/partnercommerce/xero/start?merchantIdentifier=demo%20merchant&otp=${OTP}`,
  });
  assert.deepEqual(Object.fromEntries(response.headers), {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  assert.deepEqual(errors, []);
});

test('where the host is commerce software, its connector is the commerce key', async () => {
  const { host, calls } = setUp({ connector: { platformKey: 'dfxm', sourceType: 'Commerce' } });
  await host(postChoice({ platformKey: 'gbol' }));
  assert.deepEqual(
    calls.map(({ url }) => url.pathname),
    ['/config/sync/commerce/dfxm/gbol/start'],
  );
});

test('where the host is accounting software, its connector is the accounting key', async () => {
  const { host, calls } = setUp({ connector: { platformKey: 'lqai', sourceType: 'Accounting' } });
  await host(postChoice({ platformKey: 'fztf' }));
  assert.deepEqual(
    calls.map(({ url }) => url.pathname),
    ['/config/sync/commerce/fztf/lqai/start'],
  );
});

test('whatever a merchant’s id and the redirectUrl are made of reaches Codat unharmed', async () => {
  const redirectUrl = 'https://shop.example/done?of=a&b#c d';
  const { host, calls } = setUp({ redirectUrl });
  await host(postChoice());
  const { raw, url } = calls[0]!;
  assert.equal(url.searchParams.get('merchantIdentifier'), MERCHANT);
  assert.equal(url.searchParams.get('redirectUrl'), redirectUrl);
  assert.deepEqual([...url.searchParams.keys()], ['merchantIdentifier', 'redirectUrl']);
  assert.equal(
    raw,
    'https://api.codat.io/config/sync/commerce/dfxm/gbol/start' +
      '?merchantIdentifier=Caf%C3%A9%20%26%20Co%20%2F%20%231%20%F0%9F%98%80%20%C3%BCn%C3%AFcode' +
      '&redirectUrl=https%3A%2F%2Fshop.example%2Fdone%3Fof%3Da%26b%23c%20d',
  );
});

test('without a redirectUrl none is sent', async () => {
  const { host, calls } = setUp();
  await host(postChoice());
  assert.deepEqual([...calls[0]!.url.searchParams.keys()], ['merchantIdentifier']);
});

test('the merchant is the one of this very request, also when the session check takes its time', async () => {
  const { host, calls } = setUp({
    merchant: async (request) => {
      await settle();
      return { merchantIdentifier: request.headers.get('cookie')!, companyId: 'company-7' };
    },
  });
  await Promise.all(['a', 'b'].map((cookie) => host(postChoice(undefined, { headers: { cookie } }))));
  assert.deepEqual(calls.map(({ url }) => url.searchParams.get('merchantIdentifier')).toSorted(), ['a', 'b']);
});

test('every request makes one call, and none is kept for the next', async () => {
  let otp = 0;
  const { host, kinds } = setUp({ answer: () => json({ url: `https://sync-flow.codat.io/start?otp=${(otp += 1)}` }) });
  const urls = [await host(postChoice()), await host(postChoice())].map(async (response) => response.text());
  assert.deepEqual(await Promise.all(urls), [
    '{"url":"https://sync-flow.codat.io/start?otp=1"}',
    '{"url":"https://sync-flow.codat.io/start?otp=2"}',
  ]);
  assert.deepEqual(kinds(), ['mint', 'mint']);
});

test('a mint that fails is not repeated', async () => {
  for (const answer of [() => json({}, { status: 503 }), () => Promise.reject(new TypeError('fetch failed'))]) {
    const { host, calls } = setUp({ answer });
    await assertProblem(await host(postChoice()), 503, 'unavailable');
    assert.equal(calls.length, 1);
  }
});

const REFUSED: [what: string, key: string, options?: Partial<HostOptions>][] = [
  ['the connector’s own key', 'dfxm'],
  ['the connector’s own key, should Codat’s list hold it', 'dfxm', { integrations: 'enabled' }],
  ['software that is only coming soon', 'tgff'],
  ['software that is only coming soon, though the host names it', 'tgff', { integrations: ['tgff'] }],
  ['software of the host’s own side', 'fztf'],
  ['software that the host has not put on its list', 'qhyg', { integrations: ['gbol'] }],
  ['software that nobody knows', 'zzzz'],
  ['software that Codat’s list doesn’t have', 'zzzz', { integrations: 'enabled' }],
  ['software that is not enabled in Codat’s portal', 'offf', { integrations: 'enabled' }],
  ['software that is not enabled, though the host names it', 'offf', { integrations: ['gbol', 'offf'] }],
  ['software of another kind', 'bank', { integrations: 'enabled' }],
];
for (const [what, platformKey, options] of REFUSED) {
  test(`${what} is refused before it gets into a path`, async () => {
    const rows = [
      row('dfxm', { sourceType: 'Accounting' }),
      row('gbol'),
      row('offf', { enabled: false }),
      row('bank', { sourceType: 'Banking' }),
    ];
    const { host, kinds } = setUp({ ...options, answer: ({ kind }) => (kind === 'list' ? list(rows) : undefined) });
    const { retryable } = await assertProblem(await host(postChoice({ platformKey })), 404, 'unknown-platform');
    assert.equal(retryable, false);
    assert.ok(!kinds().includes('mint'));
  });
}

test('where the host names what it offers, Codat is not asked about anything else', async () => {
  for (const integrations of [undefined, ['gbol', 'abcd']]) {
    const { host, calls } = setUp({ integrations, answer: () => list([row('zzzz')]) });
    await assertProblem(await host(postChoice({ platformKey: 'zzzz' })), 404, 'unknown-platform');
    assert.deepEqual(calls, []);
  }
});

test('the connector’s own key is refused without asking Codat’s list', async () => {
  const { host, calls } = setUp({ integrations: 'enabled', answer: () => list([row('dfxm')]) });
  await assertProblem(await host(postChoice({ platformKey: 'dfxm' })), 404, 'unknown-platform');
  assert.deepEqual(calls, []);
});

test('what Codat’s list offers can be picked, and the list is fetched once', async () => {
  const { host, kinds } = setUp({
    integrations: 'enabled',
    answer: ({ kind }) => (kind === 'list' ? list([row('abcd')]) : undefined),
  });
  assert.equal((await host(postChoice({ platformKey: 'abcd' }))).status, 200);
  assert.equal((await host(postChoice({ platformKey: 'abcd' }))).status, 200);
  assert.deepEqual(kinds(), ['list', 'mint', 'mint']);
});

test('software that the guides list is minted without asking for Codat’s list', async () => {
  const { host, kinds } = setUp({ integrations: ['abcd', 'gbol'] });
  assert.equal((await host(postChoice())).status, 200);
  assert.deepEqual(kinds(), ['mint']);
});

const UNSAFE = [
  'http://sync-flow.codat.io/start?otp=422149',
  'https://sync-flow.codat.io.evil.example/start?otp=422149',
  'https://evilcodat.io/start?otp=422149',
  'https://evil.example/sync-flow.codat.io?otp=422149',
  'https://codat.io@evil.example/?otp=422149',
  'https://me:pw@sync-flow.codat.io/?otp=422149',
  'https://sync-flow.codat.io:8443/?otp=422149',
  'https://sync-flow.codat.io./?otp=422149',
  'javascript:alert(422149)',
  '//sync-flow.codat.io/?otp=422149',
  '',
];
for (const url of UNSAFE) {
  test(`a Sync URL such as ${url.replace('422149', '…')} is kept from the browser`, async () => {
    const { host, codes } = setUp({ answer: () => json({ url }) });
    await assertProblem(await host(postChoice()), 502, 'unsafe-url');
    assert.deepEqual(codes(), ['unsafe-url']);
  });
}

test('the host says where a Sync URL may lead', async () => {
  const lead = async (url: string, allowedHosts?: string[]): Promise<number> => {
    const { host } = setUp({ allowedHosts, answer: () => json({ url }) });
    return (await host(postChoice())).status;
  };
  assert.equal(await lead('https://sync-flow-integration.codat.io/x'), 200);
  assert.equal(await lead('https://link.partner.example/x'), 502);
  assert.equal(await lead('https://link.partner.example/x', ['codat.io', 'partner.example']), 200);
  assert.equal(await lead('http://localhost:4000/x', ['localhost']), 200);
  assert.equal(await lead('http://localhost:4000/x'), 502);
});

const NOBODY: [what: string, nobody: HostOptions['merchant']][] = [
  ['null', () => null],
  ['a promise of null', async () => null],
  ['undefined, as a missing session often is', () => undefined],
  ['false, as `session && …` makes it', () => false],
];
for (const [what, merchant] of NOBODY) {
  test(`where the session check answers ${what}, both routes say 401 and Codat is left alone`, async () => {
    const { host, calls, errors } = setUp({ merchant });
    await assertProblem(await host(postChoice()), 401, 'unauthenticated');
    await assertProblem(await host(getList()), 401, 'unauthenticated');
    assert.deepEqual([calls, errors], [[], []]);
  });
}

const thrown = new TypeError('the session store is down');
const ODD: [what: string, merchant: () => unknown][] = [
  [
    'throws',
    () => {
      throw thrown;
    },
  ],
  ['rejects', () => Promise.reject(thrown)],
  ['answers a string', () => MERCHANT],
  ['answers true', () => true],
  ['answers nothing of use', () => ({ id: MERCHANT })],
  ['answers an empty id', () => ({ merchantIdentifier: '' })],
  ['answers a blank id', () => ({ merchantIdentifier: ' \t' })],
  ['answers a number', () => ({ merchantIdentifier: 42 })],
  ['answers half a character', () => ({ merchantIdentifier: 'a\ud800' })],
];
for (const [what, merchant] of ODD) {
  test(`a session check that ${what} is the host’s fault: 500, reported, and nothing of it in the answer`, async () => {
    for (const request of [postChoice(), getList()]) {
      const { host, calls, errors } = setUp({ merchant: merchant as () => HostMerchant });
      const { title } = await assertProblem(await host(request), 500, 'misconfigured');
      assert.doesNotMatch(title, /session|merchant\(/);
      assert.deepEqual(calls, []);
      assert.deepEqual(
        errors.map(({ error, info }) => [error.code, info.step]),
        [['misconfigured', 'merchant()']],
      );
    }
  });
}

test('what the session check threw is the cause of what is reported', async () => {
  const { host, errors } = setUp({
    merchant: () => {
      throw thrown;
    },
  });
  await host(postChoice());
  assert.equal(errors[0]?.error.cause, thrown);
  assert.match(errors[0]?.error.message ?? '', /threw TypeError/);
});

test('a session check that reads the body is told to leave it alone', async () => {
  const { host, errors } = setUp({
    merchant: async (request) => ({
      merchantIdentifier: String(((await request.json()) as { platformKey: string }).platformKey),
    }),
  });
  await assertProblem(await host(postChoice()), 500, 'misconfigured');
  assert.match(errors[0]?.error.message ?? '', /body/);
});

test('the session check sees the request as it came', async () => {
  let seen: Request | undefined;
  const { host } = setUp({
    merchant: (request) => {
      seen = request;
      return null;
    },
  });
  const request = postChoice(undefined, { headers: { cookie: 'session=1', authorization: 'Bearer x' } });
  await host(request);
  assert.equal(seen, request);
  assert.equal(seen?.url, `${ORIGIN}/api/codat/sync-url`);
});

test('of an answer that names the URL twice, the one that is taken is the one that is checked', async () => {
  const [good, bad] = [SYNC_URL, 'https://evil.example/start?otp=422149'].map((url) => `"url":${JSON.stringify(url)}`);
  const twice = (...fields: (string | undefined)[]): Answer => {
    return () => new Response(`{${fields.join()}}`);
  };
  await assertProblem(await setUp({ answer: twice(good, bad) }).host(postChoice()), 502, 'unsafe-url');
  assert.equal((await setUp({ answer: twice(bad, good) }).host(postChoice())).status, 200);
});
