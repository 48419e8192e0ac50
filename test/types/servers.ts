// Compiled, never run: the handler where Node's frameworks take one.
import { createServer } from 'node:http';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler, type NodeHandler } from 'codat-commerce-picker/node';
import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';

const handler: NodeHandler = toNodeHandler(
  createHost({
    apiKey: process.env['CODAT_API_KEY'],
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: () => null,
  }),
  { trustProxy: true, onError: (error) => console.info(error) },
);

createServer(handler);
createServer((request, response) => void handler(request, response));

const app = express();
app.use('/api/codat', express.json(), handler);
app.all('/api/codat/*splat', handler);
app.post('/api/codat/sync-url', (request, response, next) => void handler(request, response, next));

const fastify = Fastify();
fastify.all('/api/codat/*', handler);
fastify.all('/own/*', (request, reply) => handler(request, reply));
fastify.all('/raw/*', async (request, reply) => {
  reply.hijack();
  await handler(request.raw, reply.raw);
});

const koa = new Koa();
koa.use(handler);
koa.use((context) => handler(context));

toNodeHandler((request) => new Response(request.url));

// Where the framework has its session.
interface Session {
  session: { merchant: string };
}
const ofExpress = createHost({
  apiKey: 'key',
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: (_request, { session }: express.Request & Session) => ({ merchantIdentifier: session.merchant }),
});
toNodeHandler(ofExpress);
toNodeHandler((request, incoming: express.Request) => ofExpress(request, incoming));
export default { fetch: (request: Request, env: object): Promise<Response> => ofExpress(request, env) };
// @ts-expect-error It takes what createHost returns.
toNodeHandler({ fetch: () => new Response() });
