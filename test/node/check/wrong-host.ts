import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** The one session there is, as `--cookie` takes it. */
export const COOKIE = 'shop_session=open-Sesame-1234';

const KEY = 'Basic azN5LUtlcHQtU2VjcmV0LW9mLXRoZS1ob3N0';

const ROWS: Record<string, unknown>[] = [
  { key: 'gbol', name: 'Xero', sourceType: 'Accounting', logoUrl: 'https://static.codat.io/gbol.png', enabled: true },
  { key: 'qhyg', name: 'QuickBooks Online', connection: { status: 'linked' }, branding: { logo: {}, button: {} } },
  { key: 'tgff', name: 'Sage Accounting', comingSoon: true },
];

/** Each thing that this host can do wrong, with the check that has to find it, and no other. */
export const WRONGS = {
  'answers the list as text/html': 'list-answers',
  // The picker takes it.
  'answers rows without a frame': undefined,
  'has a row without a name': 'list-rows',
  'has a row twice': 'list-rows',
  'has a number for a name': 'list-rows',
  'has a logo at an http: address': 'list-logos',
  'has a logo in data:': 'list-logos',
  'lets every cache keep the list': 'list-private',
  'says nothing of caches': 'list-private',
  'has no ETag': 'list-unchanged',
  'sends the list again': 'list-unchanged',
  'knows no HEAD': 'list-head',
  'answers POST with the list': 'list-methods',
  'says 405 without Allow': 'list-methods',
  'shows the list to everybody': 'list-session',
  'redirects who is not logged in': 'list-session',
  'shows a log-in page with 401': 'list-session',
  'takes the merchant from the query': 'list-names-merchant',
  'lets every page read the list': 'list-foreign-page',
  'lets the page that asks read the list': 'list-foreign-page',
  'answers picks with 201': 'sync-answers',
  'answers picks as text': 'sync-answers',
  'leads to http:': 'sync-url-safe',
  'leads to another host': 'sync-url-safe',
  'leads to a host that begins alike': 'sync-url-safe',
  'has a password in its URL': 'sync-url-safe',
  'lets a Sync URL be kept': 'sync-no-store',
  'pays no heed to Idempotency-Key': 'sync-once',
  'takes the merchant from the body': 'sync-names-merchant',
  'answers an older Sync URL': 'sync-new',
  'makes a Sync URL for GET': 'sync-methods',
  'makes a Sync URL for PUT': 'sync-methods',
  'makes a Sync URL for nobody': 'sync-session',
  'redirects a pick of nobody': 'sync-session',
  'lets every page pick': 'sync-foreign-page',
  'looks at Sec-Fetch-Site alone': 'sync-foreign-page-older',
  'grants every preflight': 'sync-preflight',
  'takes a form': 'sync-content-type',
  'takes JSON as text': 'sync-content-type',
  'fails at half a JSON': 'sync-not-json',
  'fails at null': 'sync-not-json',
  'asks Codat for any platformKey': 'sync-odd-keys',
  'looks keys up in an object': 'sync-odd-keys',
  'merges what it is sent': 'sync-inherited-keys',
  'takes bodies of any size': 'sync-too-large',
  'calls what is not on offer a bad request': 'sync-not-offered',
  'makes a Sync URL for what is not on offer': 'sync-not-offered',
  'lets what is coming soon be picked': 'sync-coming-soon',
  'has no limit': 'rate-limit',
  'has a limit without Retry-After': 'rate-limit',
  'refuses in HTML': 'problems',
  'refuses as application/json': 'problems',
  'has a code of its own': 'problems',
  'says 400 in a 404': 'problems',
  'shows its stack': 'stack-traces',
  'shows its stack, in Python': 'stack-traces',
  'shows its key': 'secrets',
  'passes on what Codat says': 'secrets',
} as const satisfies Record<string, string | undefined>;

export type Wrong = keyof typeof WRONGS;

interface Refused {
  status: number;
  code: string;
  headers?: Record<string, string>;
}

const refused = (status: number, code: string, headers: Record<string, string> = {}): Refused => ({
  status,
  code,
  headers,
});

/** A host by hand, which does all as it should, but for one thing. */
class Host {
  readonly #wrong: Wrong | undefined;
  readonly #limit: number;
  readonly #byKey = new Map<string, string>();
  #minted = 0;
  /** Sync URLs that were made. */
  get minted(): number {
    return this.#minted;
  }

  constructor(wrong: Wrong | undefined) {
    this.#wrong = wrong;
    this.#limit = wrong === 'has no limit' ? Infinity : 10;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://host.invalid');
    const name = pathname.replace('/api/codat/', '');
    if (this.#does('lets the page that asks read the list') && request.headers.origin && name === 'integrations') {
      response.setHeader('access-control-allow-origin', request.headers.origin);
      response.setHeader('access-control-allow-credentials', 'true');
    }
    try {
      if (name === 'integrations') this.#list(request, response, searchParams);
      else if (name === 'sync-url') await this.#sync(request, response, searchParams);
      else throw refused(404, 'not-found');
    } catch (reason) {
      if (reason instanceof Error) throw reason;
      this.#refuse(response, reason as Refused);
    }
  }

  #does(wrong: Wrong): boolean {
    return this.#wrong === wrong;
  }

  #isLoggedIn({ headers }: IncomingMessage): boolean {
    return headers.cookie === COOKIE;
  }

  #list(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const { method, headers } = request;
    const isAllowed = /^(GET|HEAD)$/.test(method!) || (method === 'POST' && this.#does('answers POST with the list'));
    if (!isAllowed || (method === 'HEAD' && this.#does('knows no HEAD'))) {
      throw refused(405, 'bad-request', this.#does('says 405 without Allow') ? {} : { allow: 'GET, HEAD' });
    }
    if (!this.#isLoggedIn(request) && !this.#does('shows the list to everybody')) {
      if (this.#does('redirects who is not logged in'))
        return void response.writeHead(302, { location: '/log-in' }).end();
      if (this.#does('shows a log-in page with 401')) {
        return void response.writeHead(401, { 'content-type': 'text/html' }).end('<form>');
      }
      throw refused(401, 'unauthenticated');
    }
    const isNamed = query.has('merchantIdentifier');
    if (isNamed && !this.#does('takes the merchant from the query')) throw refused(400, 'bad-request');
    const rows = this.#rows(isNamed);
    const body = JSON.stringify(this.#does('answers rows without a frame') ? rows : { results: rows });
    const etag = '"one"';
    if (!this.#does('has no ETag')) response.setHeader('etag', etag);
    if (this.#does('lets every page read the list')) response.setHeader('access-control-allow-origin', '*');
    if (!this.#does('says nothing of caches')) {
      const cache = this.#does('lets every cache keep the list') ? 'public, max-age=600' : 'private, no-cache';
      response.setHeader('cache-control', cache);
    }
    if (headers['if-none-match'] === etag && !this.#does('sends the list again'))
      return void response.writeHead(304).end();
    const type = this.#does('answers the list as text/html') ? 'text/html' : 'application/json';
    response.writeHead(200, { 'content-type': type }).end(method === 'HEAD' ? '' : body);
  }

  #rows(isNamed: boolean): object[] {
    if (isNamed) return ROWS.slice(0, 2);
    if (this.#does('has a row without a name')) return [...ROWS, { key: 'pdvj' }];
    if (this.#does('has a row twice')) return [...ROWS, ROWS[0]!];
    if (this.#does('has a number for a name')) return [...ROWS, { key: 'pdvj', name: 7 }];
    if (this.#does('has a logo in data:')) return [...ROWS, { key: 'pdvj', name: 'MYOB', logoUrl: 'data:image/png,x' }];
    if (this.#does('has a logo at an http: address')) {
      return [
        ...ROWS,
        { key: 'pdvj', name: 'MYOB', branding: { logo: { full: { image: { src: 'http://x.example/' } } } } },
      ];
    }
    return ROWS;
  }

  async #sync(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const { method, headers } = request;
    if (method === 'OPTIONS' && this.#does('grants every preflight')) {
      return void response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
    }
    if (method === 'GET' && this.#does('makes a Sync URL for GET'))
      return this.#mint(response, query.get('platformKey')!);
    if (method !== 'POST' && !(method === 'PUT' && this.#does('makes a Sync URL for PUT'))) {
      throw refused(405, 'bad-request', { allow: 'POST' });
    }
    const site = headers['sec-fetch-site'];
    const isOwn = headers.origin === `http://${headers.host}`;
    const isTold = site === undefined && !this.#does('looks at Sec-Fetch-Site alone');
    if ((isTold ? !isOwn : site === 'cross-site') && !(this.#does('lets every page pick') && site)) {
      throw refused(403, 'forbidden');
    }
    const type = headers['content-type'];
    const isForm = type === 'application/x-www-form-urlencoded' && this.#does('takes a form');
    if (type !== 'application/json' && !isForm && !(type === 'text/plain' && this.#does('takes JSON as text'))) {
      throw refused(415, 'bad-request');
    }
    if (!this.#isLoggedIn(request) && !this.#does('makes a Sync URL for nobody')) {
      if (this.#does('redirects a pick of nobody')) return void response.writeHead(303, { location: '/log-in' }).end();
      throw refused(401, 'unauthenticated');
    }
    const text = await bodyOf(request);
    if (text.length > 4096 && !this.#does('takes bodies of any size')) throw refused(413, 'bad-request');
    const body = isForm ? Object.fromEntries(new URLSearchParams(text)) : this.#read(text);
    const isNaming = Object.hasOwn(body, 'merchantIdentifier');
    if (isNaming && !this.#does('takes the merchant from the body')) throw refused(400, 'bad-request');
    const key =
      Object.hasOwn(body, 'platformKey') || this.#does('merges what it is sent') ? body['platformKey'] : undefined;
    this.#checkOffer(key);
    this.#mint(response, key as string, {
      merchant: isNaming ? String(body['merchantIdentifier']) : 'demo',
      idempotencyKey: headers['idempotency-key'] as string | undefined,
    });
  }

  #read(text: string): Record<string, unknown> {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw this.#does('fails at half a JSON') ? refused(500, 'unknown') : refused(400, 'bad-request');
    }
    if (body === null && this.#does('fails at null')) throw refused(500, 'unknown');
    if (typeof body !== 'object' || body === null) throw refused(400, 'bad-request');
    if (this.#does('merges what it is sent')) {
      const merged: Record<string, unknown> = {};
      // One that is called __proto__ becomes just that.
      for (const [name, value] of Object.entries(body)) merged[name] = value;
      return merged;
    }
    return body as Record<string, unknown>;
  }

  #checkOffer(key: unknown): void {
    if (this.#does('looks keys up in an object') && typeof key === 'string' && key in {}) throw refused(500, 'unknown');
    if (typeof key !== 'string' || !/^[a-z]{4}$/.test(key)) {
      // As Codat's path would have it: somewhere else.
      if (this.#does('asks Codat for any platformKey') && typeof key === 'string' && key.includes('/')) {
        throw refused(502, 'unavailable');
      }
      throw refused(400, 'bad-request');
    }
    const row = ROWS.find((one) => one['key'] === key);
    const isSoon = row?.['comingSoon'] === true && !this.#does('lets what is coming soon be picked');
    if ((row && !isSoon) || (!row && this.#does('makes a Sync URL for what is not on offer'))) return;
    if (this.#does('calls what is not on offer a bad request') && !row) throw refused(400, 'bad-request');
    throw refused(404, 'unknown-platform');
  }

  #mint(response: ServerResponse, platformKey: string, { merchant = 'demo', idempotencyKey = '' } = {}): void {
    const known = this.#byKey.get(idempotencyKey);
    const isKept = known !== undefined && !this.#does('pays no heed to Idempotency-Key');
    if (!isKept && this.#minted >= this.#limit) {
      const headers: Record<string, string> = this.#does('has a limit without Retry-After')
        ? {}
        : { 'retry-after': '30' };
      throw refused(429, 'rate-limited', headers);
    }
    if (!isKept) this.#minted += 1;
    const otp = this.#does('answers an older Sync URL') ? 1 : this.#minted;
    const url = isKept ? known : `${this.#where()}/${platformKey}/start?merchantIdentifier=${merchant}&otp=${otp}`;
    if (idempotencyKey) this.#byKey.set(idempotencyKey, url);
    const type = this.#does('answers picks as text') ? 'text/plain' : 'application/json';
    if (!this.#does('lets a Sync URL be kept')) response.setHeader('cache-control', 'no-store');
    const status = this.#does('answers picks with 201') ? 201 : 200;
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify({ url }));
  }

  #where(): string {
    if (this.#does('leads to http:')) return 'http://sync-flow.codat.io';
    if (this.#does('leads to another host')) return 'https://evil.example';
    if (this.#does('leads to a host that begins alike')) return 'https://codat.io.evil.example';
    if (this.#does('has a password in its URL')) return 'https://user:word@sync-flow.codat.io';
    return 'https://sync-flow.codat.io';
  }

  #refuse(response: ServerResponse, { status, code: right, headers = {} }: Refused): void {
    const is404 = status === 404;
    const code = this.#does('has a code of its own') && status === 405 ? 'no-method' : right;
    const problem: Record<string, unknown> = {
      type: `urn:example:${code}`,
      title: 'No',
      status: this.#does('says 400 in a 404') && is404 ? 400 : status,
      code,
      retryable: status === 429,
      ...(is404 && this.#does('shows its stack') && { detail: 'Error: no\n    at pick (/srv/shop/codat.js:10:7)' }),
      ...(is404 && this.#does('shows its stack, in Python') && { detail: 'Traceback (most recent call last):' }),
      ...(is404 && this.#does('shows its key') && { detail: `Authorization: ${KEY}` }),
      ...(is404 && this.#does('passes on what Codat says') && { service: 'PublicApi', canBeRetried: 'Unknown' }),
    };
    // Those who are not logged in are told so all the same, or another check would find it.
    const isLoggedIn = status !== 401;
    const isHtml = this.#does('refuses in HTML') && isLoggedIn;
    const isPlainJson = this.#does('refuses as application/json') && isLoggedIn;
    const type = isHtml ? 'text/html' : isPlainJson ? 'application/json' : 'application/problem+json';
    const text = isHtml ? '<h1>No</h1>' : JSON.stringify(problem);
    response.writeHead(status, { 'content-type': type, ...headers }).end(text);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return text;
}

/** Serves a host that does this wrong, or nothing, until the test is over. */
export async function serveHost(t: TestContext, wrong?: Wrong): Promise<{ address: string; minted: () => number }> {
  const host = new Host(wrong);
  const server: Server = createServer((request, response) => void host.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/api/codat`, minted: () => host.minted };
}
