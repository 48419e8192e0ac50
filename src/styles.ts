import { css } from 'lit';

// Text, font and background are the host's own, and the greys are mixed from its text colour: a light, a dark and a
// tinted page come out right without a theme. Defaults stand inside their var(), and none on :host, so that what a page
// sets on :root wins. The five aliases on the inner container only save repetition; what the host puts into a slot
// inherits them, hence the underscore.
//
// outline-color stands alone: where a browser doesn't know AccentColor, only that declaration falls back.
export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  [part='base'] {
    --_accent: var(--codat-accent, AccentColor);
    --_line: var(--codat-border-color, color-mix(in oklab, currentColor 22%, transparent));
    --_muted: var(--codat-muted-color, color-mix(in oklab, currentColor 75%, transparent));
    --_radius: var(--codat-radius, 12px);
    --_gap: var(--codat-gap, 12px);
    gap: calc(2 * var(--_gap));
    font-family: var(--codat-font, inherit);
    line-height: 1.4;
    outline: 0;
    overflow-wrap: anywhere;
  }
  [part='base'],
  section,
  ul {
    display: grid;
    gap: var(--_gap);
  }
  ul {
    grid-template-columns: repeat(auto-fill, minmax(min(var(--codat-tile-width, 17rem), 100%), 1fr));
    list-style: none;
  }
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  [part='heading'] {
    font-weight: 600;
    font-size: 1.125em;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .many li {
    content-visibility: auto;
    contain-intrinsic-size: auto 76px;
  }
  li {
    display: flex;
    flex-direction: column;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--codat-tile-background, color-mix(in oklab, currentColor 3%, transparent));
  }
  button {
    border: 0;
    border-radius: var(--_radius);
    background: 0;
    color: inherit;
    font: inherit;
    text-align: inherit;
    cursor: pointer;
    scroll-margin: 6rem;
  }
  :focus-visible {
    outline: 3px solid;
    outline-color: var(--codat-focus-color, var(--_accent));
    outline-offset: -3px;
  }
  [part^='tile'] {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 12px;
    padding: var(--codat-tile-padding, 15px);
  }
  [part='logo-plate'] {
    position: relative;
    display: grid;
    flex: none;
    place-items: center;
    width: 112px;
    height: 44px;
    border-radius: calc(var(--_radius) / 2);
    background: var(--codat-plate-background, #fff);
    color: #444;
    forced-color-adjust: none;
  }
  .square [part='logo-plate'] {
    width: 44px;
  }
  img {
    position: absolute;
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    padding: 8px;
    object-fit: contain;
  }
  [data-state='error'],
  [data-state='load'] + i {
    visibility: hidden;
  }
  i {
    font-style: normal;
  }
  .words {
    flex: 1;
  }
  @container (max-width: 24rem) {
    [part='logo-plate'] {
      width: 72px;
    }
  }
  @container (max-width: 15rem) {
    [part^='tile'] {
      flex-wrap: wrap;
    }
    .words {
      flex-basis: 60%;
    }
  }
  b {
    display: block;
    font-weight: 600;
  }
  u {
    font-size: 0;
  }
  small {
    color: var(--_muted);
    font-size: max(0.875em, 14px);
  }
  small[part='badge'] {
    padding: 2px 8px;
    border-radius: 99px;
    background: color-mix(in oklab, currentColor 10%, transparent);
  }
  button[part^='tile']::after {
    content: '';
    width: 8px;
    height: 8px;
    margin: 0 6px;
    border: solid;
    border-color: var(--_muted);
    border-width: 2px 2px 0 0;
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
    content: none;
  }
  li:hover,
  [part~='selected'],
  [part~='busy'] {
    border-color: var(--_accent);
  }
  [part~='coming-soon'] {
    border-color: var(--_line);
    cursor: default;
  }
  :disabled,
  [aria-disabled='true']:not([part~='busy'], [part~='coming-soon']) {
    opacity: 0.6;
    cursor: default;
  }
  li [part='failure'] {
    padding: 0 15px 15px;
  }
  [part='retry'] {
    min-height: 44px;
    margin-top: 8px;
    padding: 8px 16px;
    border: 1px solid;
    border-color: var(--_accent);
  }
  [part~='skeleton'] > * {
    background: var(--_line);
    opacity: 0.6;
  }
  [part~='skeleton'] b {
    flex: 1;
    height: 2.4em;
  }
  @media (prefers-reduced-motion: no-preference) {
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
