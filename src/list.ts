import { PickerError } from './errors.js';
import { requestJson } from './http.js';
import { parseIntegrations, type Integration } from './integrations.js';

/** ms that an element without any data waits for a host that sets it late. */
const GRACE = 1_000;

/**
 * The integrations of a picker: those the host handed over, or else what its endpoint answers.
 *
 * @throws {PickerError} `misconfigured` where there is neither, `bad-response` where they have the wrong shape
 * @throws what {@link requestJson} throws
 */
export async function loadIntegrations(
  integrations: unknown,
  endpoint: string,
  requestInit: RequestInit | undefined,
  signal: AbortSignal,
): Promise<readonly Integration[]> {
  if (!integrations && !endpoint) {
    await new Promise((resolve) => setTimeout(resolve, GRACE));
    throw new PickerError('misconfigured', 'endpoint and integrations are missing');
  }
  const request = { ...requestInit, method: 'GET' };
  const parsed = parseIntegrations(
    integrations ?? (await requestJson(endpoint, request, { option: 'endpoint', signal })),
  );
  if (!parsed) throw new PickerError('bad-response', 'results is not an array');
  if (parsed.bad.length) console.warn('codat-commerce-picker', 'left out bad rows:', parsed.bad);
  return parsed.integrations;
}
