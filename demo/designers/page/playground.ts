import { html, render, type TemplateResult } from 'lit';
import { SCHEMES, THEME_TITLES, THEMES, type Scheme, type ThemeName } from '../axes.js';
import { directionOf, languages } from '../languages.js';
import { attributes, cssProperties, defaultOf, slots } from '../manifest.js';
import { cssOf, htmlOf } from '../markup.js';
import { listEndpoint, syncEndpoint } from '../network.js';
import { dress, type Surroundings } from '../stage.js';
import { themeText } from '../themes.js';
import { code } from './code.js';
import { segments } from './controls.js';
import { attributeField, propertyField, slotField, type Current } from './fields.js';
import { pageScheme } from './scheme.js';

/** What the README's host has: a picker without them shows nothing. */
const ENDPOINTS = { endpoint: '/api/codat/integrations', 'sync-endpoint': '/api/codat/sync-url' };

/** Controls for everything that can be set, a picker that follows them, and the code to copy. */
export class Playground {
  readonly #root: HTMLElement;
  readonly #picker = document.createElement('codat-commerce-picker');
  readonly #stage = document.createElement('div');
  readonly #probe = document.createElement('span');
  readonly #sheet = new CSSStyleSheet();
  #theme: ThemeName = 'none';
  #scheme: Scheme = pageScheme();
  #lang = 'en';
  #attributes = new Map<string, string>(Object.entries(ENDPOINTS));
  #slots = new Map<string, string>();
  #properties = new Map<string, string>();

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#stage.className = 'stage';
    // In the document from the start: styles are computed only there.
    root.append(this.#stage);
    this.#picker.setAttribute('heading-level', '3');
    dress(this.#stage, this.#surroundings).append(this.#probe, this.#picker);
    this.#draw();
  }

  follow(scheme: Scheme): void {
    this.#scheme = scheme;
    this.#draw();
  }

  get #surroundings(): Surroundings {
    return { theme: this.#theme, scheme: this.#scheme, lang: this.#lang, dir: directionOf(this.#lang) };
  }

  readonly #set = (map: Map<string, string>) => (name: string, value: string | undefined) => {
    if (value === undefined) map.delete(name);
    else map.set(name, value);
    this.#draw();
  };

  readonly #reset = (): void => {
    this.#attributes = new Map(Object.entries(ENDPOINTS));
    this.#slots = new Map();
    this.#properties = new Map();
    this.#theme = 'none';
    this.#lang = 'en';
    this.#draw();
  };

  readonly #current: Current = {
    ground: () => getComputedStyle(this.#stage).backgroundColor,
    value: (name) => getComputedStyle(this.#stage).getPropertyValue(name).trim(),
    colour: (value) => {
      if (!value || !CSS.supports('color', value)) return undefined;
      // Resolved where the preview stands: `light-dark()`, a system's colour and another property are known only there.
      this.#probe.style.color = value;
      return getComputedStyle(this.#probe).color;
    },
  };

  /** All but the endpoints: those of the picker on this page are the service worker's. */
  #apply(): void {
    dress(this.#stage, this.#surroundings, this.#sheet);
    this.#sheet.replaceSync(cssOf('', this.#properties));
    for (const { name } of attributes) {
      const value = this.#attributes.get(name);
      if (name === 'heading-level' || Object.hasOwn(ENDPOINTS, name)) continue;
      if (value === undefined) this.#picker.removeAttribute(name);
      else if (this.#picker.getAttribute(name) !== value) this.#picker.setAttribute(name, value);
    }
    this.#endpoint('endpoint', listEndpoint('ready'));
    this.#endpoint('sync-endpoint', syncEndpoint('ready'));
    this.#picker.replaceChildren(
      ...[...this.#slots].map(([slot, text]) =>
        Object.assign(document.createElement('p'), { slot, textContent: text }),
      ),
    );
  }

  #endpoint(name: string, mine: string): void {
    if (!this.#attributes.has(name)) this.#picker.removeAttribute(name);
    else if (!this.#picker.hasAttribute(name)) this.#picker.setAttribute(name, mine);
  }

  get #html(): string {
    const inherited = this.#lang === 'en' ? [] : [['lang', this.#lang] as const];
    const direction = directionOf(this.#lang) === 'rtl' ? [['dir', 'rtl'] as const] : [];
    return htmlOf(new Map([...this.#attributes, ...inherited, ...direction]), this.#slots);
  }

  #fields(title: string, changed: number, fields: readonly TemplateResult[], open = false): TemplateResult {
    return html`<details name="playground" ?open=${open}>
      <summary>${title} <small>${changed > 0 ? `${changed} set` : ''}</small></summary>
      ${fields}
    </details>`;
  }

  #propertyFields(title: string, wanted: (name: string) => boolean, open = false): TemplateResult {
    const mine = cssProperties.filter(({ name }) => wanted(name));
    const changed = mine.filter(({ name }) => this.#properties.has(name)).length;
    const set = this.#set(this.#properties);
    return this.#fields(
      title,
      changed,
      mine.map((property) => propertyField(property, this.#properties.get(property.name), this.#current, set)),
      open,
    );
  }

  #draw(): void {
    // First, since the controls show what holds there.
    this.#apply();
    const setAttribute = this.#set(this.#attributes);
    const setSlot = this.#set(this.#slots);
    const colour = (name: string): boolean => /(color|background|accent)$/.test(name);
    const type = (name: string): boolean => /(font|weight|font-size)$/.test(name);
    render(
      html`
        <div class="playground">
          <form @submit=${(event: Event) => event.preventDefault()}>
            ${segments(
              'Start from',
              'base',
              THEMES.map((name) => [name, THEME_TITLES[name]] as const),
              this.#theme,
              (theme) => {
                this.#theme = theme;
                this.#draw();
              },
            )}
            ${segments(
              'Scheme',
              'preview-scheme',
              SCHEMES.map((name) => [name, name === 'light' ? 'Light' : 'Dark'] as const),
              this.#scheme,
              (scheme) => {
                this.#scheme = scheme;
                this.#draw();
              },
            )}
            <label class="field"
              ><span>Language</span>
              <select @change=${({ target }: Event) => this.#speak((target as HTMLSelectElement).value)}>
                ${languages.map(
                  ({ $code, $name }) =>
                    html`<option value=${$code} .selected=${$code === this.#lang}>${$name}</option>`,
                )}
              </select></label
            >
            ${this.#propertyFields('Colours', colour, true)}
            ${this.#propertyFields('Shape and space', (name) => !colour(name) && !type(name))}
            ${this.#propertyFields('Type', type)}
            ${this.#fields(
              'Attributes',
              [...this.#attributes.keys()].filter((name) => !Object.hasOwn(ENDPOINTS, name)).length,
              attributes.map((attribute) =>
                attributeField(
                  attribute,
                  this.#attributes.get(attribute.name) ?? defaultOf(attribute),
                  this.#attributes.has(attribute.name),
                  setAttribute,
                ),
              ),
            )}
            ${this.#fields(
              'Slots',
              this.#slots.size,
              slots.map((slot) => slotField(slot, this.#slots.get(slot.name) ?? '', setSlot)),
            )}
            <button type="button" @click=${this.#reset}>Reset everything</button>
          </form>
          <div class="result">
            <div class="frame" tabindex="0" role="group" aria-label="Preview">${this.#stage}</div>
            ${code('HTML', 'html', this.#html)}
            ${code('CSS', 'css', cssOf(themeText(this.#theme), this.#properties) || '/* Nothing yet: it looks like your page. */')}
          </div>
        </div>
      `,
      this.#root,
    );
  }

  #speak(lang: string): void {
    this.#lang = lang;
    this.#draw();
  }
}
