import { serve } from '@hono/node-server';
import { createHost } from 'codat-commerce-picker/host';
import { Hono } from 'hono';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: process.env.CODAT_API_KEY,
  baseUrl: process.env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

const app = new Hono();
app.all('/api/codat/*', (c) => codat(c.req.raw, c));
serve({ fetch: app.fetch, port: Number(process.env.PORT) });
