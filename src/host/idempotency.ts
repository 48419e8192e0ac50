import { Refusal } from './problem-response.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/**
 * ms that an outcome is kept. A browser sends a POST again by itself when the connection breaks before the answer is
 * there, at once: a few seconds catch that. The URL is a credential, so it is kept no longer than that, in this
 * process's memory and nowhere else; a second try that reaches another process mints anew.
 */
const KEPT = 5_000;

/** A UUID, as the companion sends, or another id; in quotes or not, as there is a draft that wants them. */
const KEY = /^("?)([\w.:-]{1,100})\1$/;

/** The `Idempotency-Key` of a request, undefined where there is none. @throws {Refusal} 400 */
export function idempotencyKeyOf({ headers }: Request): string | undefined {
  const given = headers.get('idempotency-key');
  if (given === null) return undefined;
  const key = KEY.exec(given)?.[2];
  if (key) return key;
  throw new Refusal(400, 'bad-request', 'Idempotency-Key must be one id of up to 100 letters and digits, like a UUID');
}

interface Run {
  platformKey: string;
  url: Promise<string>;
  /** When it is no longer answered, in ms since the epoch. While it is under way: when it must have ended. */
  until: number;
}

/** Mints once for each pick, however often the browser sends it. */
export class Idempotency {
  readonly #runs = new Map<string, Run>();
  readonly #longest: number;

  /** @param longest ms that no mint can exceed */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * @param key undefined: each call mints
   * @param mint is handed a function to call when Codat is about to be asked: what failed before that may be tried again
   * @throws {Refusal} 422 where the key was sent with another platformKey; 504 where the mint that it shares
   *   doesn't end; whatever `mint` throws
   */
  async once(
    merchantIdentifier: string,
    key: string | undefined,
    platformKey: string,
    mint: (asks: () => void) => Promise<string>,
  ): Promise<string> {
    if (key === undefined) return mint(() => {});
    // A key is the merchant's own: another's may be the same, by chance or by intent.
    const id = JSON.stringify([merchantIdentifier, key]);
    const now = steadyNow();
    for (const [other, { until }] of this.#runs) if (until <= now) this.#runs.delete(other);
    const known = this.#runs.get(id);
    if (known) {
      if (known.platformKey !== platformKey) {
        throw new Refusal(422, 'bad-request', 'This Idempotency-Key was sent with another platformKey: make a new one');
      }
      // By a timer of this request's own: the other's may be frozen with all that belongs to it.
      return within(known.until - now, known.url, () => {
        throw new Refusal(504, 'timeout', 'The pick that was sent before with this key has not ended', {
          retryable: true,
        });
      });
    }
    let asked = false;
    const run: Run = { platformKey, url: mint(() => (asked = true)), until: now + this.#longest };
    this.#runs.set(id, run);
    try {
      return await run.url;
    } finally {
      if (asked) this.#forgetLater(id, run);
      else this.#forget(id, run);
    }
  }

  #forgetLater(id: string, run: Run): void {
    run.until = steadyNow() + KEPT;
    const timer: unknown = setTimeout(() => this.#forget(id, run), KEPT);
    // Node's would keep the process from ending.
    (timer as { unref?: () => void }).unref?.();
  }

  /** Unless the key is another run's by now. */
  #forget(id: string, run: Run): void {
    if (this.#runs.get(id) === run) this.#runs.delete(id);
  }
}
