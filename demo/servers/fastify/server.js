import formbody from '@fastify/formbody';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';
import Fastify from 'fastify';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: process.env.CODAT_API_KEY,
  baseUrl: process.env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

const app = Fastify();
// For forms without a script. JSON is parsed without it.
app.register(formbody);
app.all('/api/codat/*', toNodeHandler(codat));
await app.listen({ port: Number(process.env.PORT) });
