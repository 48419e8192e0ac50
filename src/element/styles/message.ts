import { css } from 'lit';

/** What went wrong, or was not found, and the buttons beside it. */
export const message = css`
  [part='message'] {
    /* Longer lines are hard to read. */
    max-width: 65ch;
  }
  [part='failure'] [part='message'] {
    position: relative;
    padding-inline-start: 1.75em;
    color: var(--_error);
  }
  [part='failure'] [part='message']::before {
    position: absolute;
    inset-inline-start: 0;
    top: 0.1em;
    box-sizing: border-box;
    width: 1.25em;
    height: 1.25em;
    border: 2px solid;
    border-radius: 50%;
    /* A sign to see, and not to hear. Browsers of before 2024 know no such difference. */
    content: '!';
    content: '!' / '';
    font-weight: 700;
    font-size: 0.9em;
    line-height: 1.05em;
    text-align: center;
  }
  li[part~='failed'] {
    border-color: var(--_error);
  }
  li [part='failure'] {
    padding: var(--_padding);
    padding-block-start: 0;
  }
  [part~='retry'],
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
  /* A finger leaves the hover style on what it has touched. */
  @media not (pointer: coarse) {
    [part~='retry']:hover,
    [part='log-in']:hover,
    [part='search-clear']:hover {
      background: color-mix(in oklab, currentColor 8%, transparent);
    }
  }
  [part~='retry']:active,
  [part='log-in']:active,
  [part='search-clear']:active {
    background: var(--codat-tile-active-background, color-mix(in oklab, currentColor 8%, transparent));
  }
`;
