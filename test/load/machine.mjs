// One process of a host on a server of Node's own, as docs/machines.md sets it up for Redis.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createStorage } from 'unstorage';
import redis from 'unstorage/drivers/redis';
import { createHost } from '../../dist/host.js';
import { toNodeHandler } from '../../dist/node.js';

const { CODAT_URL, REDIS_URL } = process.env;

const driver = redis({ url: REDIS_URL });
const host = createHost({
  apiKey: 'key',
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  integrations: 'enabled',
  baseUrl: CODAT_URL,
  merchant: ({ headers, url }) => {
    const merchantIdentifier = headers.get('cookie') ?? 'm';
    return { merchantIdentifier, ...(url.includes('/company/') && { companyId: merchantIdentifier }) };
  },
  cache: createStorage({ driver }),
  limit: {
    store: {
      add: async (key, ttl) => (await driver.getInstance().set(key, '1', 'EX', ttl, 'NX')) === 'OK',
      delete: (key) => driver.getInstance().del(key),
    },
  },
});

const server = createServer(toNodeHandler(host)).listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', () => {
  globalThis.gc();
  const { user, system } = process.cpuUsage();
  const { heapUsed, rss } = process.memoryUsage();
  process.send({ cpu: user + system, heap: heapUsed, rss });
});
process.on('disconnect', () => process.exit());
process.send({ origin: `http://127.0.0.1:${server.address().port}` });
