import { nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { BrandingImage, Integration } from '../../shared/integrations.js';
import { safeUrl } from '../../shared/safe-url.js';
import { isConnectionStatus, STATUSES, type ConnectionStatus } from '../../shared/statuses.js';
import { filled } from '../../strings/index.js';
import { isUnderWay, type Flow } from '../choice.js';
import { failure, type FailureContext } from './failure.js';
import { html } from './html.js';
import { isolated } from './isolated.js';

/** What a tile needs to know besides its integration. */
export interface TileContext extends FailureContext {
  /** Images with a relative URL are resolved against it, and a log-in URL. */
  baseURI: string | undefined;
  logo: 'full' | 'square';
}

/** Characters of a name that are always in sight. Of a longer one two lines are, and all of it when it is pointed at. */
const LONG = 60;

/** What sets software apart: the name of the part, and the key of its text. */
type Badge = ConnectionStatus | 'beta' | 'offline' | 'soon';

const badgesOf = ({ comingSoon, isBeta, isOfflineConnector }: Integration, status: ConnectionStatus | ''): Badge[] => [
  ...(status ? [status] : []),
  ...(isBeta ? (['beta'] as const) : []),
  ...(isOfflineConnector ? (['offline'] as const) : []),
  ...(comingSoon ? (['soon'] as const) : []),
];

/** The names of parts as an attribute has them, without those that there aren't. */
const partsOf = (...parts: (string | false)[]): string => parts.filter(Boolean).join(' ');

/** The address of an image, where it may be loaded. */
const sourceOf = (image: BrandingImage | undefined, { baseURI, page }: TileContext): string | undefined =>
  safeUrl(image?.image?.src, page, baseURI);

const logoOf = ({ branding, logoUrl }: Integration, context: TileContext): string | undefined => {
  const { full, square } = branding?.logo ?? {};
  return (
    (context.logo === 'square' && sourceOf(square, context)) ||
    sourceOf(full, context) ||
    sourceOf(square, context) ||
    safeUrl(logoUrl, context.page, context.baseURI)
  );
};

/** Leaves `load` or `error` on an image, for the styles. */
const markLoadState = ({ target, type }: Event): void => {
  (target as HTMLElement).dataset['state'] = type;
};

/** Shows at once those images that the browser has at hand. */
export const showLoaded = (root: ParentNode): void => {
  for (const image of root.querySelectorAll('img'))
    if (image.complete && image.naturalWidth) image.dataset['state'] = 'load';
};

// The alternative text is empty because the text beside the picture says the same. The listeners are on the image
// itself because in Firefox no event of an image in a disabled button reaches the elements around it.
const picture = (part: string, src: string): TemplateResult =>
  html`<img
    part=${part}
    alt=""
    src=${src}
    loading="lazy"
    decoding="async"
    referrerpolicy="no-referrer"
    @load=${markLoadState}
    @error=${markLoadState}
  />`;

/** The line under the name. */
const line = (sentence: string, name: string): TemplateResult =>
  html`<span part="description" .textContent=${isolated(sentence, name)}></span>`;

/** The same while it is busy: as high as the line, or the button, that stood there before, so that nothing moves. */
const busyLine = (sentence: string, name: string, before: string, isBranded: boolean): TemplateResult =>
  html`<span part="description" class=${isBranded ? 'brand' : nothing} data-line=${before}
    ><span .textContent=${isolated(sentence, name)}></span
  ></span>`;

/** The software's own button. Until its image has loaded, the line shows. A screen reader gets its alternative text. */
const brandButton = (sentence: string, { branding, name }: Integration, context: TileContext): TemplateResult => {
  const { default: button, hover } = branding!.button!;
  const hoverSrc = sourceOf(hover, context);
  const { alt } = button!.image!;
  return html`<span part="description" class="brand"
    >${hoverSrc ? picture('brand-button hover', hoverSrc) : nothing}${picture('brand-button', sourceOf(button, context)!)}<span
      >${alt ? html`<span class="hidden" translate="no" .textContent=${alt + context.text('comma')}></span>` : nothing}<span
        .textContent=${isolated(sentence, name)}
      ></span></span
  ></span>`;
};

/** What became of the choice of this tile, if it was the one. */
interface TileState {
  own: Flow | undefined;
  isCurrent: boolean;
}

/**
 * One integration: a card that is a button, and what failed below it.
 *
 * The button is called what is seen on it, in the same order, with commas that a listener needs: the styles bring them.
 * The web address is not in its name, which it would only make longer to hear.
 */
const card = (integration: Integration, { own, isCurrent }: TileState, context: TileContext): TemplateResult => {
  const { branding, comingSoon, key, name, website } = integration;
  const { disabled, text } = context;
  const isBusy = isUnderWay(own);
  const state = isBusy ? 'busy' : own ? 'failed' : comingSoon ? 'coming-soon' : isCurrent ? 'selected' : '';
  const status = integration.connection?.status;
  const connection = isConnectionStatus(status) ? status : '';

  const src = logoOf(integration, context);
  const comma = text('comma');
  const atRest = text(connection ? STATUSES[connection].line : 'link');
  // The software's button invites to link an account, which is wrong where one is linked.
  const isBranded = !connection && !comingSoon && !!sourceOf(branding?.button?.default, context);
  // The software's own button stands for both lines.
  const hasAddress = !!website && !isBranded;

  const description = (): unknown => {
    if (comingSoon) return nothing;
    if (isBusy) return busyLine(text('opening'), name, filled(atRest, name), isBranded);
    return isBranded ? brandButton(atRest, integration, context) : line(atRest, name);
  };

  return html`<li part=${partsOf('card', state, connection)} class=${hasAddress ? 'addressed' : nothing}>
    <button
      part=${partsOf('tile', state, connection, isBranded && !isBusy && 'branded')}
      type="button"
      data-key=${key}
      ?disabled=${disabled}
      aria-busy=${isBusy}
      aria-disabled=${!!comingSoon}
      aria-current=${isCurrent}
    >
      <span part="logo-plate" aria-hidden="true"
        >${src ? picture('logo', src) : nothing}<span
          part="monogram"
          translate="no"
          .textContent=${monogramOf(name)}
        ></span></span
      ><span part="words"
        ><span part="name" data-comma=${comma} title=${name.length > LONG ? name : nothing}
          ><bdi translate="no" .textContent=${name}></bdi></span
        >${badgesOf(integration, connection).map(
          (badge) =>
            html`<span
              part="badge ${badge}"
              data-comma=${badge === 'soon' ? nothing : comma}
              .textContent=${text(badge)}
            ></span>`,
        )}${description()}${
          hasAddress
            ? html`<span part="website" aria-hidden="true" translate="no" .textContent=${website}></span>`
            : nothing
        }</span
      ></button
    >${own?.error ? failure(own.error, context, key) : nothing}
  </li>`;
};

/**
 * A tile, drawn again only when something that it shows has changed: a pick then draws one tile, and not all of them.
 *
 * @param context the same object until something in it has changed
 */
export const tile = (
  integration: Integration,
  { flow, value }: { flow: Flow | undefined; value: string },
  context: TileContext,
): unknown => {
  const own = flow?.integration.key === integration.key ? flow : undefined;
  const isCurrent = value === integration.key;
  const draw = (): TemplateResult => card(integration, { own, isCurrent }, context);
  // What is said of a failure also goes by whether the browser is online.
  return own?.error ? draw() : guard([integration, own, isCurrent, context], draw);
};

/**
 * While a Sync page is being opened, no other tile can be picked. That is set here and not in the template, which would
 * have to draw every tile anew.
 */
export const lockTiles = (root: ParentNode, isLocked: boolean): void => {
  for (const button of root.querySelectorAll('button[part^="tile"]:not([part~="coming-soon"])'))
    button.setAttribute('aria-disabled', String(isLocked));
};

/** What stands for a logo until it is there: the name's first letter or digit, or else its first sign. */
const monogramOf = (name: string): string =>
  // Composed, or else an accent that is a character of its own would be left behind.
  /[\p{L}\p{N}]/u.exec(name.normalize())?.[0] ?? firstSign(name);

// Browsers from before 2024 don't know where a sign of several characters ends, such as a flag.
const firstSign = (name: string): string =>
  Intl.Segmenter ? new Intl.Segmenter().segment(name).containing(0)!.segment : [...name][0]!;
