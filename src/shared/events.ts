import type { PickerError } from './errors.js';
import type { Integration } from './integrations.js';

/** Detail of {@link CodatLoadedEvent}. */
export interface CodatLoadedDetail {
  /** The integrations that are on screen, in their order. */
  integrations: readonly Integration[];
}

/** Detail of {@link CodatSearchedEvent}. */
export interface CodatSearchedDetail {
  /** What is in the search box, without blanks around it: a merchant may type anything. Empty if all tiles are back. */
  query: string;
  /** How many integrations match. */
  count: number;
}

/** Detail of {@link CodatSelectEvent}. */
export interface CodatSelectDetail {
  platformKey: string;
  integration: Integration;
}

/** Detail of {@link CodatRedirectEvent}. */
export interface CodatRedirectDetail {
  platformKey: string;
  /** The one-time Sync URL, checked. It is a credential for 30 seconds: navigate to it, and neither log nor keep it. */
  url: string;
}

/** Detail of {@link CodatErrorEvent}. */
export interface CodatErrorDetail {
  error: PickerError;
}

/** `codat-loaded`: the integrations are on screen. */
export class CodatLoadedEvent extends CustomEvent<CodatLoadedDetail> {
  constructor(detail: CodatLoadedDetail) {
    super('codat-loaded', { detail });
  }
}

/** `codat-searched`: what the merchant searches for has changed, and the results are on screen. So it comes with each key. */
export class CodatSearchedEvent extends CustomEvent<CodatSearchedDetail> {
  constructor(detail: CodatSearchedDetail) {
    super('codat-searched', { detail });
  }
}

/** `codat-select`: the merchant picked one. If it is cancelled, nothing further happens, and the choice is not kept. */
export class CodatSelectEvent extends CustomEvent<CodatSelectDetail> {
  /**
   * Keeps the tile busy and the others locked until `promise` settles. If it rejects, the tile shows the failure: that
   * of the {@link PickerError} it rejects with. Call it in the listener, while the event is being dispatched.
   *
   * @throws {Error} if it is called later
   */
  readonly waitUntil: (promise: PromiseLike<unknown>) => void;

  /**
   * Aborted when the picker no longer waits for the outcome of the choice: it was removed from the page, or shows
   * another list. End then what you do for the choice.
   */
  readonly signal: AbortSignal;

  constructor(
    detail: CodatSelectDetail,
    waitUntil: (promise: PromiseLike<unknown>) => void,
    signal: AbortSignal = new AbortController().signal,
  ) {
    super('codat-select', { detail, bubbles: true, composed: true, cancelable: true });
    this.waitUntil = waitUntil;
    this.signal = signal;
  }
}

/** `codat-redirect`: the Sync URL is here and checked. If it is cancelled, the host has to navigate itself. */
export class CodatRedirectEvent extends CustomEvent<CodatRedirectDetail> {
  constructor(detail: CodatRedirectDetail) {
    super('codat-redirect', { detail, bubbles: true, composed: true, cancelable: true });
  }
}

/** `codat-error`: the list could not be loaded, or what followed a choice has failed. */
export class CodatErrorEvent extends CustomEvent<CodatErrorDetail> {
  constructor(detail: CodatErrorDetail) {
    super('codat-error', { detail });
  }
}

/** The element's events by name. */
export interface CodatCommercePickerEventMap {
  'codat-loaded': CodatLoadedEvent;
  'codat-searched': CodatSearchedEvent;
  'codat-select': CodatSelectEvent;
  'codat-redirect': CodatRedirectEvent;
  'codat-error': CodatErrorEvent;
}

/**
 * With these, TypeScript knows the events in `addEventListener` of the element, of everything around it, of the
 * document and of the window. `codat-loaded`, `codat-searched` and `codat-error` don't bubble: outside of the element,
 * only a capturing listener gets them.
 */
declare global {
  interface ElementEventMap extends CodatCommercePickerEventMap {}
  interface GlobalEventHandlersEventMap extends CodatCommercePickerEventMap {}
  interface ShadowRootEventMap extends CodatCommercePickerEventMap {}
}
