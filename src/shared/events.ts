import type { PickerError } from './errors.js';
import type { Integration } from './integrations.js';

/** Detail of {@link CodatLoadedEvent}. */
export interface CodatLoadedDetail {
  /** What is on screen, in its order. */
  integrations: readonly Integration[];
}

/** Detail of {@link CodatSelectEvent}. */
export interface CodatSelectDetail {
  platformKey: string;
  integration: Integration;
}

/** Detail of {@link CodatRedirectEvent}. */
export interface CodatRedirectDetail {
  platformKey: string;
  /** The one-time Sync URL, checked: a credential for 30 seconds. Navigate to it; neither log nor keep it. */
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

/** `codat-select`: the merchant picked one. Cancelable: then nothing further happens, and the choice is not kept. */
export class CodatSelectEvent extends CustomEvent<CodatSelectDetail> {
  /**
   * Keeps the tile busy and the others locked until `promise` settles. If it rejects, the tile shows the failure, by
   * the code of the {@link PickerError} it rejects with. To be called while the event is being dispatched.
   *
   * @throws {Error} when it is called later
   */
  readonly waitUntil: (promise: PromiseLike<unknown>) => void;

  /**
   * Aborted when the picker gives up what follows the choice: it was removed from the page, or another list came. What
   * is under way for the choice is to end then, as nobody waits for it any more.
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

/** `codat-redirect`: the Sync URL is here and checked. Cancelable: then the host navigates by itself. */
export class CodatRedirectEvent extends CustomEvent<CodatRedirectDetail> {
  constructor(detail: CodatRedirectDetail) {
    super('codat-redirect', { detail, bubbles: true, composed: true, cancelable: true });
  }
}

/** `codat-error`: loading failed, or what followed the choice did. */
export class CodatErrorEvent extends CustomEvent<CodatErrorDetail> {
  constructor(detail: CodatErrorDetail) {
    super('codat-error', { detail });
  }
}

/** The element's events by name. */
export interface CodatCommercePickerEventMap {
  'codat-loaded': CodatLoadedEvent;
  'codat-select': CodatSelectEvent;
  'codat-redirect': CodatRedirectEvent;
  'codat-error': CodatErrorEvent;
}

/**
 * `addEventListener` and `removeEventListener` know them wherever they pass by: on the element, on what is around it, on
 * document and window. `codat-loaded` and `codat-error` don't bubble: around the element only a capturing listener
 * hears them.
 */
declare global {
  interface ElementEventMap extends CodatCommercePickerEventMap {}
  interface GlobalEventHandlersEventMap extends CodatCommercePickerEventMap {}
  interface ShadowRootEventMap extends CodatCommercePickerEventMap {}
}
