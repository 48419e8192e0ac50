import type { LitElement, ReactiveController } from 'lit';

/** Whether it keeps the focus: a browser takes it away from what is disabled or hidden, at the next frame. */
const canHold = (element: HTMLElement): boolean => !element.matches(':disabled, [hidden], [hidden] *');

/** The buttons of a picker, and where the focus goes among them. */
export class TileFocus implements ReactiveController {
  readonly #host: LitElement;
  /** What had the focus before the update. */
  #before: HTMLElement | undefined;
  /** What lost it as the picker was disabled. */
  #taken: HTMLElement | undefined;
  /** What gets the focus back once it is there again: what the merchant has moved it to. */
  #owner: HTMLElement | undefined;

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
    return this.#find(key ? `[data-key="${key}"]` : '[data-key], [part~="retry"]');
  }

  /** The tile that a button belongs to, or did. */
  #tileOf(button: HTMLElement | undefined): HTMLElement | undefined {
    const key = button?.dataset['key'];
    return key ? this.button(key) : undefined;
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

  /** Listens to what happens in the shadow root. */
  listen(root: ShadowRoot): void {
    root.addEventListener('focusout', (event) => {
      const target = event.target as HTMLElement;
      // Chromium takes the focus away at once from what is in a disabled control, and not only with the next frame.
      if (this.#host.matches(':disabled') && root.contains(target) && target.matches('button, input'))
        this.#taken = target;
    });
  }

  hostUpdate(): void {
    this.#before = this.#focused ?? this.#taken;
    this.#taken = undefined;
    if (!this.#before?.part.contains('base')) this.#owner = this.#before;
  }

  /**
   * A node that is moved, taken away, disabled or hidden loses the focus, as when the host reorders the list, has it
   * fetched from elsewhere, or disables the picker while it works on a choice. It gets it back, now or when it is there
   * again (a tile: the one with its key); until then the container has it.
   */
  hostUpdated(): void {
    const focused = this.#focused;
    const isWaiting = focused?.part.contains('base');
    if (!this.#before || (focused && !isWaiting && canHold(focused))) return;
    // The host may have given it to something of its own meanwhile.
    const { activeElement, body } = this.#host.ownerDocument;
    if (!focused && activeElement && activeElement !== body) return;
    const owner = this.#owner?.isConnected ? this.#owner : this.#tileOf(this.#owner);
    if (owner && canHold(owner)) owner.focus({ preventScroll: true });
    else if (!isWaiting) this.giveContainer();
  }
}
