import { isPickerError } from '../shared/errors.js';
import { checkSyncUrl } from '../shared/safe-url.js';
import { parseRetryAfter } from '../shared/failed-answer.js';
import { allowed, caching, unlessRefused, unlessTurnedAway, unlessUnauthenticated, type Check } from './check.js';
import { mayRead, STRANGER } from './list-checks.js';
import { inWords, newKey, objectIn, Skipped, urlIn, type Finding, type Visit } from './visit.js';

const POST = 'POST sync-url';

/** @throws {Skipped} where there is no Sync URL to look at */
function firstOf({ first }: Visit): NonNullable<Visit['first']> {
  if (first) return first;
  throw new Skipped('there is no Sync URL');
}

/** Bytes. A pick has 22, and no host has use for so many. */
const TOO_LARGE = 64 * 1024;

/** Picks that are sent to meet a limit. */
const MOST_PICKS = 11;

/** The checks of `POST …/sync-url`, in their order. */
export const SYNC_CHECKS: readonly Check[] = [
  {
    name: 'sync-answers',
    promise: 'A pick by your own page is answered with 200, as JSON with a string “url”.',
    section: 'the-sync-url',
    mints: 'always',
    async run(visit) {
      const { platformKey } = visit;
      const key = newKey();
      const answer = await visit.pick({ platformKey }, { 'idempotency-key': key });
      const url = urlIn(answer);
      const isJson = answer.headers['content-type']?.split(';')[0]?.trim() === 'application/json';
      if (url !== undefined) visit.first = { answer, url, key };
      if (answer.status === 200 && isJson && url !== undefined) return [];
      visit.settled.add(answer);
      const done = `${POST}, { "platformKey": "${platformKey}" }, from your own page`;
      return [{ done, came: inWords(answer), expected: '200, application/json, { "url": "https://…" }' }];
    },
  },
  {
    name: 'sync-url-safe',
    promise: 'The Sync URL is https:, on an allowed host, without port and credentials.',
    section: 'the-sync-url',
    mints: 'always',
    run(visit) {
      const { url } = firstOf(visit);
      try {
        checkSyncUrl(url, visit.settings.allowedHosts);
        return [];
      } catch (reason) {
        if (!isPickerError(reason)) throw reason;
        const expected = `https:, on ${visit.settings.allowedHosts.join(' or ')} (--allowed-hosts), without port and credentials`;
        return [{ done: POST, came: reason.message.replace(/ \([\w-]+\)$/, ''), expected }];
      }
    },
  },
  {
    name: 'sync-no-store',
    promise: 'The Sync URL is a credential: nothing may keep its answer.',
    section: 'caching',
    mints: 'always',
    run(visit) {
      const { answer } = firstOf(visit);
      if (caching(answer).includes('no-store')) return [];
      return [{ done: POST, came: inWords(answer, 'Cache-Control'), expected: 'Cache-Control: no-store' }];
    },
  },
  {
    name: 'sync-once',
    promise: 'The same pick, sent again with its Idempotency-Key, makes no second Sync URL.',
    section: 'the-sync-url',
    mints: 'always',
    async run(visit) {
      const { url, key } = firstOf(visit);
      const answer = await visit.pick({ platformKey: visit.platformKey }, { 'idempotency-key': key });
      const again = urlIn(answer);
      if (again === undefined ? answer.status >= 400 : again === url) return [];
      const came = again === undefined ? inWords(answer) : 'another Sync URL';
      return [{ done: `${POST} twice, with one Idempotency-Key`, came, expected: 'the same Sync URL, or a refusal' }];
    },
  },
  {
    name: 'sync-names-merchant',
    promise: 'A client can’t name the merchant, the company or where to go afterwards.',
    section: 'who-the-merchant-is',
    mints: 'always',
    async run(visit) {
      firstOf(visit);
      const stranger = `stranger${Date.now().toString(36)}`;
      const named = { merchantIdentifier: stranger, companyId: stranger, redirectUrl: `${STRANGER}/${stranger}` };
      const answer = await visit.pick({ platformKey: visit.platformKey, ...named });
      const done = `${POST}, with a merchantIdentifier, a companyId and a redirectUrl beside the platformKey`;
      const url = urlIn(answer);
      if (answer.status !== 200) return unlessRefused(visit, answer, done, [400, 422], 'bad-request');
      if (url?.includes(stranger)) {
        return [
          { done, came: 'a Sync URL for the merchant that was named', expected: '400, or the session’s own merchant' },
        ];
      }
      visit.second = url;
      return [];
    },
  },
  {
    name: 'sync-new',
    promise: 'Each pick gets a Sync URL of its own: a code works once.',
    section: 'the-sync-url',
    mints: 'always',
    async run(visit) {
      const { url } = firstOf(visit);
      const done = `${POST} twice, each with an Idempotency-Key of its own`;
      if (visit.second === undefined) {
        const answer = await visit.pick({ platformKey: visit.platformKey });
        visit.second = urlIn(answer);
        if (visit.second === undefined) {
          visit.settled.add(answer);
          return [{ done, came: inWords(answer), expected: 'two Sync URLs' }];
        }
      }
      return visit.second === url ? [{ done, came: 'the same Sync URL twice', expected: 'two Sync URLs' }] : [];
    },
  },
  {
    name: 'sync-methods',
    promise: 'Only POST makes a Sync URL: whatever else is answered with 405, and Allow names POST.',
    section: 'methods',
    mints: 'if wrong',
    async run(visit) {
      const wrong: Finding[] = [];
      for (const method of ['GET', 'HEAD', 'PUT']) {
        const body = JSON.stringify({ platformKey: visit.platformKey });
        const sent = method === 'PUT' ? { body } : { query: `?platformKey=${visit.platformKey}` };
        const answer = await visit.ask({ to: 'sync-url', method, ...sent });
        if (answer.status === 405 && allowed(answer).includes('POST')) continue;
        visit.settled.add(answer);
        wrong.push({ done: `${method} sync-url`, came: inWords(answer, 'Allow'), expected: '405, Allow: POST' });
      }
      return wrong;
    },
  },
  {
    name: 'sync-session',
    promise: 'Without a session a pick is refused with 401, so that the picker can read it.',
    section: 'the-session',
    mints: 'if wrong',
    async run(visit) {
      const body = JSON.stringify({ platformKey: visit.platformKey });
      const answer = await visit.ask({ to: 'sync-url', body, isAnonymous: true });
      return unlessUnauthenticated(visit, answer, `${POST}, without cookie and headers of yours`);
    },
  },
  {
    name: 'sync-foreign-page',
    promise: 'A pick by a page of another site is refused, though the browser sends the merchant’s cookies with it.',
    section: 'whose-page',
    mints: 'if wrong',
    async run(visit) {
      const answer = await visit.pick(
        { platformKey: visit.platformKey },
        { origin: STRANGER, 'sec-fetch-site': 'cross-site' },
      );
      return unlessRefused(visit, answer, `${POST}, from a page of ${STRANGER}`, [403], 'forbidden');
    },
  },
  {
    name: 'sync-foreign-page-older',
    promise: 'And by its Origin alone, where the browser is too old for Sec-Fetch-Site (Safari 16.3 and older).',
    section: 'whose-page',
    mints: 'if wrong',
    async run(visit) {
      const answer = await visit.pick(
        { platformKey: visit.platformKey },
        { origin: STRANGER, 'sec-fetch-site': undefined, 'sec-fetch-mode': undefined, 'sec-fetch-dest': undefined },
      );
      return unlessRefused(
        visit,
        answer,
        `${POST}, with Origin: ${STRANGER} and no Sec-Fetch-Site`,
        [403],
        'forbidden',
      );
    },
  },
  {
    name: 'sync-preflight',
    promise: 'A preflight of another site’s page is not granted.',
    section: 'whose-page',
    mints: 'never',
    async run(visit) {
      const answer = await visit.ask({
        to: 'sync-url',
        method: 'OPTIONS',
        isAnonymous: true,
        headers: {
          origin: STRANGER,
          'sec-fetch-site': 'cross-site',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
      // Frameworks answer it in ways of their own, and no picker ever reads it.
      visit.settled.add(answer);
      if (!mayRead(answer.headers['access-control-allow-origin'])) return [];
      const came = inWords(answer, 'Access-Control-Allow-Origin');
      return [
        { done: `OPTIONS sync-url, for a page of ${STRANGER}`, came, expected: 'no Access-Control-Allow-Origin' },
      ];
    },
  },
  {
    name: 'sync-content-type',
    promise: 'A body that is not application/json is refused: a form of another page could send it.',
    section: 'the-body',
    mints: 'if wrong',
    async run(visit) {
      const wrong: Finding[] = [];
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const { platformKey } = visit;
        const body = type === 'text/plain' ? JSON.stringify({ platformKey }) : `platformKey=${platformKey}`;
        const answer = await visit.ask({ to: 'sync-url', body, headers: { 'content-type': type } });
        wrong.push(...unlessTurnedAway(visit, answer, `${POST}, as ${type}`, [415, 400]));
      }
      return wrong;
    },
  },
  {
    name: 'sync-not-json',
    promise: 'A body that is no JSON, or no object, is refused.',
    section: 'the-body',
    mints: 'never',
    async run(visit) {
      const wrong: Finding[] = [];
      for (const body of ['{"platformKey":', 'null', '[]', '"text"']) {
        const answer = await visit.ask({ to: 'sync-url', body });
        wrong.push(...unlessTurnedAway(visit, answer, `${POST}, ${body}`, [400, 422]));
      }
      return wrong;
    },
  },
  {
    name: 'sync-odd-keys',
    promise:
      'A platformKey that is missing, or not four lower-case letters, is refused before it becomes part of a path at Codat.',
    section: 'the-body',
    mints: 'never',
    async run(visit) {
      const wrong: Finding[] = [];
      // The names are there in every object of some languages, and stand for software in none.
      for (const key of [
        undefined,
        null,
        7,
        ['zzzz'],
        '',
        'ZZZZ',
        '../x',
        'zzzz/',
        'zzzz\n',
        '__proto__',
        'toString',
      ]) {
        const answer = await visit.pick({ platformKey: key });
        const done = `${POST}, ${key === undefined ? '{}' : `{ "platformKey": ${JSON.stringify(key)} }`}`;
        wrong.push(...unlessRefused(visit, answer, done, [400, 404, 422]));
      }
      return wrong;
    },
  },
  {
    name: 'sync-inherited-keys',
    promise: 'A platformKey that the body does not have itself, but inherits, is none.',
    section: 'the-body',
    mints: 'if wrong',
    async run(visit) {
      const body = `{"__proto__":{"platformKey":"${visit.platformKey}"}}`;
      const answer = await visit.ask({ to: 'sync-url', body });
      return unlessTurnedAway(visit, answer, `${POST}, ${body}`, [400, 404, 422]);
    },
  },
  {
    name: 'sync-too-large',
    promise: 'A body that is far larger than any pick is refused.',
    section: 'the-body',
    mints: 'never',
    async run(visit) {
      const answer = await visit.pick({ platformKey: visit.strangeKey, padding: 'x'.repeat(TOO_LARGE) });
      return unlessTurnedAway(visit, answer, `${POST}, a body of ${TOO_LARGE / 1024} KB`, [413, 400]);
    },
  },
  {
    name: 'sync-not-offered',
    promise: 'A platformKey that is not in the list is refused before Codat is asked.',
    section: 'what-is-on-offer',
    mints: 'never',
    async run(visit) {
      const key = visit.strangeKey;
      const done = `${POST}, { "platformKey": "${key}" }, which is not in the list`;
      return unlessRefused(visit, await visit.pick({ platformKey: key }), done, [404, 400, 422], 'unknown-platform');
    },
  },
  {
    name: 'sync-coming-soon',
    promise: 'Software that is only coming soon can’t be picked.',
    section: 'what-is-on-offer',
    mints: 'if wrong',
    async run(visit) {
      const key = visit.rows?.find((row) => row?.['comingSoon'] === true)?.['key'];
      if (typeof key !== 'string') throw new Skipped('nothing in the list is coming soon');
      const done = `${POST}, { "platformKey": "${key}" }, which has comingSoon in the list`;
      return unlessRefused(visit, await visit.pick({ platformKey: key }), done, [404, 400, 422], 'unknown-platform');
    },
  },
  {
    name: 'rate-limit',
    promise: 'Ten picks in a minute are enough: one more is answered with 429, and Retry-After says how long to wait.',
    section: 'limits',
    mints: 'always',
    async run(visit) {
      if (!visit.settings.rateLimit) throw new Skipped('it takes up to ten Sync URLs more: --rate-limit');
      firstOf(visit);
      for (let sent = 0; sent < MOST_PICKS; sent += 1) {
        const answer = await visit.pick({ platformKey: visit.platformKey });
        if (urlIn(answer) !== undefined) continue;
        const wait = parseRetryAfter({ get: (name) => String(answer.headers[name] ?? '') });
        const isFinal = objectIn(answer)?.['retryable'] === false;
        if (answer.status === 429 && wait > 0 && !isFinal) return [];
        visit.settled.add(answer);
        const expected = '429, with Retry-After, and with retryable: true';
        return [{ done: `${POST}, too often`, came: inWords(answer, 'Retry-After'), expected }];
      }
      const done = `${POST}, more than ten times in a minute`;
      return [{ done, came: 'a Sync URL each time', expected: '429, with Retry-After' }];
    },
  },
];
