import { PickerError } from '../shared/errors.js';
import { createBackground } from './background.js';
import { BrandingStore } from './branding.js';
import { CodatClient } from './codat-client.js';
import { ConnectionStore } from './connections.js';
import { corsHeaders, preflight } from './cors.js';
import { matchesEtag } from './etag.js';
import { failurePage, isForm, redirectTo } from './form.js';
import { guardContentType, guardOrigin, guardQuery, readPick } from './guards.js';
import { createHooks, type RequestContext } from './hooks.js';
import { Idempotency, idempotencyKeyOf, type Mint } from './idempotency.js';
import { Store } from './key-value-store.js';
import { Listings } from './listing.js';
import { longestMint } from './longest-mint.js';
import { merchantOf } from './merchant.js';
import { Offer } from './offer.js';
import type { HostOptions, KeyValueStore } from './options.js';
import { problemResponseOf, Refusal } from './problem-response.js';
import { RateLimit } from './rate-limit.js';
import { readOptions } from './read-options.js';
import { unexpected } from './report.js';
import { within } from './within.js';

export { isPickerError, PickerError, type PickerErrorCode, type PickerErrorOptions } from '../shared/errors.js';
export type { Branding, BrandingImage, Integration, SourceType } from '../shared/integrations.js';
export type {
  AtomicStore,
  BrandingCacheEntry,
  Connector,
  GetSetStore,
  HostErrorInfo,
  HostLimit,
  HostMerchant,
  HostOptions,
  HostRefusal,
  HostRequestInfo,
  HostStepInfo,
  ItemStore,
  KeyValueStore,
  MerchantAnswer,
} from './options.js';

/** The type of the option `cache`, under its older name. */
export type BrandingCache = KeyValueStore;

/**
 * Answers a request. Never rejects: a failure is answered with a problem, in the form of RFC 9457. `context` is handed on
 * to `merchant`, and not looked at.
 */
export type Host = (request: Request, context?: unknown) => Promise<Response>;

interface Route {
  /** In the form of the header `Allow`. */
  methods: string;
  answer(context: RequestContext): Promise<Response>;
}

/** How a request ends: what is answered, and the hook that is told. */
interface End {
  response: Response;
  tell: () => void;
}

/**
 * The host's endpoint, for any server that speaks `Request` and `Response`. It looks only at the path's last segment,
 * so it can be mounted anywhere:
 *
 * - `GET …/integrations`: the software that the merchant may pick, with Codat's branding. If `merchant` names the
 *   company, each row also has the status of the merchant's connection.
 * - `POST …/sync-url` with `{ "platformKey": "gbol" }`: a one-time URL of Codat's Sync flow, for the merchant of the
 *   host's own session. An HTML form may post its field `platformKey` instead, without a script: then the browser is
 *   led to that URL (303)
 *
 * Create one and keep it: it holds the caches.
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
  const hooks = createHooks(settings);
  const { report } = hooks;
  const background = createBackground(settings.waitUntil, report);
  const cache = settings.cache && new Store(settings.cache, 'cache', report);
  const codat = new CodatClient(settings, report, cache, background);
  const offer = new Offer(settings, codat, cache, report, background);
  const brandings = new BrandingStore(codat, cache, settings.timeout, background);
  const connections = new ConnectionStore(codat, report);
  const listings = new Listings();
  const limit = new RateLimit(settings, report, background);
  const idempotency = new Idempotency(longestMint(settings.timeout));

  async function getIntegrations(context: RequestContext): Promise<Response> {
    const { request } = context;
    const merchant = await merchantOf(context, settings, report);
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

  /** What a form of the host's own carries, if the host has it checked. */
  async function checkCsrf(token: string, request: Request): Promise<void> {
    if (!settings.csrf) return;
    const check = Promise.resolve(settings.csrf(token, request));
    const isValid = await within(settings.timeout, check, () => {
      throw new Refusal(504, 'timeout', 'csrf() did not end in time', { retryable: true });
    });
    if (!isValid) throw new Refusal(403, 'forbidden', 'The form’s field csrf is missing, or csrf() does not accept it');
  }

  async function postSyncUrl(context: RequestContext): Promise<Response> {
    const { request } = context;
    const isByForm = isForm(request);
    guardOrigin(request, settings.allowedOrigins);
    guardContentType(request);
    const key = idempotencyKeyOf(request);
    const merchant = await merchantOf(context, settings, report);
    guardQuery(request);
    const { platformKey, csrf } = await readPick(request, settings.timeout);
    context.platformKey = platformKey;
    if (isByForm) await checkCsrf(csrf, request);
    // Checked now, because it becomes part of the URL of a call that carries the API key.
    if (!(await offer.has(platformKey, request))) {
      throw new Refusal(404, 'unknown-platform', 'This platformKey is not on offer');
    }
    const { merchantIdentifier } = merchant;
    const mint: Mint = async (onAsk) => {
      // Before the limit: a mint that Codat would not be asked for doesn't count.
      await codat.checkMint();
      const end = await limit.begin(merchantIdentifier);
      let isAsked = false;
      try {
        return await codat.syncUrl(platformKey, merchant, request, () => {
          isAsked = true;
          onAsk();
        });
      } finally {
        end(isAsked);
      }
    };
    if (isByForm) return redirectTo(await idempotency.onceAtATime(merchantIdentifier, platformKey, mint));
    const url = await idempotency.once(merchantIdentifier, key, platformKey, mint);
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

  async function answer(context: RequestContext): Promise<Response> {
    const { request } = context;
    const name = new URL(request.url).pathname.split('/').findLast(Boolean) ?? '';
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (!route) throw new Refusal(404, 'not-found', 'Only …/integrations and …/sync-url are answered here');
    context.operation = name;
    const { methods } = route;
    if (request.method === 'OPTIONS') return preflight(request, methods, settings.allowedOrigins);
    if (methods.split(', ').includes(request.method)) return route.answer(context);
    throw new Refusal(405, 'bad-request', `Only ${methods}`, { headers: { allow: methods } });
  }

  function unforeseen(reason: unknown, { request }: RequestContext): PickerError {
    const error = unexpected(reason);
    report(error, 'request', { request });
    return error;
  }

  /** What becomes of a request for which something was thrown. */
  function endOf(reason: unknown, context: RequestContext): End {
    // The host's session check may answer by itself.
    if (reason instanceof Response) {
      const refusal = { title: 'merchant() answered with a Response of its own' };
      return { response: reason, tell: () => hooks.refused(context, reason.status, refusal) };
    }
    if (reason instanceof Refusal) {
      const { code, failure, status, title } = reason;
      const tell = (): void =>
        failure ? hooks.failed(context, status, failure) : hooks.refused(context, status, { code, title });
      return { response: reason.response(), tell };
    }
    // Whoever throws a PickerError has reported it.
    const error = reason instanceof PickerError ? reason : unforeseen(reason, context);
    const response = problemResponseOf(error);
    return { response, tell: () => hooks.failed(context, response.status, error) };
  }

  return async (request, given) => {
    const context = hooks.begin(request, given);
    try {
      const cors = corsHeaders(request, settings.allowedOrigins);
      let response: Response;
      let tell: () => void;
      try {
        response = await answer(context);
        const { status } = response;
        tell = () => hooks.succeeded(context, status);
      } catch (reason) {
        ({ response, tell } = endOf(reason, context));
        // A form's answer is what the merchant sees. The host's own Response is the host's own page.
        const isSeen = context.operation === 'sync-url' && isForm(request) && !(reason instanceof Response);
        if (isSeen) response = await failurePage(response, request);
      }
      for (const name in cors) {
        // Set, not appended: a Response of merchant() may have them already, and a browser rejects an origin that is
        // named twice.
        if (name.startsWith('access-control-allow-')) response.headers.set(name, cors[name]!);
        else response.headers.append(name, cors[name]!);
      }
      if (request.method === 'HEAD') response = new Response(null, response);
      // The last thing that is done: each request is told once.
      tell();
      return response;
    } catch (reason) {
      const { response, tell } = endOf(unforeseen(reason, context), context);
      tell();
      return response;
    }
  };
}
