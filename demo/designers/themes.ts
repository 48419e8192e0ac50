import type { ThemeName } from './axes.js';

const files = import.meta.glob<string>('./themes/*.css', { eager: true, query: '?raw', import: 'default' });

/** A theme's text, as it is to be copied: none where the element is to stay as it comes. */
export const themeText = (theme: ThemeName): string => files[`./themes/${theme}.css`] ?? '';

/** The same for a page that holds several: what a theme says of the page is said of each one's own root. */
export const themeSheet = (theme: ThemeName, page: 'body' | ':host'): CSSStyleSheet => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(themeText(theme).replace(/^body\b/gm, page));
  return sheet;
};
