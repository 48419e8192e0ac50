import type { LitElement, ReactiveController } from 'lit';

/** The buttons of a picker, and where the focus goes among them. */
export class TileFocus implements ReactiveController {
  readonly #host: LitElement;
  /** What had the focus before the update. */
  #before: HTMLElement | undefined;
  /** The tile that gets the focus back, once it is on screen again. */
  #key: string | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  get #focused(): HTMLElement | undefined {
    return (
      ((this.#host.renderRoot as ShadowRoot | undefined)?.activeElement as HTMLElement | null | undefined) ?? undefined
    );
  }

  #find(selector: string): HTMLElement | undefined {
    return this.#host.renderRoot?.querySelector<HTMLElement>(selector) ?? undefined;
  }

  /** The button of a tile, or else the first one. */
  button(key?: string): HTMLElement | undefined {
    return this.#find(key ? `[data-key="${key}"]` : '[data-key], [part="retry"]');
  }

  /** Where the focus goes for a start: the first button, or else the link that leads out of a failure. */
  start(): HTMLElement | undefined {
    return this.button() ?? this.#find('[part="log-in"]');
  }

  /** What holds everything, made able to take the focus while that is wanted: otherwise nobody is to come upon it. */
  container(isWanted: boolean): HTMLElement | undefined {
    const base = this.#find('[part="base"]');
    if (isWanted) base?.setAttribute('tabindex', '-1');
    else if (base !== this.#focused) base?.removeAttribute('tabindex');
    return isWanted ? base : undefined;
  }

  /** Gives the focus to a tile, unless the merchant has moved on by now. */
  give(key: string): void {
    const { activeElement, body } = this.#host.ownerDocument;
    const focused = this.#focused;
    if (focused ? focused.dataset['key'] === key : activeElement === body) this.button(key)?.focus();
  }

  /** Gives it to the container: the button that was pressed goes away, and the page is too far. */
  giveContainer(): void {
    const base = this.container(true);
    base?.focus({ preventScroll: true });
    base?.addEventListener('blur', () => base.removeAttribute('tabindex'), { once: true });
  }

  hostUpdate(): void {
    this.#before = this.#focused;
    this.#key = this.#before?.dataset['key'] ?? (this.#before?.part.contains('base') ? this.#key : undefined);
  }

  /**
   * A node that is moved or taken away loses the focus, as when the host reorders the list or has it fetched from
   * elsewhere. Its tile gets it back, now or when it comes; until then the container has it.
   */
  hostUpdated(): void {
    const focused = this.#focused;
    const isWaiting = focused?.part.contains('base');
    if (!this.#before || (focused && !isWaiting)) return;
    // The host may have given it to something of its own meanwhile.
    const { activeElement, body } = this.#host.ownerDocument;
    if (!focused && activeElement && activeElement !== body) return;
    const tile = this.#key ? this.button(this.#key) : undefined;
    if (tile) tile.focus({ preventScroll: true });
    else if (!isWaiting) this.giveContainer();
  }
}
