import { css } from 'lit';

/** What holds everything else: the aliases, the grid, text, buttons and the focus ring. */
export const frame = css`
  /* Font and colour are the page's own. What else comes down from around, such as capitals, is not meant for the picker.
     A designer may say it of the element itself. */
  :host {
    display: block;
    writing-mode: horizontal-tb;
    text-align: start;
    text-align-last: auto;
    text-transform: none;
    letter-spacing: normal;
    word-spacing: normal;
    line-height: 1.4;
    hyphens: manual;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  [part='base'] {
    --_accent: var(--codat-accent, color-mix(in oklab, AccentColor 60%, currentColor));
    --_line: var(--codat-border-color, color-mix(in oklab, currentColor 22%, transparent));
    --_muted: var(--codat-muted-color, color-mix(in oklab, currentColor 85%, transparent));
    --_error: var(--codat-error-color, color-mix(in oklab, red 65%, currentColor));
    --_lost: var(--codat-deauthorized-color, var(--codat-error-color, color-mix(in oklab, red 60%, currentColor)));
    --_border: var(--codat-border-width, 1px) solid;
    --_radius: var(--codat-radius, 12px);
    --_control: var(--codat-control-radius, var(--_radius));
    --_gap: var(--codat-gap, 12px);
    --_padding: var(--codat-tile-padding, 15px);
    --_tile-gap: var(--codat-tile-gap, 12px);
    /* These would cut or hide text, whether they come down from around, as a table's 'nowrap', or are said of each element. */
    text-indent: 0;
    white-space: normal;
    line-break: auto;
    -webkit-text-fill-color: currentColor;
    -webkit-text-security: none;
    -webkit-text-stroke: 0;
    font-family: var(--codat-font, inherit);
    font-size: var(--codat-font-size, 1em);
    outline: 0;
    overflow-wrap: anywhere;
    word-break: normal;
  }
  /* Japanese has no blanks to break at. */
  [part='base']:lang(ja) {
    word-break: auto-phrase;
  }
  [part='base'],
  section,
  .group,
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_gap);
  }
  [part='base'] {
    gap: calc(2 * var(--_gap));
  }
  /* In columns narrower than 19em the text beside the plate would break into many lines. With 24% there are four columns at
     the most: the room of a wide screen goes to the tiles. */
  ul {
    grid-template-columns: repeat(auto-fill, minmax(min(var(--codat-tile-width, max(19em, 24%)), 100%), 1fr));
    list-style: none;
  }
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  [part='heading'],
  [part='name'],
  .name {
    font-weight: var(--codat-name-weight, 600);
  }
  [part='heading'] {
    font-size: 1.125em;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  a,
  button,
  input {
    border: 0;
    border-radius: var(--_control);
    background: 0;
    color: inherit;
    font: inherit;
    text-align: inherit;
    text-decoration: none;
    scroll-margin: 6rem;
  }
  button {
    cursor: pointer;
  }
  :focus-visible {
    outline: 3px solid;
    outline-color: var(--codat-focus-color, var(--_accent));
    outline-offset: -3px;
  }
  [part='base']:focus-visible {
    outline: 0;
  }
`;
