import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Tells when a merchant who was sent away is back: by the back button, from another window or tab, or from an app that
 * the link was handed to. What was linked meanwhile is not in the list yet. Told once for each time away.
 */
export class Return implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #back: () => void;
  /** The window that is listened to: an element may be moved into another. */
  #view: Window | undefined;
  #isAway = false;
  /** Whether it was told of the present choice that the merchant is on the way. */
  #isTold = false;

  /** @param back the merchant is back */
  constructor(host: ReactiveControllerHost & Element, back: () => void) {
    this.#host = host;
    this.#back = back;
    host.addController(this);
    host.addEventListener('codat-select', () => (this.#isTold = false));
    host.addEventListener('codat-redirect', () => {
      this.#isTold = true;
      this.#leave();
    });
  }

  /** What followed the choice is over. Whoever was on the way before that may be back by now. */
  expect(): void {
    if (!this.#isTold) this.#leave();
  }

  readonly #leave = (): void => {
    this.#isAway = true;
  };

  readonly #maybeBack = (): void => {
    if (!this.#isAway || this.#view?.document.visibilityState === 'hidden') return;
    this.#isAway = false;
    this.#back();
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
