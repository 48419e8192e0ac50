import type { Endpoint } from './faults.js';

/** A call that the simulator saw. Its headers are not kept: they hold the API key. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly path: string;
  /** Which endpoint of the API it was, if any. */
  readonly endpoint?: Endpoint;
  /** Undefined while the answer is due, and for good where there never was one. */
  readonly status?: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A call while it is being answered. */
export type Call = Mutable<RecordedRequest>;

// A demo may run for weeks.
const LONGEST = 10_000;

/** Which calls came, and how many of a kind at once. */
export class CallRecord {
  readonly #secret: string;
  readonly #inFlight: Record<Endpoint, number> = { list: 0, branding: 0, sync: 0, connections: 0 };
  readonly requests: RecordedRequest[] = [];
  readonly maxConcurrent: Record<Endpoint, number> = { list: 0, branding: 0, sync: 0, connections: 0 };

  /** @param secret never kept, should somebody send it in an address */
  constructor(secret: string) {
    this.#secret = secret;
  }

  add(request: Request): Call {
    const { pathname, search } = new URL(request.url);
    const path = `${pathname}${search}`.replaceAll(this.#secret, '…').replaceAll(encodeURIComponent(this.#secret), '…');
    const call: Call = { method: request.method, path };
    this.requests.push(call);
    if (this.requests.length > LONGEST) this.requests.shift();
    return call;
  }

  /** Counts a call as being under way until the returned function is called. */
  enter(endpoint: Endpoint): () => void {
    this.#inFlight[endpoint] += 1;
    this.maxConcurrent[endpoint] = Math.max(this.maxConcurrent[endpoint], this.#inFlight[endpoint]);
    return () => {
      this.#inFlight[endpoint] -= 1;
    };
  }

  clear(): void {
    this.requests.length = 0;
    Object.assign(this.maxConcurrent, { list: 0, branding: 0, sync: 0, connections: 0 });
  }
}
