import { PickerError, type PickerErrorCode, type PickerErrorOptions } from '../shared/errors.js';
import { parseRetryAfter } from '../shared/failed-answer.js';
import { checkSyncUrl } from '../shared/safe-url.js';
import { BrokenOff, type CallKind, CodatGate, LeftAlone } from './codat-gate.js';
import { keyedHash } from './keyed-hash.js';
import type { HostMerchant, Settings } from './options.js';
import { readText, TooLarge } from './read-text.js';
import { type About, kindOf, type Report, unexpected } from './report.js';
import { steadyNow } from './steady-now.js';
import { within } from './within.js';

/** Rows that are asked for at a time. Codat takes up to 5,000 and lists some 125: one page, with room to grow. */
const PAGE_SIZE = 500;

/** More pages than any list has: a server that never says "last" ends here. */
const MOST_PAGES = 20;

/** ms before a deadline that nothing more is asked: who waited for a place until then could only call Codat late. */
const TOO_LATE = 100;

/** Seconds. A day, over which Codat's limit renews itself: more than that is not meant. */
const LONGEST_WAIT = 86_400;

/** Bytes of an answer, or of all the pages of a list. Each is a hundred times what Codat sends. */
const MOST: Record<CallKind, number> = {
  branding: 256 * 1024,
  mint: 64 * 1024,
  connections: 2 * 1024 * 1024,
  integrations: 8 * 1024 * 1024,
};

interface CallOptions {
  kind: CallKind;
  /** What a status means here, where it is something else than usual. */
  meanings?: Record<number, PickerErrorCode>;
  /** When it is too late for an answer, in ms since the epoch, where that comes before the timeout. */
  deadline?: number;
  /** ms to wait for a place at the gate. Default: until the deadline, or as long as it takes. */
  patience?: number;
  /** Bytes that the answer may have. Default: as its kind may. */
  most?: number;
  /** Is called as Codat is asked. */
  onAsk?: () => void;
}

/** What came of a call: JSON that is an object, and the bytes it took. */
interface Received {
  body: object;
  bytes: number;
}

/**
 * Codat's API, as far as it is needed. Every call is made once and reported once where it fails: whoever catches the
 * {@link PickerError} has nothing to report. No error holds the key, a URL, the merchant's or the company's id, or
 * Codat's own text. While Codat has asked to be left alone, each method throws {@link LeftAlone} without asking.
 */
export class CodatClient {
  /** Where failures are told. */
  readonly report: Report;
  readonly #settings: Settings;
  readonly #gate: CodatGate;

  constructor(settings: Settings, report: Report) {
    this.#settings = settings;
    this.report = report;
    this.#gate = new CodatGate(settings.timeout + 1_000);
  }

  /** What stands for the account that is asked, in a store of several: accounts have different software switched on. */
  account(): Promise<string> {
    return keyedHash(this.#settings, this.#settings.baseUrl, 8);
  }

  /** @throws {LeftAlone} where a mint would be refused before Codat is asked */
  checkMint(): void {
    this.#gate.check('mint');
  }

  /** @throws {PickerError} */
  branding(platformKey: string, request?: Request): Promise<object> {
    return this.#reported(`GET branding of ${platformKey}`, { request, platformKey }, async () => {
      const { body } = await this.#get(`/config/integrations/${platformKey}/branding`, { kind: 'branding' });
      return body;
    });
  }

  /**
   * The rows of Codat's list, unparsed. A list that lacks its end would hide software.
   *
   * @throws {PickerError}
   */
  integrations(request?: Request): Promise<unknown[]> {
    return this.#reported('GET integrations', { request }, () =>
      this.#rows('/config/integrations', keyOf, { kind: 'integrations' }),
    );
  }

  /**
   * The rows of a company's connections, unparsed; none where Codat doesn't know the company. A list that lacks its end
   * would call pending what is linked.
   *
   * @param companyId encodable, and neither `.` nor `..`, which would be taken for steps in the path
   * @param patience ms for all of it
   * @throws {PickerError}
   */
  connections(companyId: string, patience: number, request?: Request): Promise<unknown[]> {
    const path = `/companies/${encodeURIComponent(companyId)}/connections`;
    return this.#reported('GET connections', { request }, async () => {
      try {
        return await this.#rows(path, idOf, { kind: 'connections', deadline: steadyNow() + patience });
      } catch (error) {
        // A merchant who has not begun yet has no company, and that is no failure.
        if (error instanceof PickerError && error.status === 404) return [];
        throw error;
      }
    });
  }

  /**
   * Mints a one-time Sync URL. It makes Codat create a company and its connections, so it is never repeated from here.
   *
   * @param choice the platformKey that the merchant picked, already found on the offer
   * @param onAsk is called as Codat is asked: what failed before has created nothing
   * @returns the URL in normal form, on an allowed host
   * @throws {PickerError}
   */
  syncUrl(choice: string, { merchantIdentifier }: HostMerchant, request: Request, onAsk: () => void): Promise<string> {
    const { connector, redirectUrl, allowedHosts, timeout } = this.#settings;
    const pair = [connector.platformKey, choice];
    // Commerce comes first in Codat's path, whoever that is.
    const [commerceKey, accountingKey] = connector.sourceType === 'Commerce' ? pair : pair.reverse();
    return this.#reported(`GET Sync URL of ${choice}`, { request, platformKey: choice }, async () => {
      // encodeURIComponent and not URLSearchParams: a space becomes %20, which everyone reads as one.
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

  async #reported<T>(operation: string, about: About, run: () => Promise<T>): Promise<T> {
    const since = steadyNow();
    try {
      return await run();
    } catch (reason) {
      const error = reason instanceof PickerError ? reason : unexpected(reason);
      if (!(error instanceof LeftAlone)) this.report(error, operation, { ...about, since });
      throw error;
    }
  }

  /** The rows of a list: those of all its pages, or none. */
  async #rows(path: string, identify: (row: unknown) => unknown, options: CallOptions): Promise<unknown[]> {
    const rows: unknown[] = [];
    const seen = new Set<unknown>();
    // What has no name of its own is one and the same: an object would be news on every page, and the list never end.
    const nameOf = (row: unknown): unknown => {
      const name = identify(row);
      return typeof name === 'string' ? name : undefined;
    };
    let count = 0;
    let left = MOST[options.kind];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      // By number, as `_links.next` is not complete (it lacks /config), and must not take the key to another host.
      const received = await this.#get(`${path}?page=${page}&pageSize=${PAGE_SIZE}`, { ...options, most: left });
      left -= received.bytes;
      const list = received.body as { results?: unknown; totalResults?: unknown; _links?: unknown };
      if (!Array.isArray(list.results)) throw new PickerError('bad-response', 'the answer has no array "results"');
      count += list.results.length;
      const fresh = (list.results as unknown[]).filter((row) => !seen.has(nameOf(row)));
      for (const row of fresh) {
        seen.add(nameOf(row));
        rows.push(row);
      }
      const more = Object(list._links).next || (typeof list.totalResults === 'number' && list.totalResults > count);
      // A page without news is the end too, whatever the links say.
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
    if (left < TOO_LATE)
      throw new LeftAlone('unavailable', 'no time was left when there was a place', { retryAfter: 1 });
    const timeout = Math.min(this.#settings.timeout, left);
    const controller = new AbortController();
    const exchange = this.#exchange(path, controller.signal, most ?? MOST[kind]);
    const answer = await within(timeout, exchange, () => undefined);
    if (!answer) {
      // Only now: which error an abort ends in is up to the platform, and it must not be taken for Codat's failure.
      controller.abort();
      throw new PickerError('timeout', `no complete answer in ${timeout} ms`);
    }
    const { status, headers, text } = answer;
    const body = parseObject(text);
    if (status >= 400) throw refusal(status, headers, body, meanings);
    if (status < 200 || status >= 300) {
      throw new PickerError('bad-response', 'a redirect, which is not followed; check baseUrl', { status });
    }
    // Characters, which are no more than the bytes: a list that fits is not refused for its alphabet.
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
        // Not 'error', which Workers don't have. The key is for Codat alone, and must not follow a redirect.
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
      // A refusal is one, also where the connection broke before its body was there.
      if (!ok) return { status, headers, text: '' };
      // Its length would be the same next time.
      if (reason instanceof TooLarge) throw new PickerError('bad-response', `more than ${most} bytes`, { status });
      throw new BrokenOff('bad-response', `the answer broke off: ${kindOf(reason)}`, { status, retryable: true });
    }
  }
}

const keyOf = (row: unknown): unknown => (Object(row) as { key?: unknown }).key;

// A platform may be connected several times. A row without an id still tells of its status, and those two alone count.
function idOf(row: unknown): unknown {
  const { id, integrationKey, status } = Object(row) as Record<'id' | 'integrationKey' | 'status', unknown>;
  if (id !== undefined && id !== null) return id;
  return [integrationKey, status].map((part) => (typeof part === 'string' ? part : '')).join(' ');
}

// Not the SyntaxError itself: it quotes the text, which may hold a one-time URL.
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What one of Codat's error statuses means to the host, with what may be passed on of its body and headers. */
function refusal(
  status: number,
  headers: Headers,
  body: object | undefined,
  meanings: Record<number, PickerErrorCode>,
): PickerError {
  const options: PickerErrorOptions = { status };
  const { correlationId }: { correlationId?: unknown } = body ?? {};
  // An id and nothing else: what is passed on must not be Codat's words.
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
      // Of the host's plan; nothing a merchant could do, hence not `forbidden`.
      return new PickerError('unavailable', `${said}: check your plan at Codat`, { ...options, retryable: false });
    case 409:
      return new PickerError('conflict', said, options);
    case 429:
      return new PickerError('rate-limited', said, options);
    default:
      // A 4xx finds fault with the request, which would be the same next time.
      return new PickerError('unavailable', said, { ...options, retryable: status >= 500 });
  }
}
