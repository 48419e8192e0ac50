import type { PickerError, PickerErrorCode } from '../shared/errors.js';

/** Thrown when the host module itself refuses a request. The browser gets the reason. */
export class Refusal {
  readonly status: number;
  readonly code: PickerErrorCode;
  readonly title: string;
  /** The failure that is the reason, if there was one. It has been reported. */
  readonly failure: PickerError | undefined;
  readonly #options: ProblemOptions;

  constructor(
    status: number,
    code: PickerErrorCode,
    title: string,
    { failure, ...options }: ProblemOptions & { failure?: PickerError } = {},
  ) {
    this.status = status;
    this.code = code;
    this.title = title;
    this.failure = failure;
    this.#options = options;
  }

  response(): Response {
    return problemResponse(this.status, this.code, this.title, this.#options);
  }
}

/** What may go into a problem besides its status, code and title. */
export interface ProblemOptions {
  /** Default: false. */
  retryable?: boolean;
  correlationId?: string | undefined;
  headers?: Record<string, string>;
}

/** An answer in the form of RFC 9457. `title` is for developers. */
function problemResponse(status: number, code: PickerErrorCode, title: string, options: ProblemOptions = {}): Response {
  const { retryable = false, correlationId, headers } = options;
  // Not "about:blank", which says that the status is all there is to know.
  const type = `urn:codat-commerce-picker:problem:${code}`;
  return new Response(JSON.stringify({ type, title, status, code, retryable, correlationId }), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}

// The answer to a failure of the host or of Codat. Codat's own status is never passed on: its 401 is about the API key,
// but to the browser a 401 means that the merchant's session has ended.
const ANSWERS: Record<PickerErrorCode, [status: number, title: string]> = {
  network: [503, 'Codat could not be reached'],
  timeout: [504, 'Codat did not answer in time'],
  unauthenticated: [502, 'Codat refused the call'],
  forbidden: [502, 'Codat refused the call'],
  'not-found': [502, 'Codat refused the call'],
  'unknown-platform': [404, 'Codat does not know this platformKey'],
  conflict: [409, 'Codat refused because of the merchant’s present state'],
  'rate-limited': [429, 'Too many calls to Codat'],
  unavailable: [503, 'Codat can’t serve this now'],
  'bad-request': [502, 'Codat refused the call'],
  'bad-response': [502, 'Codat’s answer was not understood'],
  'unsafe-url': [502, 'Codat’s Sync URL leads to a host that is not in allowedHosts'],
  misconfigured: [502, 'Codat refused the host’s credentials'],
  blocked: [500, 'An unexpected failure; the host’s log has it'],
  unsupported: [500, 'An unexpected failure; the host’s log has it'],
  unknown: [500, 'An unexpected failure; the host’s log has it'],
};

/** What the browser is told of a failure of the host or of Codat. It holds nothing of the error's message. */
export function problemResponseOf(error: PickerError): Response {
  const { code, correlationId, retryable, retryAfter } = error;
  let [status, title] = ANSWERS[code];
  if (code === 'unavailable' && !retryable) [status, title] = [502, 'Codat refused the call'];
  // Without a status, it was not Codat that said so.
  if (code === 'misconfigured' && !error.status) [status, title] = [500, 'The host is not set up; its log says more'];
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return problemResponse(status, code, title, { retryable, correlationId, headers });
}
