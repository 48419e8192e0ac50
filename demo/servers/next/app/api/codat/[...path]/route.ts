import { createHost, type Host } from 'codat-commerce-picker/host';
import { merchantOf } from '../../../../session';

let codat: Host | undefined;

function handle(request: Request): Promise<Response> {
  // Made with the first request: a build has no key.
  codat ??= createHost({
    apiKey: process.env.CODAT_API_KEY,
    baseUrl: process.env.CODAT_BASE_URL,
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: merchantOf,
  });
  return codat(request);
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
