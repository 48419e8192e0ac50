import { createEmbeddedCodat, listen, type EmbeddedCodat, type FaultName } from '../../demo/codat/index.js';
import { begin, conduct } from '../../src/check/conduct.js';
import { lineOf } from '../../src/check/report.js';
import { readSettings } from '../../src/check/settings.js';

/** The key that the embedded Codat takes. */
export const API_KEY = 'k3y-Kept-Secret';

/** The value of the cookie `session` by which somebody is logged in at each of the examples. */
export const SESSION = 'open-Sesame-1234';

/** Who that is, in each of the examples: an id that has to be encoded. */
export const MERCHANT = 'Café & Co / #1';

/** A Codat that listens. */
export interface ListeningCodat {
  codat: EmbeddedCodat;
  origin: string;
  close(): Promise<void>;
}

/** @param syncOrigin where its Sync URLs lead to. Default: to itself */
export async function startCodat(syncOrigin?: string): Promise<ListeningCodat> {
  let origin = '';
  const codat = createEmbeddedCodat({
    apiKey: API_KEY,
    origin: () => syncOrigin ?? origin,
    staticBaseUrl: 'https://static.codat.io/public',
  });
  const server = await listen(codat, { port: 0 });
  origin = server.origin;
  return { codat, origin, close: () => server.close() };
}

/** What an example is told by its environment. */
export const environmentOf = ({ origin }: ListeningCodat): Record<string, string> => ({
  CODAT_API_KEY: API_KEY,
  CODAT_BASE_URL: origin,
  SESSION,
});

/** How often Codat was asked for something. */
export const countOf = ({ requests }: EmbeddedCodat, endpoint: string): number =>
  requests.filter((request) => request.endpoint === endpoint).length;

/**
 * Puts a host to all checks of the command, and says what has failed, and what is wrong at Codat's side.
 *
 * @param syncHost where its Sync URLs lead to
 */
export async function failedChecks(address: string, codat: EmbeddedCodat, syncHost: string): Promise<string[]> {
  const before = countOf(codat, 'sync');
  const settings = readSettings(['check', address, '--cookie', `session=${SESSION}`, '--allowed-hosts', syncHost]);
  const { outcomes } = await conduct(await begin(settings!));
  const minted = countOf(codat, 'sync') - before;
  return [
    ...outcomes.filter(({ result }) => result === 'failed').map(lineOf),
    ...(minted === 2 ? [] : [`Codat was asked for ${minted} Sync URLs, and not for 2`]),
    ...(codat.companyOf(MERCHANT) ? [] : ['Codat does not know the merchant by the id that the session has']),
  ];
}

/** A fault of Codat's as it is asked for a Sync URL, and what the browser is to be told of it. */
export type ExpectedFault = readonly [fault: FaultName, status: number, code: string, retryable: boolean];

/** What a host makes of Codat's faults, where that is something else. */
export async function misunderstood(
  address: string,
  codat: EmbeddedCodat,
  faults: readonly ExpectedFault[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, status, code, retryable] of faults) {
    const stop = codat.faults.set({ name, scope: 'sync' });
    const answer = await fetch(`${address}/sync-url`, {
      method: 'POST',
      headers: {
        cookie: `session=${SESSION}`,
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'idempotency-key': name,
      },
      body: '{"platformKey":"gbol"}',
    });
    stop();
    const text = await answer.text();
    const told = JSON.parse(text) as Record<string, unknown>;
    const isRight = answer.status === status && told['code'] === code && told['retryable'] === retryable;
    const retryAfter = answer.headers.get('retry-after');
    if (!isRight) wrong.push(`${name} at Codat: ${answer.status}, ${text}, and not ${status}, ${code}, ${retryable}`);
    if (status === 429 && retryAfter !== '30') wrong.push(`${name} at Codat: Retry-After: ${retryAfter}, and not 30`);
  }
  return wrong;
}
