/** What a call leaves of an allowance. */
export interface Allowance {
  limit: number;
  remaining: number;
  /** When the window ends, in ms. */
  resetsAt: number;
  exceeded: boolean;
}

/** Counts calls by caller in windows of a fixed length that begin with a caller's first call. */
export class RateLimit {
  readonly #length: number;
  readonly #now: () => number;
  readonly #windows = new Map<string, { calls: number; endsAt: number }>();

  constructor(length: number, now: () => number) {
    this.#length = length;
    this.#now = now;
  }

  /** Counts one call. A refused call counts too. */
  take(caller: string, limit: number): Allowance {
    const now = this.#now();
    for (const [key, { endsAt }] of this.#windows) {
      if (endsAt <= now) this.#windows.delete(key);
    }
    const window = this.#windows.get(caller) ?? { calls: 0, endsAt: now + this.#length };
    window.calls += 1;
    this.#windows.set(caller, window);
    return {
      limit,
      remaining: Math.max(0, limit - window.calls),
      resetsAt: window.endsAt,
      exceeded: window.calls > limit,
    };
  }

  clear(): void {
    this.#windows.clear();
  }
}

/** The three headers of every answer. The reset is a Unix timestamp in seconds. */
export function rateLimitHeaders({ limit, remaining, resetsAt }: Allowance): Record<string, string> {
  return {
    'X-Rate-Limit-Limit': String(limit),
    'X-Rate-Limit-Remaining': String(remaining),
    'X-Rate-Limit-Reset': String(Math.ceil(resetsAt / 1000)),
  };
}
