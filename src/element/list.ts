import { initialState, Task, TaskStatus } from '@lit/task';
import type { ReactiveControllerHost } from 'lit';
import { attempt } from '../shared/attempt.js';
import { PickerError } from '../shared/errors.js';
import { requestJson } from '../shared/http.js';
import { isSameIntegration, parseIntegrations, type Integration } from '../shared/integrations.js';
import { pickerErrorOf } from '../shared/failed-answer.js';
import { inlineListOf, isParsed, whenParsed } from './inline-list.js';
import { isSupported } from './supported.js';

/** What is known of the integrations: of the present source, and never of one before it. */
export type ListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly integrations: readonly Integration[] }
  | { readonly kind: 'failed'; readonly error: PickerError };

/** Where a list comes from: the rows in `integrations`, else an inline list, else, and whenever it comes anew, the endpoint. */
interface Source extends ReactiveControllerHost, Element {
  readonly integrations: unknown;
  readonly endpoint: unknown;
  readonly requestInit: RequestInit | undefined;
}

/** ms that an element without any data waits for a host that sets it late. */
const GRACE = 1_000;

/** How many of the rows that were left out are named in the console. */
const MOST_NAMED = 20;

const LOADING: ListState = { kind: 'loading' };

/** What stands for rows among the endpoints. */
const ROWS = Symbol();

/**
 * The integrations of a picker, those the host handed over or else what its endpoint answers, and all that is known of
 * them: the only owner of that. A list that was loaded stays while it is fetched again, and when that fails; it goes
 * with its source.
 */
export class IntegrationList {
  readonly #host: Source;
  readonly #task: Task<[endpoint: string], readonly Integration[]>;
  /** What the state is about: an endpoint, which may be empty, or rows. */
  #source: string | typeof ROWS | undefined;
  #rows: unknown;
  #state = LOADING;
  /** What came of the last attempt. */
  #outcome: ListState | undefined;
  /** The same, until the host is told. */
  #unreported: ListState | undefined;
  /** The host's `requestInit` at the last update. */
  #requestInit: RequestInit | undefined;
  /** Whether the list has to be fetched, as soon as the element is on a page. */
  #isDue = false;
  /** Whether the inline list was read: it can only be the first list. */
  #isRead = false;

  constructor(host: Source) {
    this.#host = host;
    this.#task = new Task(host, {
      // By the element, at the beginning of an update: what is shown then follows from the state at once.
      autoRun: false,
      task: async ([endpoint], { signal }) => {
        try {
          await whenParsed(this.#host);
          // The element may have been removed meanwhile: what is in it is for the attempt after this one.
          if (signal.aborted) return initialState;
          return this.#inlineList() ?? read(await this.#fetch(endpoint, signal));
        } catch (error) {
          if (signal.aborted) return initialState;
          throw await pickerErrorOf(error);
        }
      },
      onComplete: (integrations) => this.#settle({ kind: 'loaded', integrations: this.#reuseUnchanged(integrations) }),
      onError: (error) => this.#settle({ kind: 'failed', error: error as PickerError }),
    });
  }

  get state(): ListState {
    return this.#state;
  }

  /** What came of the last attempt. Given once, so that the host is told once. */
  takeUnreported(): ListState | undefined {
    const outcome = this.#unreported;
    this.#unreported = undefined;
    return outcome;
  }

  /**
   * Follows the host to where the list is to come from now. To be called at the beginning of each update.
   *
   * @returns whether that is another source, whose list has nothing to do with the one before
   */
  follow(): boolean {
    if (!isSupported()) return this.#refuse();
    const { integrations } = this.#host;
    const source = integrations ? ROWS : endpointOf(this.#host);
    const isOther = source !== this.#source;
    if (isOther) {
      this.#source = source;
      this.#state = LOADING;
      this.#rows = undefined;
      this.#isDue = !integrations;
      this.#task.abort();
    }
    if (integrations && integrations !== this.#rows) this.#takeRows(integrations);
    if (this.#haveHeadersCome() && !integrations && this.#state.kind !== 'loaded') {
      this.#task.abort();
      this.#isDue = true;
    }
    if (this.#isDue && this.#host.isConnected) {
      const inline = this.#inlineList();
      this.#isDue = !inline;
      if (inline) this.#settle({ kind: 'loaded', integrations: inline });
      else void this.#run();
    }
    return isOther;
  }

  /**
   * Whether there is a `requestInit` where there was none. Where a server has made the markup, a framework sets it after
   * the list was asked for without it. Another one in its place may be the same again, made anew at a rendering.
   */
  #haveHeadersCome(): boolean {
    const before = this.#requestInit;
    this.#requestInit = this.#host.requestInit;
    return !before && !!this.#requestInit;
  }

  /** The inline list, which may be the first list and no later one. Nothing while the browser may still be parsing it. */
  #inlineList(): readonly Integration[] | undefined {
    if (this.#isRead || !isParsed(this.#host)) return undefined;
    this.#isRead = true;
    const text = inlineListOf(this.#host);
    if (text === undefined) return undefined;
    const integrations = attempt(() => read(JSON.parse(text)));
    if (!integrations) console.error(this.#host.localName, 'what is written in the page is no list');
    return integrations;
  }

  /** In a browser that can't show it, nothing is fetched. The slots are there all the same. */
  #refuse(): false {
    if (this.#state === LOADING) {
      this.#settle({ kind: 'failed', error: new PickerError('unsupported', 'the browser is too old') });
    }
    return false;
  }

  /** Takes or fetches the list again. On an element that is on no page, that waits until it is on one. */
  async reload(): Promise<void> {
    if (!isSupported()) return;
    this.#rows = undefined;
    this.#isDue = !this.#host.integrations;
    // The failure is taken off the screen, so that a second one of the same kind is noticed.
    if (this.#isDue && this.#state.kind === 'failed') this.#state = LOADING;
    if (this.#isDue && this.#host.isConnected && endpointOf(this.#host) === this.#source) await this.#run();
    else this.#host.requestUpdate();
  }

  /** Aborts the request of an element that was removed. It is sent again when the element is back on a page. */
  giveUp(): void {
    if (this.#task.status !== TaskStatus.PENDING) return;
    this.#task.abort();
    this.#isDue = true;
  }

  #run(): Promise<void> {
    this.#isDue = false;
    return this.#task.run([this.#source as string]);
  }

  async #fetch(endpoint: string, signal: AbortSignal): Promise<object> {
    if (!endpoint) {
      await new Promise((resolve) => setTimeout(resolve, GRACE));
      throw new PickerError('misconfigured', 'endpoint and integrations are missing');
    }
    const { baseURI, requestInit } = this.#host;
    const { data } = await requestJson(
      endpoint,
      // A body, which a GET can't have, would make every request fail.
      { ...requestInit, method: 'GET', body: null },
      { option: 'endpoint', signal, base: baseURI },
    );
    return data;
  }

  #takeRows(rows: unknown): void {
    const areFirst = this.#rows === undefined;
    this.#rows = rows;
    const outcome = this.#outcomeOf(rows);
    // A framework may make a new array at each rendering, with the same in it. A listener that has it rendered again,
    // told of each one, would never come to rest.
    if (areFirst || !isSameOutcome(outcome, this.#outcome)) this.#settle(outcome);
  }

  #outcomeOf(rows: unknown): ListState {
    try {
      return { kind: 'loaded', integrations: this.#reuseUnchanged(read(rows)) };
    } catch (error) {
      return { kind: 'failed', error: error as PickerError };
    }
  }

  #settle(outcome: ListState): void {
    this.#outcome = outcome;
    this.#unreported = outcome;
    if (outcome.kind === 'loaded' || this.#state.kind !== 'loaded') this.#state = outcome;
  }

  /** The same rows, but an unchanged row is the object that it was before: its tile is then not drawn again. */
  #reuseUnchanged(integrations: readonly Integration[]): readonly Integration[] {
    if (this.#state.kind !== 'loaded') return integrations;
    const before = new Map(this.#state.integrations.map((integration) => [integration.key, integration]));
    return integrations.map((integration) => {
      const old = before.get(integration.key);
      // An event has handed the old object to the host, which may have put anything into it.
      return old && attempt(() => isSameIntegration(old, integration)) ? old : integration;
    });
  }
}

/** Whether two attempts have led to the same. Of lists, the rows that are the same have to be the same objects. */
function isSameOutcome(one: ListState, other: ListState | undefined): boolean {
  if (one.kind === 'failed') return other?.kind === 'failed' && one.error.message === other.error.message;
  if (one.kind !== 'loaded' || other?.kind !== 'loaded') return false;
  const { integrations } = other;
  return (
    one.integrations.length === integrations.length &&
    one.integrations.every((integration, index) => integration === integrations[index])
  );
}

/** The endpoint as a text. A script may have set anything; null and undefined mean that there is no endpoint. */
const endpointOf = ({ endpoint }: Source): string => attempt(() => String(endpoint ?? '')) ?? '';

/** @throws {PickerError} `bad-response` where the data has the wrong shape */
function read(data: unknown): readonly Integration[] {
  const parsed = parseIntegrations(data);
  if (!parsed) throw new PickerError('bad-response', 'results is not an array');
  const { bad, integrations } = parsed;
  if (bad.length) console.warn('codat-commerce-picker', 'left out bad rows:', bad.slice(0, MOST_NAMED));
  return integrations;
}
