import type { ReactiveControllerHost } from 'lit';
import { isUnderWay, type Flow } from './choice.js';
import { filled, type Words } from '../strings/index.js';
import { failureText, type FailureContext } from './templates/failure.js';
import { foundIn, type View } from './view.js';

/** ms until what was found is told: told at once, it would talk over what is typed. */
const PAUSE = 1_000;

/** What can be told: what follows a choice, or how many were found. */
type Topic = 'choice' | 'found';

/** What the text is made of. */
export interface Facts extends FailureContext {
  view: View;
  flow: Flow | undefined;
  query: string;
}

/**
 * What a screen reader is told by itself: the one thing that happened last.
 *
 * All of it goes through one region that is always there: what is in a region that comes with its text is not heard.
 */
export class Announcement {
  readonly #host: ReactiveControllerHost;
  readonly #words: Words;
  #topic: Topic | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, words: Words) {
    this.#host = host;
    this.#words = words;
  }

  /** Tells this now, and no longer what came before. */
  tell(topic: Topic | undefined): void {
    clearTimeout(this.#next);
    this.#topic = topic;
    this.#host.requestUpdate();
  }

  /** Tells how many were found, once there was time to type on; until then nothing. */
  tellFoundSoon(): void {
    this.tell(undefined);
    this.#next = setTimeout(() => this.tell('found'), PAUSE);
  }

  text({ view, flow, query, ...context }: Facts): string {
    // There is nothing else then.
    if (view.kind === 'error') return failureText(view.error, context);
    if (this.#topic === 'found') return this.#words.results(foundIn(view), query);
    if (this.#topic !== 'choice' || !flow) return '';
    const { key, name } = flow.integration;
    return isUnderWay(flow) ? filled(context.say('opening'), name) : failureText(flow.error!, context, key);
  }
}
