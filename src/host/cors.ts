import { Refusal } from './problem-response.js';

/** Seconds that a browser may keep a preflight's answer. */
const PREFLIGHT_AGE = '600';

/** The headers with which a page of an allowed origin may read an answer; none where no origin is allowed. */
export function corsHeaders({ headers }: Request, allowedOrigins: ReadonlySet<string>): Record<string, string> {
  if (!allowedOrigins.size) return {};
  const origin = headers.get('origin');
  if (origin === null || !allowedOrigins.has(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Retry-After',
  };
}

/**
 * Answers a preflight. The headers that are asked for are granted: the origin is trusted, and what a host's own page
 * sends along (a CSRF token, `Authorization`) is between the two of them.
 *
 * @throws {Refusal} 403, 405
 */
export function preflight({ headers }: Request, methods: string, allowedOrigins: ReadonlySet<string>): Response {
  const origin = headers.get('origin');
  if (!allowedOrigins.size || origin === null) {
    throw new Refusal(405, 'bad-request', `Only ${methods}`, { headers: { allow: methods } });
  }
  if (!allowedOrigins.has(origin)) throw new Refusal(403, 'forbidden', 'This origin is not in allowedOrigins');
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': methods,
      'access-control-allow-headers': headers.get('access-control-request-headers') ?? 'content-type',
      'access-control-max-age': PREFLIGHT_AGE,
    },
  });
}
