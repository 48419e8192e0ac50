/** A request that the page has sent, answered when the test says so, and as it says. */
export class Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly init: RequestInit;
  readonly promise: Promise<Response>;
  /** Whether it was answered, dropped, or given up by the page. */
  isOver = false;
  #resolve!: (response: Response) => void;
  #reject!: (reason: unknown) => void;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
    this.method = init.method ?? 'GET';
    this.headers = new Headers(init.headers);
    this.promise = new Promise((resolve, reject) => ([this.#resolve, this.#reject] = [resolve, reject]));
    init.signal?.addEventListener('abort', () => this.fail(new DOMException('', 'AbortError')));
  }

  /** The software that a Sync URL is asked for. */
  get platformKey(): string {
    return (JSON.parse(this.init.body as string) as { platformKey: string }).platformKey;
  }

  /** @param more what else a response says of itself, as that it was redirected */
  answer(body: unknown, status = 200, more: object = {}): void {
    this.isOver = true;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // No real one: its body would be read in a task of the browser's own, and nobody could say when.
    const response = { ok: status < 300, status, headers: new Headers(), text: () => Promise.resolve(text), ...more };
    this.#resolve(response as unknown as Response);
  }

  /** @param reason what `fetch` rejects with. Default: as where the connection is lost */
  fail(reason: unknown = new TypeError('Failed to fetch')): void {
    this.isOver = true;
    this.#reject(reason);
  }
}

/** Stands in for `fetch`. */
export class Network {
  readonly calls: Call[] = [];

  readonly fetch: typeof fetch = (input, init = {}) => {
    const call = new Call(String(input), init);
    this.calls.push(call);
    return call.promise;
  };

  get posts(): Call[] {
    return this.calls.filter(({ method }) => method === 'POST');
  }

  get open(): Call[] {
    return this.calls.filter(({ isOver }) => !isOver);
  }
}

const task = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));

/** Lets all that follows from what was done come to its end, as far as it waits for nothing else. */
export const rest = async (): Promise<void> => {
  // A task that what was done has queued, and all its microtasks; and then what these have queued.
  for (let turn = 0; turn < 3; turn += 1) await task();
};
