import type { Host } from '../src/host/index.js';
import type { Session } from './sessions.js';

/** How a merchant has come back from Codat. */
export interface Returned {
  /** The software that was chosen; undefined where this session knows of no choice. */
  software: string | undefined;
  /** Whether it is linked, by what Codat says; undefined where Codat can't be asked. */
  linked: boolean | undefined;
}

interface List {
  results: { key: string; name: string; connection?: { status: string } }[];
}

/**
 * What became of the merchant's choice. That somebody comes back to this address says nothing: the page of Codat's that
 * tells of a set-up which was cancelled leads here as well.
 */
export async function returnedFrom({ chosen }: Session, host: Host, { headers, url }: Request): Promise<Returned> {
  const cookie = headers.get('cookie') ?? '';
  const list = await host(new Request(new URL('/api/codat/integrations', url), { headers: { cookie } }));
  const { results } = list.ok ? ((await list.json()) as List) : { results: [] };
  const row = results.find(({ key }) => key === chosen);
  const status = row?.connection?.status;
  return { software: row?.name, linked: status === undefined ? undefined : status === 'linked' };
}
