import { PickerError } from '../errors.js';
import { type Branding, PLATFORM_KEY } from '../integrations.js';
import { CODAT_HOSTS } from '../safe-url.js';
import { catalogued } from './catalogue.js';

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
   * whether it is linked or waits for the merchant. That takes one more call to Codat for each list; where it fails, or
   * takes longer than three seconds, the list comes without. Never sent to a browser.
   */
  companyId?: string | undefined;
}

/** One integration's branding, as a {@link BrandingCache} keeps it. Survives JSON. */
export interface BrandingCacheEntry {
  /** Codat's *Branding* object, as it came. */
  branding: Branding;
  /** ms since the epoch. */
  fetchedAt: number;
}

/**
 * Where branding is kept beyond this process, so that instances share it and a restart doesn't begin anew. `key` is the
 * platformKey: a store that holds other things too wants a prefix. It comes second, behind this process's own memory,
 * and one that throws, or takes longer than a second, is reported and otherwise ignored. A `Map` will do.
 */
export interface BrandingCache {
  get(key: string): BrandingCacheEntry | null | undefined | Promise<BrandingCacheEntry | null | undefined>;
  set(key: string, entry: BrandingCacheEntry): unknown;
}

/** What {@link HostOptions.onError} is told besides the error. It never holds anything secret. */
export interface HostErrorInfo {
  /** What was going on: `GET branding of gbol`, `GET connections`, `merchant()`, `cache.get of gbol`… */
  operation: string;
}

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
   * The host's own session check. Nobody (`null` or `undefined`) is answered 401. It must leave the request's body
   * alone. What it throws is answered 500 and reported, with nothing of it going to the browser.
   */
  merchant: (request: Request) => HostMerchant | null | undefined | Promise<HostMerchant | null | undefined>;
  /**
   * What to offer: platformKeys, or `'enabled'` for what is switched on in Codat's portal. Default: the software that
   * Codat's guides list on the other side of the connector. Keys that the guides don't list are looked up at Codat.
   */
  integrations?: readonly string[] | 'enabled' | undefined;
  /** Absolute http(s) URL where the merchant lands when done. Default: Codat's own success page. */
  redirectUrl?: string | URL | undefined;
  /** Origins besides the host's own that may call, such as `https://shop.example`; they get CORS headers. Default: none. */
  allowedOrigins?: readonly string[] | undefined;
  /** Host names that a Sync URL may lead to, subdomains included. Default: `codat.io`. */
  allowedHosts?: readonly string[] | undefined;
  /** Keeps branding beyond this process. Default: memory alone. */
  cache?: BrandingCache | undefined;
  /** Codat's API; may have a path. Default: `https://api.codat.io`. */
  baseUrl?: string | URL | undefined;
  /** Replaces the global `fetch`, for calls to Codat. */
  fetch?: typeof fetch | undefined;
  /** ms for each call to Codat, its body included. Default: 10 000. */
  timeout?: number | undefined;
  /**
   * Keeps the runtime going for what is under way after an answer, such as branding that is fetched anew: `waitUntil`
   * of `cloudflare:workers` or `@vercel/functions`. Not needed where the process lives on.
   */
  waitUntil?: ((work: Promise<unknown>) => unknown) | undefined;
  /**
   * Hears of everything that failed for a reason of the host's or of Codat's. Default: one line on `console.error`.
   * Neither error nor info hold the API key, the merchant's or the company's id, or a Sync URL. The `cause` is the
   * host's own exception where `merchant`, `cache` or `waitUntil` threw.
   */
  onError?: ((error: PickerError, info: HostErrorInfo) => unknown) | undefined;
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
  readonly cache: BrandingCache | undefined;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch | undefined;
  readonly timeout: number;
  readonly waitUntil: HostOptions['waitUntil'];
  readonly onError: HostOptions['onError'];
}

const HOST_NAME = /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/;

/** ms, twelve days. `setTimeout` takes twice that, and fires at once when it is given more. */
const LONGEST_TIMEOUT = 2 ** 30;

const wrong = (option: string, advice: string): PickerError => new PickerError('misconfigured', `${option} ${advice}`);

/**
 * Checks the options, whether TypeScript has done so or not.
 *
 * @throws {PickerError} `misconfigured`, naming the option and what to do. No message ever quotes the key.
 */
export function readOptions(given: HostOptions | undefined): Settings {
  const options = { ...given } as Record<keyof HostOptions, unknown>;
  const authorization = readApiKey(options.apiKey);
  const connector = readConnector(options.connector);
  return {
    authorization,
    connector,
    merchant: readFunction('merchant', options.merchant ?? null) as HostOptions['merchant'],
    integrations: readIntegrations(options.integrations, connector),
    redirectUrl: options.redirectUrl === undefined ? undefined : readUrl('redirectUrl', options.redirectUrl),
    allowedOrigins: new Set(readList('allowedOrigins', options.allowedOrigins ?? []).map(readOrigin)),
    allowedHosts: readHosts(options.allowedHosts ?? [CODAT_HOSTS]),
    cache: readCache(options.cache),
    baseUrl: readBaseUrl(options.baseUrl ?? 'https://api.codat.io'),
    fetch: readFunction('fetch', options.fetch) as typeof fetch | undefined,
    timeout: readTimeout(options.timeout ?? 10_000),
    waitUntil: readFunction('waitUntil', options.waitUntil) as HostOptions['waitUntil'],
    onError: readFunction('onError', options.onError) as HostOptions['onError'],
  };
}

function readApiKey(value: unknown): string {
  // Environment variables and secret files like to end in a line break.
  const key = typeof value === 'string' ? value.trim() : '';
  if (!key || /^basic$/i.test(key)) {
    throw wrong('apiKey', 'is missing: pass Codat’s API key, raw or as the ready "Basic …" header from its portal');
  }
  const ready = /^basic\s+(.*)$/is.exec(key)?.[1];
  if (ready === undefined) return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(key)))}`;
  // A header that can't be sent would make `fetch` throw an error that quotes it.
  if (!/^[\w+/-]+=*$/.test(ready)) throw wrong('apiKey', 'begins with "Basic", but base64 doesn’t follow');
  return `Basic ${ready}`;
}

function readConnector(value: unknown): Connector {
  if (typeof value !== 'object' || value === null) {
    throw wrong(
      'connector',
      'is missing: pass { platformKey, sourceType } of the connector that Codat deployed for you',
    );
  }
  const { platformKey, sourceType } = value as Record<keyof Connector, unknown>;
  if (!isPlatformKey(platformKey)) {
    throw wrong('connector.platformKey', 'must be four lower-case letters, such as "dfxm"');
  }
  if (sourceType !== 'Commerce' && sourceType !== 'Accounting') {
    throw wrong('connector.sourceType', 'must be "Commerce" or "Accounting": what the host itself is');
  }
  return { platformKey, sourceType };
}

const isPlatformKey = (value: unknown): value is string => typeof value === 'string' && PLATFORM_KEY.test(value);

function readIntegrations(value: unknown, connector: Connector): readonly string[] | 'enabled' | undefined {
  if (value === undefined || value === 'enabled') return value;
  if (!Array.isArray(value)) throw wrong('integrations', 'must be an array of platformKeys, or "enabled"');
  for (const key of value as unknown[]) {
    if (!isPlatformKey(key)) {
      throw wrong(
        'integrations',
        `must hold platformKeys of four lower-case letters, unlike ${typeof key === 'string' ? `"${key}"` : typeof key}`,
      );
    }
    if (key === connector.platformKey) {
      throw wrong('integrations', `holds the connector’s own key "${key}": take it out, it is not a choice`);
    }
    const known = catalogued(key);
    if (known?.sourceType === connector.sourceType) {
      throw wrong('integrations', `holds "${key}" (${known.name}), which is ${known.sourceType} like the connector`);
    }
  }
  return [...new Set(value as string[])];
}

function readUrl(option: string, value: unknown): string {
  const text = String(value).trim();
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) {
    throw wrong(option, 'must be an absolute URL that begins with https:// (or http://)');
  }
  return text;
}

function readBaseUrl(value: unknown): string {
  const { origin, pathname, username, password, search, hash } = new URL(readUrl('baseUrl', value));
  // Not quoted: what stands in such a URL may well be a password.
  if (username || password || search || hash) throw wrong('baseUrl', 'must be without credentials, query and fragment');
  return origin + pathname.replace(/\/+$/, '');
}

function readList(option: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw wrong(option, 'must be an array of strings');
}

function readOrigin(entry: string): string {
  const url = URL.canParse(entry) ? new URL(entry) : undefined;
  // Apps have origins too (capacitor://localhost), which the URL standard calls "null".
  const origin = url?.origin === 'null' ? url.host && `${url.protocol}//${url.host}` : url?.origin;
  if (origin === entry) return entry;
  throw wrong(
    'allowedOrigins',
    origin
      ? `holds "${entry}": write it as "${origin}"`
      : `holds "${entry}": an origin looks like "https://shop.example"`,
  );
}

function readHosts(value: unknown): string[] {
  const hosts = readList('allowedHosts', value).map((host) => host.trim().toLowerCase());
  const odd = hosts.find((host) => !HOST_NAME.test(host));
  if (!hosts.length || odd !== undefined) {
    throw wrong(
      'allowedHosts',
      `must hold host names such as "codat.io", without scheme and port, unlike "${odd ?? ''}"`,
    );
  }
  return hosts;
}

function readCache(value: unknown): BrandingCache | undefined {
  if (value === undefined) return undefined;
  const { get, set } = Object(value) as Record<keyof BrandingCache, unknown>;
  if (typeof get === 'function' && typeof set === 'function') return value as BrandingCache;
  throw wrong('cache', 'must have the methods get(key) and set(key, entry)');
}

function readTimeout(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= LONGEST_TIMEOUT) return value;
  throw wrong('timeout', 'must be a positive number of milliseconds');
}

function readFunction(option: string, value: unknown): unknown {
  if (value === undefined || typeof value === 'function') return value;
  throw wrong(option, value === null ? 'is missing: pass a function' : 'must be a function');
}
