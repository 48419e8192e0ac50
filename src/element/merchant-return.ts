import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Notices that a merchant who was sent to Codat is back: by the back button, from another window or tab, or from an app
 * that the link was handed to. The list has to be fetched again then, as it lacks what was linked meanwhile. Calls back
 * once for each time away.
 */
export class MerchantReturn implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #onBack: () => void;
  /** The window that is listened to: an element may be moved into another. */
  #view: Window | undefined;
  #isAway = false;
  /** Whether `codat-redirect` has been seen for the present choice. */
  #isRedirected = false;

  /** @param onBack is called when the merchant is back */
  constructor(host: ReactiveControllerHost & Element, onBack: () => void) {
    this.#host = host;
    this.#onBack = onBack;
    host.addController(this);
    host.addEventListener('codat-select', () => (this.#isRedirected = false));
    host.addEventListener('codat-redirect', () => {
      this.#isRedirected = true;
      this.#leave();
    });
  }

  /** What followed the choice is over. A merchant whose departure `codat-redirect` announced may be back already. */
  expect(): void {
    if (!this.#isRedirected) this.#leave();
  }

  readonly #leave = (): void => {
    this.#isAway = true;
  };

  readonly #maybeBack = (): void => {
    if (!this.#isAway || this.#view?.document.visibilityState === 'hidden') return;
    this.#isAway = false;
    this.#onBack();
  };

  hostConnected(): void {
    const view = this.#host.ownerDocument.defaultView ?? undefined;
    if (view === this.#view) return;
    this.#stop();
    this.#view = view;
    // Whichever way the page is left, it may be brought back as it was.
    view?.addEventListener('pagehide', this.#leave);
    for (const type of ['pageshow', 'focus']) view?.addEventListener(type, this.#maybeBack);
    view?.document.addEventListener('visibilitychange', this.#maybeBack);
  }

  hostDisconnected(): void {
    // A move in the DOM is not a removal.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#stop();
    });
  }

  #stop(): void {
    const view = this.#view;
    this.#view = undefined;
    view?.removeEventListener('pagehide', this.#leave);
    for (const type of ['pageshow', 'focus']) view?.removeEventListener(type, this.#maybeBack);
    view?.document.removeEventListener('visibilitychange', this.#maybeBack);
  }
}
