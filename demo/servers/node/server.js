import { createServer } from 'node:http';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: process.env.CODAT_API_KEY,
  baseUrl: process.env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

createServer(toNodeHandler(codat)).listen(process.env.PORT);
