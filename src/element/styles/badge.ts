import { css } from 'lit';

/** What sets software apart, after its name: a pill of one line. */
export const badge = css`
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
  /* A mixed colour has less contrast: whoever wants more gets the plain line. */
  @media (prefers-contrast: no-preference) {
    li[part~='deauthorized'] {
      border-color: color-mix(in oklab, var(--_lost) 50%, transparent);
    }
  }
`;
