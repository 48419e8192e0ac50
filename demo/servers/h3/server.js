import { createServer } from 'node:http';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';
import { createApp, createRouter, defineEventHandler, toNodeListener } from 'h3';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: process.env.CODAT_API_KEY,
  baseUrl: process.env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

const handler = defineEventHandler((event) => {
  const answer = toNodeHandler((request) => codat(request, event));
  return answer(event.node.req, event.node.res);
});

const router = createRouter().use('/api/codat/**', handler);

createServer(toNodeListener(createApp().use(router))).listen(process.env.PORT);
