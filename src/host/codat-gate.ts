import { PickerError } from '../shared/errors.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** The kinds of calls to Codat. */
export type CallKind = 'mint' | 'connections' | 'integrations' | 'branding';

/** Calls at a time, of all kinds and for all merchants. It is Codat's limit for one company. */
const PLACES = 10;

/** Places that only mints may take, so that a merchant who has picked never waits for other calls. */
const RESERVED_FOR_MINTS = 2;

/** Places that branding may take. It needs a call for each software, and a list can be shown without it. */
const MOST_FOR_BRANDING = 5;

/** Which kind gets a free place first: the one that matters most to a merchant. */
const ORDER: readonly CallKind[] = ['mint', 'integrations', 'connections', 'branding'];

/** ms of the pause if Codat answers 429 or 503 without saying how long to wait. It doubles with each further one. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

/**
 * Codat was not asked, because it has asked for a pause or because too many calls are under way. It is not reported:
 * the answer that began the pause has been, and too many calls are no failure of Codat's.
 */
export class NotAsked extends PickerError {}

/** The connection broke in the middle of an answer. The next attempt may well succeed. */
export class BrokenOff extends PickerError {}

/** A pause that another process of the host has told of. */
export interface HeardPause {
  /** The failure that began it. */
  error: PickerError;
  /** ms that are left of it. */
  pause: number;
  /** ms of its whole length, if Codat didn't say how long; the next one is doubled from it. Undefined if not known. */
  length: number | undefined;
}

/** The other processes of the host. */
export interface Others {
  /** Tells them that Codat has asked for a pause of so many ms. */
  tell(error: PickerError, pause: number, length: number): void;
  /** The pause that one of them has told of, if it isn't over and wasn't heard of before. */
  ask(): Promise<HeardPause | undefined>;
}

interface Pause {
  /** By {@link steadyNow}. */
  until: number;
  /** Its length in ms, if Codat didn't say how long; the next one is doubled from it. */
  length: number;
  /** The failure that began it. */
  cause: PickerError;
}

/** A call that is under way. */
interface Place {
  kind: CallKind;
  since: number;
}

/** Gives a call that waits its place. */
type GivePlace = (place: Place) => void;

/**
 * Every call to Codat passes through this gate. It lets {@link PLACES} calls through at a time, and none while Codat
 * has asked for a pause. A `Retry-After` or a 429 stops calls of every kind, as it is about the host as a whole. A 503
 * without a `Retry-After` stops only calls of its kind, as it may be about one part of Codat. What stops calls of every
 * kind is told to the host's other processes, and heard from them.
 */
export class CodatGate {
  readonly #longest: number;
  readonly #others: Others | undefined;
  /** In the order in which they began. */
  readonly #running = new Set<Place>();
  /** Calls that wait for a place, in the order in which they came. */
  readonly #waiting: Record<CallKind, Set<GivePlace>> = {
    mint: new Set(),
    integrations: new Set(),
    connections: new Set(),
    branding: new Set(),
  };
  readonly #pauses = new Map<CallKind | 'all', Pause>();

  /**
   * @param longest ms that a call takes at the most. One that lasts longer was frozen by its runtime and loses its
   *   place. (Workers freeze what a finished request leaves behind.)
   * @param others undefined if this process is by itself
   */
  constructor(longest: number, others?: Others) {
    this.#longest = longest;
    this.#others = others;
  }

  /** @throws {NotAsked} during a pause, of another process too; its `retryAfter` is what is left of the pause */
  async check(kind: CallKind): Promise<void> {
    this.#checkOwn(kind);
    const heard = await this.#others?.ask();
    if (!heard) return;
    const { error: cause, length = FIRST_PAUSE, pause } = heard;
    const until = steadyNow() + pause;
    const own = this.#pauses.get('all');
    // As if Codat had told this process, so that a further one is doubled here as well.
    if (!own || own.until < until) {
      this.#pauses.set('all', { until, length: Math.min(Math.max(length, FIRST_PAUSE), LONGEST_PAUSE), cause });
    }
    this.#checkOwn(kind);
  }

  #checkOwn(kind: CallKind): void {
    const now = steadyNow();
    const pauses = [this.#pauses.get('all'), this.#pauses.get(kind)].filter((pause) => pause && pause.until > now);
    const pause = pauses.toSorted((a, b) => b!.until - a!.until)[0];
    if (!pause) return;
    const { code, status, correlationId } = pause.cause;
    throw new NotAsked(code, 'Codat has asked to be left alone', {
      ...(status !== undefined && { status }),
      ...(correlationId !== undefined && { correlationId }),
      retryAfter: Math.ceil((pause.until - now) / 1000),
    });
  }

  /**
   * Runs `task` when it has a place.
   *
   * @param patience ms to wait for a place. Default: as long as it takes
   * @throws {NotAsked} during a pause; `unavailable` if there was no place in time
   * @throws whatever `task` throws
   */
  async run<T>(kind: CallKind, task: () => Promise<T>, patience?: number): Promise<T> {
    // Where there are no others, a call takes its turn at once.
    if (this.#others) await this.check(kind);
    else this.#checkOwn(kind);
    const place = await this.#waitForPlace(kind, patience);
    const since = steadyNow();
    try {
      // A pause may have begun in the meantime.
      this.#checkOwn(kind);
      const value = await task();
      for (const scope of [kind, 'all'] as const) {
        // A success ends the doubling. A pause that still lasts was begun by another call, and stays.
        if ((this.#pauses.get(scope)?.until ?? Infinity) <= steadyNow()) this.#pauses.delete(scope);
      }
      return value;
    } catch (error) {
      if (error instanceof PickerError && !(error instanceof NotAsked)) this.#pause(kind, error, since);
      throw error;
    } finally {
      this.#running.delete(place);
      this.#givePlaces();
    }
  }

  async #waitForPlace(kind: CallKind, patience: number | undefined): Promise<Place> {
    const waiting = this.#waiting[kind];
    let givePlace!: GivePlace;
    const place = new Promise<Place>((resolve) => waiting.add((givePlace = resolve)));
    this.#givePlaces();
    if (patience === undefined || !waiting.has(givePlace)) return place;
    return within(patience, place, () => {
      // It was given its place at this very moment.
      if (!waiting.delete(givePlace)) return place;
      throw new NotAsked('unavailable', `${PLACES} calls to Codat are under way already`, { retryAfter: 1 });
    });
  }

  /** Gives the free places to calls that wait: by {@link ORDER}, and within a kind in the order in which they came. */
  #givePlaces(): void {
    const overdue = steadyNow() - this.#longest;
    for (const place of this.#running) if (place.since < overdue) this.#running.delete(place);
    for (const kind of ORDER) {
      for (const give of this.#waiting[kind]) {
        if (!this.#hasPlace(kind)) break;
        this.#waiting[kind].delete(give);
        const place = { kind, since: steadyNow() };
        this.#running.add(place);
        give(place);
      }
    }
  }

  #hasPlace(kind: CallKind): boolean {
    if (this.#running.size >= PLACES) return false;
    if (kind === 'mint') return true;
    const held = { mint: 0, integrations: 0, connections: 0, branding: 0 };
    for (const place of this.#running) held[place.kind] += 1;
    if (this.#running.size - held.mint >= PLACES - RESERVED_FOR_MINTS) return false;
    return kind !== 'branding' || held.branding < MOST_FOR_BRANDING;
  }

  /** Begins a pause if this failure asks for one. @param since when the call that failed began */
  #pause(kind: CallKind, cause: PickerError, since: number): void {
    const { status, retryAfter } = cause;
    if (status !== 429 && status !== 503) return;
    const scope = status === 429 || retryAfter !== undefined ? 'all' : kind;
    const last = this.#pauses.get(scope);
    // Several calls that were under way together may fail. Only one that began after the pause doubles it.
    const isRepeated = last && since >= last.until;
    let length = last?.length ?? FIRST_PAUSE;
    if (isRepeated) length = Math.min(2 * length, LONGEST_PAUSE);
    const pause = retryAfter === undefined ? length : retryAfter * 1000;
    const until = steadyNow() + pause;
    if (last && last.until > until) return;
    this.#pauses.set(scope, { until, length, cause });
    if (scope === 'all') this.#others?.tell(cause, pause, length);
  }
}
