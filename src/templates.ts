import { html, nothing, type TemplateResult } from 'lit';
import type { PickerError, PickerErrorCode } from './errors.js';
import type { Integration } from './integrations.js';
import { safeLogoUrl } from './safe-url.js';
import type { Strings } from './strings/index.js';
import type { Flow, View } from './view.js';

/** What the templates need to know besides the view. */
export interface Context {
  strings: Strings;
  /** The language of `strings`, which may not be the page's. */
  language: string;
  /** Logos with a relative URL are resolved against it. */
  baseURI: string;
  logo: 'full' | 'square';
  headingLevel: number;
  /** The platformKey of the choice that is kept. */
  value: string;
  flow: Flow | undefined;
  disabled: boolean;
}

/** Above this many tiles the browser lays out only those in sight. */
const MANY = 200;

// The name is isolated: it may run the other way than the sentence around it.
const withName = (sentence: string, name: string): unknown => {
  const [before, after] = sentence.split('{name}');
  return after === undefined ? before : html`${before}<bdi>${name}</bdi>${after}`;
};

/** What went wrong, and one more try at what carries `key`: a tile, or else the list. */
const failure = ({ code }: PickerError, strings: Strings, key?: string): TemplateResult =>
  html`<div part="failure">
    <p part="message" role="alert">${(strings as { [code in PickerErrorCode]?: string })[code] ?? strings.failed}</p>
    <button part="retry" type="button" data-key=${key ?? ''}>${strings.retry}</button>
  </div>`;

const tile = (integration: Integration, context: Context): TemplateResult => {
  const { branding, comingSoon, key, logoUrl, name } = integration;
  const { flow, logo, strings, value } = context;
  const error = flow?.integration.key === key ? flow.error : undefined;
  const busy = flow?.integration.key === key && !error;
  const current = value === key;
  const state = busy ? 'busy' : error ? 'failed' : comingSoon ? 'coming-soon' : current ? 'selected' : '';
  const src = [branding?.logo?.[logo], branding?.logo?.full, branding?.logo?.square, { image: { src: logoUrl } }]
    .map((picture) => safeLogoUrl(picture?.image?.src, context.baseURI))
    .find(Boolean);
  // The logo says nothing that the name beside it doesn't. Its first letter shows until the logo does.
  return html`<li part="card ${state}">
    <button
      part="tile ${state}"
      type="button"
      data-key=${key}
      ?disabled=${context.disabled}
      aria-busy=${busy}
      aria-disabled=${!!comingSoon || (!!flow && !flow.error)}
      aria-current=${current}
    >
      <span part="logo-plate" aria-hidden="true"
        >${
          src
            ? html`<img part="logo" alt="" src=${src} loading="lazy" decoding="async" referrerpolicy="no-referrer" />`
            : nothing
        }<i part="monogram">${[...name][0]}</i></span
      ><span class="words"
        ><b part="name"><bdi>${name}</bdi><u>, </u></b
        ><small part=${comingSoon ? 'badge' : 'description'}
          >${comingSoon ? strings.soon : withName(busy ? strings.opening : strings.link, name)}</small
        ></span
      >
    </button>
    ${error ? failure(error, strings, key) : nothing}
  </li>`;
};

const body = (view: View, context: Context): unknown => {
  switch (view.kind) {
    case 'loading':
      return html`<ul part="grid" aria-hidden="true">
        ${Array.from(
          { length: view.tiles },
          () =>
            html`<li part="card">
              <div part="tile skeleton"><span part="logo-plate"></span><b></b></div>
            </li>`,
        )}
      </ul>`;
    case 'ready':
      return view.groups.map(
        ({ integrations, kind }) =>
          html`<section part="group" aria-labelledby=${kind}>
            <div
              id=${kind}
              part="heading"
              class=${view.groups.length > 1 ? '' : 'hidden'}
              role="heading"
              aria-level=${context.headingLevel}
            >
              ${context.strings[kind]}
            </div>
            <ul part="grid" role="list" class=${integrations.length > MANY ? 'many' : ''}>
              ${integrations.map((integration) => tile(integration, context))}
            </ul>
          </section>`,
      );
    case 'error':
      return failure(view.error, context.strings);
    case 'empty':
      return nothing;
    default:
      return view satisfies never;
  }
};

/** The whole picker. Slots are always there, so that what a host puts into them never disappears. */
export const picker = (view: View, context: Context): TemplateResult => {
  const { flow, strings } = context;
  return html`<div part="base" class=${context.logo} lang=${context.language} tabindex="-1">
    <slot name="intro"><p part="intro">${strings.choose} ${strings.next}</p></slot>
    <p class="hidden" role="status">
      ${flow && !flow.error ? strings.opening.replace('{name}', () => flow.integration.name) : ''}
    </p>
    ${body(view, context)}
    <slot name="empty" ?hidden=${view.kind !== 'empty'}><p part="empty">${strings.empty}</p></slot>
    <slot name="not-listed"></slot>
    <slot name="footer"></slot>
  </div>`;
};
