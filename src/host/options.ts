import type { PickerError, PickerErrorCode } from '../shared/errors.js';
import type { Branding } from '../shared/integrations.js';

/** The host's own connector: the one that Codat deployed for the host's API. */
export interface Connector {
  /** The connector's own platformKey. It is never offered, and never accepted as a choice. */
  platformKey: string;
  /** `Commerce` (a POS, a shop) offers accounting software, `Accounting` offers commerce software. */
  sourceType: 'Commerce' | 'Accounting';
}

/** The merchant that the host's own session belongs to. */
export interface HostMerchant {
  /** The host's own id of the merchant, or a Codat company id. Any characters; not empty. */
  merchantIdentifier: string;
  /**
   * The id of the merchant's company at Codat, if the host knows it. With it, the list says of each integration whether
   * it is linked, was begun and not finished, or was linked and has lost its access. That takes one more call to Codat
   * for each list, ten a minute at the most. If the call fails, or takes longer than three seconds, the list comes with
   * the statuses of the last minute, or without any. Never sent to a browser.
   */
  companyId?: string | undefined;
}

/**
 * A store with the methods of `unstorage`, or of a browser's `Storage`. It gets JSON text, and may return the text or
 * the parsed value.
 */
export interface ItemStore {
  getItem(key: string): unknown;
  /** `ttl`: seconds after which the value may be dropped. A store may ignore it. */
  setItem(key: string, value: string, options?: { ttl: number }): unknown;
}

/** A store of the host's own, such as a `Map`. It gets objects that can be written as JSON. */
export interface GetSetStore {
  get(key: string): unknown;
  set(key: string, value: unknown): unknown;
}

/**
 * A store outside this process, which several instances of a host can share: an `unstorage` storage, or anything with
 * `get` and `set`. The methods may be synchronous or return a promise. All keys begin with `codat-commerce-picker:`, so
 * the store may hold other things too. The host module works without it: a store that throws, or takes longer than a
 * second, is reported once and not used for half a minute.
 */
export type KeyValueStore = ItemStore | GetSetStore;

/**
 * A store that can keep a key on the condition that nobody has kept it before, in one step: Redis (`SET key 1 EX ttl
 * NX`), a table whose key is unique, a Durable Object. The methods may be synchronous or return a promise.
 */
export interface AtomicStore {
  /**
   * Keeps `key` for `ttl` seconds, and then drops it by its own clock. Returns `true` if it was not there, and `false`,
   * without any change, if it was.
   */
  add(key: string, ttl: number): boolean | Promise<boolean>;
  /** Drops `key`, if it is there. */
  delete(key: string): unknown;
}

/** One integration's branding, as it is kept in the option `cache`. It can be written as JSON. */
export interface BrandingCacheEntry {
  /** The known fields of Codat's *Branding* object. */
  branding: Branding;
  /** ms since the epoch. */
  fetchedAt: number;
}

/** How often one merchant may ask for a Sync URL. */
export interface HostLimit {
  /** Sync URLs in any sixty seconds. Default: 10. */
  perMinute?: number | undefined;
  /** Sync URLs that may be on their way at the same time. Default: 1. */
  atATime?: number | undefined;
  /**
   * For a host of several processes: the store in which they share their counts. Default: each process counts for
   * itself, so two processes together let a merchant through twice as often. While the store is down, each process
   * counts for itself too: merchants can go on, and none gets more than the limit from one process.
   *
   * With `add` and `delete` ({@link AtomicStore}), the limit is exact across processes, whatever their clocks say.
   *
   * A store of keys and values, as the one of `cache`, is not exact: each request reads the merchant's entry and writes
   * it back. Requests that reach several processes at the same moment may all be let through, and one of two writes at
   * the same moment may be lost. That is good enough to stop a script.
   *
   * Keys don't hold the merchant's id, but a hash of it, with the API key as the secret. An entry is needed for a
   * minute or two. A store that knows `ttl` (Redis does) then drops it; others keep a small entry for each merchant.
   */
  store?: AtomicStore | KeyValueStore | undefined;
}

/** What the hooks get about a request that was answered. Only `request` may hold personal data. */
export interface HostRequestInfo {
  /** `integrations`, `sync-url`, or `none` for any other path. */
  operation: string;
  /**
   * The request with its cookies: log only what you need of it. Its body has been read. If its `signal` is aborted, the
   * browser has left before the answer was there.
   */
  request: Request;
  /** ms until the answer was ready. */
  duration: number;
  /** The answer's HTTP status. */
  status: number;
  /** What the merchant picked, if the request got that far. */
  platformKey?: string;
}

/** A failure that no request failed with: a list is answered although a logo can't be had. */
export interface HostStepInfo {
  /** As in {@link HostRequestInfo}; also `none` where no request is known. */
  operation: string;
  /** The request that it was done for, with its cookies. Other requests may have waited for the same. */
  request?: Request;
  /** ms until it failed. */
  duration?: number;
  /** The request's answer does not follow from this. */
  status?: undefined;
  /** The software that it was about. */
  platformKey?: string;
}

/**
 * What {@link HostOptions.onError} gets besides the error: with a `status` about the request that failed with it, and
 * without one about something that failed on the way. Only `request` may hold personal data.
 */
export type HostErrorInfo = (HostRequestInfo | HostStepInfo) & {
  /** What failed: `GET Sync URL of gbol`, `GET connections`, `merchant()`, `cache.get of branding:gbol`… */
  step: string;
};

/** Why a request was refused. */
export interface HostRefusal {
  /** Undefined if `merchant` answered with a `Response` of its own. */
  code?: PickerErrorCode;
  /** For developers, in English. */
  title: string;
  /** Codat's own id of a failed call, if the request waited for one that another request had made. */
  correlationId?: string;
}

/** What {@link HostOptions.merchant} may return. */
export type MerchantAnswer = HostMerchant | Response | null | undefined | false;

/** Options of `createHost`. They are read once. */
export interface HostOptions {
  /**
   * Codat's API key, raw or as the ready `Basic …` header value; Codat's portal shows both. Never sent to a browser.
   * The type allows undefined because environment variables have it, but `createHost` throws then.
   */
  apiKey: string | undefined;
  /**
   * The host's own connector. Its type decides which software is offered, and its place in the URL of the Sync flow.
   */
  connector: Connector;
  /**
   * The host's own session check. If it returns nobody (`null`, `undefined` or `false`), the answer is 401. If it
   * returns or throws a `Response`, that is the answer (a 403, or a redirect to the log-in page). If it throws anything
   * else, the answer is 500: the exception is reported, and nothing of it goes to the browser. If it doesn't end within
   * `timeout`, the answer is 504. It must not read the request's body.
   *
   * `context` is what was handed over beside the request, `codat(request, context)`: the object on which a framework
   * keeps its session. `toNodeHandler` hands over Express's `req`, Fastify's `request` and Koa's `ctx`.
   */
  // As a method, so that a host may say which type its context has.
  merchant(request: Request, context?: unknown): MerchantAnswer | Promise<MerchantAnswer>;
  /**
   * What to offer: platformKeys, or `'enabled'` for everything that is switched on in Codat's portal. Default: the
   * software that Codat's guides list, accounting or commerce, whichever the host is not. Keys that the guides don't
   * list are looked up in Codat's list.
   */
  integrations?: readonly string[] | 'enabled' | undefined;
  /** Absolute http(s) URL where the merchant lands when done. Default: Codat's own success page. */
  redirectUrl?: string | URL | undefined;
  /**
   * Checks the field `csrf` of an HTML form that posts to `…/sync-url`: the host's own token against forgery. A form
   * that it does not accept is answered 403. Forms of other origins are refused without it. Default: nothing is checked.
   */
  csrf?: ((token: string, request: Request) => boolean | Promise<boolean>) | undefined;
  /**
   * Origins besides the host's own that may call, such as `https://shop.example`. They get CORS headers. If a proxy
   * rewrites `Host`, add the host's own origin too, for browsers that don't send `Sec-Fetch-Site`. Default: none.
   */
  allowedOrigins?: readonly string[] | undefined;
  /** Host names that a Sync URL may lead to, subdomains included. Default: `codat.io`. */
  allowedHosts?: readonly string[] | undefined;
  /**
   * Keeps Codat's list and branding outside this process. Instances that share it ask Codat once for all of them, and a
   * restart finds what was kept. The process's own memory is looked at first. What comes from the store is checked like
   * Codat's own answers. Default: memory only.
   */
  cache?: KeyValueStore | undefined;
  /** How often one merchant may ask for a Sync URL. `false`: no limit. Default: one at a time, ten a minute. */
  limit?: HostLimit | false | undefined;
  /** Codat's API; may have a path. Default: `https://api.codat.io`. */
  baseUrl?: string | URL | undefined;
  /** Replaces the global `fetch`, for calls to Codat. */
  fetch?: typeof fetch | undefined;
  /** ms for each call to Codat with its body, for `merchant`, and for a request's own body. Default: 10 000. */
  timeout?: number | undefined;
  /**
   * Keeps the runtime alive for work that goes on after an answer, such as fetching branding again: `waitUntil` of
   * `cloudflare:workers` or `@vercel/functions`. Not needed if the process lives on.
   */
  waitUntil?: ((work: Promise<unknown>) => unknown) | undefined;
  /**
   * Is called for each failure of the host or of Codat, once the request is answered that it was met in: with a
   * `status` if the request failed with it. Each request is told once, to this hook with a `status`, to `onRefused` or
   * to `onSuccess`. Default: one line on `console.error`; equal lines within a minute are counted. No answer waits for a hook, and a hook that fails changes no answer. Neither the error nor the
   * info holds the API key, the merchant's or the company's id, or a Sync URL. If `merchant`, `cache` or `waitUntil`
   * threw, `cause` is that exception.
   */
  onError?: ((error: PickerError, info: HostErrorInfo) => unknown) | undefined;
  /**
   * Is called for each request that was refused by the host module or by `merchant`: nobody is logged in, another site
   * asks, a limit is reached, Codat has asked for a pause. Failures go to `onError`. Default: a line on `console.error`
   * if the host's own origin may be missing in `allowedOrigins`, or if a body parser has read the body.
   */
  onRefused?: ((refusal: HostRefusal, info: HostRequestInfo) => unknown) | undefined;
  /** Is called for each request that was answered successfully. Default: nothing. */
  onSuccess?: ((info: HostRequestInfo) => unknown) | undefined;
}

/** {@link HostLimit}, with the defaults in place. */
export interface Limit {
  readonly perMinute: number;
  readonly atATime: number;
  readonly store: AtomicStore | KeyValueStore | undefined;
}

/** {@link HostOptions}, checked and with the defaults in place. */
export interface Settings {
  /** The `Authorization` header's value. */
  readonly authorization: string;
  readonly connector: Readonly<Connector>;
  readonly merchant: HostOptions['merchant'];
  readonly integrations: readonly string[] | 'enabled' | undefined;
  readonly redirectUrl: string | undefined;
  readonly csrf: HostOptions['csrf'];
  readonly allowedOrigins: ReadonlySet<string>;
  readonly allowedHosts: readonly string[];
  readonly cache: KeyValueStore | undefined;
  readonly limit: Limit | undefined;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch | undefined;
  readonly timeout: number;
  readonly waitUntil: HostOptions['waitUntil'];
  readonly onError: HostOptions['onError'];
  readonly onRefused: HostOptions['onRefused'];
  readonly onSuccess: HostOptions['onSuccess'];
}
