import { http } from 'msw';
import { handleSelection, type HandleSelectionOptions } from '../../src/index.js';
import { untilTheEnd, worker } from './page.js';

/** The host's endpoint for Sync URLs. */
export const SYNC = '/api/codat/sync-url';

/** A Sync URL as Codat makes them. */
export const GOOD =
  'https://sync-flow.codat.io/ef075d52/partnercommerce/xero/start?merchantIdentifier=demo%20merchant&otp=422149';

/** What the host's endpoint answers. */
export const mint = (resolver: Parameters<typeof http.post>[1]): void => worker.use(http.post(SYNC, resolver));

/** A companion that stays where it is and says where it would have gone. It stops by itself when the test is over. */
export const follow = (
  target: EventTarget,
  options: Partial<HandleSelectionOptions> = {},
): { visited: string[]; stop: () => void } => {
  const visited: string[] = [];
  const stop = handleSelection(target, { syncEndpoint: SYNC, navigate: (url) => visited.push(url), ...options });
  untilTheEnd().addEventListener('abort', stop);
  return { visited, stop };
};
