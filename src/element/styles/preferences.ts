import { css } from 'lit';

/** What the merchant asks of every page: larger text for fingers, more contrast, their own colours, movement. */
export const preferences = css`
  /* Fingers: texts that can be read at arm's length, and tiles that are easy to hit. */
  @media (pointer: coarse) {
    [part='base'] {
      font-size: max(var(--codat-font-size, 1em), 16px);
    }
    [part='description'],
    [part='website'],
    [part^='badge'] {
      font-size: max(0.875em, 16px);
    }
    [part^='tile'] {
      min-height: var(--codat-tile-height, calc(4.2em + 4px));
    }
  }
  /* Lines and secondary texts are mixed colours otherwise. */
  @media (prefers-contrast: more) {
    [part='base'] {
      --_line: currentColor;
      --_muted: currentColor;
    }
  }
  /* The browser replaces our colours here: what they said is said by system colours and outlines. */
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
    .bar::before,
    [part~='skeleton'] [part],
    [part~='skeleton'] .bars::before,
    [part~='skeleton'] .bars::after {
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
  /* Everything that moves, so that nothing does for those who want none. */
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
    .bar::before,
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
