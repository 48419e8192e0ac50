import { createEmbeddedCodat, DEFAULT_CONNECTORS, type EmbeddedCodat } from '../../codat/index.js';
import { createHost } from '../../../src/host/index.js';
import type { Integration } from '../../../src/shared/integrations.js';
import type { Samples } from '../states.js';

/** A file of the site. */
export interface SiteFile {
  fileName: string;
  source: string;
}

// Only names: nothing is sent anywhere, and the site says `./logos` instead.
const API_KEY = 'designers';
const ORIGIN = 'https://codat.invalid';
const LOGOS = `${ORIGIN}/public`;

const ask = async (codat: EmbeddedCodat, url: string): Promise<Response> => {
  const answer = await codat.fetch(new Request(url, { headers: { authorization: `Basic ${btoa(API_KEY)}` } }));
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}`);
  return answer;
};

/** What `createHost` offers, on either side, from a Codat in this very process. */
async function offered(codat: EmbeddedCodat): Promise<Integration[]> {
  const answers = DEFAULT_CONNECTORS.map(async ({ platformKey, sourceType }) => {
    const host = createHost({
      apiKey: API_KEY,
      connector: { platformKey, sourceType },
      merchant: () => ({ merchantIdentifier: 'designer' }),
      baseUrl: ORIGIN,
      fetch: (input, init) => codat.fetch(new Request(input, init)),
    });
    const answer = await host(new Request(`${ORIGIN}/integrations`, { headers: { 'sec-fetch-site': 'same-origin' } }));
    return ((await answer.json()) as { results: Integration[] }).results;
  });
  return (await Promise.all(answers)).flat();
}

/** The integrations that the specimens show, and the files of their logos: our own wordmarks, drawn by the simulator. */
export async function makeSamples(): Promise<{ samples: Samples; files: SiteFile[] }> {
  const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: ORIGIN });
  const mine = await offered(codat);
  const list = await ask(codat, `${ORIGIN}/config/integrations?pageSize=200`);
  const { results } = (await list.json()) as { results: Integration[] };
  const taken = new Set(
    [...mine, ...DEFAULT_CONNECTORS.map(({ platformKey: key }) => ({ key }))].map(({ key }) => key),
  );
  const others = results.filter(({ key }) => !taken.has(key)).map((row) => ({ ...row, enabled: true }));

  const text = JSON.stringify({ offered: mine, others } satisfies Samples);
  const addresses = new Set([...text.matchAll(/"(https:\/\/codat\.invalid\/public\/[^"]+)"/g)].map(([, url]) => url!));
  const files = await Promise.all(
    [...addresses].map(async (url) => ({
      fileName: `logos${decodeURIComponent(url.slice(LOGOS.length))}`,
      source: await (await ask(codat, url)).text(),
    })),
  );
  return { samples: JSON.parse(text.replaceAll(LOGOS, './logos')) as Samples, files };
}
