/**
 * `npm run load`: the host module on a real Node server, behind a Codat that is slow and fails half of the time. Prints
 * throughput and latency beside a bare handler that sends the same bytes, in one run; what Codat saw; whether memory
 * stays flat; and whether a shutdown loses an answer. By hand, on a quiet machine: absolute figures mean little.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import autocannon from 'autocannon';
import { createHost, type HostOptions } from '../../src/host/index.js';
import { median } from '../bench/statistics.js';
import { cpuOfWarmLists, warmHost } from './warm-list.js';

/** Requests of the long run. */
const MANY = Number(process.env['REQUESTS'] ?? 200_000);
const CONNECTIONS = 20;
/** ms that Codat takes. */
const SLOW = 200;
const KEYS = ['gbol', 'qhyg', 'fbrh', 'pdvj', 'qudb', 'pbbf', 'abcd'];

type Handler = (request: Request) => Response | Promise<Response>;

const servers: Server[] = [];

async function listen(server: Server): Promise<{ server: Server; origin: string }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const serve = (handler: Handler): Promise<{ server: Server; origin: string }> =>
  listen(createServer(getRequestListener(handler)));

const seen: Record<string, number> = {};
let failing = true;
const codat = await listen(
  createServer(({ url = '' }, response) => {
    const kind = /branding|start|connections/.exec(url)?.[0] ?? 'list';
    seen[kind] = (seen[kind] ?? 0) + 1;
    const fails = failing && (seen[kind] ?? 0) % 2 === 0;
    const results = KEYS.map((key) => ({ key, name: `Name of ${key}`, enabled: true, sourceType: 'Accounting' }));
    const bodies: Record<string, object> = {
      list: { results },
      branding: { logo: { full: { image: { src: 'https://static.codat.io/logo.png', alt: 'logo' } } } },
      start: { url: 'https://sync-flow.codat.io/start?otp=1' },
      connections: { results: [{ id: '1', integrationKey: 'gbol', status: 'Linked' }] },
    };
    setTimeout(() => {
      response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(fails ? { statusCode: 500 } : bodies[kind]));
    }, SLOW);
  }),
);

let merchants = 0;
const reported: Record<string, number> = {};
const ours: HostOptions = {
  apiKey: 'key',
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  integrations: 'enabled',
  baseUrl: codat.origin,
  // Every request is another merchant's, a few of whom have a company.
  merchant: () => {
    merchants += 1;
    return {
      merchantIdentifier: `merchant ${merchants}`,
      ...(merchants % 500 === 0 && { companyId: `c${merchants}` }),
    };
  },
  onError: ({ code }) => (reported[code] = (reported[code] ?? 0) + 1),
};
const host = createHost(ours);
const served = await serve(host);

/** Runs a number of requests, and says how it went. */
async function run(what: string, url: string, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  const result = await autocannon({ url, connections: CONNECTIONS, timeout: 30, ...options });
  const { latency, requests, non2xx, errors, duration } = result;
  const perSecond = Math.round(requests.total / duration);
  console.log(
    `${what}: ${requests.total} requests, ${perSecond}/s, p50 ${latency.p50} ms, p99 ${latency.p99} ms, ` +
      `${non2xx} not 2xx, ${errors} errors`,
  );
  return result;
}

const listUrl = `${served.origin}/integrations`;
const post: Partial<autocannon.Options> = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
  body: '{"platformKey":"gbol"}',
};

try {
  console.log(`Codat takes ${SLOW} ms, and fails every other time.\n`);
  await run('lists, cold', listUrl, { amount: 500 });
  await run('Sync URLs', `${served.origin}/sync-url`, { ...post, amount: 400 });
  console.log('Codat saw', seen, '– reported', reported, '\n');

  // What the host sends, by a handler that does nothing else: over HTTP, and the CPU of the handler alone.
  failing = false;
  const warm = await warmHost(ours);
  const [theirs, kept] = [await serve(warm.bare), await serve(warm.host)];
  for (let round = 0; round < 2; round += 1) {
    await run('warm list, bare', `${theirs.origin}/integrations`, { amount: 10_000 });
    await run('warm list, host', `${kept.origin}/integrations`, { amount: 10_000 });
  }
  const { bare, ...others } = await cpuOfWarmLists(warm, 9);
  console.log(`CPU of a warm list, bare: ${median(bare).toFixed(1)} µs`);
  for (const [what, values] of Object.entries(others)) {
    const ratio = median(values) / median(bare);
    console.log(`CPU of a warm list, ${what}: ${median(values).toFixed(1)} µs, ${ratio.toFixed(2)} ×`);
  }

  // Memory, over many requests of merchants of whom none comes twice.
  const heap: number[] = [];
  for (let part = 0; part < 5; part += 1) {
    await run(`lists ${part + 1}/5`, listUrl, { amount: Math.ceil(MANY / 5) });
    globalThis.gc?.();
    heap.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  console.log(
    'MB of heap after each fifth:',
    heap.map((mb) => mb.toFixed(1)).join(', '),
    globalThis.gc ? '' : '(--expose-gc is off)',
  );

  // A shutdown while all of them wait for Codat.
  const before = seen['start'] ?? 0;
  const answers = Array.from({ length: 8 }, () =>
    fetch(`${served.origin}/sync-url`, {
      method: 'POST',
      headers: post.headers as Record<string, string>,
      body: '{"platformKey":"gbol"}',
    }),
  );
  // They have arrived: what is still on its way to a server that closes is the client's to send again.
  while (seen['start']! < before + answers.length) await wait(5);
  const closed = new Promise((resolve) => served.server.close(resolve));
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  await closed;
  console.log('\nanswers during a shutdown:', statuses.join());
  assert.ok(statuses.every((status) => status === 200));
} finally {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
}
