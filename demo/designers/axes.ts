/** The stylesheets in `themes/`, and the element as it comes. */
export const THEMES = ['none', 'bakery', 'counter', 'toybox'] as const;
export type ThemeName = (typeof THEMES)[number];

export const THEME_TITLES: Record<ThemeName, string> = {
  none: 'None, as it comes',
  bakery: 'Bakery',
  counter: 'Counter',
  toybox: 'Toybox',
};

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** px of the picker's own box. */
export const WIDTHS = [240, 320, 360, 540, 800, 1120] as const;
