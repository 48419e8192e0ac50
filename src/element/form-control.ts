import { isServer, LitElement, type PropertyDeclarations } from 'lit';
import { attempt } from '../shared/attempt.js';

/** What a form is told where a required value is missing: `validity.valueMissing`. */
export interface ValueMissing {
  /** Whether there is anything to pick, or may be. */
  isFillable: boolean;
  /** The message that the browser shows. */
  message: string;
  /** The element that the browser points at, and gives the focus to. */
  anchor: HTMLElement | undefined;
}

/**
 * A form-associated element with a value of its own, as HTML's own controls are. `name`, `required` and `disabled` are
 * attributes, as theirs are: the properties read and write these, and nothing is kept twice.
 */
export abstract class FormControl extends LitElement {
  /** Forms take its value, as of any form control. */
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    value: { useDefault: true },
    name: { noAccessor: true },
    required: { type: Boolean, noAccessor: true },
    disabled: { type: Boolean, noAccessor: true },
  };

  /** The value in a form. */
  declare value: string;

  /**
   * Not there in browsers from before 2023, nor everywhere outside of browsers.
   * @internal
   */
  protected readonly internals = this.attachInternals?.() as ElementInternals | undefined;

  /** As the last update left it. */
  #valueMissing: ValueMissing | undefined;

  constructor() {
    super();
    this.value = '';
  }

  /**
   * The name of the value in a form.
   * @default ''
   */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  set name(name: string | null | undefined) {
    if (name == null) this.removeAttribute('name');
    else this.setAttribute('name', name);
  }

  /**
   * Whether a form needs a value.
   * @default false
   */
  get required(): boolean {
    return this.hasAttribute('required');
  }

  set required(required: boolean) {
    this.toggleAttribute('required', !!required);
  }

  /**
   * Whether nothing can be changed.
   * @default false
   */
  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }

  set disabled(disabled: boolean) {
    this.toggleAttribute('disabled', !!disabled);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (/^(name|required|disabled)$/.test(name)) this.requestUpdate(name);
  }

  /**
   * Whether it is disabled itself, or by a `<fieldset>` around it.
   * @internal
   */
  protected get isDisabled(): boolean {
    // A server knows nothing of what is around it.
    return this.disabled || (!isServer && this.matches(':disabled'));
  }

  /** The form this element belongs to. */
  get form(): HTMLFormElement | null {
    return this.internals?.form ?? null;
  }

  /** As of any form control. */
  get validity(): ValidityState {
    return this.internals?.validity as ValidityState;
  }

  /** As of any form control. */
  get validationMessage(): string {
    return this.internals?.validationMessage ?? '';
  }

  /** As of any form control. */
  get willValidate(): boolean {
    return this.internals?.willValidate ?? false;
  }

  /** As of any form control. */
  checkValidity(): boolean {
    return this.internals?.checkValidity?.() ?? true;
  }

  /** As of any form control. */
  reportValidity(): boolean {
    return this.internals?.reportValidity?.() ?? true;
  }

  /** A form may be read, checked or sent at once, before the element is drawn anew. */
  override requestUpdate(...[name, ...more]: Parameters<LitElement['requestUpdate']>): void {
    super.requestUpdate(name, ...more);
    // What throws here throws in the next update again, and is reported there.
    if (name === 'value' || name === 'required') attempt(() => this.#updateForm());
  }

  /**
   * Sets what the form is told while a required value is missing.
   * @internal
   */
  protected setValueMissing(valueMissing: ValueMissing): void {
    this.#valueMissing = valueMissing;
    this.#updateForm();
  }

  /** Tells the form the value, and whether it is missing. */
  #updateForm(): void {
    // Where an element is only imitated, as in tests without a browser, these may be missing.
    this.internals?.setFormValue?.(typeof this.value === 'string' && this.value ? this.value : null);
    const { anchor, isFillable, message } = this.#valueMissing ?? {};
    // `setValidity` throws where the message is empty, as a host's own text may be.
    if (isFillable && this.required && !this.value) {
      this.internals?.setValidity?.({ valueMissing: true }, message || ' ', anchor);
    } else {
      this.internals?.setValidity?.({});
    }
  }

  /**
   * Shows these states to style sheets, as `:state(…)`. Browsers from before 2024 know no such states, or want two
   * dashes before their names: `:--…`.
   * @internal
   */
  protected showStates(...names: string[]): void {
    const states = this.internals?.states;
    if (!states) return;
    states.clear();
    for (const name of names) {
      try {
        states.add(name);
      } catch {
        states.add(`--${name}`);
      }
    }
  }

  /** @internal */
  formDisabledCallback(): void {
    this.requestUpdate();
  }

  /** @internal */
  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? '';
  }

  /** @internal */
  formStateRestoreCallback(state: unknown): void {
    this.value = typeof state === 'string' ? state : '';
  }
}
