import { env, waitUntil } from 'cloudflare:workers';
import { createHost } from 'codat-commerce-picker/host';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: env.CODAT_API_KEY,
  baseUrl: env.CODAT_BASE_URL,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
  waitUntil,
});

export default { fetch: (request) => codat(request) };
