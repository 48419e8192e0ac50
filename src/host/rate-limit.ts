import { attempt } from '../shared/attempt.js';
import type { Background } from './background.js';
import type { Store } from './key-value-store.js';
import { keyedHash } from './keyed-hash.js';
import { longestMint, STORE_TIME } from './longest-mint.js';
import type { Limit, Settings } from './options.js';
import { Refusal } from './problem-response.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms over which mints are counted. */
const MINUTE = 60_000;

/** ms that the clocks of two instances may be apart. */
const SKEW = 10_000;

/** Mints that are taken from a store's entry: more than any limit lets through is not meant. */
const MOST = 1_000;

/** A mint: when it began, and when it must have ended, in ms since the epoch. No two have the same beginning. */
interface Mint {
  readonly at: number;
  readonly until: number;
}

/** A mint of this process. */
interface OwnMint extends Mint {
  /** When it must have ended, by {@link steadyNow}: a runtime may freeze it, and then nobody says so. */
  readonly overdueAt: number;
  /**
   * - `asking`: what other processes have let through is still to be heard, and they don't hear of this one
   * - `withdrawn`: it doesn't count, and is known for as long as the store may still have it
   */
  state: 'asking' | 'running' | 'ended' | 'withdrawn';
}

/** What is known of a merchant. */
interface Merchant {
  /** The mints that this process let through: those of the last minute, and those that are under way. */
  mints: OwnMint[];
  /** Writes to the store, one after the other. */
  written: Promise<unknown>;
}

/** Ends a mint that {@link RateLimit.begin} let through. One for which Codat was not asked doesn't count. */
export type EndMint = (isAsked: boolean) => void;

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
    const merchant = this.#merchants.get(merchantIdentifier) ?? { mints: [], written: Promise.resolve() };
    merchant.mints = merchant.mints.filter((mint) => isOfUse(mint, now));
    refuseBeyond(limit, merchant.mints.filter(isCounted), merchant.mints.filter(isUnderWay), now);
    const mint: OwnMint = {
      // A fraction of a ms apart, as no two may be the same in the store.
      at: now - Math.random(),
      until: now + longestMint(timeout),
      overdueAt: steadyNow() + longestMint(timeout),
      state: 'asking',
    };
    // Before anything is waited for: whoever asks meanwhile has to know.
    merchant.mints.push(mint);
    this.#merchants.set(merchantIdentifier, merchant);
    const store = this.#store;
    const end: EndMint = (isAsked) => (mint.state = isAsked ? 'ended' : 'withdrawn');
    if (!store) return end;

    /** What the store has of other processes. */
    const others = async (key: string): Promise<Mint[]> =>
      mintsIn(await store.get(key)).filter(({ at }) => !merchant.mints.some((own) => own.at === at));
    const write = (key: string): void => {
      // One that was frozen keeps the next ones waiting no longer than it could have taken.
      const before = within(STORE_TIME, merchant.written, () => {});
      merchant.written = before.then(async () => {
        const theirs = await others(key);
        const own = merchant.mints
          .filter(({ state }) => state === 'running' || state === 'ended')
          .map(({ at, until, state }) => ({ at, until: state === 'ended' ? 0 : until }));
        await store.set(key, { mints: [...theirs, ...own] }, secondsOfUse(timeout));
      });
      this.#background(merchant.written);
    };
    try {
      const key = `limit:${await keyedHash(this.#settings, merchantIdentifier, 16)}`;
      const theirs = await others(key);
      const ours = merchant.mints.filter((one) => one !== mint && isCounted(one));
      const heard = Date.now();
      const running = theirs.filter(({ at, until }) => until > heard && isRecent(at, heard));
      refuseBeyond(limit, [...theirs, ...ours], [...running, ...ours.filter(isUnderWay)], heard);
      mint.state = 'running';
      write(key);
      return (isAsked) => {
        end(isAsked);
        write(key);
      };
    } catch (reason) {
      merchant.mints = merchant.mints.filter((one) => one !== mint);
      throw reason;
    }
  }

  /** Forgets whoever has not minted for a minute. */
  #sweep(now: number): void {
    if (isRecent(this.#sweptAt, now)) return;
    this.#sweptAt = now;
    for (const [id, { mints }] of this.#merchants) {
      if (!mints.some((mint) => isOfUse(mint, now))) this.#merchants.delete(id);
    }
  }
}

/** A time that is still to come is none: a clock was put back, and nobody is to be kept out until it is there again. */
const isRecent = (at: number, now: number): boolean => at > now - MINUTE && at < now + SKEW;

const isCounted = ({ state }: OwnMint): boolean => state !== 'withdrawn';

const isUnderWay = ({ state, overdueAt }: OwnMint): boolean =>
  (state === 'asking' || state === 'running') && steadyNow() < overdueAt;

const isOfUse = (mint: OwnMint, now: number): boolean => isRecent(mint.at, now) || isUnderWay(mint);

/** How long an entry of the store is of use. */
const secondsOfUse = (timeout: number): number => Math.ceil((MINUTE + longestMint(timeout)) / 1000);

function refuseBeyond({ atATime, perMinute }: Limit, mints: Mint[], running: Mint[], now: number): void {
  if (running.length >= atATime) throw tooMany('a Sync URL for this merchant is on its way already', 1);
  const begun = mints
    .map(({ at }) => at)
    .filter((at) => isRecent(at, now))
    .toSorted((a, b) => a - b);
  if (begun.length < perMinute) return;
  // There is room for one when so many of them are more than a minute old.
  const last = begun[begun.length - perMinute]!;
  throw tooMany('this merchant has asked too often', Math.max(1, Math.ceil((last + MINUTE - now) / 1000)));
}

const tooMany = (why: string, seconds: number): Refusal =>
  new Refusal(429, 'rate-limited', `Too many requests: ${why}`, {
    retryable: true,
    headers: { 'retry-after': String(seconds) },
  });

/**
 * What an entry of the store says of the last minute, whatever it is. What is still to come stays among it: by the clock
 * of another process it has been.
 */
function mintsIn(entry: unknown): Mint[] {
  // Not the time at which a mint began, which may be long ago as it ends.
  const now = Date.now();
  const found = attempt(() => {
    const { mints } = Object(entry) as { mints?: unknown };
    return (Array.isArray(mints) ? (mints as unknown[]) : []).slice(-MOST).flatMap((mint) => {
      const { at, until } = Object(mint) as { at?: unknown; until?: unknown };
      if (typeof at !== 'number' || typeof until !== 'number') return [];
      return at > now - MINUTE ? [{ at, until: Math.min(until, now + MINUTE) }] : [];
    });
  });
  return found ?? [];
}
