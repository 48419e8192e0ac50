import { LocalizeController, registerTranslation, type Translation } from '@shoelace-style/localize';
import { LitElement } from 'lit';

/** The words of some other library on the page: it takes the same localization library, and happens to like our keys. */
const english = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',
  close: 'Close',
  search: 'Find',
  next: 'Next slide',
  choose: 'Pick a colour',
  found: 'Found!',
} satisfies Translation & Record<string, string>;

registerTranslation(
  english,
  { ...english, $code: 'fr', $name: 'Français', close: 'Fermer', next: 'Diapositive suivante' } as Translation,
  // A language that the picker doesn't have.
  { ...english, $code: 'eo', $name: 'Esperanto', close: 'Fermi' } as Translation,
);

/** Shows the words of that library, one a line. */
class OtherElement extends LitElement {
  readonly #words = new LocalizeController<typeof english>(this);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): string {
    return (['close', 'search', 'next', 'choose', 'found'] as const).map((key) => this.#words.term(key)).join('\n');
  }
}

customElements.define('other-library', OtherElement);
