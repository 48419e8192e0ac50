import { PickerError } from './errors.js';

/** Where the browser may be sent: Codat's own domain and its subdomains. */
export const CODAT_HOSTS = 'codat.io';

// https: without credentials and port; or, for development, this very machine.
const SAFE_URL = /^(https:\/\/[^:@/]+|http:\/\/(localhost|127\.0\.0\.1)[:\d]*)\//;

/**
 * Checks the Sync URL that a server answered, and returns it in normal form (Codat's own holds unencoded spaces).
 *
 * It must be `https:`, without credentials or port, on an allowed host or a subdomain of one. The one exception
 * serves development: `http://localhost` and `http://127.0.0.1`, any port, when `allowedHosts` names them.
 *
 * @param value what the server answered; anything
 * @param allowedHosts host names in lower case, separated by spaces or as an array. Default: `codat.io`
 * @throws {PickerError} `unsafe-url`; the message names the origin at the most, never the URL, which is a credential
 */
export function checkSyncUrl(value: unknown, allowedHosts?: string | readonly string[]): string {
  const url = URL.canParse(value as string) && new URL(value as string);
  if (
    url &&
    String(allowedHosts || CODAT_HOSTS)
      .split(/[\s,]+/)
      .some((host) => host && `.${url.hostname}`.endsWith(`.${host}`)) &&
    SAFE_URL.test(url.href)
  ) {
    return url.href;
  }
  throw new PickerError('unsafe-url', `${url && url.origin}: not in allowedHosts`);
}

/**
 * The logo's URL in normal form, or undefined where it must not be loaded: only `https:` and the page's own origin.
 *
 * @param value what the server answered; anything
 * @param base the page's URL: relative logos are resolved against it
 */
export function safeLogoUrl(value: unknown, base: string): string | undefined {
  if (typeof value !== 'string' || !value || !URL.canParse(value, base)) return undefined;
  const { host, href, protocol } = new URL(value, base);
  const page = new URL(base);
  return protocol === 'https:' || protocol + host === page.protocol + page.host ? href : undefined;
}
