import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The buttons of a picker, and where the focus goes among them. */
export class TileFocus implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #key: string | undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  get #focused(): HTMLElement | null | undefined {
    return this.#host.shadowRoot?.activeElement as HTMLElement | null | undefined;
  }

  #find(selector: string): HTMLElement | undefined {
    return this.#host.shadowRoot?.querySelector<HTMLElement>(selector) ?? undefined;
  }

  /** The button of a tile, or else the first one. */
  button(key?: string): HTMLElement | undefined {
    return this.#find(key ? `[data-key="${key}"]` : '[data-key], [part="retry"]');
  }

  /** Gives the focus to a tile, unless the merchant has moved on by now. */
  give(key: string): void {
    const focused = this.#focused;
    if (focused ? focused.dataset['key'] === key : document.activeElement === document.body) this.button(key)?.focus();
  }

  /** Gives it to the container: the button that was pressed goes away, and the page is too far. */
  giveContainer(): void {
    const base = this.#find('[part="base"]')!;
    base.tabIndex = -1;
    base.focus();
    // Nobody else is to come upon a container that does nothing.
    base.addEventListener('blur', () => base.removeAttribute('tabindex'), { once: true });
  }

  hostUpdate(): void {
    this.#key = this.#focused?.dataset['key'];
  }

  /** A node that is moved loses the focus, as when the host reorders the list: its tile gets it back. */
  hostUpdated(): void {
    if (this.#key && !this.#focused) this.button(this.#key)?.focus({ preventScroll: true });
  }
}
