import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Shows nothing of the element: where it comes out otherwise, it isn't the element that has changed. */
export const PROBE = 'probe';

const { resolve } = createRequire(import.meta.url);

/** Brings its font along: there is no request to wait for. */
const face = (family: string, weight: number, file: string): string =>
  `@font-face {
      font-family: '${family}';
      font-weight: ${weight};
      src: url(data:font/woff2;base64,${readFileSync(resolve(file), 'base64')});
    }`;

/**
 * A page with letters, lines, corners and mixed colours. The version of a browser doesn't say it all: Debian's Chromium
 * draws letters with whatever FreeType and HarfBuzz the machine has.
 */
export const probePage = (): string => `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Probe</title>
  <style>
    ${face('Inter', 400, '@fontsource/inter/files/inter-latin-400-normal.woff2')}
    ${face('Inter', 600, '@fontsource/inter/files/inter-latin-600-normal.woff2')}
    ${face('Noto Sans Arabic', 400, '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2')}
    body { margin: 0; padding: 16px; width: 288px; background: #fff; color: #1c2430; font: 16px/1.4 Inter, 'Noto Sans Arabic'; }
    p { margin: 0 0 8px; padding: 8px 12px; border: 1px solid color-mix(in oklab, currentColor 22%, transparent); border-radius: 12px; }
    b { font-weight: 600; }
    small { color: color-mix(in oklab, currentColor 70%, transparent); font-size: 13px; }
    svg { display: block; fill: none; stroke: #14506b; stroke-width: 1.5; }
  </style>
  <body>
    <p><b>Sage Accounting</b><br /><small>Link your Sage Accounting account</small></p>
    <p lang="ar" dir="rtl">اختر برنامج المحاسبة</p>
    <svg width="48" height="24"><circle cx="10.5" cy="10.5" r="7" /><path d="m15.8 15.8 5.7 5.7" /></svg>
  </body>
</html>`;
