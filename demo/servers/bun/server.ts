import { createHost } from 'codat-commerce-picker/host';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: process.env.CODAT_API_KEY,
  baseUrl: process.env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

Bun.serve({
  port: process.env.PORT,
  // Seconds. Bun's own 10 are over before a slow call to Codat is.
  idleTimeout: 30,
  routes: { '/api/codat/*': (request) => codat(request) },
});
