import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fallbackOf } from '../defaults.js';
import { controlOf, defaultOf, likeOf, rangeOf, syntaxOf, type Attribute, type CssProperty } from '../manifest.js';

/** What holds where the preview stands. */
export interface Current {
  /** A custom property's value; empty where nobody has set it. */
  value(name: string): string;
  /** A colour in the form of `rgb()` and the like, or undefined where it is none. */
  colour(value: string | undefined): string | undefined;
  /** The page's own colour, seen through what is not opaque. */
  ground(): string;
}

type Set = (name: string, value: string | undefined) => void;

const valueOf = ({ target }: Event): string => (target as HTMLInputElement).value;

/** A sentence of the manifest, its code marked as such. */
const hint = (text = ''): TemplateResult =>
  html`<small>${text.split('`').map((piece, index) => (index % 2 ? html`<code>${piece}</code>` : piece))}</small>`;

/** An attribute of the element. A value that is the default again is not set. */
export function attributeField(attribute: Attribute, value: string, isSet: boolean, set: Set): TemplateResult {
  const { description, name } = attribute;
  const control = controlOf(attribute);
  const change = (event: Event): void => {
    const next = valueOf(event);
    set(name, next === defaultOf(attribute) ? undefined : next);
  };
  if (control === 'boolean') {
    const toggle = ({ target }: Event): void => set(name, (target as HTMLInputElement).checked ? '' : undefined);
    return html`<label class="field check"
      ><input type="checkbox" .checked=${live(isSet)} @change=${toggle} /><span>${name}</span
      >${hint(description)}</label
    >`;
  }
  const input =
    typeof control === 'object'
      ? html`<select @change=${change}>
          ${control.options.map(
            (option) => html`<option value=${option} .selected=${option === value}>${option || '(all)'}</option>`,
          )}
        </select>`
      : html`<input type=${control} min="1" max="6" .value=${live(value)} @input=${change} spellcheck="false" />`;
  return html`<label class="field"><span>${name}</span>${input}${hint(description)}</label>`;
}

/**
 * A custom property: typed, or turned. Empty is the default.
 *
 * @param current what holds without it: the theme's value
 */
export function propertyField(
  property: CssProperty,
  value: string | undefined,
  current: Current,
  set: Set,
): TemplateResult {
  const { default: usual, description, name } = property;
  const syntax = syntaxOf(property);
  const label = name.replace('--codat-', '');
  const wrong = value !== undefined && !CSS.supports(likeOf(property), value);
  const without = current.value(name) || usual;
  const colour =
    syntax === 'color'
      ? hexOf(current.colour(value ?? (current.value(name) || fallbackOf(name))), current.ground())
      : undefined;
  const change = (event: Event): void => set(name, valueOf(event).trim() || undefined);
  const turn = (event: Event): void => set(name, `${valueOf(event)}px`);
  return html`<div class="field property" data-property=${name}>
    <label
      ><span>${label}</span>
      <input
        type="text"
        .value=${live(value ?? '')}
        placeholder=${without ?? 'default'}
        aria-invalid=${wrong}
        spellcheck="false"
        @input=${change}
    /></label>
    ${
      syntax === 'color'
        ? html`<input
            type="color"
            class=${colour ? '' : 'unknown'}
            aria-label=${`Pick ${label}`}
            .value=${live(colour ?? '#808080')}
            @input=${change}
          />`
        : syntax === 'length'
          ? html`<input
              type="range"
              aria-label=${`Turn ${label}`}
              min="0"
              max=${rangeOf(property)}
              .value=${live(String(pxOf(value ?? without)))}
              @input=${turn}
            />`
          : nothing
    }
    ${hint(description)}
  </div>`;
}

/** Text for a slot. */
export const slotField = (
  { description, name }: { name: string; description: string },
  value: string,
  set: Set,
): TemplateResult =>
  html`<label class="field"
    ><span>${name}</span
    ><input
      type="text"
      .value=${live(value)}
      @input=${(event: Event) => set(name, valueOf(event) || undefined)}
    />${hint(description)}</label
  >`;

const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

/** Any colour as `<input type="color">` knows it, which is opaque: as it looks on a ground. */
function hexOf(colour: string | undefined, ground: string): string | undefined {
  if (!context || !colour) return undefined;
  for (const layer of [ground, colour]) {
    context.fillStyle = layer;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function pxOf(length = '0'): number {
  const [, amount = '0', unit] = /^([\d.]+)(px|r?em)/.exec(length) ?? [];
  return Number(amount) * (unit === 'px' ? 1 : 16);
}
