// One process of a host that runs in several: the built host module behind a Redis that they share. It is told what to
// do by messages, and moves its own clock when it is told to.
import { createStorage } from 'unstorage';
import redis from 'unstorage/drivers/redis';
import { createHost } from '../../dist/host.js';

const { API_KEY, CODAT_URL, REDIS_URL, TIMEOUT } = process.env;

const realNow = Date.now;
let ahead = 0;
Date.now = () => realNow() + ahead;

const driver = redis({ url: REDIS_URL, connectTimeout: 500 });
const reported = [];
const host = createHost({
  apiKey: API_KEY,
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: (request) => ({ merchantIdentifier: request.headers.get('cookie') ?? 'm' }),
  integrations: 'enabled',
  baseUrl: CODAT_URL,
  cache: createStorage({ driver }),
  limit: {
    // As docs/machines.md has it.
    store: {
      add: async (key, ttl) => (await driver.getInstance().set(key, '1', 'EX', ttl, 'NX')) === 'OK',
      delete: (key) => driver.getInstance().del(key),
    },
  },
  ...(TIMEOUT && { timeout: Number(TIMEOUT) }),
  onError: (_error, { step }) => reported.push(step),
});

const tasks = {
  async list() {
    const response = await host(new Request('http://127.0.0.1/integrations'));
    const { results = [] } = await response.json();
    return { status: response.status, rows: results.length, branded: results.filter((row) => row.branding).length };
  },
  async mint(merchant) {
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie: merchant };
    const body = JSON.stringify({ platformKey: 'aaaa' });
    const response = await host(new Request('http://127.0.0.1/sync-url', { method: 'POST', headers, body }));
    const { url } = await response.json();
    return { status: response.status, url, retryAfter: Number(response.headers.get('retry-after')) };
  },
  clock: (ms) => {
    ahead = ms;
    return {};
  },
  reported: () => ({ reported }),
};

process.on('message', async ({ id, task, argument }) => {
  process.send({ id, answer: await tasks[task](argument) });
});
process.on('disconnect', () => process.exit());
process.send({ id: 0, answer: {} });
