import { css } from 'lit';

/** The software's own button, as high as the two lines that it stands for, over the line that is seen until it is there. */
export const brandButton = css`
  .brand {
    display: grid;
    align-items: center;
    min-height: 2.8em;
  }
  .brand > * {
    grid-area: 1 / 1;
  }
  [part~='brand-button'] {
    width: min(100%, 16rem);
    height: 2.8em;
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
`;
