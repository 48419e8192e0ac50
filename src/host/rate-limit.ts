import { attempt } from '../shared/attempt.js';
import type { Background } from './background.js';
import type { Store } from './key-value-store.js';
import { keyedHash } from './keyed-hash.js';
import { longestMint, STORE_TIME } from './longest-mint.js';
import type { Limit, Settings } from './options.js';
import { Refusal } from './problem-response.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms. Mints are counted over this time. */
const MINUTE = 60_000;

/** ms by which the clocks of two instances may differ. */
const CLOCK_SKEW = 10_000;

/** Mints that are read from an entry of the store. No limit lets more through. */
const MOST_MINTS = 1_000;

/** A mint, as the store keeps it. Times are in ms since the epoch. */
interface Mint {
  /** When it began. No two mints have the same time, so it serves as an id. */
  readonly at: number;
  /** When it must have ended. */
  readonly until: number;
}

/** A mint of this process. */
interface OwnMint extends Mint {
  /** When it must have ended, by {@link steadyNow}. A runtime may freeze it, and then its end is never told. */
  readonly overdueAt: number;
  /**
   * - `asking`: the store is being read. Other processes don't know of this mint yet
   * - `withdrawn`: it doesn't count. It is remembered, as the store may still have it
   */
  state: 'asking' | 'running' | 'ended' | 'withdrawn';
}

/** What this process knows of a merchant. */
interface Merchant {
  /** Mints of this process: those of the last minute, and those that are under way. */
  mints: OwnMint[];
  /** Ends when the last write to the store has. Writes are made one after the other. */
  written: Promise<unknown>;
}

/** Is called when a mint has ended. One for which Codat was not asked doesn't count. */
export type EndMint = (isAsked: boolean) => void;

/**
 * Limits how often one merchant may ask for a Sync URL. Otherwise a script, or a key that is held down, could use up
 * the calls that the host may make in a day. It is exact within a process. Across processes it is as exact as their
 * store.
 */
export class RateLimit {
  readonly #settings: Settings;
  readonly #store: Store | undefined;
  readonly #background: Background;
  readonly #merchants = new Map<string, Merchant>();
  #sweptAt = 0;

  /** @param store the store that the processes of a host share, if they do */
  constructor(settings: Settings, store: Store | undefined, background: Background) {
    this.#settings = settings;
    this.#background = background;
    this.#store = store;
  }

  /**
   * Counts a mint, if the merchant may have one more.
   *
   * @throws {Refusal} 429
   */
  async begin(merchantIdentifier: string): Promise<EndMint> {
    const { limit, timeout } = this.#settings;
    if (!limit) return () => {};
    const now = Date.now();
    this.#sweep(now);
    const merchant = this.#merchants.get(merchantIdentifier) ?? { mints: [], written: Promise.resolve() };
    merchant.mints = merchant.mints.filter((mint) => isOfUse(mint, now));
    refuseAbove(limit, merchant.mints.filter(isCounted), merchant.mints.filter(isUnderWay), now);
    const mint: OwnMint = {
      // With a random fraction of a ms, so that it can serve as an id.
      at: now - Math.random(),
      until: now + longestMint(timeout),
      overdueAt: steadyNow() + longestMint(timeout),
      state: 'asking',
    };
    // Before the first await: requests that come meanwhile have to count it.
    merchant.mints.push(mint);
    this.#merchants.set(merchantIdentifier, merchant);
    const end: EndMint = (isAsked) => (mint.state = isAsked ? 'ended' : 'withdrawn');
    const store = this.#store;
    if (!store) return end;
    try {
      const key = `limit:${await keyedHash(this.#settings, merchantIdentifier, 16)}`;
      const theirs = await mintsOfOthers(store, key, merchant);
      const ours = merchant.mints.filter((one) => one !== mint && isCounted(one));
      const heard = Date.now();
      const running = theirs.filter(({ at, until }) => until > heard && isRecent(at, heard));
      refuseAbove(limit, [...theirs, ...ours], [...running, ...ours.filter(isUnderWay)], heard);
      mint.state = 'running';
      this.#write(store, key, merchant);
      return (isAsked) => {
        end(isAsked);
        this.#write(store, key, merchant);
      };
    } catch (reason) {
      merchant.mints = merchant.mints.filter((one) => one !== mint);
      throw reason;
    }
  }

  /** Writes a merchant's mints to the store, together with those of other processes. Nobody waits for it. */
  #write(store: Store, key: string, merchant: Merchant): void {
    // A write that was frozen must not block the next ones for good.
    const before = within(STORE_TIME, merchant.written, () => {});
    merchant.written = before.then(async () => {
      const theirs = await mintsOfOthers(store, key, merchant);
      const ours = merchant.mints
        .filter(({ state }) => state === 'running' || state === 'ended')
        .map(({ at, until, state }) => ({ at, until: state === 'ended' ? 0 : until }));
      await store.set(key, { mints: [...theirs, ...ours] }, secondsOfUse(this.#settings.timeout));
    });
    this.#background(merchant.written);
  }

  /** Forgets merchants who have not minted for a minute. */
  #sweep(now: number): void {
    if (isRecent(this.#sweptAt, now)) return;
    this.#sweptAt = now;
    for (const [id, { mints }] of this.#merchants) {
      if (!mints.some((mint) => isOfUse(mint, now))) this.#merchants.delete(id);
    }
  }
}

/** The mints that other processes have written to a merchant's entry. */
async function mintsOfOthers(store: Store, key: string, merchant: Merchant): Promise<Mint[]> {
  const all = mintsIn(await store.get(key));
  return all.filter(({ at }) => !merchant.mints.some((own) => own.at === at));
}

/** A time far in the future is not recent: the clock was set back, and must not keep a merchant out until then. */
const isRecent = (at: number, now: number): boolean => at > now - MINUTE && at < now + CLOCK_SKEW;

const isCounted = ({ state }: OwnMint): boolean => state !== 'withdrawn';

const isUnderWay = ({ state, overdueAt }: OwnMint): boolean =>
  (state === 'asking' || state === 'running') && steadyNow() < overdueAt;

const isOfUse = (mint: OwnMint, now: number): boolean => isRecent(mint.at, now) || isUnderWay(mint);

/** After that, an entry of the store may be dropped. */
const secondsOfUse = (timeout: number): number => Math.ceil((MINUTE + longestMint(timeout)) / 1000);

function refuseAbove({ atATime, perMinute }: Limit, mints: Mint[], running: Mint[], now: number): void {
  if (running.length >= atATime) throw tooMany('a Sync URL for this merchant is on its way already', 1);
  const begun = mints
    .map(({ at }) => at)
    .filter((at) => isRecent(at, now))
    .toSorted((a, b) => a - b);
  if (begun.length < perMinute) return;
  // There is room for one more when this one is a minute old.
  const blocking = begun[begun.length - perMinute]!;
  throw tooMany('this merchant has asked too often', Math.max(1, Math.ceil((blocking + MINUTE - now) / 1000)));
}

const tooMany = (why: string, seconds: number): Refusal =>
  new Refusal(429, 'rate-limited', `Too many requests: ${why}`, {
    retryable: true,
    headers: { 'retry-after': String(seconds) },
  });

/**
 * The mints of the last minute in an entry of the store, which may be anything. Times in the future are kept: the clock
 * of the process that wrote them may be ahead.
 */
function mintsIn(entry: unknown): Mint[] {
  // Now, and not when the mint began, which may be long ago.
  const now = Date.now();
  const found = attempt(() => {
    const { mints } = Object(entry) as { mints?: unknown };
    return (Array.isArray(mints) ? (mints as unknown[]) : []).slice(-MOST_MINTS).flatMap((mint) => {
      const { at, until } = Object(mint) as { at?: unknown; until?: unknown };
      if (typeof at !== 'number' || typeof until !== 'number') return [];
      return at > now - MINUTE ? [{ at, until: Math.min(until, now + MINUTE) }] : [];
    });
  });
  return found ?? [];
}
