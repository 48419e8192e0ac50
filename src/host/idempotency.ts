import { Refusal } from './problem-response.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/**
 * ms that a Sync URL is kept. When a connection breaks before the answer comes, a browser sends the POST again at once,
 * so a few seconds are enough. The URL is a credential: it is kept no longer, and only in this process's memory. A
 * second request that reaches another process mints again.
 */
const KEPT = 5_000;

/** Any id, such as the companion's. The quotes are optional: a draft of the standard wants them. */
const KEY = /^("?)([\w.:-]{1,100})\1$/;

/**
 * The `Idempotency-Key` of a request, or undefined.
 *
 * @throws {Refusal} 400
 */
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
  /** Until when the URL is answered again, by {@link steadyNow}. During the mint: when that must have ended. */
  until: number;
}

/** Mints once for each pick, even if the browser sends the request again. */
export class Idempotency {
  readonly #runs = new Map<string, Run>();
  readonly #longest: number;

  /** @param longest ms that a mint takes at the most */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * @param key if undefined, each call mints
   * @param mint calls `onAsk` just before Codat is asked. If it fails earlier, the same key may mint again
   * @throws {Refusal} 422 if the key was sent with another platformKey before; 504 if the first mint with it doesn't
   *   end
   * @throws whatever `mint` throws
   */
  async once(
    merchantIdentifier: string,
    key: string | undefined,
    platformKey: string,
    mint: (onAsk: () => void) => Promise<string>,
  ): Promise<string> {
    if (key === undefined) return mint(() => {});
    // With the merchant's id: another merchant may send the same key, by chance or on purpose.
    const id = JSON.stringify([merchantIdentifier, key]);
    const now = steadyNow();
    for (const [other, { until }] of this.#runs) if (until <= now) this.#runs.delete(other);
    const known = this.#runs.get(id);
    if (known) {
      if (known.platformKey !== platformKey) {
        throw new Refusal(422, 'bad-request', 'This Idempotency-Key was sent with another platformKey: make a new one');
      }
      // With a timer of its own: a runtime may have frozen the first request, and its timers with it.
      return within(known.until - now, known.url, () => {
        throw new Refusal(504, 'timeout', 'The pick that was sent before with this key has not ended', {
          retryable: true,
        });
      });
    }
    let isAsked = false;
    const run: Run = { platformKey, url: mint(() => (isAsked = true)), until: now + this.#longest };
    this.#runs.set(id, run);
    try {
      return await run.url;
    } finally {
      if (isAsked) this.#forgetLater(id, run);
      else this.#forget(id, run);
    }
  }

  #forgetLater(id: string, run: Run): void {
    run.until = steadyNow() + KEPT;
    const timer: unknown = setTimeout(() => this.#forget(id, run), KEPT);
    // In Node, the timer would keep the process from ending.
    (timer as { unref?: () => void }).unref?.();
  }

  /** Does nothing if the key belongs to another run by now. */
  #forget(id: string, run: Run): void {
    if (this.#runs.get(id) === run) this.#runs.delete(id);
  }
}
