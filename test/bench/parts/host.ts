import { createHost, type HostOptions } from '../../../src/host/index.js';
import { cpuOfWarmLists, warmHost } from '../../load/warm-list.js';
import type { Part } from '../part.js';
import { rowsOf } from '../rows.js';
import { against, sectionOf, type Row, type Section } from '../table.js';

const LISTS = [7, 125];
const MERCHANTS = [1_000, 10_000, 100_000];

/** A Codat that answers at once, in the same process. */
const codatWith = (rows: number): typeof fetch => {
  const results = rowsOf(rows).map(({ key, name, sourceType }) => ({ key, name, sourceType, enabled: true }));
  const branding = { logo: { full: { image: { src: 'https://static.codat.io/logo.png', alt: 'logo' } } } };
  return (request) => {
    const url = request instanceof Request ? request.url : String(request);
    if (url.includes('/branding')) return Promise.resolve(Response.json(branding));
    if (url.includes('/start'))
      return Promise.resolve(Response.json({ url: 'https://sync-flow.codat.io/start?otp=1' }));
    return Promise.resolve(Response.json({ results }));
  };
};

const optionsWith = (rows: number): Omit<HostOptions, 'merchant'> => ({
  apiKey: 'key',
  connector: { platformKey: 'zzzz', sourceType: 'Commerce' },
  integrations: 'enabled',
  fetch: codatWith(rows),
});

async function warmLists(rounds: number): Promise<Section> {
  const rows: Row[] = [];
  for (const count of LISTS) {
    const warm = await warmHost({ ...optionsWith(count), merchant: () => ({ merchantIdentifier: 'm' }) });
    await cpuOfWarmLists(warm, 1);
    const { bare, host, unchanged } = await cpuOfWarmLists(warm, rounds);
    const list: Row = {
      what: `list of ${count}, answered 200`,
      unit: 'µs',
      values: { picker: host, 'bare handler': bare },
    };
    const same: Row = {
      what: `list of ${count}, answered 304`,
      unit: 'µs',
      values: { picker: unchanged, 'the same as 200': host },
    };
    rows.push(
      { ...list, goals: [against(list, 'bare handler', 1.5)] },
      { ...same, goals: [against(same, 'the same as 200', 1)] },
    );
  }
  return sectionOf(
    'The host module: a warm list, CPU',
    'In process, the request and the answer’s body included.',
    rows,
    ['bare handler', 'the same as 200'],
  );
}

/** Each of so many merchants asks for a Sync URL once. */
async function merchantsAsk(count: number): Promise<{ cpu: number; heap: number }> {
  const host = createHost({
    ...optionsWith(7),
    merchant: ({ headers }) => ({ merchantIdentifier: headers.get('merchant')! }),
  });
  const ask = async (merchant: string): Promise<void> => {
    const request = new Request('http://127.0.0.1/sync-url', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', merchant },
      body: '{"platformKey":"aaaa"}',
    });
    const response = await host(request);
    if (response.status !== 200) throw new Error(`The host has answered ${response.status}.`);
    await response.arrayBuffer();
  };
  const heap = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  await ask('first');
  const before = { heap: heap(), cpu: process.cpuUsage() };
  for (let merchant = 0; merchant < count; merchant += 1) await ask(`merchant ${merchant}`);
  const { system, user } = process.cpuUsage(before.cpu);
  const kept = heap() - before.heap;
  // Still there to be measured.
  await ask('last');
  return { cpu: (user + system) / count, heap: kept / count };
}

export const host: Part = async ({ rounds, say }) => {
  say('warm lists');
  const sections = [await warmLists(rounds(9))];
  const rows: Row[] = [];
  const costs: { work: number; cost: number }[] = [];
  for (const count of MERCHANTS) {
    say(`${count} merchants`);
    const { cpu, heap } = await merchantsAsk(count);
    const many = count.toLocaleString('en');
    rows.push({ what: `${many} merchants, CPU of a Sync URL`, unit: 'µs', values: { picker: [cpu] } });
    rows.push({ what: `${many} merchants, heap kept for each`, unit: 'B', values: { picker: [heap] } });
    costs.push({ work: count, cost: cpu * count });
  }
  sections.push(
    sectionOf(
      'The host module: merchants who ask for a Sync URL within a minute',
      'In process, with a Codat that answers at once; no merchant comes twice.',
      rows,
      [],
    ),
  );
  return { sections, growth: [{ what: 'merchants who ask for a Sync URL, CPU', costs }] };
};
