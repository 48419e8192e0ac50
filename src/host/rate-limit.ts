import { attempt } from '../shared/attempt.js';
import type { Background } from './background.js';
import { Store } from './key-value-store.js';
import { keyedHash } from './keyed-hash.js';
import { longestMint, STORE_TIME } from './longest-mint.js';
import type { Limit, Settings } from './options.js';
import { isAtomic, Places } from './places.js';
import { Refusal } from './problem-response.js';
import type { Report } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** ms. Mints are counted over this time. */
const MINUTE = 60_000;

/** ms for which a merchant without a free place is refused without asking the store, which takes a call for each place. */
const FULL_FOR = 1_000;

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
  /** Until then, the store is known to have no place for one more, by {@link steadyNow}. */
  fullUntil: number;
}

/** Is called when a mint has ended. One for which Codat was not asked doesn't count. */
export type EndMint = (isAsked: boolean) => void;

/**
 * Limits how often one merchant may ask for a Sync URL. Otherwise a script, or a key that is held down, could use up
 * the calls that the host may make in a day. It is exact within a process. Across processes it is exact with
 * {@link Places}, and otherwise as exact as a store can be that is read and then written.
 */
export class RateLimit {
  readonly #settings: Settings;
  /** What the processes of a host share, if they do: one of both. */
  readonly #store: Store | undefined;
  readonly #places: Places | undefined;
  readonly #background: Background;
  readonly #merchants = new Map<string, Merchant>();
  #sweptAt = 0;

  constructor(settings: Settings, report: Report, background: Background) {
    const { limit, timeout } = settings;
    this.#settings = settings;
    this.#background = background;
    if (!limit?.store) return;
    if (isAtomic(limit.store)) this.#places = new Places(limit.store, limit, longestMint(timeout), report);
    else this.#store = new Store(limit.store, 'limit.store', report);
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
    const merchant = this.#merchants.get(merchantIdentifier) ?? {
      mints: [],
      written: Promise.resolve(),
      fullUntil: 0,
    };
    merchant.mints = merchant.mints.filter((mint) => isOfUse(mint, now));
    refuseAbove(limit, merchant.mints.filter(isCounted), merchant.mints.filter(isUnderWay), now);
    if (steadyNow() < merchant.fullUntil) throw tooOften(roomIn(merchant, limit, now));
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
    const [store, places] = [this.#store, this.#places];
    if (!store && !places) return end;
    try {
      const key = `limit:${await keyedHash(this.#settings, merchantIdentifier, 16)}`;
      const endShared = places
        ? await this.#take(places, key, merchant, mint, limit)
        : await this.#count(store!, key, merchant, mint, limit);
      return (isAsked) => {
        end(isAsked);
        endShared(isAsked);
      };
    } catch (reason) {
      merchant.mints = merchant.mints.filter((one) => one !== mint);
      throw reason;
    }
  }

  /** Takes places for a mint, which no other process can take meanwhile. */
  async #take(places: Places, key: string, merchant: Merchant, mint: OwnMint, limit: Limit): Promise<EndMint> {
    const taken = await places.take(key);
    if (taken === 'running') throw underWay();
    if (taken === 'full') {
      merchant.fullUntil = steadyNow() + FULL_FOR;
      throw tooOften(roomIn(merchant, limit, Date.now(), mint));
    }
    mint.state = 'running';
    return (isAsked) => {
      // One that was frozen has lost its place, and another mint may have it by now.
      if (!taken || steadyNow() >= mint.overdueAt) return;
      this.#background(places.free(taken.running));
      if (!isAsked && taken.begun) this.#background(places.free(taken.begun));
    };
  }

  /** Counts a mint in a store of keys and values, together with those of other processes. */
  async #count(store: Store, key: string, merchant: Merchant, mint: OwnMint, limit: Limit): Promise<EndMint> {
    const theirs = await mintsOfOthers(store, key, merchant);
    const ours = merchant.mints.filter((one) => one !== mint && isCounted(one));
    const heard = Date.now();
    const running = theirs.filter(({ at, until }) => until > heard && isRecent(at, heard));
    refuseAbove(limit, [...theirs, ...ours], [...running, ...ours.filter(isUnderWay)], heard);
    mint.state = 'running';
    this.#write(store, key, merchant);
    return () => this.#write(store, key, merchant);
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
  if (running.length >= atATime) throw underWay();
  const begun = mints
    .map(({ at }) => at)
    .filter((at) => isRecent(at, now))
    .toSorted((a, b) => a - b);
  if (begun.length < perMinute) return;
  // There is room for one more when this one is a minute old.
  const blocking = begun[begun.length - perMinute]!;
  throw tooOften(Math.ceil((blocking + MINUTE - now) / 1000));
}

/**
 * Seconds until there is room in the places of a minute: when the oldest mint of this process gives its place back. If
 * all were of other processes, it is the time after which one of them does on the average.
 *
 * @param without a mint that has no place
 */
function roomIn({ mints }: Merchant, { perMinute }: Limit, now: number, without?: OwnMint): number {
  const begun = mints.filter((mint) => mint !== without && isCounted(mint) && isRecent(mint.at, now));
  if (!begun.length) return Math.ceil(60 / perMinute);
  return Math.ceil((Math.min(...begun.map(({ at }) => at)) + MINUTE - now) / 1000);
}

const underWay = (): Refusal => tooMany('a Sync URL for this merchant is on its way already', 1);

const tooOften = (seconds: number): Refusal => tooMany('this merchant has asked too often', Math.max(1, seconds));

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
