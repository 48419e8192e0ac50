import { randomInt, randomUUID } from 'node:crypto';
import type { Integration } from './integrations.js';

/** How long a Sync URL lives. */
export const CODE_LIFETIME = 30_000;

/** What a Sync URL stands for. */
export interface Flow {
  companyId: string;
  commerceKey: string;
  accountingKey: string;
  merchantIdentifier: string;
  /** The merchant's choice: the one of the two that is not the connector. */
  software: Integration;
  redirectUrl?: string;
}

/** The one-time codes of the Sync URLs, and the visits that they opened. */
export class SyncCodes {
  readonly #now: () => number;
  readonly #codes = new Map<string, { flow: Flow; deadAt: number }>();
  readonly #visits = new Map<string, Flow>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The path and query of a new Sync URL. `lifetime` below zero makes a code that is dead at birth. */
  mint(flow: Flow, lifetime = CODE_LIFETIME): string {
    const now = this.#now();
    for (const [code, { deadAt }] of this.#codes) {
      if (deadAt < now) this.#codes.delete(code);
    }
    const session = randomUUID();
    const otp = String(randomInt(1_000_000)).padStart(6, '0');
    this.#codes.set(`${session}/${otp}`, { flow, deadAt: now + lifetime });
    const query = `merchantIdentifier=${unencoded(flow.merchantIdentifier)}&otp=${otp}`;
    return `/${session}/partnercommerce/${slugOf(flow.software.name)}/start?${query}`;
  }

  /** Uses a code up, whatever comes of it. The visit's id then stands for the merchant's open page. */
  redeem(session: string, otp: string, merchantIdentifier: string): { visit: string; flow: Flow } | undefined {
    const code = this.#codes.get(`${session}/${otp}`);
    this.#codes.delete(`${session}/${otp}`);
    // An identifier that arrives changed was encoded twice, or cut off, on its way.
    if (!code || this.#now() > code.deadAt || code.flow.merchantIdentifier !== merchantIdentifier) return undefined;
    const visit = randomUUID();
    this.#visits.set(visit, code.flow);
    return { visit, flow: code.flow };
  }

  visited(visit: string): Flow | undefined {
    return this.#visits.get(visit);
  }

  clear(): void {
    this.#codes.clear();
    this.#visits.clear();
  }
}

// Codat answers with raw spaces. Everything else must stay encoded, or it would end the parameter.
function unencoded(merchantIdentifier: string): string {
  return encodeURIComponent(merchantIdentifier).replaceAll('%20', ' ');
}

function slugOf(name: string): string {
  const slug = name.toLowerCase().match(/[a-z0-9]+/g);
  return slug?.join('-') ?? 'software';
}
