import { attempt } from './attempt.js';
import { PickerError } from './errors.js';

/** Where the browser may be sent: Codat's own domain and its subdomains. */
export const CODAT_HOSTS = 'codat.io';

// https: without credentials and port; or, for development, this very machine.
const SAFE_URL = /^(https:\/\/[^:@/]+|http:\/\/(localhost|127\.0\.0\.1)[:\d]*)\//;

/** A host name with a dot in it, an IPv4 address included; or this very machine. */
const HOST_NAME = /^(localhost|([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d]([a-z\d-]*[a-z\d])?)$/;
const IP_ADDRESS = /^[\d.]+$/;

/** `new URL`, or undefined. (`URL.canParse` is younger than the oldest browsers.) */
export const parseUrl = (value: string | URL, base?: string): URL | undefined => attempt(() => new URL(value, base));

/**
 * The option `allowedHosts`, checked.
 *
 * @param allowedHosts host names in lower case, separated by spaces or commas, or as an array. Default: `codat.io`
 * @throws {PickerError} `misconfigured` where one would allow what nobody means, or nothing at all; it says what to
 *   write instead
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

/** Whether a host is one of the allowed ones, or a subdomain of one. An address has none. */
const isAllowed = (hostname: string, hosts: readonly string[]): boolean =>
  hosts.some((host) => hostname === host || (!IP_ADDRESS.test(host) && hostname.endsWith(`.${host}`)));

/**
 * Checks the Sync URL that a server answered, and returns it in normal form (Codat's own holds unencoded spaces).
 *
 * It must be `https:`, without credentials or port, on an allowed host or a subdomain of one. The one exception
 * serves development: `http://localhost` and `http://127.0.0.1`, any port, when `allowedHosts` names them.
 *
 * @param value what the server answered; anything
 * @param allowedHosts as {@link readAllowedHosts} takes them
 * @throws {PickerError} `bad-response` where it is no text, `unsafe-url` where it leads elsewhere, `misconfigured`; the
 *   message names the origin at the most, never the URL, which is a credential
 */
export function checkSyncUrl(value: unknown, allowedHosts?: string | readonly string[]): string {
  const hosts = readAllowedHosts(allowedHosts);
  if (typeof value !== 'string') throw new PickerError('bad-response', 'the answer has no string "url"');
  const url = parseUrl(value);
  if (url && isAllowed(url.hostname, hosts) && SAFE_URL.test(url.href)) return url.href;
  throw new PickerError('unsafe-url', `${url?.origin ?? 'what was answered'} is not in allowedHosts, or not safe`);
}

/**
 * A URL in normal form, or undefined where it must be neither loaded nor linked to: only `https:` and the page's own
 * origin are safe.
 *
 * @param value what the server answered, or the host wrote; anything
 * @param page the page's own URL; undefined on a server, where it is not known
 * @param base what relative URLs are resolved against, which a `<base>` may have changed. Default: the page
 */
export function safeUrl(value: unknown, page: string | undefined, base: string | undefined = page): string | undefined {
  if (typeof value !== 'string' || !value) return undefined;
  const url = parseUrl(value, base);
  if (!url || url.username || url.password) return undefined;
  if (url.protocol === 'https:') return url.href;
  const own = page ? parseUrl(page) : undefined;
  return own?.host && url.host === own.host && url.protocol === own.protocol ? url.href : undefined;
}
