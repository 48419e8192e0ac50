import { PickerError } from '../shared/errors.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** What Codat is asked for. */
export type CallKind = 'mint' | 'connections' | 'integrations' | 'branding';

/** Calls at a time, for all merchants and kinds: Codat's limit for one company. */
const PLACES = 10;

/** Places that are kept for mints: a merchant who has picked waits for no other's logos. */
const FOR_MINTS = 2;

/** Places that branding may hold: there are as many calls for it as there is software, and a list does without. */
const FOR_BRANDING = 5;

/** Who comes in first: without Codat's list there is nothing to show, without statuses less than without logos. */
const ORDER: readonly CallKind[] = ['mint', 'integrations', 'connections', 'branding'];

/** ms that Codat is left alone where it says that it is too much, or down, and not for how long. Doubled each time. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

/**
 * Codat was not asked: it has asked to be left alone, or too many calls are under way. Nobody reports it: the refusal
 * that began it has been, and the other is no failure of Codat's.
 */
export class LeftAlone extends PickerError {}

/** An answer that broke off on its way: it says nothing of the next one. */
export class BrokenOff extends PickerError {}

interface Pause {
  /** ms since the epoch. */
  until: number;
  /** ms that it took. */
  length: number;
  /** What began it. */
  cause: PickerError;
}

/** A call that is under way. */
interface Place {
  kind: CallKind;
  since: number;
}

type Start = (place: Place) => void;

/**
 * Every call to Codat passes here: so many at a time, and none while Codat has asked to be left alone. A `Retry-After`
 * is about the host as a whole and stops calls of every kind; so does a 429 without one. A 503 without one may be about
 * one part of Codat alone, and stops calls of its kind.
 */
export class CodatGate {
  readonly #longest: number;
  /** The one that began first at the beginning. */
  readonly #running = new Set<Place>();
  /** Who waits, in the order in which they came. */
  readonly #waiting: Record<CallKind, Set<Start>> = {
    mint: new Set(),
    integrations: new Set(),
    connections: new Set(),
    branding: new Set(),
  };
  readonly #pauses = new Map<CallKind | 'all', Pause>();

  /**
   * @param longest ms that no call can exceed: what holds a place for longer was frozen by its runtime (Workers do so
   *   with what a finished request leaves behind), and loses it
   */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** @throws {LeftAlone} while Codat has asked to be left alone, with what is left of the time as `retryAfter` */
  check(kind: CallKind): void {
    const now = steadyNow();
    const pauses = [this.#pauses.get('all'), this.#pauses.get(kind)].filter((pause) => pause && pause.until > now);
    const pause = pauses.toSorted((a, b) => b!.until - a!.until)[0];
    if (!pause) return;
    const { code, status, correlationId } = pause.cause;
    throw new LeftAlone(code, 'Codat has asked to be left alone', {
      ...(status !== undefined && { status }),
      ...(correlationId !== undefined && { correlationId }),
      retryAfter: Math.ceil((pause.until - now) / 1000),
    });
  }

  /**
   * @param patience ms to wait for a place. Default: as long as it takes
   * @throws {LeftAlone}, `unavailable` where patience has ended; whatever the task throws
   */
  async run<T>(kind: CallKind, task: () => Promise<T>, patience?: number): Promise<T> {
    this.check(kind);
    const place = await this.#place(kind, patience);
    const since = steadyNow();
    try {
      // Another may have been refused in the meantime.
      this.check(kind);
      const value = await task();
      for (const scope of [kind, 'all'] as const) {
        // One that has begun since is about what was asked later.
        if ((this.#pauses.get(scope)?.until ?? Infinity) <= steadyNow()) this.#pauses.delete(scope);
      }
      return value;
    } catch (error) {
      if (error instanceof PickerError && !(error instanceof LeftAlone)) this.#note(kind, error, since);
      throw error;
    } finally {
      this.#running.delete(place);
      this.#callIn();
    }
  }

  async #place(kind: CallKind, patience: number | undefined): Promise<Place> {
    const waiting = this.#waiting[kind];
    let own!: Start;
    const place = new Promise<Place>((start) => waiting.add((own = start)));
    this.#callIn();
    if (patience === undefined || !waiting.has(own)) return place;
    return within(patience, place, () => {
      // It may have been called in at this very moment.
      if (!waiting.delete(own)) return place;
      throw new LeftAlone('unavailable', `${PLACES} calls to Codat are under way already`, { retryAfter: 1 });
    });
  }

  /** Calls in whoever may come in: by {@link ORDER}, and those of one kind in the order in which they came. */
  #callIn(): void {
    const overdue = steadyNow() - this.#longest;
    for (const place of this.#running) if (place.since < overdue) this.#running.delete(place);
    for (const kind of ORDER) {
      for (const start of this.#waiting[kind]) {
        if (!this.#hasPlace(kind)) break;
        this.#waiting[kind].delete(start);
        const place = { kind, since: steadyNow() };
        this.#running.add(place);
        start(place);
      }
    }
  }

  #hasPlace(kind: CallKind): boolean {
    if (this.#running.size >= PLACES) return false;
    if (kind === 'mint') return true;
    const held = { mint: 0, integrations: 0, connections: 0, branding: 0 };
    for (const place of this.#running) held[place.kind] += 1;
    if (this.#running.size - held.mint >= PLACES - FOR_MINTS) return false;
    return kind !== 'branding' || held.branding < FOR_BRANDING;
  }

  #note(kind: CallKind, cause: PickerError, since: number): void {
    const { status, retryAfter } = cause;
    if (status !== 429 && status !== 503) return;
    const scope = status === 429 || retryAfter !== undefined ? 'all' : kind;
    const last = this.#pauses.get(scope);
    // Of calls that were under way together, the first one counts.
    const again = last && since >= last.until;
    const length = last ? (again ? Math.min(2 * last.length, LONGEST_PAUSE) : last.length) : FIRST_PAUSE;
    const until = steadyNow() + (retryAfter === undefined ? length : retryAfter * 1000);
    this.#pauses.set(scope, last && last.until > until ? last : { until, length, cause });
  }
}
