import { createHost, type HostOptions } from '../../src/host/index.js';

type Handler = (request: Request) => Response | Promise<Response>;

/** µs of CPU for one list, its request and its body included. */
async function cpuOf(handler: Handler, headers: Record<string, string> = {}): Promise<number> {
  const times = 3_000;
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    const request = new Request('http://127.0.0.1/integrations', { headers });
    await (await handler(request)).arrayBuffer();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** A host whose list is warm, and a handler that does nothing but send the same bytes. */
export async function warmHost(options: HostOptions): Promise<{ host: Handler; bare: Handler; etag: string }> {
  const host = createHost({ ...options, merchant: () => ({ merchantIdentifier: 'm' }) });
  const warm = await host(new Request('http://127.0.0.1/integrations'));
  const bytes = new Uint8Array(await warm.arrayBuffer());
  const headers = Object.fromEntries(warm.headers);
  return { host, bare: () => new Response(bytes, { headers }), etag: headers['etag']! };
}

/** µs of CPU for a warm list, in turns: of the bare handler, of the host, and of the host where nothing has changed. */
export async function cpuOfWarmLists(
  { bare, etag, host }: Awaited<ReturnType<typeof warmHost>>,
  rounds: number,
): Promise<{ bare: number[]; host: number[]; unchanged: number[] }> {
  const rates = { bare: [] as number[], host: [] as number[], unchanged: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    rates.bare.push(await cpuOf(bare));
    rates.host.push(await cpuOf(host));
    rates.unchanged.push(await cpuOf(host, { 'if-none-match': etag }));
  }
  return rates;
}
