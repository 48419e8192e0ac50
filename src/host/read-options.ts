import { attempt } from '../shared/attempt.js';
import { PickerError } from '../shared/errors.js';
import { PLATFORM_KEY } from '../shared/integrations.js';
import { CODAT_HOSTS } from '../shared/safe-url.js';
import { faultOfHost } from './allowed-hosts.js';
import { documentedIntegration } from './documented-integrations.js';
import { misspelt } from './misspelt.js';
import { isItemStore } from './key-value-store.js';
import { isAtomic } from './places.js';
import type {
  AtomicStore,
  Connector,
  GetSetStore,
  HostLimit,
  HostOptions,
  KeyValueStore,
  Limit,
  Settings,
} from './options.js';
import { kindOf } from './report.js';

/** ms, ten days. A mint may take twice that, and `setTimeout` fires at once if it is given more than 24 days. */
const LONGEST_TIMEOUT = 864_000_000;

/** The largest count of a limit. More would be no limit, and each mint takes memory for a minute. */
const LARGEST_LIMIT = 1_000;

/** The compiler names one that is forgotten here. */
const OPTIONS = Object.keys({
  apiKey: true,
  connector: true,
  merchant: true,
  integrations: true,
  redirectUrl: true,
  csrf: true,
  allowedOrigins: true,
  allowedHosts: true,
  cache: true,
  limit: true,
  baseUrl: true,
  fetch: true,
  timeout: true,
  waitUntil: true,
  onError: true,
  onRefused: true,
  onSuccess: true,
} satisfies Record<keyof HostOptions, true>);

const wrong = (option: string, advice: string): PickerError => new PickerError('misconfigured', `${option} ${advice}`);

/**
 * Checks the options at run time, as not every host uses TypeScript.
 *
 * @throws {PickerError} `misconfigured`, naming the option and what to do. No message quotes the API key.
 */
export function readOptions(given: HostOptions | undefined): Settings {
  refuseMisspelt(given, OPTIONS, 'createHost');
  const read = <T>(option: keyof HostOptions, how: (value: unknown, option: string) => T): T => {
    try {
      return how((Object(given) as Record<keyof HostOptions, unknown>)[option], option);
    } catch (cause) {
      if (cause instanceof PickerError) throw cause;
      // The options may be an object with getters, or a proxy.
      throw new PickerError('misconfigured', `${option} can’t be read: that threw ${kindOf(cause)}`, { cause });
    }
  };
  const authorization = read('apiKey', readApiKey);
  const connector = read('connector', readConnector);
  return {
    authorization,
    connector,
    merchant: read('merchant', (value) => readFunction(value ?? null, 'merchant')) as HostOptions['merchant'],
    integrations: read('integrations', (value) => readIntegrations(value, connector)),
    redirectUrl: read('redirectUrl', (value) => (value === undefined ? undefined : readUrl(value, 'redirectUrl'))),
    csrf: read('csrf', readFunction) as HostOptions['csrf'],
    allowedOrigins: read('allowedOrigins', (value) => new Set(readList(value ?? [], 'allowedOrigins').map(readOrigin))),
    allowedHosts: read('allowedHosts', (value) => readHosts(value ?? [CODAT_HOSTS])),
    cache: read('cache', readStore),
    limit: read('limit', (value) => readLimit(value ?? {})),
    baseUrl: read('baseUrl', (value) => readBaseUrl(value ?? 'https://api.codat.io')),
    fetch: read('fetch', readFunction) as typeof fetch | undefined,
    timeout: read('timeout', (value) => readTimeout(value ?? 10_000)),
    waitUntil: read('waitUntil', readFunction) as HostOptions['waitUntil'],
    onError: read('onError', readFunction) as HostOptions['onError'],
    onRefused: read('onRefused', readFunction) as HostOptions['onRefused'],
    onSuccess: read('onSuccess', readFunction) as HostOptions['onSuccess'],
  };
}

/** An object that can't be looked through is none of a developer's writing: its values are read one by one. */
function refuseMisspelt(given: unknown, known: readonly string[], of: string): void {
  const advice = attempt(() => misspelt(Object(given) as object, known, of));
  if (advice) throw new PickerError('misconfigured', advice);
}

function readApiKey(value: unknown): string {
  // Environment variables and secret files often end in a line break.
  const key = typeof value === 'string' ? value.trim() : '';
  if (!key || /^basic$/i.test(key)) {
    throw wrong('apiKey', 'is missing: pass Codat’s API key, raw or as the ready "Basic …" header from its portal');
  }
  if (/^(["'`]).*\1$/s.test(key)) throw wrong('apiKey', 'stands in quotes, which are not a part of it: take them off');
  if (/^bearer\s/i.test(key))
    throw wrong('apiKey', 'begins with "Bearer": pass the key alone, or "Basic …" from the portal');
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
  refuseMisspelt(value, ['platformKey', 'sourceType'], 'connector');
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
    const known = documentedIntegration(key);
    if (known?.sourceType === connector.sourceType) {
      throw wrong('integrations', `holds "${key}" (${known.name}), which is ${known.sourceType} like the connector`);
    }
  }
  return [...new Set(value as string[])];
}

function readUrl(value: unknown, option: string): string {
  const text = String(value).trim();
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) {
    throw wrong(option, 'must be an absolute URL that begins with https:// (or http://)');
  }
  return text;
}

function readBaseUrl(value: unknown): string {
  const { origin, pathname, username, password, search, hash } = new URL(readUrl(value, 'baseUrl'));
  // The URL is not quoted, because it may hold a password.
  if (username || password || search || hash) throw wrong('baseUrl', 'must be without credentials, query and fragment');
  return origin + pathname.replace(/\/+$/, '');
}

function readList(value: unknown, option: string): string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw wrong(option, 'must be an array of strings');
}

function readOrigin(entry: string): string {
  const url = URL.canParse(entry) ? new URL(entry) : undefined;
  // Apps have origins such as capacitor://localhost. URL calls them "null".
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
  const hosts = readList(value, 'allowedHosts');
  if (!hosts.length) throw wrong('allowedHosts', 'must hold at least one host name, such as "codat.io"');
  for (const host of hosts) {
    const advice = faultOfHost(host);
    if (advice) throw wrong('allowedHosts', `holds "${host}": ${advice}`);
  }
  return hosts;
}

function readStore(value: unknown, option: string, orElse = ''): KeyValueStore | undefined {
  if (value === undefined) return undefined;
  const { get, set } = Object(value) as Partial<GetSetStore>;
  const isGetSet = typeof get === 'function' && typeof set === 'function';
  if (isGetSet || isItemStore(Object(value) as object)) return value as KeyValueStore;
  throw wrong(option, `must be a storage of unstorage’s, or have the methods get(key) and set(key, value)${orElse}`);
}

function readLimitStore(value: unknown): AtomicStore | KeyValueStore | undefined {
  if (isAtomic(Object(value) as object)) return value as AtomicStore;
  return readStore(value, 'limit.store', ', or add(key, ttl) and delete(key)');
}

function readLimit(value: unknown): Limit | undefined {
  if (value === false) return undefined;
  if (typeof value !== 'object' || value === null) {
    throw wrong('limit', 'must be false, or an object such as { perMinute: 10, atATime: 1 }');
  }
  refuseMisspelt(value, ['perMinute', 'atATime', 'store'], 'limit');
  const { perMinute = 10, atATime = 1, store } = value as Record<keyof HostLimit, unknown>;
  return {
    perMinute: readCount('limit.perMinute', perMinute),
    atATime: readCount('limit.atATime', atATime),
    store: readLimitStore(store),
  };
}

function readCount(option: string, value: unknown): number {
  if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= LARGEST_LIMIT) return value as number;
  throw wrong(option, `must be a whole number from 1 to ${LARGEST_LIMIT}; to turn the limit off, pass limit: false`);
}

function readTimeout(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= LONGEST_TIMEOUT) return value;
  throw wrong('timeout', 'must be a positive number of milliseconds, ten days at the most');
}

function readFunction(value: unknown, option: string): unknown {
  if (value === undefined || typeof value === 'function') return value;
  throw wrong(option, value === null ? 'is missing: pass a function' : 'must be a function');
}
