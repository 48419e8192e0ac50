import { css } from 'lit';

/** The search box. */
export const search = css`
  [part='search'] {
    display: flex;
    position: relative;
    align-items: center;
    /* Across a wide screen it would look like the search box of the page. */
    max-width: 32rem;
  }
  [part='search-icon'] {
    position: absolute;
    inset-inline-start: 14px;
    color: var(--_muted);
    pointer-events: none;
  }
  svg {
    width: 20px;
    height: 20px;
    fill: none;
    stroke: currentColor;
    stroke-linecap: round;
    stroke-width: 2px;
  }
  input {
    flex: 1;
    box-sizing: border-box;
    min-width: 0;
    min-height: 44px;
    margin: 0;
    padding: 8px;
    padding-inline: 44px 46px;
    border: var(--_border);
    border-color: var(--codat-field-border-color, color-mix(in oklab, currentColor 65%, transparent));
    background: var(--codat-field-background, transparent);
    font-size: max(1em, 16px);
    appearance: none;
  }
  :placeholder-shown {
    padding-inline-end: 14px;
    text-overflow: ellipsis;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  [part='search-clear'] {
    display: grid;
    position: absolute;
    inset-inline-end: 0;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    color: var(--_muted);
  }
`;
