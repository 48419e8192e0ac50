import { env } from '$env/dynamic/private';
import { createHost, type Host } from 'codat-commerce-picker/host';
import { merchantOf } from '../../../../../session.js';
import type { RequestHandler } from './$types';

let codat: Host | undefined;

// Answers every method. The host is made with the first request: a build has no key.
export const fallback: RequestHandler = (event) => {
  codat ??= createHost({
    apiKey: env.CODAT_API_KEY,
    baseUrl: env.CODAT_BASE_URL,
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: merchantOf,
  });
  return codat(event.request, event);
};
