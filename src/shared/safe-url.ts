import { attempt } from './attempt.js';
import { PickerError } from './errors.js';

/** The default of `allowedHosts`: Codat's own domain, with its subdomains. */
export const CODAT_HOSTS = 'codat.io';

// https: without credentials and port; or, for development, http: on this machine.
const SAFE_URL = /^(https:\/\/[^:@/]+|http:\/\/(localhost|127\.0\.0\.1)[:\d]*)\//;

/** A host name with a dot, an IPv4 address, or `localhost`. */
const HOST_NAME = /^(localhost|([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d]([a-z\d-]*[a-z\d])?)$/;
const IP_ADDRESS = /^[\d.]+$/;

/** `new URL`, or undefined if it is malformed. (The oldest browsers don't have `URL.canParse`.) */
export const parseUrl = (value: string | URL, base?: string): URL | undefined => attempt(() => new URL(value, base));

/**
 * Reads and checks the option `allowedHosts`.
 *
 * @param allowedHosts host names in lower case, separated by spaces or commas, or as an array. Default: `codat.io`
 * @throws {PickerError} `misconfigured` if an entry is no plain host name; it says what to write instead
 */
export function readAllowedHosts(allowedHosts: string | readonly string[] | undefined | null): readonly string[] {
  const hosts = String(allowedHosts || CODAT_HOSTS).match(/[^\s,]+/g) ?? [CODAT_HOSTS];
  const odd = hosts.find((host) => !HOST_NAME.test(host));
  if (odd === undefined) return hosts;
  const plain = odd.toLowerCase().replace(/^(https?:\/\/)?[*.]*|[:/].*$|\.$/g, '');
  throw new PickerError(
    'misconfigured',
    `allowedHosts: write ${HOST_NAME.test(plain) ? plain : 'a name like codat.io'} for "${odd}"; subdomains are included`,
  );
}

/** Whether a host is one of the allowed ones, or a subdomain of one. An IP address has no subdomains. */
const isAllowed = (hostname: string, hosts: readonly string[]): boolean =>
  hosts.some((host) => hostname === host || (!IP_ADDRESS.test(host) && hostname.endsWith(`.${host}`)));

/**
 * Checks the Sync URL of a server's answer, and returns it in normal form (Codat's own URLs hold unencoded spaces).
 *
 * It must be `https:`, without credentials or port, on an allowed host or a subdomain of one. For development,
 * `http://localhost` and `http://127.0.0.1` are allowed too, with any port, if `allowedHosts` names them.
 *
 * @param value what the server answered, which may be anything
 * @param allowedHosts see {@link readAllowedHosts}
 * @throws {PickerError} `bad-response` if it is no text, `unsafe-url` if it is not allowed, `misconfigured` if
 *   `allowedHosts` is wrong. The message may name the origin, but never the URL, which is a credential
 */
export function checkSyncUrl(value: unknown, allowedHosts?: string | readonly string[]): string {
  const hosts = readAllowedHosts(allowedHosts);
  if (typeof value !== 'string') throw new PickerError('bad-response', 'the answer has no string "url"');
  const url = parseUrl(value);
  if (url && isAllowed(url.hostname, hosts) && SAFE_URL.test(url.href)) return url.href;
  throw new PickerError('unsafe-url', `${url?.origin ?? 'what was answered'} is not in allowedHosts, or not safe`);
}

/**
 * A URL in normal form that is safe to load or to link to: it is `https:`, or of the page's own origin. Undefined if it
 * is not safe.
 *
 * @param value may be anything
 * @param page the page's own URL; undefined on a server, where it is not known
 * @param base the URL that relative ones are resolved against; a `<base>` may have changed it. Default: the page
 */
export function safeUrl(value: unknown, page: string | undefined, base: string | undefined = page): string | undefined {
  if (typeof value !== 'string' || !value) return undefined;
  const url = parseUrl(value, base);
  if (!url || url.username || url.password) return undefined;
  if (url.protocol === 'https:') return url.href;
  const own = page ? parseUrl(page) : undefined;
  return own?.host && url.host === own.host && url.protocol === own.protocol ? url.href : undefined;
}
