import { parseIntegrations, PLATFORM_KEY } from '../shared/integrations.js';
import { safeUrl } from '../shared/safe-url.js';
import { allowed, caching, unlessRefused, unlessUnauthenticated, type Check } from './check.js';
import { inWords, Skipped, type Finding, type Row, type Visit } from './visit.js';

/** A page that the host has never heard of. */
export const STRANGER = 'https://stranger.example';

const GET = 'GET integrations';

/** @throws {Skipped} where there is no list to look at */
function rowsOf({ rows }: Visit): readonly Row[] {
  if (rows) return rows;
  throw new Skipped('there is no list');
}

/** What a row may have, and of which type. */
const TYPES = {
  name: 'string',
  logoUrl: 'string',
  sourceType: 'string',
  enabled: 'boolean',
  isBeta: 'boolean',
  isOfflineConnector: 'boolean',
  branding: 'object',
  comingSoon: 'boolean',
  website: 'string',
  connection: 'object',
} as const;

/** What is wrong with a row, in a few words. */
function faultsOf(row: unknown): string[] {
  if (typeof row !== 'object' || row === null) return ['is no object'];
  const { key, name, connection, ...rest } = row as NonNullable<Row>;
  const status = (connection as Row | undefined)?.['status'];
  return [
    ...(typeof key === 'string' && PLATFORM_KEY.test(key) ? [] : ['key is not four lower-case letters']),
    ...(typeof name === 'string' && name.trim() ? [] : ['has no name']),
    ...Object.entries(TYPES).flatMap(([field, type]) => {
      const value = { ...rest, name, connection }[field];
      return value === undefined || value === null || typeof value === type ? [] : [`${field} is no ${type}`];
    }),
    ...(connection && typeof status !== 'string' ? ['connection has no status'] : []),
  ];
}

/** Every address of a picture that a row has. */
function picturesOf({ logoUrl, branding }: NonNullable<Row>): unknown[] {
  const { logo, button } = (branding ?? {}) as Record<'logo' | 'button', Record<string, unknown> | undefined>;
  const images = [logo?.['full'], logo?.['square'], button?.['default'], button?.['hover']];
  const sources = images.map((image) => (image as { image?: { src?: unknown } } | null | undefined)?.image?.src);
  return [logoUrl, ...sources].filter((source) => source !== undefined && source !== null);
}

/** The checks of `GET …/integrations`, in their order. */
export const LIST_CHECKS: readonly Check[] = [
  {
    name: 'list-answers',
    promise: 'The list is answered with 200, as JSON with an array “results”.',
    section: 'the-list',
    mints: 'never',
    run(visit) {
      const { list, rows } = visit;
      const isJson = list.headers['content-type']?.split(';')[0]?.trim() === 'application/json';
      if (list.status === 200 && isJson && rows) return [];
      visit.settled.add(list);
      const came = `${inWords(list)}${isJson && !rows ? ', without an array “results”' : ''}`;
      return [{ done: GET, came, expected: '200, application/json, { "results": [ … ] }' }];
    },
  },
  {
    name: 'list-rows',
    promise: 'Each row has a platformKey of its own and a name, and every other field is of its type.',
    section: 'the-list',
    mints: 'never',
    run(visit) {
      const rows: readonly unknown[] = rowsOf(visit);
      const expected = 'a key of four lower-case letters, a name, and Codat’s own types';
      const wrong = rows.flatMap((row, index) => {
        const faults = faultsOf(row);
        return faults.length > 0 ? [{ done: GET, came: `row ${index + 1}: ${faults.join(', ')}`, expected }] : [];
      });
      if (wrong.length > 0) return wrong;
      const { bad } = parseIntegrations(rows)!;
      const shown = bad.map((index) => index + 1).join(', ');
      const came = `the picker leaves out row ${shown}: its key stood before, or its name can’t be seen`;
      return bad.length > 0 ? [{ done: GET, came, expected: 'each key once, each with a name to read' }] : [];
    },
  },
  {
    name: 'list-logos',
    promise: 'Every logo is at an https: address, or on the page’s own origin.',
    section: 'the-list',
    mints: 'never',
    run(visit) {
      const { origin } = visit.settings;
      return rowsOf(visit).flatMap((row, index): Finding[] => {
        const odd = picturesOf(Object(row) as NonNullable<Row>).filter(
          (source) => safeUrl(source, `${origin}/`) === undefined,
        );
        const expected = 'https:, or the page’s own origin; the picker loads nothing else';
        return odd.length > 0
          ? [{ done: GET, came: `row ${index + 1}: ${String(odd[0]).slice(0, 100)}`, expected }]
          : [];
      });
    },
  },
  {
    name: 'list-private',
    promise: 'The list is for this merchant alone: no cache that others share may keep it.',
    section: 'caching',
    mints: 'never',
    run(visit) {
      rowsOf(visit);
      const said = caching(visit.list);
      const isPrivate = said.includes('private') || said.includes('no-store');
      if (isPrivate && !said.includes('public') && !said.includes('s-maxage')) return [];
      return [{ done: GET, came: inWords(visit.list, 'Cache-Control'), expected: 'Cache-Control: private, no-cache' }];
    },
  },
  {
    name: 'list-unchanged',
    promise:
      'A list that has not changed is not sent again: it has an ETag, and its If-None-Match is answered with 304.',
    section: 'caching',
    mints: 'never',
    async run(visit) {
      rowsOf(visit);
      const { etag } = visit.list.headers;
      // A host may well want it never to be kept.
      if (caching(visit.list).includes('no-store')) return [];
      if (!etag) return [{ done: GET, came: inWords(visit.list, 'ETag'), expected: 'an ETag' }];
      const again = await visit.ask({ to: 'integrations', headers: { 'if-none-match': etag } });
      if (again.status === 304 && !again.text) return [];
      return [
        { done: `${GET}, with its ETag in If-None-Match`, came: inWords(again), expected: '304, without a body' },
      ];
    },
  },
  {
    name: 'list-head',
    promise: 'HEAD is answered as GET is, without the body.',
    section: 'methods',
    mints: 'never',
    async run(visit) {
      rowsOf(visit);
      const answer = await visit.ask({ to: 'integrations', method: 'HEAD' });
      if (answer.status === 200) return [];
      visit.settled.add(answer);
      return [{ done: 'HEAD integrations', came: inWords(answer), expected: '200' }];
    },
  },
  {
    name: 'list-methods',
    promise: 'Whatever is no GET or HEAD is answered with 405, and Allow names those two.',
    section: 'methods',
    mints: 'never',
    async run(visit) {
      const wrong: Finding[] = [];
      for (const method of ['POST', 'DELETE']) {
        const answer = await visit.ask({ to: 'integrations', method, ...(method === 'POST' && { body: '{}' }) });
        if (answer.status === 405 && allowed(answer).includes('GET')) continue;
        visit.settled.add(answer);
        wrong.push({
          done: `${method} integrations`,
          came: inWords(answer, 'Allow'),
          expected: '405, Allow: GET, HEAD',
        });
      }
      return wrong;
    },
  },
  {
    name: 'list-session',
    promise: 'Without a session the list is refused with 401, so that the picker can read it.',
    section: 'the-session',
    mints: 'never',
    async run(visit) {
      const answer = await visit.ask({ to: 'integrations', isAnonymous: true });
      return unlessUnauthenticated(visit, answer, `${GET}, without cookie and headers of yours`);
    },
  },
  {
    name: 'list-names-merchant',
    promise: 'A client can’t name the merchant in the query of the list.',
    section: 'who-the-merchant-is',
    mints: 'never',
    async run(visit) {
      rowsOf(visit);
      const done = `${GET}?merchantIdentifier=someone-else&companyId=someone-else`;
      const query = '?merchantIdentifier=someone-else&companyId=someone-else';
      const answer = await visit.ask({ to: 'integrations', query });
      if (answer.status === 200 && answer.text === visit.list.text) return [];
      if (answer.status !== 200) return unlessRefused(visit, answer, done, [400, 422], 'bad-request');
      return [{ done, came: 'another list than without', expected: '400, or the same list' }];
    },
  },
  {
    name: 'list-foreign-page',
    promise: 'A page of another site can’t read the list.',
    section: 'whose-page',
    mints: 'never',
    async run(visit) {
      const headers = { origin: STRANGER, 'sec-fetch-site': 'cross-site' };
      const answer = await visit.ask({ to: 'integrations', headers });
      if (answer.status >= 400) visit.settled.add(answer);
      return mayRead(answer.headers['access-control-allow-origin'])
        ? [
            {
              done: `${GET}, from a page of ${STRANGER}`,
              came: inWords(answer, 'Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials'),
              expected: 'no Access-Control-Allow-Origin, or that of your own page',
            },
          ]
        : [];
    },
  },
  {
    name: 'list-own-page',
    promise: 'Your own page of another origin can read the list, with its cookies.',
    section: 'whose-page',
    mints: 'never',
    run(visit) {
      const { base, origin } = visit.settings;
      if (origin === base.origin) throw new Skipped('page and endpoints have one origin; --origin says otherwise');
      const { headers } = visit.list;
      const credentials = headers['access-control-allow-credentials'] === 'true';
      if (headers['access-control-allow-origin'] === origin && credentials) return [];
      const came = inWords(visit.list, 'Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials');
      const expected = `Access-Control-Allow-Origin: ${origin}, Access-Control-Allow-Credentials: true`;
      return [{ done: `${GET}, from a page of ${origin}`, came, expected }];
    },
  },
];

/** Whether a page of the stranger's is let in. */
export const mayRead = (origin: string | undefined): boolean => origin === '*' || origin === STRANGER;
