import '../../../src/index.js';
import { render } from 'lit';
import { samples } from 'virtual:samples';
import { THEME_TITLES, THEMES, type Scheme, type ThemeName } from '../axes.js';
import { dress } from '../stage.js';
import { segments } from './controls.js';
import { pageScheme } from './scheme.js';

/** The picker that the page begins with. Its rows are here already: it waits for no service worker, and for no answer. */
export class Showcase {
  readonly #controls: HTMLElement;
  readonly #stage = document.createElement('div');
  #theme: ThemeName = 'none';
  #scheme: Scheme = pageScheme();

  constructor(controls: HTMLElement, frame: HTMLElement) {
    this.#controls = controls;
    this.#stage.className = 'stage';
    const picker = document.createElement('codat-commerce-picker');
    picker.integrations = samples.offered.filter(({ sourceType }) => sourceType === 'Accounting');
    picker.addEventListener('codat-select', (event) =>
      event.waitUntil(new Promise((resolve) => setTimeout(resolve, 1500))),
    );
    this.#draw();
    this.#stage.shadowRoot!.append(picker);
    frame.append(this.#stage);
  }

  follow(scheme: Scheme): void {
    this.#scheme = scheme;
    this.#draw();
  }

  #draw(): void {
    dress(this.#stage, { theme: this.#theme, scheme: this.#scheme, lang: 'en' });
    render(
      segments(
        'Theme',
        'showcase-theme',
        THEMES.map((name) => [name, THEME_TITLES[name]] as const),
        this.#theme,
        (theme) => {
          this.#theme = theme;
          this.#draw();
        },
      ),
      this.#controls,
    );
  }
}
