import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerTo, getList, heldMints, json, ORIGIN, postForm, refusal, settle, setUp, SYNC_URL } from './support.js';

/** The text of a page, and where its link leads. */
async function pageIn(response: Response): Promise<{ text: string; link: string | undefined }> {
  assert.match(response.headers.get('content-type')!, /^text\/html/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const html = await response.text();
  const text = /<p>(.*)<\/p>/.exec(html)![1]!.replaceAll(/<[^>]+>/g, '');
  return { text, link: /href="([^"]*)"/.exec(html)?.[1] };
}

test('a form leads the browser to the Sync URL, which no script gets to see', async () => {
  const { host, kinds } = setUp();
  const response = await host(postForm());
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), new URL(SYNC_URL).href);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(await response.text(), '');
  assert.deepEqual(kinds(), ['mint']);
});

test('a button that is pressed twice leads to one Sync URL, and a press after that to a new one', async () => {
  const { answer, release, untilHeld } = heldMints();
  const { host, kinds } = setUp({ answer });
  const first = host(postForm());
  await untilHeld(1);
  const second = host(postForm());
  await settle();
  release();
  const places = [await first, await second].map((response) => [response.status, response.headers.get('location')]);
  assert.equal(places[0]![0], 303);
  assert.deepEqual(places[1], places[0]);
  assert.deepEqual(kinds(), ['mint']);
  const third = host(postForm());
  await untilHeld(1);
  release();
  assert.notEqual((await third).headers.get('location'), places[0]![1]);
  assert.deepEqual(kinds(), ['mint', 'mint']);
});

const ELSEWHERE: Record<string, Record<string, string | undefined>> = {
  'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'a subdomain': { origin: 'https://blog.shop.example', 'sec-fetch-site': 'same-site' },
  'a page that hides where it is': { origin: 'null', 'sec-fetch-site': 'cross-site' },
  'another scheme, in a browser that does not say more': {
    origin: ORIGIN.replace('https', 'http'),
    'sec-fetch-site': undefined,
  },
  'a program that does not say where': { origin: undefined, 'sec-fetch-site': undefined },
};
for (const [where, headers] of Object.entries(ELSEWHERE)) {
  test(`a form is refused from ${where}`, async () => {
    const { host, calls } = setUp();
    const response = await host(postForm(undefined, headers));
    assert.equal(response.status, 403);
    assert.deepEqual(calls, []);
    assert.match((await pageIn(response)).text, /^Your account is not allowed/);
  });
}

const HERE: Record<string, Record<string, string | undefined>> = {
  'whose page sends no referrer': { origin: 'null', referer: undefined },
  'in a browser that says no more than the origin': { 'sec-fetch-site': undefined },
};
for (const [what, headers] of Object.entries(HERE)) {
  test(`a form of the host’s own is taken ${what}`, async () => {
    assert.equal((await setUp().host(postForm(undefined, headers))).status, 303);
  });
}

test('the host’s own token is checked, where the host has one', async () => {
  const heard: string[] = [];
  const { host, calls } = setUp({
    csrf: async (token) => {
      heard.push(token);
      return token === 'right';
    },
  });
  assert.equal((await host(postForm({ platformKey: 'gbol', csrf: 'wrong' }))).status, 403);
  assert.equal((await host(postForm({ platformKey: 'gbol' }))).status, 403);
  assert.deepEqual(calls, []);
  assert.equal((await host(postForm({ platformKey: 'gbol', csrf: 'right' }))).status, 303);
  assert.deepEqual(heard, ['wrong', '', 'right']);
});

test('a check of the token that throws is answered with a page, and reported', async () => {
  const { host, codes } = setUp({
    csrf: () => {
      throw new Error('of a test');
    },
  });
  const response = await host(postForm());
  assert.equal(response.status, 500);
  assert.match((await pageIn(response)).text, /^Something went wrong/);
  assert.deepEqual(codes(), ['unknown']);
});

test('a failure is a page in the merchant’s language that leads back to the form', async () => {
  const { host } = setUp({ answer: answerTo('mint', () => refusal(429, { 'retry-after': '30' })) });
  const english = await host(postForm());
  assert.equal(english.status, 429);
  assert.equal(english.headers.get('retry-after'), '30');
  assert.deepEqual(await pageIn(english), {
    text: 'There were too many attempts. Try again in a few minutes.',
    link: `${ORIGIN}/settings?tab=accounting`,
  });
  const french = await host(postForm(undefined, { 'accept-language': 'de-CH, fr-CH;q=0.9, en;q=0.5' }));
  assert.equal(french.headers.get('content-language'), 'fr');
  assert.match((await pageIn(french)).text, /^Trop de tentatives/);
});

test('a failure leads to no page but one of the host’s own', async () => {
  const { host } = setUp({ answer: answerTo('mint', () => json({}, { status: 503 })) });
  for (const referer of ['https://evil.example/', 'nonsense', undefined]) {
    assert.equal((await pageIn(await host(postForm(undefined, { referer })))).link, undefined);
  }
  const odd = `${ORIGIN}//evil.example/"><script>`;
  const { link } = await pageIn(await host(postForm(undefined, { referer: odd })));
  assert.equal(link, `${ORIGIN}//evil.example/%22%3E%3Cscript%3E`);
});

test('a form that names no software, or one that is not on offer, says so and asks Codat for nothing', async () => {
  const { host, calls } = setUp();
  assert.equal((await host(postForm({}))).status, 400);
  assert.equal((await host(postForm({ platformKey: 'toString' }))).status, 400);
  assert.equal((await host(postForm({ platformKey: 'gbol', merchantIdentifier: 'another' }))).status, 400);
  const unknown = await host(postForm({ platformKey: 'zzzz' }));
  assert.equal(unknown.status, 404);
  assert.match((await pageIn(unknown)).text, /Choose another/);
  assert.deepEqual(calls, []);
});

test('a Response of the host’s session check is what the merchant sees', async () => {
  const { host } = setUp({ merchant: () => new Response(null, { status: 302, headers: { location: '/log-in' } }) });
  const response = await host(postForm());
  assert.deepEqual([response.status, response.headers.get('location')], [302, '/log-in']);
});

test('a merchant who is not logged in reads what to do', async () => {
  const response = await setUp({ merchant: () => null }).host(postForm());
  assert.equal(response.status, 401);
  assert.match((await pageIn(response)).text, /Log in again/);
});

test('what a script sends as a form is refused as before, and a list is never a page', async () => {
  const { host } = setUp();
  const script = await host(postForm(undefined, { accept: '*/*' }));
  assert.equal(script.status, 415);
  assert.equal(script.headers.get('content-type'), 'application/problem+json');
  const list = await host(getList({ accept: 'text/html' }));
  assert.equal(list.headers.get('content-type'), 'application/json');
});
