import type { ReactiveControllerHost } from 'lit';
import { isUnderWay, type Flow } from './choice.js';
import { filled, type Localization } from '../strings/index.js';
import { failureText, type FailureContext } from './templates/failure.js';
import { resultCountOf, type View } from './view.js';

/** ms until the number of results is announced. At once, the screen reader would talk over what the merchant types. */
const PAUSE = 1_000;

/** What can be announced: what follows a choice, or how many results a search has. */
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
export class LiveRegion {
  readonly #host: ReactiveControllerHost;
  readonly #localization: Localization;
  #topic: Topic | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, localization: Localization) {
    this.#host = host;
    this.#localization = localization;
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

  text({ view, flow, query, ...context }: LiveRegionContext): string {
    // A failed list leaves nothing else to announce.
    if (view.kind === 'error') return failureText(view.error, context);
    if (this.#topic === 'results') return this.#localization.results(resultCountOf(view), query);
    if (this.#topic !== 'choice' || !flow) return '';
    const { key, name } = flow.integration;
    return isUnderWay(flow) ? filled(context.text('opening'), name) : failureText(flow.error!, context, key);
  }
}
