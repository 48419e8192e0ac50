import { directionOf } from './languages.js';
import { dress, type Surroundings } from './stage.js';
import { setUp } from './set-up.js';
import { stateOf, type StateName } from './states.js';
import { THEME_TITLES } from './axes.js';

/** One point on all axes. */
export interface Specimen extends Omit<Surroundings, 'dir'> {
  state: StateName;
  width: number;
}

const detailsOf = ({ lang, scheme, theme, width }: Specimen): string =>
  [theme === 'none' ? '' : THEME_TITLES[theme], scheme, lang === 'en' ? '' : lang, `${width} px`]
    .filter(Boolean)
    .join(' · ');

const addressOf = (specimen: Specimen): string =>
  `./specimen.html?${new URLSearchParams(
    Object.entries(specimen)
      .map(([axis, value]): [string, string] => [axis, String(value)])
      .filter(([, value]) => value),
  )}`;

/**
 * A live picker in its frame, with its caption. It is on its way into its state when this returns.
 *
 * @param headingLevel one below the heading of this page under which it stands
 */
export function card(specimen: Specimen, headingLevel: number): HTMLElement {
  const { state, width } = specimen;
  const { title } = stateOf(state);
  const figure = document.createElement('figure');
  figure.className = 'specimen';
  figure.dataset['state'] = state;
  figure.style.setProperty('--specimen-width', `${width}px`);

  const caption = document.createElement('figcaption');
  const link = document.createElement('a');
  link.href = addressOf(specimen);
  link.textContent = title;
  const details = document.createElement('small');
  details.textContent = detailsOf(specimen);
  caption.append(link, details);

  const frame = document.createElement('div');
  frame.className = 'frame';
  // It may scroll, and not all states have something in them that takes the focus.
  frame.tabIndex = 0;
  frame.role = 'group';
  frame.ariaLabel = `${title}, ${detailsOf(specimen)}`;
  const stage = document.createElement('div');
  stage.className = 'stage';
  const root = dress(stage, { ...specimen, dir: directionOf(specimen.lang) });
  const { arrive, picker } = setUp(state, { 'heading-level': String(headingLevel) });
  root.append(picker);
  frame.append(stage);
  figure.append(caption, frame);

  queueMicrotask(() => {
    arrive().then(
      () => (figure.dataset['ready'] = 'true'),
      (error: unknown) => {
        // Replaced by another grid in the meantime: nothing is missed.
        if (!figure.isConnected) return;
        figure.dataset['ready'] = 'failed';
        details.textContent += ` · ${String(error)}`;
      },
    );
  });
  return figure;
}
