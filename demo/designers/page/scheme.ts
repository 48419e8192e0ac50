import { render } from 'lit';
import type { Scheme } from '../axes.js';
import { segments } from './controls.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
let chosen: Scheme | undefined;

/** The scheme in which the page itself is. */
export const pageScheme = (): Scheme => chosen ?? (dark.matches ? 'dark' : 'light');

/** The switch for the page's own scheme. */
export function schemeSwitch(root: HTMLElement, changed: (scheme: Scheme) => void): void {
  const draw = (): void =>
    void render(
      segments(
        'This page',
        'page-scheme',
        [
          ['light', 'Light'],
          ['dark', 'Dark'],
        ],
        pageScheme(),
        (scheme) => {
          chosen = scheme;
          document.documentElement.style.colorScheme = scheme;
          changed(scheme);
        },
      ),
      root,
    );
  dark.addEventListener('change', () => {
    draw();
    changed(pageScheme());
  });
  draw();
}
