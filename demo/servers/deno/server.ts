import { createHost } from 'codat-commerce-picker/host';
import { merchantOf } from './session.js';

const codat = createHost({
  apiKey: Deno.env.get('CODAT_API_KEY'),
  baseUrl: Deno.env.get('CODAT_BASE_URL'),
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: merchantOf,
});

Deno.serve({ port: Number(Deno.env.get('PORT')) }, (request) => codat(request));
