import type { Background } from './background.js';
import type { Store } from './key-value-store.js';
import type { Limit, Settings } from './options.js';
import { Refusal } from './problem.js';

/** ms over which mints are counted. */
const MINUTE = 60_000;

/** ms that the clocks of two instances may be apart. */
const SKEW = 10_000;

/** Mints that are taken from a store's entry: more than any limit lets through is not meant. */
const MOST = 1_000;

/** A mint: when it began, and when it must have ended, in ms since the epoch. No two have the same beginning. */
interface Mint {
  at: number;
  until: number;
}

/** What is known of a merchant. */
interface Merchant {
  /** The mints that this process let through, of the last minute. */
  mints: Mint[];
  /** Those of them that are under way. */
  running: Set<Mint>;
  /** Writes to the store, one after the other. */
  written: Promise<unknown>;
}

/** Ends a mint that {@link RateLimit.begin} let through. */
export type EndMint = () => void;

/**
 * How often one merchant may make Codat create something: so that nobody uses up what the host may call in a day, by a
 * script or by a finger that stays on a key. Exact within this process; with a store, as exact as that.
 */
export class RateLimit {
  readonly #settings: Settings;
  readonly #store: Store | undefined;
  readonly #background: Background;
  readonly #merchants = new Map<string, Merchant>();
  #sweptAt = 0;
  #secret: Promise<CryptoKey> | undefined;

  /** @param store what other instances have let through, where they are several */
  constructor(settings: Settings, store: Store | undefined, background: Background) {
    this.#settings = settings;
    this.#background = background;
    this.#store = store;
  }

  /** @throws {Refusal} 429 */
  async begin(merchantIdentifier: string): Promise<EndMint> {
    const { limit, timeout } = this.#settings;
    if (!limit) return () => {};
    const now = Date.now();
    this.#sweep(now);
    const known = this.#merchants.get(merchantIdentifier);
    const merchant: Merchant = known ?? { mints: [], running: new Set(), written: Promise.resolve() };
    merchant.mints = merchant.mints.filter(({ at }) => isRecent(at, now));
    refuseBeyond(limit, merchant.mints, [...merchant.running], now);
    // A fraction of a ms apart, as no two may be the same in the store.
    const mint: Mint = { at: now - Math.random(), until: now + 2 * timeout };
    // Before anything is waited for: whoever asks meanwhile has to know.
    merchant.mints.push(mint);
    merchant.running.add(mint);
    this.#merchants.set(merchantIdentifier, merchant);
    const store = this.#store;
    if (!store) return () => void merchant.running.delete(mint);

    const key = await this.#keyOf(merchantIdentifier);
    /** What the store has of other processes, and this process's own. */
    const all = async (): Promise<{ mints: Mint[]; running: Mint[] }> => {
      const stored = mintsIn(await store.get(key), now);
      const others = stored.filter(({ at }) => !merchant.mints.some((own) => own.at === at));
      return {
        mints: [...others, ...merchant.mints],
        running: [...others.filter(({ until }) => until > now), ...merchant.running],
      };
    };
    const write = (): void => {
      merchant.written = merchant.written.then(async () => {
        const { mints, running } = await all();
        const entry = mints.map((one) => (running.includes(one) ? one : { ...one, until: 0 }));
        await store.set(key, { mints: entry }, Math.ceil((MINUTE + 2 * timeout) / 1000));
      });
      this.#background(merchant.written);
    };
    const { mints, running } = await all();
    const isOther = (one: Mint): boolean => one !== mint;
    try {
      refuseBeyond(limit, mints.filter(isOther), running.filter(isOther), now);
    } catch (refusal) {
      merchant.running.delete(mint);
      merchant.mints = merchant.mints.filter(isOther);
      throw refusal;
    }
    write();
    return () => {
      merchant.running.delete(mint);
      write();
    };
  }

  /** Forgets whoever has not minted for a minute. */
  #sweep(now: number): void {
    if (isRecent(this.#sweptAt, now)) return;
    this.#sweptAt = now;
    for (const [id, { mints, running }] of this.#merchants) {
      if (!running.size && !mints.some(({ at }) => isRecent(at, now))) this.#merchants.delete(id);
    }
  }

  /** Keyed by Codat's key, as a plain hash of a small number can be found by trying. */
  async #keyOf(merchantIdentifier: string): Promise<string> {
    const encoder = new TextEncoder();
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    this.#secret ??= crypto.subtle.importKey('raw', encoder.encode(this.#settings.authorization), algorithm, false, [
      'sign',
    ]);
    const hash = await crypto.subtle.sign('HMAC', await this.#secret, encoder.encode(merchantIdentifier));
    return `limit:${[...new Uint8Array(hash, 0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  }
}

/** A time that is still to come is none: a clock was put back, and nobody is to be kept out until it is there again. */
const isRecent = (at: number, now: number): boolean => at > now - MINUTE && at < now + SKEW;

function refuseBeyond({ atATime, perMinute }: Limit, mints: Mint[], running: Mint[], now: number): void {
  if (running.length >= atATime) throw tooMany('a Sync URL for this merchant is on its way already', 1);
  if (mints.length < perMinute) return;
  // There is room for one when so many of them are more than a minute old.
  const begun = mints.map(({ at }) => at).toSorted((a, b) => a - b);
  const last = begun[begun.length - perMinute]!;
  throw tooMany('this merchant has asked too often', Math.max(1, Math.ceil((last + MINUTE - now) / 1000)));
}

const tooMany = (why: string, seconds: number): Refusal =>
  new Refusal(429, 'rate-limited', `Too many requests: ${why}`, {
    retryable: true,
    headers: { 'retry-after': String(seconds) },
  });

/** What an entry of the store says of the last minute, whatever it is. */
function mintsIn(entry: unknown, now: number): Mint[] {
  const { mints } = Object(entry) as { mints?: unknown };
  return (Array.isArray(mints) ? (mints as unknown[]) : []).slice(-MOST).flatMap((mint) => {
    const { at, until } = Object(mint) as { at?: unknown; until?: unknown };
    if (typeof at !== 'number' || typeof until !== 'number') return [];
    return isRecent(at, now) ? [{ at, until: Math.min(until, now + MINUTE) }] : [];
  });
}
