import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isUnderWay, type Flow } from './choice.js';
import { filled, type Localization } from '../strings/index.js';
import { failureText, type FailureContext } from './templates/failure.js';
import { resultCountOf, type View } from './view.js';

/**
 * ms until the number of results is announced: at once, the screen reader would talk over what the merchant types. And
 * until it is announced that the list is loading: most lists are there by then.
 */
const PAUSE = 1_000;

/** ms that a text stays. Whoever reads the page later would come upon it as if it were part of the page. */
const STAY = 10_000;

/** What can be announced: what follows a choice, or how many results there are. */
type Topic = 'choice' | 'results';

/** What the text is made of. */
export interface LiveRegionContext extends FailureContext {
  view: View;
  flow: Flow | undefined;
  query: string;
}

/**
 * The text of the live region, which a screen reader reads out when it changes: the one thing that happened last.
 *
 * There is one region, and it is always in the DOM: a region that is inserted together with its text is not read out.
 */
export class LiveRegion implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #localization: Localization;
  readonly #isLoading: () => boolean;
  #topic: Topic | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  /** Runs from the beginning of a load. It is set until the load is over, so that one load is announced once. */
  #patience: ReturnType<typeof setTimeout> | undefined;
  #isSlow = false;
  /** The last text, whether its time has begun, and whether it has stayed long enough. */
  #text = '';
  #isTimed = true;
  #isOver = false;
  #stay: ReturnType<typeof setTimeout> | undefined;

  /** @param isLoading whether the merchant waits for a list */
  constructor(host: ReactiveControllerHost, localization: Localization, isLoading: () => boolean) {
    this.#host = host;
    this.#localization = localization;
    this.#isLoading = isLoading;
    host.addController(this);
  }

  /** Announces this now, in place of what came before. */
  announce(topic: Topic | undefined): void {
    clearTimeout(this.#next);
    this.#topic = topic;
    this.#host.requestUpdate();
  }

  /** Announces how many results there are, once the merchant has stopped typing; until then nothing. */
  announceResultsSoon(): void {
    this.announce(undefined);
    this.#next = setTimeout(() => this.announce('results'), PAUSE);
  }

  hostUpdated(): void {
    if (!this.#isTimed) {
      this.#isTimed = true;
      clearTimeout(this.#stay);
      if (this.#text) this.#stay = setTimeout(() => this.#empty(), STAY);
    }
    if (this.#isLoading()) {
      this.#patience ??= setTimeout(() => this.#announceSlowness(), PAUSE);
    } else {
      clearTimeout(this.#patience);
      this.#patience = undefined;
      this.#isSlow = false;
    }
  }

  /** Whoever hears that the list is loading also hears when it is there, and how many results it has. */
  #announceSlowness(): void {
    this.#isSlow = true;
    this.announce('results');
  }

  /** The text of the region now, to be asked for at each update. */
  text(context: LiveRegionContext): string {
    const text = this.#textOf(context);
    if (text !== this.#text) {
      this.#text = text;
      this.#isTimed = false;
      this.#isOver = false;
    }
    return this.#isOver ? '' : text;
  }

  #empty(): void {
    this.#isOver = true;
    this.#host.requestUpdate();
  }

  #textOf({ view, flow, query, ...context }: LiveRegionContext): string {
    // A failed list leaves nothing else to announce.
    if (view.kind === 'error') return failureText(view.error, context);
    if (view.kind === 'loading') return this.#isSlow ? context.text('loading') : '';
    if (this.#topic === 'results') return this.#localization.results(resultCountOf(view), query);
    if (this.#topic !== 'choice' || !flow) return '';
    const { key, name } = flow.integration;
    return isUnderWay(flow) ? filled(context.text('opening'), name) : failureText(flow.error!, context, key);
  }
}
