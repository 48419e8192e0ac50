import { css } from 'lit';

/** A card and its button, in every state: the plate with the logo, the text beside it, and the arrow at the end. */
export const tile = css`
  li {
    display: flex;
    flex-direction: column;
    border: var(--_border);
    border-color: var(--_line);
    border-radius: var(--_radius);
    break-inside: avoid;
    background: var(--codat-tile-background, color-mix(in oklab, currentColor 3%, transparent));
    box-shadow: var(--codat-shadow, none);
    overflow: clip;
  }
  /* In a long list the browser lays out only the tiles in sight. */
  .long li {
    content-visibility: auto;
    contain-intrinsic-size: auto 98px;
  }
  /* The height of a name and two lines, so that a tile with fewer is as high. The text goes below the plate where less
     than 8em are left beside it: a column any narrower would break most names. */
  [part^='tile'] {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_tile-gap);
    box-sizing: content-box;
    min-height: var(--codat-tile-height, calc(3.85em + 4px));
    padding: var(--_padding);
    border-radius: var(--_radius);
  }
  [part='logo-plate'] {
    display: grid;
    position: relative;
    flex: none;
    place-items: center;
    width: var(--codat-plate-width, clamp(72px, 27%, 112px));
    height: var(--codat-plate-height, 44px);
    border-radius: var(--codat-plate-radius, calc(var(--_radius) / 2));
    background: var(--codat-plate-background, #fff);
    color: var(--codat-plate-color, #444);
    forced-color-adjust: none;
    overflow: clip;
  }
  .square [part='logo-plate'] {
    width: var(--codat-plate-width, 44px);
  }
  /* An extension that darkens a page makes backgrounds dark and texts light. A logo needs a light background, so the plate
     takes the colour of a text. */
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
  [part='logo'][data-state='load'] + [part='monogram'] {
    visibility: hidden;
  }
  [part='monogram'] {
    font-weight: 600;
  }

  [part='words'] {
    display: flex;
    flex: 1 1 8em;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    box-sizing: border-box;
    min-width: 0;
    padding-inline-end: 20px;
  }
  /* WebKit would drop the blank at the end of a line from the accessible name. */
  [part='description'],
  [part='website'] {
    flex: 100%;
    white-space: break-spaces;
    color: var(--_muted);
  }
  [part='description'],
  [part='website'],
  [part^='badge'] {
    font-size: max(0.875em, min(1em, 14px));
  }
  /* For whoever listens: a pause between the name, the badges and the line. */
  [data-comma]::after {
    font-size: 0;
    content: attr(data-comma);
  }
  /* The busy line and the line before it, hidden, share one place: the tile keeps its height. */
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
  /* A name that is too long for any tile: two lines of it, wherever it stands. */
  [title],
  [title] ~ [part='description']:not(.brand, [data-line]),
  [title] ~ * > span,
  [title] ~ [data-line]::after {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  /* Only a tile with a web address is a container: containers make layout slower, and WebKit lays their contents out late. */
  .addressed {
    container: tile / inline-size;
  }
  /* In a narrower tile the line above breaks in two, and with the address the tile would be higher than the others. */
  @container tile (max-width: 26em) {
    [part='website'] {
      display: none;
    }
  }

  /* The arrow stands in the padding at the end of the text. Its negative margin is as wide as the arrow and the gap, so it
     takes up no room and can't wrap into a line of its own. */
  button[part^='tile']::after {
    flex: none;
    box-sizing: border-box;
    width: 10px;
    height: 10px;
    margin-inline: calc(-14px - var(--_tile-gap)) 4px;
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
    width: 20px;
    height: 20px;
    margin-inline: calc(-20px - var(--_tile-gap)) 0;
    border: 2px solid;
    border-color: var(--_accent) var(--_accent) transparent;
    border-radius: 50%;
  }
  button:is([part~='coming-soon'], [part~='branded'])::after {
    visibility: hidden;
  }
  [part~='branded'] [part='words'] {
    padding-inline-end: 0;
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
  /* A finger leaves the hover style on what it has touched, as if that were still chosen. */
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
  }
  [part^='tile']:not([aria-disabled='true'], :disabled):active {
    background: var(--codat-tile-active-background, color-mix(in oklab, currentColor 8%, transparent));
  }
  [part~='coming-soon'] {
    border-color: var(--_line);
    cursor: default;
  }
  [part~='coming-soon'] [part='name'] {
    color: var(--_muted);
  }
  :disabled,
  [aria-disabled='true']:not([part~='busy'], [part~='coming-soon']) {
    opacity: 0.6;
    cursor: default;
  }
`;
