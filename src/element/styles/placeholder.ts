import { css } from 'lit';

/** What stands for headings and tiles while the list is loading: bars and plates, in boxes of the same size. */
export const placeholder = css`
  .bar::before {
    display: inline-block;
    width: 10em;
    /* In a narrow picker, too, it has to look like a heading, and not like a line across. */
    max-width: 60%;
    height: 0.9em;
    border-radius: var(--codat-plate-radius, calc(var(--_radius) / 2));
    background: var(--_line);
    opacity: 0.6;
    content: '';
  }
  [part~='skeleton'] > * {
    color: inherit;
    opacity: 0.6;
  }
  [part~='skeleton'] [part],
  [part~='skeleton'] .bars::before,
  [part~='skeleton'] .bars::after {
    background: var(--_line);
  }
  [part~='skeleton'] .bars {
    flex: 1 1 8em;
  }
  [part~='skeleton'] .bars::before,
  [part~='skeleton'] .bars::after {
    display: block;
    width: 60%;
    height: 0.9em;
    margin: 0.25em 0;
    border-radius: var(--codat-plate-radius, calc(var(--_radius) / 2));
    content: '';
  }
  [part~='skeleton'] .bars::after {
    width: 90%;
    height: 0.75em;
    margin-top: 0.5em;
  }
`;
