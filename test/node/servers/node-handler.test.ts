import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import { toNodeHandler, type NodeHandler } from '../../../src/node.js';
import { setUp, SYNC_URL } from '../host/support.js';
import { serve, servers, type Answer } from './support.js';

const LIST = '/api/codat/integrations';
const MINT = '/api/codat/sync-url';
const XERO = '{"platformKey":"gbol"}';

const codeOf = ({ text }: Answer): string => (JSON.parse(text) as { code: string }).code;

/** A promise, and who settles it. */
function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** What was answered on a connection, once the server has ended it; undefined where it was cut off before. */
async function statusUntilClosed(socket: Socket): Promise<number | undefined> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return text ? Number(text.split(' ', 2)[1]) : undefined;
}

for (const [name, listen] of Object.entries(servers)) {
  describe(`toNodeHandler on ${name}`, () => {
    it('answers the list, its HEAD and its 304', async (t) => {
      const { host } = setUp();
      const { ask } = await serve(t, listen, toNodeHandler(host));
      const list = await ask(LIST);
      assert.equal(list.status, 200, list.text);
      assert.ok((JSON.parse(list.text) as { results: unknown[] }).results.length > 0);
      assert.equal(list.headers['cache-control'], 'private, no-cache');
      const head = await ask(LIST, { method: 'HEAD' });
      assert.deepEqual([head.status, head.text, head.headers.etag], [200, '', list.headers.etag]);
      const unchanged = await ask(LIST, { headers: { 'if-none-match': list.headers.etag! } });
      assert.deepEqual([unchanged.status, unchanged.text], [304, '']);
    });

    it('hands the body on, and mints once', async (t) => {
      const { host, kinds } = setUp();
      const { ask } = await serve(t, listen, toNodeHandler(host));
      const minted = await ask(MINT, { method: 'POST', body: XERO });
      assert.equal(minted.status, 200, minted.text);
      assert.deepEqual(JSON.parse(minted.text), { url: new URL(SYNC_URL).href });
      assert.equal(minted.headers['cache-control'], 'no-store');
      assert.deepEqual(kinds(), ['mint']);
    });

    it('refuses what a form of another page can send, and JSON of another page', async (t) => {
      const { host, calls } = setUp();
      const { ask } = await serve(t, listen, toNodeHandler(host));
      for (const [type, body] of [
        ['application/x-www-form-urlencoded', 'platformKey=gbol'],
        ['text/plain', XERO],
      ]) {
        const form = await ask(MINT, { method: 'POST', body: body!, headers: { 'content-type': type! } });
        assert.equal(form.status, 415, form.text);
      }
      const foreign = await ask(MINT, { method: 'POST', body: XERO, headers: { 'sec-fetch-site': 'cross-site' } });
      assert.equal(foreign.status, 403, foreign.text);
      assert.deepEqual(calls, []);
    });

    it('answers a body that is no JSON, none at all, and one that is too large, and goes on', async (t) => {
      const { host, calls } = setUp();
      const { ask } = await serve(t, listen, toNodeHandler(host));
      for (const [body, status] of [
        ['{"platformKey":', 400],
        ['', 400],
        [JSON.stringify({ platformKey: 'gbol', more: 'x'.repeat(5000) }), 413],
      ] as const) {
        assert.equal((await ask(MINT, { method: 'POST', body })).status, status, body.slice(0, 20));
      }
      assert.deepEqual(calls, []);
      assert.equal((await ask(MINT, { method: 'POST', body: XERO })).status, 200);
    });

    it('outlives a connection that is dropped in the middle of a body', async (t) => {
      const { host, calls } = setUp();
      const { ask, open } = await serve(t, listen, toNodeHandler(host));
      const socket = await open(
        `POST ${MINT} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Content-Type: application/json',
        'Sec-Fetch-Site: same-origin',
        'Content-Length: 22',
        '',
        '{"platform',
      );
      socket.destroy();
      assert.equal((await ask(MINT, { method: 'POST', body: XERO })).status, 200);
      assert.equal(calls.length, 1);
    });

    it('aborts the request when the browser leaves before the answer', async (t) => {
      const left = deferred();
      const asked = deferred<Request>();
      const host = async (request: Request): Promise<Response> => {
        request.signal.addEventListener('abort', () => left.resolve());
        if (request.method === 'POST') await request.text();
        asked.resolve(request);
        await left.promise;
        return new Response('too late');
      };
      const { open } = await serve(t, listen, toNodeHandler(host));
      const socket = await open(
        `POST ${MINT} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Content-Type: application/json',
        'Content-Length: 22',
        '',
        XERO,
      );
      const request = await asked.promise;
      assert.equal(request.signal.aborted, false);
      socket.destroy();
      await left.promise;
      assert.equal(request.signal.aborted, true);
    });

    it('answers an unexpected failure with a problem, and tells its words to onError alone', async (t) => {
      const failures: unknown[] = [];
      const secret = new Error('the key is k3y');
      const handler = toNodeHandler(
        () => {
          throw secret;
        },
        { onError: (error) => failures.push(error) },
      );
      const { ask } = await serve(t, listen, handler);
      for (const answer of [await ask(LIST), await ask(MINT, { method: 'POST', body: XERO })]) {
        assert.deepEqual([answer.status, codeOf(answer)], [500, 'unknown']);
        assert.equal(answer.headers['content-type'], 'application/problem+json');
        assert.doesNotMatch(answer.text, /k3y|\.ts/);
      }
      assert.deepEqual(failures, [secret, secret]);
    });

    it('breaks off an answer that fails on its way, so that it can not pass for a whole one', async (t) => {
      const failures: unknown[] = [];
      const handler = toNodeHandler(
        () => {
          let pulled = 0;
          const body = new ReadableStream({
            pull(controller) {
              pulled += 1;
              if (pulled > 1) controller.error(new Error('half way'));
              else controller.enqueue(new TextEncoder().encode('{"results":'));
            },
          });
          return new Response(body, { headers: { 'content-type': 'application/json' } });
        },
        { onError: (error) => failures.push(error) },
      );
      const { ask } = await serve(t, listen, handler);
      await assert.rejects(ask(LIST), /aborted|ECONNRESET|socket hang up/);
      await assert.rejects(ask(LIST), /aborted|ECONNRESET|socket hang up/);
    });

    it('outlives twenty browsers that leave at any time', async (t) => {
      const { host } = setUp();
      const { ask, open } = await serve(t, listen, toNodeHandler(host));
      const heads = [
        [`GET ${LIST} HTTP/1.1`, 'Host: 127.0.0.1', '', ''],
        [`POST ${MINT} HTTP/1.1`, 'Host: 127.0.0.1', 'Content-Type: application/json', 'Content-Length: 22', '', XERO],
      ];
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const socket = await open(...heads[index % 2]!);
          if (index % 4 < 2) socket.resetAndDestroy();
          else socket.end();
        }),
      );
      assert.equal((await ask(LIST)).status, 200);
    });
  });
}

/** Serves a handler on node:http, and says what the Request was that came out. */
const seenBy = (seen: Request[], options?: Parameters<typeof toNodeHandler>[1]): NodeHandler =>
  toNodeHandler((request) => {
    seen.push(request);
    return new Response();
  }, options);

// Where a parser reads it first, how long that waits is the parser's matter, and the server's.
describe('a body that is never complete', () => {
  for (const name of ['node:http', 'Express 5', 'Express 4', 'Koa', 'Fastify that leaves bodies alone']) {
    it(`is answered, and then its connection is let go: ${name}`, async (t) => {
      const { host, calls } = setUp({ timeout: 200 });
      const { ask, open } = await serve(t, servers[name]!, toNodeHandler(host));
      const head = (...more: string[]): string[] => [
        'Host: 127.0.0.1',
        'Content-Type: application/json',
        'Sec-Fetch-Site: same-origin',
        ...more,
        '',
      ];
      const half = await open(`POST ${MINT} HTTP/1.1`, ...head('Content-Length: 22'), '{"platform');
      const endless = await open(`POST ${MINT} HTTP/1.1`, ...head('Transfer-Encoding: chunked'), '');
      const pour = (): void => {
        while (endless.writable && endless.write(`4000\r\n${' '.repeat(0x4000)}\r\n`));
      };
      endless.on('drain', pour);
      pour();
      // Until then, a test that fails waits in vain.
      const statuses = await Promise.all([statusUntilClosed(half), statusUntilClosed(endless)]);
      assert.ok(
        statuses.every((status) => [400, 408, 413, undefined].includes(status)),
        statuses.join(),
      );
      assert.deepEqual(calls, []);
      assert.equal((await ask(MINT, { method: 'POST', body: XERO })).status, 200);
    });
  }

  it('takes nothing from a connection whose body came late: it serves the next requests', async (t) => {
    const { host } = setUp({ merchant: () => null });
    const { open } = await serve(t, servers['node:http']!, toNodeHandler(host));
    const json = ['Host: 127.0.0.1', 'Content-Type: application/json', 'Sec-Fetch-Site: same-origin'];
    const socket = await open(`POST ${MINT} HTTP/1.1`, ...json, 'Content-Length: 22', '', '');
    let text = '';
    let told = deferred();
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!text.includes('}')) return;
      text = '';
      told.resolve();
    });
    socket.on('close', () => told.resolve());
    const get = [`GET ${LIST} HTTP/1.1`, 'Host: 127.0.0.1', '', ''].join('\r\n');
    await told.promise;
    told = deferred();
    socket.write(XERO + get);
    await told.promise;
    // Longer than the handler waits for the rest of a body.
    await wait(1_500);
    told = deferred();
    socket.write(get);
    await told.promise;
    assert.equal(socket.destroyed, false);
  });
});

describe('the request that toNodeHandler makes', () => {
  it('has the whole path, wherever Express has mounted the handler, and leaves req.url as it was', async (t) => {
    const seen: Request[] = [];
    const urls: unknown[] = [];
    const handled: Promise<unknown>[] = [];
    const handler = seenBy(seen);
    const app = express();
    app.use('/shop/codat/sync-url', express.json(), (request, response) => {
      handled.push(handler(request, response).then(() => urls.push(request.url)));
    });
    const { ask, port } = await serve(t, async () => listening(app), handler);
    await ask('/shop/codat/sync-url?a=1');
    await ask('/shop/codat/sync-url', { method: 'POST', body: XERO });
    await Promise.all(handled);
    const whole = `http://127.0.0.1:${port}/shop/codat/sync-url`;
    assert.deepEqual(
      seen.map(({ url }) => url),
      [`${whole}?a=1`, whole],
    );
    assert.deepEqual(urls, ['/?a=1', '/']);
  });

  it('is a real Request, with the headers as they came but for those of a body that was read', async (t) => {
    const seen: Request[] = [];
    const { ask } = await serve(t, servers['Express 5 behind express.json()']!, seenBy(seen));
    await ask(MINT, { method: 'POST', body: '{ "platformKey" : "gbol" }', headers: { cookie: 'a=1' } });
    const request = seen[0]!;
    assert.ok(new Request(request) instanceof Request);
    assert.equal(request.headers.get('cookie'), 'a=1');
    assert.equal(request.headers.get('content-type'), 'application/json');
    assert.equal(request.headers.get('content-length'), null);
  });

  it('looks at X-Forwarded-* only where it is told to', async (t) => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' };
    const seen: Request[] = [];
    const plain = await serve(t, servers['node:http']!, seenBy(seen));
    await plain.ask(LIST, { headers: forwarded });
    assert.equal(seen[0]!.url, `http://127.0.0.1:${plain.port}${LIST}`);
    const trusting = await serve(t, servers['node:http']!, seenBy(seen, { trustProxy: true }));
    await trusting.ask(LIST, { headers: forwarded });
    await trusting.ask(MINT, { method: 'POST', headers: forwarded, body: XERO });
    assert.deepEqual(
      seen.slice(1).map(({ url }) => url),
      [`https://shop.example${LIST}`, `https://shop.example${MINT}`],
    );
  });

  it('has the path that was asked for, whatever stands in Host and request line', async (t) => {
    const { host } = setUp();
    const { ask, open } = await serve(t, servers['node:http']!, toNodeHandler(host));
    for (const name of ['evil.example/api?', 'user:pass@evil.example', 'a b', 'x#', 'x\\y']) {
      const answer = await ask('/other', { headers: { host: name } });
      assert.deepEqual([answer.status, codeOf(answer)], [400, 'bad-request'], name);
    }
    const nameless = await open(`GET /integrations HTTP/1.1`, 'Host: ', 'Connection: close', '', '');
    assert.match((await nameless.toArray()).join(''), /^HTTP\/1\.1 400 /);
    for (const target of [`http://127.0.0.1${LIST}`, `//evil.example${LIST}`]) {
      const socket = await open(`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', '', '');
      const answer = (await socket.toArray()).join('');
      assert.match(answer, /^HTTP\/1\.1 200 /, target);
    }
    const star = await open('OPTIONS * HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close', '', '');
    assert.match((await star.toArray()).join(''), /^HTTP\/1\.1 404 /);
    const trace = await ask(LIST, { method: 'TRACE' });
    assert.deepEqual([trace.status, codeOf(trace)], [400, 'bad-request']);
  });
});

describe('behind a proxy that is trusted', () => {
  const pathsSeen = async (t: TestContext, headers: Record<string, string>): Promise<unknown[]> => {
    const seen: Request[] = [];
    const { ask } = await serve(t, servers['node:http']!, seenBy(seen, { trustProxy: true }));
    const { status } = await ask('/other?a=1', { headers });
    return [status, ...seen.map(({ url }) => url)];
  };

  for (const host of ['shop.example', 'shop.example:8443', '[::1]:8443', 'my_shop']) {
    it(`a host is taken: ${host}`, async (t) => {
      const url = `http://${host}/other?a=1`;
      assert.deepEqual(await pathsSeen(t, { 'x-forwarded-host': host }), [200, url]);
      assert.deepEqual(await pathsSeen(t, { forwarded: `host="${host}"` }), [200, url]);
    });
  }

  for (const host of ['a/integrations?x=', 'a/integrations', 'a?', 'a#', 'a\\b', 'user:pass@a', '/', 'a b', 'a:b']) {
    it(`what is more than a host, or none, leads to no other path: ${host}`, async (t) => {
      assert.deepEqual(await pathsSeen(t, { 'x-forwarded-host': host }), [400]);
      assert.deepEqual(await pathsSeen(t, { forwarded: `host="${host.replaceAll('\\', '\\\\')}"` }), [400]);
    });
  }
});

describe('a body that a parser has read and not left', () => {
  const sentenceIn = (answer: Answer): string => {
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'bad-request'], answer.text);
    return (JSON.parse(answer.text) as { title: string }).title;
  };

  it('is answered with a sentence that names the parser and says what to do: Fastify’s own, raw objects', async (t) => {
    const { host, calls } = setUp();
    const handler = toNodeHandler(host);
    const app = Fastify();
    app.all('/api/codat/*', async (request, reply) => {
      reply.hijack();
      await handler(request.raw, reply.raw);
    });
    t.after(() => app.close());
    await app.ready();
    const { ask } = await serve(t, async () => listening(app.routing), handler);
    const title = sentenceIn(await ask(MINT, { method: 'POST', body: XERO }));
    assert.match(title, /body parser.*Mount the handler before.*express\.json\(\).*Fastify/s);
    assert.deepEqual(calls, []);
    assert.equal((await ask(LIST)).status, 200);
  });

  it('is answered so where a function of the host’s own reads it', async (t) => {
    const failures: unknown[] = [];
    const handler = toNodeHandler(async (request) => Response.json(await request.json()), {
      onError: (error) => failures.push(error),
    });
    const app = express();
    app.use(express.json(), (request, _response, next) => {
      request.body = undefined;
      next();
    });
    app.all('/api/codat/*splat', handler);
    const { ask } = await serve(t, async () => listening(app), handler);
    assert.match(sentenceIn(await ask(MINT, { method: 'POST', body: XERO })), /body parser/);
    assert.deepEqual(failures, []);
  });

  for (const [what, left] of Object.entries({
    nothing: undefined,
    'a function': () => {},
    'a BigInt': { platformKey: 1n },
    'what throws': {
      toJSON: () => {
        throw new Error('no');
      },
    },
  })) {
    it(`is answered so where ${what} is left in req.body, once it is known that the asker may ask`, async (t) => {
      const { host, calls } = setUp();
      const app = express();
      app.use(express.json(), (request, _response, next) => {
        request.body = left;
        next();
      });
      const handler = toNodeHandler(host);
      app.all('/api/codat/*splat', handler);
      const { ask } = await serve(t, async () => listening(app), handler);
      assert.match(sentenceIn(await ask(MINT, { method: 'POST', body: XERO })), /body parser/);
      const foreign = await ask(MINT, { method: 'POST', body: XERO, headers: { 'sec-fetch-site': 'cross-site' } });
      assert.equal(foreign.status, 403);
      assert.deepEqual(calls, []);
    });
  }
});

describe('others on the same response', () => {
  it('keep their headers: Express, Koa and Fastify plugins', async (t) => {
    const { host } = setUp();
    const handler = toNodeHandler(host);
    const app = express();
    app.use((_request, response, next) => {
      response.setHeader('x-frame-options', 'DENY');
      next();
    });
    app.all('/api/codat/*splat', handler);
    const fastify = Fastify();
    fastify.addHook('onRequest', async (_request, reply) => void reply.header('x-frame-options', 'DENY'));
    fastify.all('/api/codat/*', handler);
    t.after(() => fastify.close());
    await fastify.ready();
    for (const listener of [app, fastify.routing]) {
      const { ask } = await serve(t, async () => listening(listener), handler);
      assert.equal((await ask(LIST)).headers['x-frame-options'], 'DENY');
    }
  });

  it('have their say in Vary: Express, Koa and Fastify plugins', async (t) => {
    const { host } = setUp({ allowedOrigins: ['https://shop.example'] });
    const handler = toNodeHandler(host);
    const app = express();
    app.use((_request, response, next) => {
      response.setHeader('vary', ['Accept-Encoding', 'origin']);
      next();
    });
    app.all('/api/codat/*splat', handler);
    const koa = new Koa();
    koa.use((context, next) => {
      context.vary('Accept-Encoding');
      return next();
    });
    koa.use(handler);
    const fastify = Fastify();
    fastify.addHook('onRequest', async (_request, reply) => void reply.header('vary', 'Accept-Encoding'));
    fastify.all('/api/codat/*', handler);
    t.after(() => fastify.close());
    await fastify.ready();
    for (const listener of [app, koa.callback(), fastify.routing]) {
      const { ask } = await serve(t, async () => listening(listener), handler);
      const { status, headers } = await ask(LIST);
      assert.equal(status, 200);
      assert.deepEqual(
        headers.vary
          ?.split(', ')
          .map((name) => name.toLowerCase())
          .toSorted(),
        ['accept-encoding', 'authorization', 'cookie', 'origin'],
      );
    }
  });

  it('keep their cookies beside those of the answer: Express, Koa and Fastify plugins', async (t) => {
    const handler = toNodeHandler(() => {
      const headers = new Headers();
      for (const cookie of ['session=; Max-Age=0', 'b=2']) headers.append('set-cookie', cookie);
      return new Response('Log in', { status: 401, headers });
    });
    const app = express();
    app.use((_request, response, next) => {
      response.cookie('session', 'renewed', { encode: String }).cookie('lang', 'fr');
      next();
    });
    app.all('/api/codat/*splat', handler);
    const koa = new Koa();
    koa.use((context, next) => {
      context.cookies.set('session', 'renewed', { httpOnly: false });
      context.cookies.set('lang', 'fr', { httpOnly: false });
      return next();
    });
    koa.use(handler);
    const fastify = Fastify();
    fastify.addHook('onRequest', async (_request, reply) => {
      void reply.header('set-cookie', ['session=renewed; Path=/', 'lang=fr; Path=/']);
    });
    fastify.all('/api/codat/*', handler);
    t.after(() => fastify.close());
    await fastify.ready();
    for (const listener of [app, koa.callback(), fastify.routing]) {
      const { ask } = await serve(t, async () => listening(listener), handler);
      const { headers } = await ask(LIST);
      // The answer's last: of two cookies of one name, a browser keeps the last.
      assert.deepEqual(
        headers['set-cookie']?.map((cookie) => cookie.toLowerCase()),
        ['session=renewed; path=/', 'lang=fr; path=/', 'session=; max-age=0', 'b=2'],
      );
    }
  });

  it('may have answered first: theirs stands, and nothing is told', async (t) => {
    const asked = deferred();
    const answered = deferred();
    const done = deferred();
    const failures: unknown[] = [];
    const handler = toNodeHandler(
      async () => {
        asked.resolve();
        await answered.promise;
        return new Response('late');
      },
      { onError: (error) => failures.push(error) },
    );
    const app = express();
    app.all('/api/codat/*splat', (request, response) => {
      void handler(request, response).then(done.resolve);
      void asked.promise.then(() => {
        response.status(503).end('a time-out');
        answered.resolve();
      });
    });
    const { ask } = await serve(t, async () => listening(app), handler);
    const answer = await ask(LIST);
    await done.promise;
    assert.deepEqual([answer.status, answer.text, failures], [503, 'a time-out', []]);
  });

  it('may end the response while it is being sent, and the process lives on', async (t) => {
    let theirs: { end(): unknown } | undefined;
    const done = deferred();
    const handler = toNodeHandler(
      () => {
        let pulled = 0;
        const body = new ReadableStream({
          pull(controller) {
            pulled += 1;
            // Written after the end: an error event of the response.
            if (pulled === 3) theirs!.end();
            controller.enqueue(new TextEncoder().encode('x'));
            if (pulled === 4) controller.close();
          },
        });
        return new Response(body);
      },
      { onError: () => {} },
    );
    const app = express();
    app.all('/api/codat/*splat', (request, response) => {
      theirs = response;
      void handler(request, response).then(done.resolve);
    });
    const { ask } = await serve(t, async () => listening(app), handler);
    await ask(LIST).catch(() => {});
    await done.promise;
    assert.equal((await ask(LIST)).status, 200);
  });

  it('are not called as next: what fails does not reach a default page with a stack trace on it', async (t) => {
    const app = express();
    let passedOn = 0;
    const handler = toNodeHandler(() => Promise.reject(new Error('unforeseen')), { onError: () => {} });
    app.all('/api/codat/*splat', handler);
    app.use(() => {
      passedOn += 1;
    });
    const { ask } = await serve(t, async () => listening(app), handler);
    assert.equal((await ask(LIST)).status, 500);
    assert.equal(passedOn, 0);
  });
});

describe('what a framework has its session on', () => {
  it('reaches merchant: req of node:http and Express, request of Fastify, ctx of Koa', async (t) => {
    interface Session {
      session: { user: string };
    }
    const session = { user: 'Crumb & Sons' };
    const { host, calls } = setUp({
      merchant: (_request, context: Session) => ({ merchantIdentifier: context.session.user }),
    });
    const handler = toNodeHandler(host);
    const app = express();
    app.use((request, _response, next) => {
      Object.assign(request, { session });
      next();
    });
    app.use('/api/codat', express.json(), handler);
    const koa = new Koa();
    koa.use((context, next) => {
      Object.assign(context, { session });
      return next();
    });
    koa.use(handler);
    const fastify = Fastify();
    fastify.addHook('onRequest', async (request) => void Object.assign(request, { session }));
    fastify.all('/api/codat/*', handler);
    t.after(() => fastify.close());
    await fastify.ready();
    const bare: RequestListener = (request, response) => void handler(Object.assign(request, { session }), response);
    for (const listener of [bare, app, koa.callback(), fastify.routing]) {
      const { ask } = await serve(t, async () => listening(listener), handler);
      const minted = await ask(MINT, { method: 'POST', body: XERO });
      assert.equal(minted.status, 200, minted.text);
    }
    assert.deepEqual(
      calls.map(({ url }) => url.searchParams.get('merchantIdentifier')),
      Array.from({ length: 4 }, () => session.user),
    );
  });
});

describe('toNodeHandler itself', () => {
  it('takes a function, and says so', () => {
    const notOne = { fetch: () => new Response() } as unknown as Parameters<typeof toNodeHandler>[0];
    assert.throws(() => toNodeHandler(notOne), { code: 'misconfigured', message: /what createHost returns/ });
  });

  for (const [what, options, named] of [
    ['null', null, /options must be an object/],
    ['a string', 'trustProxy', /options must be an object/],
    ['a trustProxy that is a string', { trustProxy: 'false' }, /^trustProxy must be true or false/],
    ['a trustProxy that is a number', { trustProxy: 1 }, /^trustProxy must be true or false/],
    ['a trustProxy that is null', { trustProxy: null }, /^trustProxy must be true or false/],
    ['a misspelt trustProxy', { trustproxy: true }, /^trustproxy is no option of toNodeHandler: .* trustProxy/],
    ['an onError that is no function', { onError: 'x' }, /^onError must be a function/],
  ] as const) {
    it(`refuses options that are wrong at once, and says how: ${what}`, () => {
      const given = options as Parameters<typeof toNodeHandler>[1];
      assert.throws(() => toNodeHandler(() => new Response(), given), { code: 'misconfigured', message: named });
    });
  }

  it('takes its options as far as they are there', () => {
    for (const options of [undefined, {}, { trustProxy: undefined, onError: undefined }, { trustProxy: true }]) {
      assert.equal(typeof toNodeHandler(() => new Response(), options), 'function');
    }
  });

  it('says on the console, without the words, what failed unexpectedly, and survives an onError that throws', async (t) => {
    const logged = t.mock.method(console, 'error', () => {});
    const host = () => Promise.reject(new TypeError('merchant 4711'));
    const silent = toNodeHandler(host, {
      onError: () => {
        throw new Error('mine');
      },
    });
    for (const handler of [toNodeHandler(host), silent]) {
      const { ask } = await serve(t, servers['node:http']!, handler);
      assert.equal((await ask(LIST)).status, 500);
    }
    assert.equal(logged.mock.callCount(), 1);
    const [where, error] = logged.mock.calls[0]!.arguments as [string, Error];
    assert.equal(where, 'codat-commerce-picker/node');
    assert.match(error.message, /TypeError/);
    assert.doesNotMatch(`${error.message}${error.stack}`, /4711/);
  });

  for (const [what, answer] of Object.entries({
    nothing: undefined,
    'what is no Response': { status: 200 },
    'a header that Node refuses': new Response('', { headers: { 'x-odd': '\u0001' } }),
  })) {
    for (const name of ['node:http', 'Fastify'] as const) {
      it(`answers 500 where the function returns ${what}: ${name}`, async (t) => {
        const failures: unknown[] = [];
        const options = { onError: (error: unknown) => failures.push(error) };
        const { ask } = await serve(
          t,
          servers[name]!,
          toNodeHandler(() => answer as Response, options),
        );
        assert.equal((await ask(LIST)).status, 500);
        // A header that Node refuses is Fastify's to tell of: it sends what the handler returns.
        if (name === 'node:http' || !(answer instanceof Response)) assert.equal(failures.length, 1);
      });
    }
  }
});

/** A server of Node's that hands everything to an application. */
function listening(app: Parameters<typeof createServer>[1] & object): Promise<ReturnType<typeof createServer>> {
  const server = createServer(app as Parameters<typeof createServer>[1]);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
