import { randomBytes } from 'node:crypto';

/** The statuses Codat documents, and the 405 that any HTTP API has. */
export type ErrorStatus = 400 | 401 | 402 | 403 | 404 | 405 | 409 | 429 | 500 | 503;

/** One entry of `validation.errors` in Codat's error body. */
export interface ValidationItem {
  itemId: string;
  message: string;
  validatorName: string;
}

/** Codat's error body, with a fresh `correlationId`, as an answer. */
export function errorAnswer(
  statusCode: ErrorStatus,
  error: string,
  { headers = {}, invalid }: { headers?: Record<string, string>; invalid?: ValidationItem[] } = {},
): Response {
  const body = {
    statusCode,
    service: 'PublicApi',
    error,
    correlationId: randomBytes(16).toString('hex'),
    ...(invalid && { validation: { errors: invalid, warnings: [] } }),
    canBeRetried: 'Unknown',
    detailedErrorCode: 0,
  };
  return Response.json(body, { status: statusCode, headers });
}

/** Thrown wherever the simulator refuses a call; becomes Codat's error body. */
export class Refusal extends Error {
  readonly #status: ErrorStatus;
  readonly #invalid: ValidationItem[] | undefined;

  constructor(status: ErrorStatus, message: string, invalid?: ValidationItem[]) {
    super(message);
    this.name = 'Refusal';
    this.#status = status;
    this.#invalid = invalid;
  }

  /** A 400 about one parameter. */
  static parameter(itemId: string, message: string, validatorName: string): Refusal {
    return new Refusal(400, message, [{ itemId, message, validatorName }]);
  }

  answer(): Response {
    return errorAnswer(this.#status, this.message, this.#invalid ? { invalid: this.#invalid } : {});
  }
}
