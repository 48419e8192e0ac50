import { PickerError } from '../errors.js';
import { createBackground } from './background.js';
import { BrandingStore } from './branding.js';
import { CodatClient } from './codat-client.js';
import { connectionsOf } from './connections.js';
import { corsHeaders, preflight } from './cors.js';
import { isEncodable } from './encodable.js';
import { etagOf, matchesEtag } from './etag.js';
import { guardContentType, guardOrigin, guardQuery, readPlatformKey } from './guards.js';
import { Offer } from './offer.js';
import { type HostMerchant, type HostOptions, readOptions } from './options.js';
import { problem, problemOf } from './problem.js';
import { createReport, kindOf, unexpected } from './report.js';

export { isPickerError, PickerError, type PickerErrorCode, type PickerErrorOptions } from '../errors.js';
export type { Branding, BrandingImage, Integration, SourceType } from '../integrations.js';
export type {
  BrandingCache,
  BrandingCacheEntry,
  Connector,
  HostErrorInfo,
  HostMerchant,
  HostOptions,
} from './options.js';

/** Answers a request. Never rejects: what fails becomes a problem, in the form of RFC 9457. */
export type Host = (request: Request) => Promise<Response>;

interface Route {
  /** As in `Allow`. */
  methods: string;
  answer(request: Request): Promise<Response>;
}

/**
 * The host's endpoint, for any server that speaks `Request` and `Response`. It answers by the path's last segment, so
 * that it can be mounted anywhere:
 *
 * - `GET …/integrations`: what the merchant may pick, with Codat's branding, and with how far the merchant is with
 *   each where `merchant` names the company
 * - `POST …/sync-url` with `{ "platformKey": "gbol" }`: a one-time URL of Codat's Sync flow, for the merchant of the
 *   host's own session
 *
 * Create one and keep it: it holds what is cached.
 *
 * @throws {PickerError} `misconfigured`, naming the option that is missing or wrong
 *
 * @example
 * const host = createHost({
 *   apiKey: process.env.CODAT_API_KEY,
 *   connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
 *   merchant: async (request) => {
 *     const session = await sessionOf(request);
 *     return session && { merchantIdentifier: session.merchantId, companyId: session.codatCompanyId };
 *   },
 * });
 */
export function createHost(options: HostOptions): Host {
  const settings = readOptions(options);
  const report = createReport(settings.onError);
  const codat = new CodatClient(settings, report);
  const background = createBackground(settings.waitUntil, report);
  const offer = new Offer(settings, codat, report, background);
  const brandings = new BrandingStore(settings, codat, report, background);

  /** @throws {Response} 401; {PickerError} where the host's own check fails, already reported */
  async function merchantOf(request: Request): Promise<HostMerchant> {
    const failed = (message: string, cause?: unknown): PickerError => {
      const error = new PickerError('misconfigured', message, cause === undefined ? {} : { cause });
      report(error, 'merchant()');
      return error;
    };
    let merchant: unknown;
    try {
      merchant = await settings.merchant(request);
    } catch (cause) {
      throw failed(`it threw ${kindOf(cause)}, the cause of this error`, cause);
    }
    if (merchant === null || merchant === undefined) {
      throw problem(401, 'unauthenticated', 'Nobody is logged in');
    }
    const { merchantIdentifier } = merchant as { merchantIdentifier?: unknown };
    if (typeof merchantIdentifier !== 'string' || !merchantIdentifier.trim() || !isEncodable(merchantIdentifier)) {
      throw failed('it must return { merchantIdentifier } with a string that is not empty, or null for nobody');
    }
    if (request.bodyUsed) throw failed('it has read the request’s body, which it must leave alone');
    return merchant as HostMerchant;
  }

  async function getIntegrations(request: Request): Promise<Response> {
    const merchant = await merchantOf(request);
    guardQuery(request);
    const integrations = await offer.all();
    const [branding, connections] = await Promise.all([
      brandings.of(integrations.map(({ key }) => key)),
      connectionsOf(merchant, codat, report),
    ]);
    const results = integrations.map((row) => ({
      ...row,
      branding: branding.get(row.key),
      connection: connections.get(row.key),
    }));
    const body = JSON.stringify({ results });
    const etag = await etagOf(body);
    const headers = {
      etag,
      'cache-control': 'private, no-cache',
      vary: 'Cookie, Authorization',
      'x-content-type-options': 'nosniff',
    };
    if (matchesEtag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
    return new Response(body, { headers: { ...headers, 'content-type': 'application/json' } });
  }

  async function postSyncUrl(request: Request): Promise<Response> {
    guardOrigin(request, settings.allowedOrigins);
    guardContentType(request);
    const merchant = await merchantOf(request);
    guardQuery(request);
    const platformKey = await readPlatformKey(request);
    // Before it becomes part of a path beside the secret key.
    if (!(await offer.has(platformKey))) throw problem(404, 'unknown-platform', 'This platformKey is not on offer');
    const url = await codat.syncUrl(platformKey, merchant);
    return new Response(JSON.stringify({ url }), {
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    });
  }

  const routes: Record<string, Route> = {
    integrations: { methods: 'GET, HEAD', answer: getIntegrations },
    'sync-url': { methods: 'POST', answer: postSyncUrl },
  };

  async function answer(request: Request): Promise<Response> {
    const name = new URL(request.url).pathname.split('/').findLast(Boolean) ?? '';
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (!route) throw problem(404, 'not-found', 'Only …/integrations and …/sync-url are answered here');
    const { methods } = route;
    if (request.method === 'OPTIONS') return preflight(request, methods, settings.allowedOrigins);
    if (methods.split(', ').includes(request.method)) return route.answer(request);
    throw problem(405, 'bad-request', `Only ${methods}`, { headers: { allow: methods } });
  }

  function unforeseen(reason: unknown): PickerError {
    const error = unexpected(reason);
    report(error, 'request');
    return error;
  }

  return async (request) => {
    try {
      const cors = corsHeaders(request, settings.allowedOrigins);
      const response = await answer(request).catch((reason: unknown) => {
        // A refusal is an answer. A PickerError has been reported by whoever threw it.
        if (reason instanceof Response) return reason;
        return problemOf(reason instanceof PickerError ? reason : unforeseen(reason));
      });
      for (const [name, value] of Object.entries(cors)) response.headers.append(name, value);
      return request.method === 'HEAD' ? new Response(null, response) : response;
    } catch (reason) {
      return problemOf(unforeseen(reason));
    }
  };
}
