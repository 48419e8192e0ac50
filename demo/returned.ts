import type { Host } from '../src/host/index.js';
import type { Session } from './sessions.js';

/** A software that the merchant has begun to link, or has linked. */
export interface Status {
  key: string;
  name: string;
  status: string;
}

/** How a merchant has come back from Codat. */
export interface Returned {
  /** The software that was chosen; undefined where this session knows of no choice. */
  software: string | undefined;
  /** Whether it is linked, by what Codat says; undefined where Codat can't be asked. */
  linked: boolean | undefined;
}

interface Row {
  key: string;
  name: string;
  connection?: { status: string };
}

async function rowsOf(host: Host, { headers, url }: Request): Promise<readonly Row[] | undefined> {
  const cookie = headers.get('cookie') ?? '';
  const list = await host(new Request(new URL('/api/codat/integrations', url), { headers: { cookie } }));
  return list.ok ? ((await list.json()) as { results: Row[] }).results : undefined;
}

/** What the merchant has to do with, by what Codat says; undefined where it can't be asked. */
export async function softwareOf(host: Host, request: Request): Promise<readonly Status[] | undefined> {
  const rows = await rowsOf(host, request);
  return rows?.flatMap(({ connection, key, name }) => (connection ? [{ key, name, status: connection.status }] : []));
}

/**
 * What became of the merchant's choice. That somebody comes back to this address says nothing: the page of Codat's that
 * tells of a set-up which was cancelled leads here as well.
 */
export async function returnedFrom({ chosen }: Session, host: Host, request: Request): Promise<Returned> {
  const row = (await rowsOf(host, request))?.find(({ key }) => key === chosen);
  const status = row?.connection?.status;
  return { software: row?.name, linked: status === undefined ? undefined : status === 'linked' };
}
