import { LitElement } from 'lit';

/**
 * A form-associated element with a value of its own, as HTML's own controls are. Subclasses declare the properties to
 * Lit.
 */
export abstract class FormControl extends LitElement {
  static readonly formAssociated = true;

  /** The value in a form. */
  declare value: string;
  /** The name of the value in a form. */
  declare name: string;
  /** Whether a form needs a value. */
  declare required: boolean;
  /** Whether nothing can be changed. */
  declare disabled: boolean;

  protected readonly internals = this.attachInternals();
  #fieldsetDisabled = false;

  /** Whether it is disabled itself, or by a `<fieldset>` around it. */
  protected get isDisabled(): boolean {
    return this.disabled || this.#fieldsetDisabled;
  }

  /** The form this element belongs to. */
  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  /** As of any form control. */
  get validity(): ValidityState {
    return this.internals.validity;
  }

  /** As of any form control. */
  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  /** As of any form control. */
  get willValidate(): boolean {
    return this.internals.willValidate;
  }

  /** As of any form control. */
  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  /** As of any form control. */
  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  /** @internal */
  formDisabledCallback(disabled: boolean): void {
    this.#fieldsetDisabled = disabled;
    this.requestUpdate();
  }

  /** @internal */
  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? '';
  }

  /** @internal */
  formStateRestoreCallback(state: string): void {
    this.value = state;
  }
}
