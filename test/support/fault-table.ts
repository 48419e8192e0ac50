import type { PickerErrorCode } from '../../src/index.js';

/** One way in which an endpoint can fail its page, and what becomes of it. The tests and the documentation read it. */
export interface Fault {
  /** What happens, as a reader of the documentation knows it. */
  fault: string;
  /** Where it can happen. */
  at: readonly ('list' | 'sync-url')[];
  /** What the endpoint answers; undefined: nothing at all. */
  answer?: { status?: number; headers?: Record<string, string>; body?: string; isError?: boolean };
  /** What the host's code gets. */
  code: PickerErrorCode;
  retryable: boolean;
  retryAfter?: number;
  /** What the merchant reads. */
  message: string;
  /** The button beside it, if there is one. */
  button?: 'Try again';
  /** Whether the console tells a developer. */
  isLogged?: boolean;
}

const both = ['list', 'sync-url'] as const;
const JSON_TYPE = { 'content-type': 'application/json' };
const PROBLEM = { 'content-type': 'application/problem+json' };

const problem = (code: string, more: object = {}): string => JSON.stringify({ code, ...more });

const OURS = 'Something went wrong on our side.';
const LATER = 'Try again in a few minutes.';
const CONTACT = 'Contact us for help.';
const UNREACHED = `Our service can’t be reached right now. ${LATER}`;

const retried = { retryable: true, button: 'Try again' } as const;
const wrong = (code: PickerErrorCode) =>
  ({ code, retryable: false, message: `${OURS} ${CONTACT}`, isLogged: true }) as const;
const unread = { code: 'bad-response', ...retried, message: `${OURS} ${LATER}`, isLogged: true } as const;

export const FAULTS: readonly Fault[] = [
  { fault: 'No answer within 10 seconds', at: both, code: 'timeout', ...retried, message: UNREACHED },
  {
    fault: 'The connection fails, or a blocker ends it',
    at: both,
    answer: { isError: true },
    code: 'network',
    ...retried,
    message: UNREACHED,
  },
  ...[401, 419, 440].map((status): Fault => ({
    fault: `HTTP ${status}`,
    at: both,
    answer: { status },
    code: 'unauthenticated',
    retryable: false,
    message: 'Your session has ended. Log in again.',
  })),
  {
    fault: 'HTTP 403',
    at: both,
    answer: { status: 403 },
    code: 'forbidden',
    retryable: false,
    message: 'Your account is not allowed to do this. Ask the person who manages it.',
  },
  { fault: 'HTTP 404', at: both, answer: { status: 404 }, ...wrong('not-found') },
  {
    fault: 'A problem with the code `unknown-platform`',
    at: ['sync-url'],
    answer: { status: 404, headers: PROBLEM, body: problem('unknown-platform') },
    code: 'unknown-platform',
    retryable: false,
    message: 'This software can’t be linked right now. Choose another.',
  },
  { fault: 'HTTP 408', at: both, answer: { status: 408 }, code: 'timeout', ...retried, message: UNREACHED },
  {
    fault: 'HTTP 409',
    at: ['sync-url'],
    answer: { status: 409 },
    code: 'conflict',
    retryable: false,
    message: `${OURS} ${CONTACT}`,
  },
  { fault: 'HTTP 400, or any other 4xx', at: both, answer: { status: 400 }, ...wrong('bad-request') },
  {
    fault: 'HTTP 429 without Retry-After',
    at: both,
    answer: { status: 429 },
    code: 'rate-limited',
    ...retried,
    message: `There were too many attempts. ${LATER}`,
  },
  {
    fault: 'HTTP 429 with `Retry-After: 40`',
    at: both,
    answer: { status: 429, headers: { 'retry-after': '40' } },
    code: 'rate-limited',
    ...retried,
    retryAfter: 40,
    message: 'There were too many attempts. Try again in 40 seconds.',
  },
  {
    fault: 'HTTP 429 with a `Retry-After` that is none',
    at: both,
    answer: { status: 429, headers: { 'retry-after': '1e999' } },
    code: 'rate-limited',
    ...retried,
    message: `There were too many attempts. ${LATER}`,
  },
  {
    fault: 'HTTP 500',
    at: both,
    answer: { status: 500 },
    code: 'unavailable',
    ...retried,
    message: `${OURS} ${LATER}`,
  },
  {
    fault: 'HTTP 503 with `Retry-After: 120`',
    at: both,
    answer: { status: 503, headers: { 'retry-after': '120' } },
    code: 'unavailable',
    ...retried,
    retryAfter: 120,
    message: `${OURS} Try again in 2 minutes.`,
  },
  { fault: 'HTTP 504', at: both, answer: { status: 504 }, code: 'timeout', ...retried, message: UNREACHED },
  {
    fault: 'A problem that says `retryable: false`',
    at: both,
    answer: { status: 502, headers: PROBLEM, body: problem('unavailable', { retryable: false }) },
    code: 'unavailable',
    retryable: false,
    message: `${OURS} ${CONTACT}`,
  },
  {
    fault: 'A problem with the code `misconfigured`',
    at: both,
    answer: { status: 502, headers: PROBLEM, body: problem('misconfigured') },
    ...wrong('misconfigured'),
  },
  { fault: 'HTTP 204, or an empty body', at: both, answer: { status: 204 }, ...unread },
  {
    fault: 'JSON that breaks off',
    at: both,
    answer: { headers: JSON_TYPE, body: '{"results":[{"key":"gb' },
    ...unread,
  },
  {
    fault: 'An HTML page with status 200',
    at: both,
    answer: { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Log in</title>' },
    ...unread,
  },
  {
    fault: 'JSON of another shape',
    at: both,
    answer: { headers: JSON_TYPE, body: '{"results":{},"url":["https://codat.io"]}' },
    ...unread,
  },
  {
    fault: 'A Sync URL on a host that is not allowed',
    at: ['sync-url'],
    answer: { headers: JSON_TYPE, body: '{"url":"https://codat.io.evil.example/start"}' },
    ...wrong('unsafe-url'),
  },
];
