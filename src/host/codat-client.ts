import { PickerError, type PickerErrorCode, type PickerErrorOptions } from '../shared/errors.js';
import { parseRetryAfter } from '../shared/failed-answer.js';
import { checkSyncUrl } from '../shared/safe-url.js';
import type { Background } from './background.js';
import { BrokenOff, type CallKind, CodatGate, NotAsked } from './codat-gate.js';
import type { Store } from './key-value-store.js';
import { keyedHash } from './keyed-hash.js';
import type { HostMerchant, Settings } from './options.js';
import { readText, TooLarge } from './read-text.js';
import { type About, kindOf, type Report, unexpected } from './report.js';
import { SharedPause } from './shared-pause.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** Rows of a page. Codat allows up to 5,000. It lists some 125 integrations, so one page is enough. */
const PAGE_SIZE = 500;

/** More pages than any list has. A server that always names a next page is given up here. */
const MOST_PAGES = 20;

/** ms that must be left until a deadline for Codat to be asked at all: with less, the answer would come too late. */
const LEAST_TIME = 100;

/** Seconds of the longest `Retry-After`: a day, after which Codat's own limit begins again. */
const LONGEST_WAIT = 86_400;

/** Bytes that an answer may have, or all pages of a list together. Each is a hundred times what Codat sends. */
const MOST_BYTES: Record<CallKind, number> = {
  branding: 256 * 1024,
  mint: 64 * 1024,
  connections: 2 * 1024 * 1024,
  integrations: 8 * 1024 * 1024,
};

interface CallOptions {
  kind: CallKind;
  /** Statuses that mean something else here than they usually do. */
  meanings?: Record<number, PickerErrorCode>;
  /** When it is too late for an answer, by {@link steadyNow}. The timeout may end the call earlier. */
  deadline?: number;
  /** ms to wait for a place at the gate. Default: until the deadline, or as long as it takes. */
  patience?: number;
  /** Bytes that the answer may have. Default: {@link MOST_BYTES} of its kind. */
  most?: number;
  /** Is called just before Codat is asked. */
  onAsk?: () => void;
}

/** A successful answer. */
interface Received {
  /** JSON that is an object. */
  body: object;
  bytes: number;
}

/**
 * The part of Codat's API that is needed. No call is repeated. A failure is reported here, so whoever catches the
 * {@link PickerError} need not report it. No error holds the API key, a URL, the merchant's or the company's id, or
 * Codat's own text. While Codat has asked for a pause, each method throws {@link NotAsked} without asking.
 */
export class CodatClient {
  /** Where failures are reported. */
  readonly report: Report;
  readonly #settings: Settings;
  readonly #gate: CodatGate;

  /** @param store what the processes of a host share, if they do: they hear of each other's pauses */
  constructor(settings: Settings, report: Report, store: Store | undefined, background: Background) {
    this.#settings = settings;
    this.report = report;
    const others = store && new SharedPause(store, () => this.account(), background);
    this.#gate = new CodatGate(settings.timeout + 1_000, others);
  }

  /**
   * A hash that stands for the account at Codat. Hosts with different accounts may share a store, and each account has
   * other software switched on.
   */
  account(): Promise<string> {
    return keyedHash(this.#settings, this.#settings.baseUrl, 8);
  }

  /** @throws {NotAsked} while Codat has asked for a pause */
  checkMint(): Promise<void> {
    return this.#gate.check('mint');
  }

  /**
   * Codat's *Branding* object, unparsed.
   *
   * @throws {PickerError}
   */
  branding(platformKey: string, request?: Request): Promise<object> {
    return this.#reported(`GET branding of ${platformKey}`, { request, platformKey }, async () => {
      const { body } = await this.#get(`/config/integrations/${platformKey}/branding`, { kind: 'branding' });
      return body;
    });
  }

  /**
   * The rows of Codat's list, unparsed. All pages or none: half a list would hide software.
   *
   * @throws {PickerError}
   */
  integrations(request?: Request): Promise<unknown[]> {
    return this.#reported('GET integrations', { request }, () =>
      this.#rows('/config/integrations', keyOf, { kind: 'integrations' }),
    );
  }

  /**
   * The rows of a company's connections, unparsed. There are none if Codat doesn't know the company. All pages or none:
   * a connection that is pending on one page may be linked on the next.
   *
   * @param companyId encodable, and neither `.` nor `..`, which would change the path
   * @param patience ms for all pages together
   * @throws {PickerError}
   */
  connections(companyId: string, patience: number, request?: Request): Promise<unknown[]> {
    const path = `/companies/${encodeURIComponent(companyId)}/connections`;
    return this.#reported('GET connections', { request }, async () => {
      try {
        return await this.#rows(path, idOf, { kind: 'connections', deadline: steadyNow() + patience });
      } catch (error) {
        // Codat creates the company with the first Sync URL, so a 404 is no failure.
        if (error instanceof PickerError && error.status === 404) return [];
        throw error;
      }
    });
  }

  /**
   * Mints a one-time Sync URL. Codat creates a company and its connections for it, so the call is never repeated here.
   *
   * @param choice the platformKey that the merchant picked; it must be on offer
   * @param onAsk is called just before Codat is asked. If it isn't called, nothing has been created
   * @returns the URL in normal form, on an allowed host
   * @throws {PickerError}
   */
  syncUrl(choice: string, { merchantIdentifier }: HostMerchant, request: Request, onAsk: () => void): Promise<string> {
    const { connector, redirectUrl, allowedHosts, timeout } = this.#settings;
    const pair = [connector.platformKey, choice];
    // In Codat's path, the commerce key comes first.
    const [commerceKey, accountingKey] = connector.sourceType === 'Commerce' ? pair : pair.reverse();
    return this.#reported(`GET Sync URL of ${choice}`, { request, platformKey: choice }, async () => {
      // encodeURIComponent writes a space as %20, which every server understands; URLSearchParams would write a plus.
      const query =
        `merchantIdentifier=${encodeURIComponent(merchantIdentifier)}` +
        (redirectUrl === undefined ? '' : `&redirectUrl=${encodeURIComponent(redirectUrl)}`);
      const { body }: { body: { url?: unknown } } = await this.#get(
        `/config/sync/commerce/${commerceKey}/${accountingKey}/start?${query}`,
        { kind: 'mint', patience: timeout, onAsk, meanings: { 404: 'unknown-platform' } },
      );
      if (typeof body.url !== 'string') throw new PickerError('bad-response', 'the answer has no string "url"');
      return checkSyncUrl(body.url, allowedHosts);
    });
  }

  async #reported<T>(step: string, about: About, run: () => Promise<T>): Promise<T> {
    const since = steadyNow();
    try {
      return await run();
    } catch (reason) {
      const error = reason instanceof PickerError ? reason : unexpected(reason);
      if (!(error instanceof NotAsked)) this.report(error, step, { ...about, since });
      throw error;
    }
  }

  /**
   * The rows of all pages of a list.
   *
   * @param identify what tells rows apart: a row that was on an earlier page is left out
   */
  async #rows(path: string, identify: (row: unknown) => unknown, options: CallOptions): Promise<unknown[]> {
    const rows: unknown[] = [];
    const seen = new Set<unknown>();
    // Rows without an id of text count as the same row. Objects would be different on every page.
    const idIn = (row: unknown): unknown => {
      const id = identify(row);
      return typeof id === 'string' ? id : undefined;
    };
    let count = 0;
    let bytesLeft = MOST_BYTES[options.kind];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      // Pages are asked for by number. `_links.next` lacks /config, and it could lead the API key to another host.
      const received = await this.#get(`${path}?page=${page}&pageSize=${PAGE_SIZE}`, { ...options, most: bytesLeft });
      bytesLeft -= received.bytes;
      const list = received.body as { results?: unknown; totalResults?: unknown; _links?: unknown };
      if (!Array.isArray(list.results)) throw new PickerError('bad-response', 'the answer has no array "results"');
      count += list.results.length;
      const fresh = (list.results as unknown[]).filter((row) => !seen.has(idIn(row)));
      for (const row of fresh) {
        seen.add(idIn(row));
        rows.push(row);
      }
      const more = Object(list._links).next || (typeof list.totalResults === 'number' && list.totalResults > count);
      // A page without a new row is the last one too, whatever the links say.
      if (!more || !fresh.length) return rows;
    }
    throw new PickerError('bad-response', `the list doesn’t end after ${MOST_PAGES} pages`);
  }

  #get(path: string, options: CallOptions): Promise<Received> {
    const { kind, deadline, onAsk, patience = deadline && Math.max(0, deadline - steadyNow()) } = options;
    const ask = (): Promise<Received> => {
      onAsk?.();
      return this.#call(path, options);
    };
    return this.#gate.run(kind, ask, patience);
  }

  async #call(path: string, { kind, meanings = {}, deadline = Infinity, most }: CallOptions): Promise<Received> {
    const left = deadline - steadyNow();
    if (left < LEAST_TIME) {
      throw new NotAsked('unavailable', 'no time was left when there was a place', { retryAfter: 1 });
    }
    const timeout = Math.min(this.#settings.timeout, left);
    const controller = new AbortController();
    const exchange = this.#exchange(path, controller.signal, most ?? MOST_BYTES[kind]);
    const answer = await within(timeout, exchange, () => undefined);
    if (!answer) {
      // Aborted only now, so that the error that `fetch` throws for it is not taken for a failure of Codat's.
      controller.abort();
      throw new PickerError('timeout', `no complete answer in ${timeout} ms`);
    }
    const { status, headers, text } = answer;
    const body = parseObject(text);
    if (status >= 400) throw errorOfStatus(status, headers, body, meanings);
    if (status < 200 || status >= 300) {
      throw new PickerError('bad-response', 'a redirect, which is not followed; check baseUrl', { status });
    }
    // The number of characters is never greater than that of the bytes, so no list that fits is refused.
    if (body) return { body, bytes: text.length };
    throw new PickerError('bad-response', 'the answer is not a JSON object', { status });
  }

  async #exchange(
    path: string,
    signal: AbortSignal,
    most: number,
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const { authorization, baseUrl, fetch: send = fetch } = this.#settings;
    let response: Response;
    try {
      response = await send(baseUrl + path, {
        headers: { accept: 'application/json', authorization },
        // A redirect must not lead the API key elsewhere. Not 'error', which Workers don't know.
        redirect: 'manual',
        signal,
      });
    } catch (reason) {
      throw new PickerError('unavailable', `Codat could not be reached: ${kindOf(reason)}`);
    }
    const { ok, status, headers } = response;
    try {
      return { status, headers, text: await readText(response, { most, signal }) };
    } catch (reason) {
      // The status of an error is enough. Its body only adds the correlationId.
      if (!ok) return { status, headers, text: '' };
      // Not retryable by itself: the answer would be as long the next time.
      if (reason instanceof TooLarge) throw new PickerError('bad-response', `more than ${most} bytes`, { status });
      throw new BrokenOff('bad-response', `the answer broke off: ${kindOf(reason)}`, { status, retryable: true });
    }
  }
}

const keyOf = (row: unknown): unknown => (Object(row) as { key?: unknown }).key;

// A company may have several connections to one software. Rows without an id are told apart by what is read of them.
function idOf(row: unknown): unknown {
  const { id, integrationKey, status } = Object(row) as Record<'id' | 'integrationKey' | 'status', unknown>;
  if (id !== undefined && id !== null) return id;
  return [integrationKey, status].map((part) => (typeof part === 'string' ? part : '')).join(' ');
}

// The SyntaxError is dropped: it quotes the text, which may hold a one-time URL.
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The error for an answer of Codat's with an error status, with what may be passed on of its body and headers. */
function errorOfStatus(
  status: number,
  headers: Headers,
  body: object | undefined,
  meanings: Record<number, PickerErrorCode>,
): PickerError {
  const options: PickerErrorOptions = { status };
  const { correlationId }: { correlationId?: unknown } = body ?? {};
  // Passed on only if it looks like an id: no text of Codat's may get through.
  const id = typeof correlationId === 'string' && /^[\w.:-]{1,100}$/.exec(correlationId)?.[0];
  if (id) options.correlationId = id;
  const wait = parseRetryAfter(headers);
  if (wait > 0) options.retryAfter = Math.min(wait, LONGEST_WAIT);

  const said = `Codat answered ${status}`;
  if (meanings[status]) return new PickerError(meanings[status], said, options);
  switch (status) {
    case 401:
    case 403:
      return new PickerError('misconfigured', `${said}: check apiKey, and what the key may do`, options);
    case 402:
      // It is about the host's plan at Codat. Not `forbidden`: the merchant can do nothing about it.
      return new PickerError('unavailable', `${said}: check your plan at Codat`, { ...options, retryable: false });
    case 409:
      return new PickerError('conflict', said, options);
    case 429:
      return new PickerError('rate-limited', said, options);
    default:
      // A 4xx is about the request, which would be the same the next time.
      return new PickerError('unavailable', said, { ...options, retryable: status >= 500 });
  }
}
