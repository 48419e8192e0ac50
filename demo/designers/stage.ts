import type { Scheme, ThemeName } from './axes.js';
import { themeSheet } from './themes.js';

const base = new CSSStyleSheet();
base.replaceSync(`
  :host {
    display: block;
    box-sizing: border-box;
    padding: 16px;
    font: 16px/1.5 Inter, 'Noto Sans Arabic', 'Noto Sans JP Variable', system-ui, sans-serif;
    background: Canvas;
    color: CanvasText;
  }
  codat-commerce-picker {
    inline-size: var(--specimen-width, auto);
  }
  p { margin: 0; }
  @media (max-width: 26rem) {
    :host { padding: 8px; }
  }
`);

/** How a page around a picker looks, and speaks. */
export interface Surroundings {
  theme: ThemeName;
  scheme: Scheme | '';
  lang: string;
  dir?: 'ltr' | 'rtl';
}

/**
 * A page within the page: a shadow root with a theme of its own, so that several stand side by side.
 *
 * @param more what comes after the theme
 */
export function dress(
  stage: HTMLElement,
  { dir = 'ltr', lang, scheme, theme }: Surroundings,
  ...more: CSSStyleSheet[]
): ShadowRoot {
  const root = stage.shadowRoot ?? stage.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [base, themeSheet(theme, ':host'), ...more];
  stage.lang = lang;
  stage.dir = dir;
  stage.style.colorScheme = scheme;
  return root;
}
