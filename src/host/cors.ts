import { Refusal } from './problem-response.js';

/** Seconds that a browser may keep a preflight's answer. */
const PREFLIGHT_AGE = '600';

/** The headers that let a page of an allowed origin read the answer. None if the host allows no other origin. */
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
 * Answers a preflight. It allows every header that the browser asks for, because the origin is trusted and the host's
 * own pages may send what they need (a CSRF token, `Authorization`).
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
