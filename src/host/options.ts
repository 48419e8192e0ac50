import type { PickerError, PickerErrorCode } from '../shared/errors.js';
import type { Branding } from '../shared/integrations.js';

/** What the host itself is to Codat: the connector that Codat deployed to the host's API. */
export interface Connector {
  /** The connector's own platformKey. It is never offered, and never accepted as a choice. */
  platformKey: string;
  /** `Commerce` (a POS, a shop) offers accounting software, `Accounting` offers commerce software. */
  sourceType: 'Commerce' | 'Accounting';
}

/** Who is asking, as the host's own session has it. */
export interface HostMerchant {
  /** The host's own id of the merchant, or a Codat company id. Any characters; not empty. */
  merchantIdentifier: string;
  /**
   * The id of the merchant's company at Codat, where the host knows it: with it, the list says of each integration
   * whether it is linked, waits for the merchant, or was linked once and has lost its access. That takes one more call
   * to Codat for each list, ten a minute at the most; where it fails, or takes longer than three seconds, the list comes
   * with the statuses of the last minute, or without. Never sent to a browser.
   */
  companyId?: string | undefined;
}

/** A store as `unstorage`, or a browser's `Storage`, has it. It is handed JSON text, and may answer that or its value. */
export interface ItemStore {
  getItem(key: string): unknown;
  /** `ttl` in seconds: how long the value is of use. A store that doesn't know it may ignore it. */
  setItem(key: string, value: string, options?: { ttl: number }): unknown;
}

/** A store of a host's own making; a `Map` is one. It is handed objects that survive JSON. */
export interface GetSetStore {
  get(key: string): unknown;
  set(key: string, value: unknown): unknown;
}

/**
 * Where something is kept beyond this process, so that instances share it: any `unstorage` storage as it is, or
 * anything with `get` and `set`. Each may be synchronous or return a promise. All keys begin with
 * `codat-commerce-picker:`, so it may hold other things too. It is never relied on: one that throws, or takes longer
 * than a second, is reported once and left alone for half a minute.
 */
export type KeyValueStore = ItemStore | GetSetStore;

/** One integration's branding, as the option `cache` keeps it. Survives JSON. */
export interface BrandingCacheEntry {
  /** Codat's *Branding* object, in what is known of it. */
  branding: Branding;
  /** ms since the epoch. */
  fetchedAt: number;
}

/** How often one merchant may ask for a Sync URL. */
export interface HostLimit {
  /** Mints in any sixty seconds. Default: 10. */
  perMinute?: number | undefined;
  /** Mints that may be under way. Default: 1. */
  atATime?: number | undefined;
  /**
   * For a host of several processes: where they tell each other what they have let through. Default: each process counts
   * for itself, so a merchant has so many times more as there are processes.
   *
   * What this is worth: each mint reads an entry and writes it back, which is not atomic in a store of keys and values.
   * Within a process the limit is exact. Across processes, requests that come within the time of one read may be let
   * through once for each process, and what is written at the same moment may be lost; so it stops a script, and is no
   * ledger. While the store is down, each process counts for itself.
   *
   * No key holds the merchant's id: it is hashed, with Codat's key as the secret. An entry is of use for a minute or
   * two; an `unstorage` driver that knows `ttl` (Redis does) lets go of it, others keep a small one for each merchant.
   */
  store?: KeyValueStore | undefined;
}

/** What {@link HostOptions.onError} is told besides the error. The request apart, it holds nothing of anybody. */
export interface HostErrorInfo {
  /** What was going on: `GET branding of gbol`, `GET connections`, `merchant()`, `cache.get of branding:gbol`… */
  operation: string;
  /** The request that it was done for, with its cookies; others may have waited for the same. */
  request?: Request;
  /** ms that it took until it failed. */
  duration?: number;
  /** The software that it was about. */
  platformKey?: string;
}

/** A request that was answered, as the hooks are told. The request apart, it holds nothing of anybody. */
export interface HostRequestInfo {
  /** `integrations`, `sync-url`, or `none` for any other path. */
  operation: string;
  /** As it came, with its cookies: log what you need of it. Its body has been read. */
  request: Request;
  /** ms until the answer was there. */
  duration: number;
  /** The HTTP status that was answered. */
  status: number;
  /** What the merchant picked, as far as it got. */
  platformKey?: string;
}

/** Why a request was refused. */
export interface HostRefusal {
  /** Undefined where `merchant` answered with a `Response` of its own. */
  code?: PickerErrorCode;
  /** For developers, in English. */
  title: string;
}

/** What {@link HostOptions.merchant} may answer. */
export type MerchantAnswer = HostMerchant | Response | null | undefined | false;

/** Options of `createHost`. They are read once. */
export interface HostOptions {
  /**
   * Codat's API key, raw or as the ready `Basic …` header value; Codat's portal shows both. Never sent to a browser.
   * Undefined for the type's sake alone, as environment variables have it: then there is nothing to create.
   */
  apiKey: string | undefined;
  /** What the host is: decides which of the two keys in the Sync flow is whose. */
  connector: Connector;
  /**
   * The host's own session check. Nobody (`null`, `undefined` or `false`) is answered 401; a `Response` that it returns
   * or throws is the answer (a 403, or a redirect to the log-in). It must leave the request's body alone. What else it
   * throws is answered 500 and reported, with nothing of it going to the browser; where it doesn't end within `timeout`,
   * that is answered 504.
   */
  merchant: (request: Request) => MerchantAnswer | Promise<MerchantAnswer>;
  /**
   * What to offer: platformKeys, or `'enabled'` for what is switched on in Codat's portal. Default: the software that
   * Codat's guides list on the other side of the connector. Keys that the guides don't list are looked up at Codat.
   */
  integrations?: readonly string[] | 'enabled' | undefined;
  /** Absolute http(s) URL where the merchant lands when done. Default: Codat's own success page. */
  redirectUrl?: string | URL | undefined;
  /**
   * Origins besides the host's own that may call, such as `https://shop.example`; they get CORS headers. Where a proxy
   * rewrites `Host`, the host's own belongs here too, for browsers that don't send `Sec-Fetch-Site`. Default: none.
   */
  allowedOrigins?: readonly string[] | undefined;
  /** Host names that a Sync URL may lead to, subdomains included. Default: `codat.io`. */
  allowedHosts?: readonly string[] | undefined;
  /**
   * Keeps Codat's list and branding beyond this process, so that instances share them, and ask Codat once for all; a
   * restart doesn't begin anew. It comes second, behind this process's own memory. What comes out of it is checked as
   * Codat's own answers are. Default: memory alone.
   */
  cache?: KeyValueStore | undefined;
  /** How often one merchant may ask for a Sync URL; `false`: as often as it likes. Default: one at a time, ten a minute. */
  limit?: HostLimit | false | undefined;
  /** Codat's API; may have a path. Default: `https://api.codat.io`. */
  baseUrl?: string | URL | undefined;
  /** Replaces the global `fetch`, for calls to Codat. */
  fetch?: typeof fetch | undefined;
  /** ms for each call to Codat, its body included; for `merchant`; and for a request's own body. Default: 10 000. */
  timeout?: number | undefined;
  /**
   * Keeps the runtime going for what is under way after an answer, such as branding that is fetched anew: `waitUntil`
   * of `cloudflare:workers` or `@vercel/functions`. Not needed where the process lives on.
   */
  waitUntil?: ((work: Promise<unknown>) => unknown) | undefined;
  /**
   * Hears of everything that failed for a reason of the host's or of Codat's. Default: one line on `console.error`; what
   * says the same within a minute is counted. No answer waits for a hook, and none is changed by one that fails. Neither error nor info hold the API key, the merchant's or the company's id, or a Sync URL. The `cause` is the
   * host's own exception where `merchant`, `cache` or `waitUntil` threw.
   */
  onError?: ((error: PickerError, info: HostErrorInfo) => unknown) | undefined;
  /**
   * Hears of each request that was refused, by the host module or by `merchant`: nobody is logged in, another site asks,
   * a limit is reached, Codat has asked to be left alone. What failed is `onError`'s. Default: a line on `console.error`
   * where `allowedOrigins` may lack the host's own, and where a body parser has read the body.
   */
  onRefused?: ((refusal: HostRefusal, info: HostRequestInfo) => unknown) | undefined;
  /** Hears of each request that was answered as it should be. Default: nobody. */
  onSuccess?: ((info: HostRequestInfo) => unknown) | undefined;
}

/** {@link HostLimit}, with the defaults in place. */
export interface Limit {
  readonly perMinute: number;
  readonly atATime: number;
  readonly store: KeyValueStore | undefined;
}

/** {@link HostOptions}, checked and with the defaults in place. */
export interface Settings {
  /** The `Authorization` header's value. */
  readonly authorization: string;
  readonly connector: Readonly<Connector>;
  readonly merchant: HostOptions['merchant'];
  readonly integrations: readonly string[] | 'enabled' | undefined;
  readonly redirectUrl: string | undefined;
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
