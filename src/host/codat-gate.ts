import { PickerError } from '../errors.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** What Codat is asked for. */
export type CallKind = 'mint' | 'connections' | 'integrations' | 'branding';

/** Calls at a time, for all merchants and kinds: Codat's limit for one company. */
const PLACES = 10;

/** Places that are kept for mints: a merchant who has picked waits for no other's logos. */
const FOR_MINTS = 2;

/** ms that Codat is left alone where it says that it is too much, or down, and not for how long. Doubled each time. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

/** Codat has asked to be left alone, so it was not asked. Nobody reports it: the refusal that began it has been. */
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

interface Waiting {
  kind: CallKind;
  start: (place: symbol) => void;
}

/**
 * Every call to Codat passes here: so many at a time, and none while Codat has asked to be left alone. A `Retry-After`
 * is about the host as a whole and stops calls of every kind; so does a 429 without one. A 503 without one may be about
 * one part of Codat alone, and stops calls of its kind.
 */
export class CodatGate {
  readonly #longest: number;
  readonly #running = new Map<symbol, { kind: CallKind; since: number }>();
  readonly #waiting: Waiting[] = [];
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
   * @throws {LeftAlone}; {PickerError} `unavailable` where patience has ended, and nothing was asked; whatever the task
   *   throws
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

  async #place(kind: CallKind, patience: number | undefined): Promise<symbol> {
    let waiting!: Waiting;
    const place = new Promise<symbol>((start) => {
      waiting = { kind, start };
      this.#waiting.push(waiting);
    });
    this.#callIn();
    if (patience === undefined || !this.#waiting.includes(waiting)) return place;
    return within(patience, place, () => {
      const index = this.#waiting.indexOf(waiting);
      if (index >= 0) this.#waiting.splice(index, 1);
      throw new PickerError('unavailable', `${PLACES} calls to Codat are under way already`, { retryAfter: 1 });
    });
  }

  /** Calls in whoever may come in, in the order in which they came, mints first. */
  #callIn(): void {
    const overdue = steadyNow() - this.#longest;
    for (const [place, { since }] of this.#running) if (since < overdue) this.#running.delete(place);
    for (;;) {
      const next =
        this.#waiting.find(({ kind }) => kind === 'mint' && this.#hasPlace(kind)) ??
        this.#waiting.find(({ kind }) => this.#hasPlace(kind));
      if (!next) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      const place = Symbol();
      this.#running.set(place, { kind: next.kind, since: steadyNow() });
      next.start(place);
    }
  }

  #hasPlace(kind: CallKind): boolean {
    if (kind === 'mint') return this.#running.size < PLACES;
    const others = [...this.#running.values()].filter((running) => running.kind !== 'mint');
    return this.#running.size < PLACES && others.length < PLACES - FOR_MINTS;
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
