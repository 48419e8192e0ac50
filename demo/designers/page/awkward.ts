import { html, render } from 'lit';
import { card } from '../card.js';
import { STATE_NAMES, stateOf, type StateName } from '../states.js';
import { segments } from './controls.js';
import { narrow } from './narrow.js';
import { pageScheme } from './scheme.js';
import { THEME_TITLES, THEMES, type ThemeName } from '../axes.js';

const mine = STATE_NAMES.filter((name) => stateOf(name).group === 'Awkward data' || name === 'empty');

/** The data that breaks layouts, side by side. What is heavy waits to be asked for. */
export function awkwardData(root: HTMLElement): { follow(): void } {
  const asked = new Set<StateName>();
  let theme: ThemeName = 'none';
  const specimen = (state: StateName): HTMLElement =>
    card({ state, theme, scheme: pageScheme(), lang: 'en', width: narrow.matches ? 320 : 360 }, 3);
  const draw = (): void => {
    const light = mine.filter((name) => !stateOf(name).heavy || asked.has(name));
    const heavy = mine.filter((name) => !light.includes(name));
    render(
      html`<form class="axes" @submit=${(event: Event) => event.preventDefault()}>
          ${segments(
            'Theme',
            'awkward-theme',
            THEMES.map((name) => [name, THEME_TITLES[name]] as const),
            theme,
            (next) => {
              theme = next;
              draw();
            },
          )}
        </form>
        <div class="grid">${light.map((name) => specimen(name))}</div>
        ${heavy.map(
          (name) =>
            html`<button
              type="button"
              class="more"
              @click=${() => {
                asked.add(name);
                draw();
              }}
            >
              Show ${stateOf(name).title}
            </button>`,
        )}`,
      root,
    );
  };
  draw();
  return { follow: draw };
}
