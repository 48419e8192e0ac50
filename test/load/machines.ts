/**
 * `npm run load:machines`: measures what docs/machines.md reckons with, and writes test/load/machines.json. One process
 * of a host behind a real Redis, over real HTTP, with a Codat that answers at once. All times are CPU time of that
 * process, so that they mean something on a busy machine, too.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { Redis as Client } from 'ioredis';
import { format } from 'prettier';
import { median } from '../bench/statistics.js';
import { Redis } from '../support/redis.js';

const KEYS = ['gbol', 'qhyg', 'fbrh', 'pdvj', 'qudb', 'pbbf', 'abcd'];
const CONNECTIONS = 10;
const ROUNDS = 5;

/** Rows as long as Codat's own. */
const rowOf = (key: string): object => ({
  key,
  logoUrl: `https://static.codat.io/public/platforms/${key}.png`,
  name: `Name of ${key}`,
  enabled: true,
  sourceId: '8a156a5a-39cb-4f9d-856e-76ef9b9a9607',
  integrationId: 'fd321cb6-7963-4506-b873-e99593a45e30',
  sourceType: 'Accounting',
  isOfflineConnector: false,
  isBeta: false,
  dataProvidedBy: 'Codat',
  datatypeFeatures: [],
});
const image = (key: string, kind: string): object => ({
  image: { src: `https://static.codat.io/public/officialLogos/${kind}/${key}_${kind}.png`, alt: `${key} ${kind} icon` },
});
const seen: Record<string, number> = {};
const codat = createServer(({ url = '' }, response) => {
  const kind = /branding|start|connections/.exec(url)?.[0] ?? 'list';
  seen[kind] = (seen[kind] ?? 0) + 1;
  const key = /integrations\/(\w+)\/branding/.exec(url)?.[1] ?? '';
  const bodies: Record<string, object> = {
    list: { results: KEYS.map(rowOf) },
    branding: { logo: { full: image(key, 'Full'), square: image(key, 'Square') }, button: {}, sourceId: key },
    start: { url: 'https://sync-flow.codat.io/ef075d52-0378-4718-879b-0bb0cadb20e3/partnercommerce/xero/start?otp=1' },
    connections: { results: [{ id: '1', integrationKey: 'gbol', status: 'Linked' }] },
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(bodies[kind]));
}).listen(0, '127.0.0.1');
await once(codat, 'listening');

const redis = await Redis.start();
const client = new Client(redis.url);

interface State {
  /** µs since the process began. */
  cpu: number;
  heap: number;
  rss: number;
}

const child: ChildProcess = fork(fileURLToPath(new URL('./machine.mjs', import.meta.url)), {
  env: {
    ...process.env,
    CODAT_URL: `http://127.0.0.1:${(codat.address() as AddressInfo).port}`,
    REDIS_URL: redis.url,
  },
  execArgv: ['--expose-gc'],
});
const [{ origin }] = (await once(child, 'message')) as [{ origin: string }];

async function state(): Promise<State> {
  child.send('state');
  const [given] = (await once(child, 'message')) as [State];
  return given;
}

/** Commands that Redis has carried out. */
async function commands(): Promise<number> {
  const stats = await client.info('commandstats');
  return [...stats.matchAll(/^cmdstat_([^:|]+).*?calls=(\d+)/gm)]
    .filter(([, name]) => /^(get|set|del|unlink|mget)$/.test(name!))
    .reduce((sum, [, , calls]) => sum + Number(calls), 0);
}

interface Measured {
  /** µs of CPU for one request. */
  cpu: number;
  /** Redis commands for one request. */
  redis: number;
}

async function measure(amount: number, options: Partial<autocannon.Options>): Promise<Measured> {
  const rounds: Measured[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [before, commandsBefore] = [await state(), await commands()];
    const { non2xx, errors, statusCodeStats } = await autocannon({
      url: `${origin}/integrations`,
      connections: CONNECTIONS,
      amount,
      ...options,
    });
    if (errors || (non2xx && !statusCodeStats?.['304'])) throw new Error(`${non2xx} not 2xx, ${errors} errors`);
    const [after, commandsAfter] = [await state(), await commands()];
    rounds.push({ cpu: (after.cpu - before.cpu) / amount, redis: (commandsAfter - commandsBefore) / amount });
  }
  // The first one warms up.
  const [, ...counted] = rounds;
  return { cpu: Math.round(median(counted.map(({ cpu }) => cpu))), redis: median(counted.map((one) => one.redis)) };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

let merchant = 0;
/** Each request is another merchant's. */
const fresh = (path: string, more: object = {}): Partial<autocannon.Options> => ({
  requests: [
    {
      ...more,
      path,
      setupRequest: (request) => {
        merchant += 1;
        return { ...request, headers: { ...request.headers, cookie: `m${merchant}` } };
      },
    },
  ],
});
const pick = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
  body: '{"platformKey":"gbol"}',
} as const;

try {
  // Twice, as the first list may be without its logos.
  await (await fetch(`${origin}/integrations`)).text();
  await (await fetch(`${origin}/integrations`)).text();
  const idle = await state();
  const coldCalls = { ...seen };
  const answer = await fetch(`${origin}/integrations`);
  const etag = answer.headers.get('etag')!;
  const bytes = (await answer.arrayBuffer()).byteLength;

  const list = await measure(10_000, {});
  const unchanged = await measure(10_000, { headers: { 'if-none-match': etag } });
  const withStatuses = await measure(3_000, fresh('/company/integrations'));
  const beforeMints = await state();
  const memoryBefore = Number(/used_memory:(\d+)/.exec(await client.info('memory'))![1]);
  const keysBefore = await client.dbsize();
  const mint = await measure(3_000, fresh('/sync-url', pick));
  const afterMints = await state();
  const memoryAfter = Number(/used_memory:(\d+)/.exec(await client.info('memory'))![1]);
  const kept = (await client.dbsize()) - keysBefore;
  const mints = 3_000 * (ROUNDS + 1);

  const figures = {
    rows: KEYS.length,
    listBytes: bytes,
    cpu: { list: list.cpu, unchanged: unchanged.cpu, withStatuses: withStatuses.cpu, mint: mint.cpu },
    redis: {
      list: rounded(list.redis),
      withStatuses: rounded(withStatuses.redis),
      mint: rounded(mint.redis),
      bytesOfMint: Math.round((memoryAfter - memoryBefore) / kept),
    },
    memory: {
      idle: Math.round(idle.rss / 2 ** 20),
      busy: Math.round(afterMints.rss / 2 ** 20),
      heapOfMerchant: Math.round((afterMints.heap - beforeMints.heap) / mints),
    },
    calls: { list: coldCalls['list'] ?? 0, branding: coldCalls['branding'] ?? 0 },
    machine: `${cpus()[0]!.model.trim()}, Node ${process.version}`,
  };
  console.log(figures, { kept, mints, seen });
  const text = await format(JSON.stringify(figures), { parser: 'json', printWidth: 120 });
  await writeFile(new URL('./machines.json', import.meta.url), text);
} finally {
  child.disconnect();
  client.disconnect();
  await redis.remove();
  codat.closeAllConnections();
  codat.close();
}
