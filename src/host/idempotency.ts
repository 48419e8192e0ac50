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

/** Fetches a Sync URL. It calls `onAsk` just before Codat is asked; if it fails earlier, the same pick may mint again. */
export type Mint = (onAsk: () => void) => Promise<string>;

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
   * @throws {Refusal} 422 if the key was sent with another platformKey before; 504 if the first mint with it doesn't
   *   end
   * @throws whatever `mint` throws
   */
  async once(merchantIdentifier: string, key: string | undefined, platformKey: string, mint: Mint): Promise<string> {
    if (key === undefined) return mint(() => {});
    // With the merchant's id: another merchant may send the same key, by chance or on purpose.
    return this.#join(JSON.stringify([merchantIdentifier, key]), platformKey, KEPT, mint);
  }

  /**
   * A form sends no key. While its pick is under way, another press of its button belongs to the same pick: a browser
   * waits for the answer to the last press alone. Afterwards it is a new pick, as the URL may have been used by then.
   *
   * @throws {Refusal} 504 if the first mint doesn't end
   * @throws whatever `mint` throws
   */
  onceAtATime(merchantIdentifier: string, platformKey: string, mint: Mint): Promise<string> {
    return this.#join(JSON.stringify([merchantIdentifier, 'form', platformKey]), platformKey, 0, mint);
  }

  /** @param kept ms that the URL is answered again once it is there */
  async #join(id: string, platformKey: string, kept: number, mint: Mint): Promise<string> {
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
      if (isAsked && kept) this.#forgetLater(id, run, kept);
      else this.#forget(id, run);
    }
  }

  #forgetLater(id: string, run: Run, kept: number): void {
    run.until = steadyNow() + kept;
    const timer: unknown = setTimeout(() => this.#forget(id, run), kept);
    // In Node, the timer would keep the process from ending.
    (timer as { unref?: () => void }).unref?.();
  }

  /** Does nothing if the key belongs to another run by now. */
  #forget(id: string, run: Run): void {
    if (this.#runs.get(id) === run) this.#runs.delete(id);
  }
}
