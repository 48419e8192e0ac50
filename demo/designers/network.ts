import { delay, http, HttpResponse, type RequestHandler } from 'msw';
import { setupWorker, type SetupWorker } from 'msw/browser';
import { samples } from 'virtual:samples';
import { respond as respondWith } from './respond.js';
import { isStateName, stateOf, type Answer } from './states.js';

/** Where a state's endpoints are: invented addresses, which the service worker answers. */
export const listEndpoint = (state: string): string => `./api/${state}/integrations`;
export const syncEndpoint = (state: string): string => `./api/${state}/sync-url`;

/** As Codat's own, but for the code: nothing is behind it. */
export const SYNC_URL = 'https://sync-flow.codat.io/partnercommerce/xero/start?otp=000000';

/** Does what an {@link Answer} says, with the rows of this site. */
export const respond = (answer: Answer): Promise<Response> => respondWith(answer, samples);

const handlers: RequestHandler[] = [
  http.get('*/api/:state/integrations', ({ params }) => {
    const name = String(params['state']);
    return isStateName(name) ? respond(stateOf(name).list) : undefined;
  }),
  http.post('*/api/:state/sync-url', async ({ params }) => {
    const name = String(params['state']);
    const answer = isStateName(name) ? stateOf(name).sync : undefined;
    if (answer) return respond(answer);
    await delay(900);
    return HttpResponse.json({ url: SYNC_URL });
  }),
  http.get('*/logos/awkward/slow.png', () => respond('never')),
  http.get('*/logos/awkward/broken.png', () => new HttpResponse(null, { status: 404 })),
];

/** Starts the service worker that answers this page's requests, the picker's and those for logos. */
export async function startNetwork(...more: RequestHandler[]): Promise<SetupWorker> {
  const worker = setupWorker(...more, ...handlers);
  await worker.start({
    quiet: true,
    onUnhandledRequest: 'bypass',
    serviceWorker: { url: './mockServiceWorker.js' },
  });
  return worker;
}
