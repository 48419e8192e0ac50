import { html, render } from 'lit';
import { SCHEMES, THEME_TITLES, THEMES, WIDTHS, type Scheme, type ThemeName } from '../axes.js';
import { card, type Specimen } from '../card.js';
import { languages } from '../languages.js';
import { STATE_NAMES, stateOf, type StateName } from '../states.js';
import { chips, type Choice } from './controls.js';
import { narrow } from './narrow.js';
import { pageScheme } from './scheme.js';

/** What is chosen on each axis, in the order of the axis. */
type Axes = Record<'state' | 'theme' | 'scheme' | 'lang' | 'width', Set<string>>;

const PAGE = 48;

const shown = STATE_NAMES.filter((name) => stateOf(name).group !== 'Awkward data');

const values: Record<keyof Axes, readonly Choice<string>[]> = {
  state: shown.map((name) => [name, stateOf(name).title]),
  theme: THEMES.map((name) => [name, THEME_TITLES[name]]),
  scheme: SCHEMES.map((name) => [name, name === 'light' ? 'Light' : 'Dark']),
  lang: languages.map(({ $code, $name }) => [$code, $name]),
  width: WIDTHS.map((width) => [String(width), `${width} px`]),
};
const every = (axis: keyof Axes): string[] => values[axis].map(([value]) => value);

const one = (): Record<keyof Axes, string[]> => ({
  state: ['ready'],
  theme: ['none'],
  scheme: [pageScheme()],
  lang: ['en'],
  width: [narrow.matches ? '320' : '360'],
});

const presets: Record<string, () => Partial<Record<keyof Axes, string[]>>> = {
  'Every state': () => ({ state: every('state') }),
  'Every theme': () => ({ theme: every('theme'), scheme: every('scheme'), state: ['accounting', 'search', 'busy'] }),
  'Every language': () => ({ lang: every('lang'), state: ['badges'] }),
  'Every width': () => ({ width: every('width'), state: ['accounting'] }),
};

/** The grid of specimens and its controls; what is chosen is kept in the page's address. */
export class Gallery {
  readonly #root: HTMLElement;
  readonly #grid = document.createElement('div');
  readonly #observer = new IntersectionObserver((entries) => this.#fill(entries), { rootMargin: '800px' });
  readonly #waiting = new WeakMap<Element, Specimen>();
  #axes: Axes = this.#read();
  #limit = PAGE;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#draw();
  }

  /** Goes along with the page where there is but one scheme to see. */
  follow(scheme: Scheme): void {
    if (this.#axes.scheme.size > 1) return;
    this.#axes.scheme = new Set([scheme]);
    this.#draw();
  }

  #read(): Axes {
    const query = new URLSearchParams(location.search);
    const start = { ...one(), state: every('state') };
    const axis = (name: keyof Axes): Set<string> => {
      const asked = query.get(name)?.split(',') ?? [];
      const known = every(name).filter((value) => asked.includes(value));
      return new Set(known.length > 0 ? known : start[name]);
    };
    return {
      state: axis('state'),
      theme: axis('theme'),
      scheme: axis('scheme'),
      lang: axis('lang'),
      width: axis('width'),
    };
  }

  #choose(chosen: Partial<Record<keyof Axes, string[]>>): void {
    const next = { ...one(), ...chosen };
    for (const axis of Object.keys(next) as (keyof Axes)[]) this.#axes[axis] = new Set(next[axis]);
    this.#changed();
  }

  #toggle(axis: keyof Axes, value: string): void {
    const chosen = this.#axes[axis];
    // The last one stays: an axis without a value would leave nothing to show.
    if (!chosen.delete(value)) chosen.add(value);
    else if (chosen.size === 0) chosen.add(value);
    this.#changed();
  }

  #changed(): void {
    this.#limit = PAGE;
    const query = Object.entries(this.#axes).map(([axis, chosen]) => [axis, [...chosen].join(',')]);
    history.replaceState(null, '', `?${new URLSearchParams(query)}${location.hash}`);
    this.#draw();
  }

  /** Every combination; what differs least stands next to each other. */
  #specimens(): Specimen[] {
    const sorted = (axis: keyof Axes): string[] => every(axis).filter((value) => this.#axes[axis].has(value));
    return sorted('state').flatMap((state) =>
      sorted('lang').flatMap((lang) =>
        sorted('width').flatMap((width) =>
          sorted('theme').flatMap((theme) =>
            sorted('scheme').map((scheme) => ({
              state: state as StateName,
              theme: theme as ThemeName,
              scheme: scheme as Scheme,
              lang,
              width: Number(width),
            })),
          ),
        ),
      ),
    );
  }

  #draw(): void {
    const specimens = this.#specimens();
    const rest = specimens.length - this.#limit;
    const axis = (name: keyof Axes, legend: string): unknown =>
      chips(legend, values[name], this.#axes[name], (value) => this.#toggle(name, value));
    render(
      html`
        <form class="axes" @submit=${(event: Event) => event.preventDefault()}>
          <div class="presets" role="group" aria-label="Presets">
            ${Object.entries(presets).map(
              ([label, chosen]) => html`<button type="button" @click=${() => this.#choose(chosen())}>${label}</button>`,
            )}
          </div>
          ${axis('theme', 'Theme')} ${axis('scheme', 'Scheme')} ${axis('lang', 'Language')} ${axis('width', 'Width')}
          <details>
            <summary>States <small>${this.#axes.state.size} of ${shown.length}</small></summary>
            ${axis('state', 'State')}
          </details>
        </form>
        <p class="count" role="status">${specimens.length} ${specimens.length === 1 ? 'specimen' : 'specimens'}</p>
        ${this.#grid}
        ${
          rest > 0
            ? html`<button type="button" class="more" @click=${() => this.#more()}>
                Show ${Math.min(PAGE, rest)} more
              </button>`
            : ''
        }
      `,
      this.#root,
    );
    this.#show(specimens.slice(0, this.#limit));
  }

  #more(): void {
    this.#limit += PAGE;
    this.#draw();
  }

  #show(specimens: readonly Specimen[]): void {
    const titles = new Set(specimens.map(({ state }) => stateOf(state).group));
    this.#observer.disconnect();
    this.#grid.className = 'groups';
    this.#grid.replaceChildren(
      ...[...titles].map((title) => {
        const members = specimens.filter(({ state }) => stateOf(state).group === title);
        const group = document.createElement('section');
        const heading = document.createElement('h3');
        heading.textContent = title;
        const grid = document.createElement('div');
        grid.className = 'grid';
        grid.append(...members.map((member) => this.#place(member)));
        group.append(heading, grid);
        return group;
      }),
    );
  }

  /** A place for a specimen, until it comes near the window. */
  #place(specimen: Specimen): HTMLElement {
    const place = document.createElement('div');
    place.className = 'place';
    this.#waiting.set(place, specimen);
    this.#observer.observe(place);
    return place;
  }

  #fill(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const specimen = this.#waiting.get(target);
      if (!isIntersecting || !specimen) continue;
      this.#observer.unobserve(target);
      target.replaceWith(card(specimen, 4));
    }
  }
}
