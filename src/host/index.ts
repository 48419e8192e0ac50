import { PickerError } from '../shared/errors.js';
import { createBackground } from './background.js';
import { BrandingStore } from './branding.js';
import { CodatClient } from './codat-client.js';
import { ConnectionStore } from './connections.js';
import { corsHeaders, preflight } from './cors.js';
import { matchesEtag } from './etag.js';
import { guardContentType, guardOrigin, guardQuery, readPlatformKey } from './guards.js';
import { type Asked, createHooks } from './hooks.js';
import { Idempotency, idempotencyKeyOf } from './idempotency.js';
import { Store } from './key-value-store.js';
import { Listings } from './listing.js';
import { longestMint } from './longest-mint.js';
import { merchantOf } from './merchant.js';
import { Offer } from './offer.js';
import type { HostOptions, KeyValueStore } from './options.js';
import { problemResponseOf, Refusal } from './problem-response.js';
import { RateLimit } from './rate-limit.js';
import { readOptions } from './read-options.js';
import { createReport, unexpected } from './report.js';
import { steadyNow } from './steady-now.js';

export { isPickerError, PickerError, type PickerErrorCode, type PickerErrorOptions } from '../shared/errors.js';
export type { Branding, BrandingImage, Integration, SourceType } from '../shared/integrations.js';
export type {
  BrandingCacheEntry,
  Connector,
  GetSetStore,
  HostErrorInfo,
  HostLimit,
  HostMerchant,
  HostOptions,
  HostRefusal,
  HostRequestInfo,
  ItemStore,
  KeyValueStore,
  MerchantAnswer,
} from './options.js';

/** The type of the option `cache`, by the name that it had when it held branding alone. */
export type BrandingCache = KeyValueStore;

/** Answers a request. Never rejects: what fails becomes a problem, in the form of RFC 9457. */
export type Host = (request: Request) => Promise<Response>;

interface Route {
  /** As in `Allow`. */
  methods: string;
  answer(asked: Asked): Promise<Response>;
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
  const reported = new WeakSet<PickerError>();
  const report = createReport(settings.onError, reported);
  const hooks = createHooks(settings, reported);
  const storeOf = (store: KeyValueStore | undefined, name: string): Store | undefined =>
    store && new Store(store, name, report);
  const codat = new CodatClient(settings, report);
  const background = createBackground(settings.waitUntil, report);
  const cache = storeOf(settings.cache, 'cache');
  const offer = new Offer(settings, codat, cache, report, background);
  const brandings = new BrandingStore(codat, cache, settings.timeout, background);
  const connections = new ConnectionStore(codat, report);
  const listings = new Listings();
  const limit = new RateLimit(settings, storeOf(settings.limit?.store, 'limit.store'), background);
  const idempotency = new Idempotency(longestMint(settings.timeout));

  async function getIntegrations({ request }: Asked): Promise<Response> {
    const merchant = await merchantOf(request, settings, report);
    guardQuery(request);
    const rows = await offer.all(request);
    const [branding, statuses] = await Promise.all([brandings.of(rows, request), connections.of(merchant, request)]);
    const { bytes, etag } = await listings.get(rows, branding, statuses);
    const headers = {
      etag,
      'cache-control': 'private, no-cache',
      vary: 'Cookie, Authorization',
      'x-content-type-options': 'nosniff',
    };
    if (matchesEtag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
    return new Response(bytes, { headers: { ...headers, 'content-type': 'application/json' } });
  }

  async function postSyncUrl(asked: Asked): Promise<Response> {
    const { request } = asked;
    guardOrigin(request, settings.allowedOrigins);
    guardContentType(request);
    const key = idempotencyKeyOf(request);
    const merchant = await merchantOf(request, settings, report);
    guardQuery(request);
    const platformKey = await readPlatformKey(request, settings.timeout);
    asked.platformKey = platformKey;
    // Before it becomes part of a path beside the secret key.
    if (!(await offer.has(platformKey, request))) {
      throw new Refusal(404, 'unknown-platform', 'This platformKey is not on offer');
    }
    const { merchantIdentifier } = merchant;
    const url = await idempotency.once(merchantIdentifier, key, platformKey, async (asks) => {
      // What Codat would not be asked for doesn't count.
      codat.checkMint();
      const end = await limit.begin(merchantIdentifier);
      let isAsked = false;
      const onAsk = (): void => {
        isAsked = true;
        asks();
      };
      try {
        return await codat.syncUrl(platformKey, merchant, request, onAsk);
      } finally {
        end(isAsked);
      }
    });
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

  async function answer(asked: Asked): Promise<Response> {
    const { request } = asked;
    const name = new URL(request.url).pathname.split('/').findLast(Boolean) ?? '';
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (!route) throw new Refusal(404, 'not-found', 'Only …/integrations and …/sync-url are answered here');
    asked.operation = name;
    const { methods } = route;
    if (request.method === 'OPTIONS') return preflight(request, methods, settings.allowedOrigins);
    if (methods.split(', ').includes(request.method)) return route.answer(asked);
    throw new Refusal(405, 'bad-request', `Only ${methods}`, { headers: { allow: methods } });
  }

  function unforeseen(reason: unknown, request: Request): PickerError {
    const error = unexpected(reason);
    report(error, 'request', { request });
    return error;
  }

  /** The answer to what was thrown on the way. */
  function answerTo(reason: unknown, asked: Asked): Response {
    // The host's own, from its session check.
    if (reason instanceof Response) {
      hooks.refused(asked, reason.status, { title: 'merchant() answered with a Response of its own' });
      return reason;
    }
    if (reason instanceof Refusal) {
      const { code, failure, status, title } = reason;
      if (failure) hooks.failed(asked, status, failure);
      else hooks.refused(asked, status, { code, title });
      return reason.response();
    }
    // It has been reported by whoever threw it.
    const error = reason instanceof PickerError ? reason : unforeseen(reason, asked.request);
    const response = problemResponseOf(error);
    hooks.failed(asked, response.status, error);
    return response;
  }

  return async (request) => {
    const asked: Asked = { request, operation: 'none', since: steadyNow() };
    try {
      const cors = corsHeaders(request, settings.allowedOrigins);
      let response: Response;
      try {
        response = await answer(asked);
        hooks.succeeded(asked, response.status);
      } catch (reason) {
        response = answerTo(reason, asked);
      }
      for (const name in cors) {
        // A Response of merchant() may have them already, and a browser takes no origin that is named twice.
        if (name.startsWith('access-control-allow-')) response.headers.set(name, cors[name]!);
        else response.headers.append(name, cors[name]!);
      }
      return request.method === 'HEAD' ? new Response(null, response) : response;
    } catch (reason) {
      return problemResponseOf(unforeseen(reason, request));
    }
  };
}
