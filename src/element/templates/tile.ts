import { html, nothing, type TemplateResult } from 'lit';
import type { BrandingImage, Integration } from '../../shared/integrations.js';
import { safeUrl } from '../../shared/safe-url.js';
import { isConnectionStatus, STATUSES, type ConnectionStatus } from '../../shared/statuses.js';
import { filled, type Say } from '../../strings/index.js';
import { isUnderWay, type Flow } from '../choice.js';
import { failure, type FailureContext } from './failure.js';
import { isolated } from './isolated.js';

/** What a tile needs to know besides its integration. */
export interface TileContext extends FailureContext {
  /** Images with a relative URL are resolved against it, and a log-in URL. */
  baseURI: string;
  logo: 'full' | 'square';
  /** The platformKey of the choice that is kept. */
  value: string;
  flow: Flow | undefined;
}

/** Leaves at an image what became of it, for the styles: `load` or `error`. */
const settled = ({ target, type }: Event): void => {
  (target as HTMLElement).dataset['state'] = type;
};

// The words beside a picture say the same, hence the empty alternative text. It listens for itself: what happens to an
// image in a disabled button reaches nobody else in Firefox.
const picture = (part: string, src: string): TemplateResult =>
  html`<img
    part=${part}
    alt=""
    src=${src}
    loading="lazy"
    decoding="async"
    referrerpolicy="no-referrer"
    @load=${settled}
    @error=${settled}
  />`;

/** Parts, for whoever listens, what stands apart on screen. In the same block as what it follows: no blank comes before. */
const commaOf = (say: Say): TemplateResult => html`<u .textContent=${say('comma')}></u>`;

const badge = (kind: 'beta' | 'offline' | 'soon' | ConnectionStatus, say: Say, last = false): TemplateResult =>
  html`<span part="badge ${kind}"><span .textContent=${say(kind)}></span>${last ? nothing : commaOf(say)}</span>`;

/** What the tiles say, besides their names. */
const SAID = [
  ...(['link', 'comma', 'beta', 'offline', 'soon'] as const),
  ...Object.entries(STATUSES).flatMap(([status, { line }]) => [status as ConnectionStatus, line]),
];

/** All that a tile shows besides its integration, its being chosen, and its flow: alike in all tiles. */
export const sharedBy = ({ baseURI, disabled, flow, logo, say }: TileContext): string =>
  [baseURI, disabled, logo, isUnderWay(flow), ...SAID.map(say)].join('\n');

/** What followed the choice of this integration, if that is what was chosen. */
export const flowOf = ({ key }: Integration, flow: Flow | undefined): Flow | undefined =>
  flow?.integration.key === key ? flow : undefined;

/**
 * One integration: a card that is a button, and what failed below it.
 *
 * The name comes first, so that the accessible name begins with it.
 */
export const tile = (integration: Integration, context: TileContext): TemplateResult => {
  const { branding, comingSoon, isBeta, isOfflineConnector, key, logoUrl, name, website } = integration;
  const { baseURI, flow, logo, page, say, value } = context;
  const own = flowOf(integration, flow);
  const error = own?.error;
  const busy = isUnderWay(own);
  const current = value === key;
  const state = busy ? 'busy' : error ? 'failed' : comingSoon ? 'coming-soon' : current ? 'selected' : '';
  const status = integration.connection?.status;
  const connection = isConnectionStatus(status) ? status : undefined;

  const safe = (src?: string): string | undefined => safeUrl(src, page, baseURI);
  const url = (image?: BrandingImage): string | undefined => safe(image?.image?.src);
  const src = url(branding?.logo?.[logo]) ?? url(branding?.logo?.full) ?? url(branding?.logo?.square) ?? safe(logoUrl);
  // It says that an account can be linked: not the thing to say of one that is.
  const button = connection ? undefined : url(branding?.button?.default);
  const hover = url(branding?.button?.hover);
  const atRest = say(connection ? STATUSES[connection].line : 'link');
  // The words that are seen in it: whoever speaks to the browser says them.
  const alt = branding?.button?.default?.image?.alt;
  const line = html`<span ${isolated(busy ? say('opening') : atRest, name)}></span>${website ? commaOf(say) : nothing}`;
  const description = button
    ? html`<small part="description" class="brand"
        >${busy ? nothing : [hover ? picture('brand-button hover', hover) : nothing, picture('brand-button', button)]}<span
          >${alt && !busy ? html`<u translate="no" .textContent=${alt + say('comma')}></u>` : nothing}${line}</span
        ></small
      >`
    : // While it is busy it stays as high as the line that it had: nothing below moves.
      html`<small part="description" data-line=${busy ? filled(atRest, name) : nothing}><span>${line}</span></small>`;

  return html`<li part="card ${state} ${connection}">
    <button
      part="tile ${state} ${connection}"
      type="button"
      data-key=${key}
      ?disabled=${context.disabled}
      aria-busy=${busy}
      aria-disabled=${!!comingSoon || isUnderWay(flow)}
      aria-current=${current}
    >
      <span part="logo-plate" aria-hidden="true"
        >${src ? picture('logo', src) : nothing}<i
          part="monogram"
          translate="no"
          .textContent=${monogramOf(name)}
        ></i></span
      ><span part="words"
        ><span class="title"
          ><b part="name"><bdi translate="no" .textContent=${name}></bdi>${commaOf(say)}</b
          >${connection ? badge(connection, say) : nothing}${
            isBeta === true ? badge('beta', say) : nothing
          }${isOfflineConnector === true ? badge('offline', say) : nothing}${
            comingSoon ? badge('soon', say, !website) : nothing
          }</span
        >${comingSoon ? nothing : description}${
          website ? html`<small part="website" translate="no" .textContent=${website}></small>` : nothing
        }</span
      >
    </button>
    ${error ? failure(error, context, key) : nothing}
  </li>`;
};

/** What stands for a logo until it is there: the name's first letter or digit, or else its first sign. */
const monogramOf = (name: string): string =>
  // Composed, or else an accent that is a character of its own would be left behind.
  /[\p{L}\p{N}]/u.exec(name.normalize())?.[0] ?? firstSign(name);

// Browsers from before 2024 don't know where a sign of several characters ends, such as a flag.
const firstSign = (name: string): string =>
  Intl.Segmenter ? new Intl.Segmenter().segment(name).containing(0)!.segment : [...name][0]!;
