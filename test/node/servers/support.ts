import { createServer, request as ask, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { bodyParser } from '@koa/bodyparser';
import express, { type RequestHandler } from 'express';
import Fastify, { type FastifyInstance } from 'fastify';
import Koa from 'koa';
import type { NodeHandler } from '../../../src/node.js';

/** The fourth version is installed under a name of its own, and has the fifth one's types as far as they matter here. */
const express4 = createRequire(import.meta.url)('express4') as typeof express;

const listening = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));

type Listen = (handler: NodeHandler) => Promise<Server>;

/** An application of Express, with these in front of the handler. */
const expressWith =
  (version: typeof express, ...before: RequestHandler[]): Listen =>
  (handler) => {
    const app = version();
    // It would print every error that a body parser throws.
    app.set('env', 'test');
    for (const parser of before) app.use(parser);
    app.all(version === express ? '/api/codat/*splat' : '/api/codat/*', handler);
    return listening(createServer(app as RequestListener));
  };

const fastifyWith =
  (prepare: (app: FastifyInstance) => unknown = () => {}): Listen =>
  async (handler) => {
    const app = Fastify({ forceCloseConnections: true });
    prepare(app);
    app.all('/api/codat/*', handler);
    await app.listen({ port: 0, host: '127.0.0.1' });
    return app.server;
  };

const koaWith =
  (...before: Koa.Middleware[]): Listen =>
  (handler) => {
    const app = new Koa();
    // It would print every error that a body parser throws.
    app.silent = true;
    for (const middleware of before) app.use(middleware);
    app.use(handler);
    return listening(createServer(app.callback() as RequestListener));
  };

/** Keeps the bytes as they came, beside what it makes of them: as cloud functions do, and whoever checks signatures. */
const keepsRawBody: Parameters<typeof express.json>[0] = {
  verify: (request, _response, bytes) => void Object.assign(request, { rawBody: bytes }),
};

/** Servers that hosts really run, by name, without and with body parsers in front. */
export const servers: Readonly<Record<string, Listen>> = {
  'node:http': (handler) => listening(createServer(handler)),
  'Express 5': expressWith(express),
  'Express 5 behind express.json()': expressWith(express, express.json()),
  'Express 5 behind json() and urlencoded()': expressWith(express, express.json(), express.urlencoded()),
  'Express 5 behind text()': expressWith(express, express.text({ type: '*/*' })),
  'Express 5 behind raw()': expressWith(express, express.raw({ type: '*/*' })),
  'Express 5 behind json() with rawBody': expressWith(express, express.json(keepsRawBody)),
  'Express 4': expressWith(express4),
  'Express 4 behind express.json()': expressWith(express4, express4.json()),
  'Express 4 behind json() and urlencoded()': expressWith(
    express4,
    express4.json(),
    express4.urlencoded({ extended: true }),
  ),
  Fastify: fastifyWith(),
  'Fastify with bodies as strings': fastifyWith((app) => {
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  }),
  'Fastify with bodies as Buffers': fastifyWith((app) => {
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.removeContentTypeParser('application/json');
  }),
  'Fastify that leaves bodies alone': fastifyWith((app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  }),
  Koa: koaWith(),
  'Koa behind bodyParser()': koaWith(bodyParser()),
};

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Running {
  port: number;
  /** One request over a connection of its own. A body is sent as the JSON that it is, unless `headers` say otherwise. */
  ask(path: string, options?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Answer>;
  /** A bare connection, on which this much has been sent. */
  open(...lines: string[]): Promise<Socket>;
}

/** What a browser's own POST says of itself. */
const sameOrigin = (port: number): Record<string, string> => ({
  origin: `http://127.0.0.1:${port}`,
  'sec-fetch-site': 'same-origin',
});

/** Serves a handler until the test is over. */
export async function serve(t: TestContext, listen: Listen, handler: NodeHandler): Promise<Running> {
  const server = await listen(handler);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  t.after(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return {
    port,
    ask: (path, { method = 'GET', headers, body } = {}) =>
      new Promise((resolve, reject) => {
        const all = {
          ...sameOrigin(port),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        };
        const asking = ask({ port, host: '127.0.0.1', path, method, headers: all, agent: false }, (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (text += chunk));
          answer.on('error', reject);
          answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
        });
        asking.on('error', reject);
        asking.end(body);
      }),
    open: (...lines) =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(lines.join('\r\n'));
          resolve(socket);
        });
        socket.on('error', reject);
      }),
  };
}
