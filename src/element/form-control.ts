import { LitElement, type PropertyDeclarations } from 'lit';
import { attempt } from '../shared/attempt.js';

/** What a form control without a value means to its form, and where a browser shows it. */
export interface Lack {
  /** Whether there is anything to pick, or may be. */
  isFillable: boolean;
  /** What the browser tells the merchant. */
  message: string;
  /** What it points at, and gives the focus to. */
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

  /** Not there in browsers from before 2023, nor everywhere outside of browsers. */
  protected readonly internals = this.attachInternals?.() as ElementInternals | undefined;

  /** What it means if there is no value. As it was on screen the last time. */
  #lack: Lack | undefined;

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

  /** Whether it is disabled itself, or by a `<fieldset>` around it. */
  protected get isDisabled(): boolean {
    return this.disabled || this.matches(':disabled');
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
    // What fails of it is told by the update.
    if (name === 'value' || name === 'required') attempt(() => this.#tellForm());
  }

  /** Takes what the form is to be told while there is no value. */
  protected takeLack(lack: Lack): void {
    this.#lack = lack;
    this.#tellForm();
  }

  /** Tells the form the value, and what is missing. */
  #tellForm(): void {
    // Where an element is only imitated, as in tests without a browser, these may be missing.
    this.internals?.setFormValue?.(typeof this.value === 'string' && this.value ? this.value : null);
    const { anchor, isFillable, message } = this.#lack ?? {};
    // Without words a browser would refuse to say that something is missing.
    if (isFillable && this.required && !this.value) {
      this.internals?.setValidity?.({ valueMissing: true }, message || ' ', anchor);
    } else {
      this.internals?.setValidity?.({});
    }
  }

  /**
   * Shows these states to style sheets, as `:state(…)`. Browsers from before 2024 know no such states, or want two
   * dashes before their names: `:--…`.
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
