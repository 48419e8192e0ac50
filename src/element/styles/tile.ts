import { css } from 'lit';

/** Tiles and their placeholders, in every state and width. */
export const tile = css`
  .many li {
    content-visibility: auto;
    contain-intrinsic-size: auto 76px;
  }
  li {
    display: flex;
    container: tile / inline-size;
    flex-direction: column;
    border: var(--_border);
    border-color: var(--_line);
    border-radius: var(--_radius);
    break-inside: avoid;
    background: var(--codat-tile-background, color-mix(in oklab, currentColor 3%, transparent));
    box-shadow: var(--codat-shadow, none);
    overflow: clip;
  }
  [part^='tile'] {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--codat-tile-gap, 12px);
    padding: var(--_padding);
    border-radius: var(--_radius);
  }
  [part='logo-plate'] {
    display: grid;
    position: relative;
    flex: none;
    place-items: center;
    width: var(--codat-plate-width, 112px);
    height: var(--codat-plate-height, 44px);
    border-radius: var(--codat-plate-radius, calc(var(--_radius) / 2));
    background: var(--codat-plate-background, #fff);
    color: var(--codat-plate-color, #444);
    forced-color-adjust: none;
    overflow: clip;
  }
  /* What darkens a page's backgrounds lightens its texts: behind a logo it stays light, as a text is. */
  [part='logo-plate']:has([data-state='load']) {
    background: var(--codat-plate-background, currentColor);
    color: var(--codat-plate-background, #fff);
  }
  [part='logo'] {
    position: absolute;
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    padding: var(--codat-plate-padding, 8px);
    object-fit: contain;
  }
  img:not([data-state='load']),
  [part='logo'][data-state='load'] + i {
    visibility: hidden;
  }
  i {
    font-weight: 600;
    font-style: normal;
  }
  [part='words'] {
    flex: 1 75%;
    min-width: 0;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-bottom: 2px;
  }
  u {
    font-size: 0;
  }
  u,
  small {
    white-space: break-spaces;
  }
  p {
    text-wrap: pretty;
  }
  small {
    display: block;
    text-wrap: balance;
    color: var(--_muted);
  }
  [data-line] {
    display: grid;
  }
  [data-line] > span,
  [data-line]::after {
    grid-area: 1 / 1;
  }
  [data-line]::after {
    visibility: hidden;
    content: attr(data-line);
  }
  small,
  [part^='badge'] {
    font-size: max(0.875em, min(1em, 14px));
  }

  [part^='badge'] {
    padding: 1px 8px;
    border-radius: var(--codat-badge-radius, 12px);
    background: var(--codat-badge-background, color-mix(in oklab, currentColor 10%, transparent));
    color: color-mix(in oklab, currentColor 85%, transparent);
  }
  [part='badge linked'] {
    position: relative;
    padding-inline-start: 24px;
    color: var(--codat-linked-color, color-mix(in oklab, green 55%, currentColor));
  }
  [part='badge linked']::before {
    position: absolute;
    inset-inline-start: 11px;
    top: 0.32em;
    width: 4px;
    height: 9px;
    border: solid;
    border-width: 0 2px 2px 0;
    content: '';
    rotate: 45deg;
  }
  [part='badge pending'] {
    color: var(--codat-pending-color, color-mix(in oklab, darkorange 40%, currentColor));
  }
  [part='badge deauthorized'] {
    outline: 1px solid;
    outline-offset: -1px;
    color: var(--_lost);
    font-weight: 600;
  }
  @media (prefers-contrast: no-preference) {
    li[part~='deauthorized'] {
      border-color: color-mix(in oklab, var(--_lost) 50%, transparent);
    }
  }

  .brand {
    display: grid;
    align-items: center;
    min-height: 44px;
    margin-top: 4px;
  }
  .brand > * {
    grid-area: 1 / 1;
  }
  [part~='brand-button'] {
    width: min(100%, 14rem);
    height: 44px;
    object-fit: contain;
    object-position: 0;
  }
  [part~='brand-button']:dir(rtl) {
    object-position: 100%;
  }
  [part~='hover'],
  button:is(:hover, :focus-visible, :active) [part~='hover'][data-state='load'] + img {
    visibility: hidden;
  }
  button:is(:hover, :focus-visible, :active) [part~='hover'][data-state='load']:has(+ [data-state='load']) {
    visibility: visible;
  }
  [part='brand-button'][data-state='load'] + span {
    opacity: 0;
  }

  button[part^='tile']::after {
    flex: none;
    width: 8px;
    height: 8px;
    margin: 0 6px;
    border: solid;
    border-color: var(--_muted);
    border-width: 2px 2px 0 0;
    content: '';
    rotate: 45deg;
  }
  button[part^='tile']:dir(rtl)::after {
    rotate: -135deg;
  }
  button[part~='busy']::after {
    width: 16px;
    height: 16px;
    margin: 0;
    border: 2px solid;
    border-color: var(--_accent) var(--_accent) transparent;
    border-radius: 50%;
  }
  button[part~='coming-soon']::after {
    visibility: hidden;
  }
  li:has(> :focus-visible) {
    border-color: var(--codat-focus-color, var(--_accent));
  }
  [part~='selected'],
  [part~='busy'] {
    border-color: var(--_accent);
  }
  [part~='card'][part~='selected'] {
    box-shadow:
      inset 0 0 0 1px var(--_accent),
      var(--codat-shadow, 0 0 transparent);
  }
  @media not (pointer: coarse) {
    li:hover {
      border-color: var(--_accent);
    }
    [part^='tile']:hover::after {
      translate: 2px;
    }
    [part^='tile']:hover:dir(rtl)::after {
      translate: -2px;
    }
    [part='retry']:hover,
    [part='log-in']:hover,
    [part='search-clear']:hover {
      background: color-mix(in oklab, currentColor 8%, transparent);
    }
  }
  [part='retry']:active,
  [part='log-in']:active,
  [part='search-clear']:active,
  [part^='tile']:not([aria-disabled='true'], :disabled):active {
    background: var(--codat-tile-active-background, color-mix(in oklab, currentColor 8%, transparent));
  }
  [part~='coming-soon'] {
    border-color: var(--_line);
    cursor: default;
  }
  [part~='coming-soon'] b {
    color: var(--_muted);
  }
  :disabled,
  [aria-disabled='true']:not([part~='busy'], [part~='coming-soon']) {
    opacity: 0.6;
    cursor: default;
  }

  [part='message'] {
    max-width: 65ch;
  }
  [part='failure'] [part='message'] {
    color: var(--codat-error-color, color-mix(in oklab, red 65%, currentColor));
  }
  li [part='failure'] {
    padding: 0 var(--_padding) var(--_padding);
  }
  [part='retry'],
  [part='log-in'] {
    box-sizing: border-box;
    min-height: 44px;
    margin-top: 8px;
    padding: 8px 16px;
    border: var(--_border);
    border-color: var(--_accent);
  }
  [part='log-in'] {
    display: inline-flex;
    align-items: center;
  }
  [part~='skeleton'] > * {
    color: inherit;
    opacity: 0.6;
  }
  [part~='skeleton'] [part],
  [part~='skeleton'] b::before,
  [part~='skeleton'] b::after {
    background: var(--_line);
  }
  [part~='skeleton'] b {
    flex: 1;
  }
  [part~='skeleton'] b::before,
  [part~='skeleton'] b::after {
    display: block;
    width: 60%;
    height: 0.9em;
    margin: 0.25em 0;
    border-radius: var(--codat-plate-radius, calc(var(--_radius) / 2));
    content: '';
  }
  [part~='skeleton'] b::after {
    width: 90%;
    height: 0.75em;
    margin-top: 0.5em;
  }

  .square [part='logo-plate'] {
    width: var(--codat-plate-width, 44px);
  }
  @container tile (max-width: 24em) {
    .full [part='logo-plate'] {
      width: var(--codat-plate-width, 80px);
    }
  }
  @container tile (max-width: 20em) {
    [part='website'],
    [part='description'] u:last-child,
    [part='badge soon'] u {
      display: none;
    }
  }
  @container tile (max-width: 19em) {
    .full button:has(.brand) {
      flex-wrap: wrap;
    }
  }
  @container tile (max-width: 17em) {
    .full [part^='tile'] {
      flex-wrap: wrap;
    }
  }
  @container tile (max-width: 15em) {
    [part^='tile'] {
      flex-wrap: wrap;
    }
  }
  @media (pointer: coarse) {
    [part='base'] {
      font-size: max(var(--codat-font-size, 1em), 16px);
    }
    small,
    [part^='badge'] {
      font-size: max(0.875em, 16px);
    }
  }
  @media (prefers-contrast: more) {
    [part='base'] {
      --_line: currentColor;
      --_muted: currentColor;
    }
  }
  @media (forced-colors: active) {
    [part='base'] {
      --_muted: currentColor;
    }
    [part='search-icon'] {
      color: CanvasText;
    }
    li[part~='coming-soon'] {
      color: CanvasText;
    }
    [part~='card'][part~='selected'] {
      border: 2px solid Highlight;
    }
    button[part~='busy']::after {
      border-color: Highlight Highlight Canvas;
      forced-color-adjust: none;
    }
    [part^='badge'] {
      outline: 1px solid;
      outline-offset: -1px;
      color: inherit;
    }
    [part~='skeleton'] [part],
    [part~='skeleton'] b::before,
    [part~='skeleton'] b::after {
      background: GrayText;
      forced-color-adjust: none;
    }
    [aria-disabled='true']:not([part~='busy'], [part~='coming-soon']),
    :disabled {
      color: GrayText;
      opacity: 1;
    }
    [part~='coming-soon'] {
      color: GrayText;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    li,
    [part^='tile']::after {
      transition:
        border-color 0.15s,
        translate 0.15s;
    }
    button[part~='busy']::after {
      animation: turn 1s linear infinite;
    }
    [part~='skeleton'] > * {
      animation: fade 1s infinite alternate;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @keyframes fade {
    to {
      opacity: 0.3;
    }
  }
`;
