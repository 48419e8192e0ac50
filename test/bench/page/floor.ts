import type { Integration } from '../../../src/index.js';
import { styles } from '../../../src/element/styles/index.js';
import { FRAME, GROUP, TILE } from './floor-markup.js';

/**
 * What the picker costs at the least: a custom element written by hand, with the same markup and the picker's own style
 * sheets, for rows that can be trusted. It copies one template, draws all at once, and knows neither languages nor
 * faults.
 */
class Floor extends HTMLElement {
  rows: readonly Integration[] = [];
  #tiles = new Map<Integration, HTMLElement>();
  readonly #root = this.attachShadow({ mode: 'open' });

  constructor() {
    super();
    this.#root.adoptedStyleSheets = styles.map(({ styleSheet }) => styleSheet!);
    this.#root.append(frame.content.cloneNode(true));
    this.#root.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-key]');
      if (button) void this.#pick(button);
    });
    this.#root.querySelector('input')!.addEventListener('input', (event) => {
      this.#search((event.target as HTMLInputElement).value.toLowerCase());
    });
  }

  show(rows: readonly Integration[]): void {
    this.rows = rows;
    this.#tiles = new Map(rows.map((row) => [row, tileOf(row)]));
    this.#root.querySelector('[part="search"]')!.toggleAttribute('hidden', rows.length <= 8);
    this.#fill(rows);
  }

  /** Draws the rows anew that are other ones than before. */
  change(rows: readonly Integration[]): void {
    rows.forEach((row, index) => {
      const old = this.rows[index]!;
      if (row === old) return;
      const tile = tileOf(row);
      this.#tiles.get(old)!.replaceWith(tile);
      this.#tiles.delete(old);
      this.#tiles.set(row, tile);
    });
    this.rows = rows;
  }

  #fill(rows: readonly Integration[]): void {
    const groups = ['Accounting', 'Commerce'].map((category) => {
      const group = groupTemplate.content.firstElementChild!.cloneNode(true) as Element;
      const [heading, list] = group.children as unknown as [Element, Element];
      group.setAttribute('aria-labelledby', category);
      heading.id = category;
      heading.textContent = `${category} software`;
      const members = rows.filter(({ sourceType }) => sourceType === category);
      list.className = this.rows.length > 200 ? 'long' : '';
      list.append(...members.map((row) => this.#tiles.get(row)!));
      return group;
    });
    for (const group of this.#root.querySelectorAll('section')) group.remove();
    this.#root.querySelector('[part="search"]')!.after(...groups.filter((group) => group.querySelector('li')));
  }

  #search(query: string): void {
    const found = this.rows.filter(({ name }) => name.toLowerCase().includes(query));
    if (new URLSearchParams(location.search).get('filter') === 'hidden') {
      const shown = new Set(found);
      for (const [row, tile] of this.#tiles) tile.hidden = !shown.has(row);
    } else {
      this.#fill(found);
    }
    this.#root.querySelector('[data-clear]')!.toggleAttribute('hidden', !query);
  }

  async #pick(button: HTMLElement): Promise<void> {
    const { key } = button.dataset;
    for (const other of this.#root.querySelectorAll('[data-key]')) other.setAttribute('aria-disabled', 'true');
    button.setAttribute('aria-busy', 'true');
    button.setAttribute('aria-current', 'true');
    for (const part of [button, button.parentElement!]) part.setAttribute('part', `${part.getAttribute('part')} busy`);
    const name = button.querySelector('bdi')!.cloneNode(true);
    const description = button.querySelector<HTMLElement>('[part="description"]')!;
    const line = document.createElement('span');
    line.append('Opening ', name, '…');
    description.dataset['line'] = description.textContent!;
    description.replaceChildren(line);
    const response = await fetch('/sync-url', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ platformKey: key }),
    });
    const { url } = (await response.json()) as { url: string };
    location.assign(url);
  }
}

/** A template of this markup, without the blanks that only part its lines. */
const templateOf = (markup: string): HTMLTemplateElement => {
  const template = document.createElement('template');
  template.innerHTML = markup.replace(/\n\s*/g, ' ').replace(/ >/g, '>');
  return template;
};

const [frame, groupTemplate, tileTemplate] = [FRAME, GROUP, TILE].map(templateOf) as [
  HTMLTemplateElement,
  HTMLTemplateElement,
  HTMLTemplateElement,
];

const settled = ({ target, type }: Event): void => {
  (target as HTMLElement).dataset['state'] = type;
};

const tileOf = ({ branding, key, name }: Integration): HTMLElement => {
  const tile = tileTemplate.content.firstElementChild!.cloneNode(true) as HTMLElement;
  const [first, second] = tile.querySelectorAll('bdi');
  const image = tile.querySelector('img')!;
  tile.querySelector('button')!.dataset['key'] = key;
  tile.querySelector('[part="monogram"]')!.textContent = name[0]!;
  first!.textContent = name;
  second!.textContent = name;
  for (const type of ['load', 'error']) image.addEventListener(type, settled);
  image.src = branding!.logo!.full!.image!.src!;
  return tile;
};

customElements.define('bench-floor', Floor);

let shown: Floor[] = [];

window.contestant = {
  show(place, source) {
    const floor = place.appendChild(document.createElement('bench-floor') as Floor);
    shown.push(floor);
    if (typeof source !== 'string') floor.show(source);
    else {
      void fetch(source).then(async (response) => {
        floor.show(((await response.json()) as { results: Integration[] }).results);
      });
    }
  },
  remove() {
    for (const floor of shown) floor.remove();
    shown = [];
  },
  tiles: () => ({ root: shown.at(-1)!.shadowRoot!, selector: 'button[data-key]' }),
  change: (rows) => shown.at(-1)!.change(rows),
};
