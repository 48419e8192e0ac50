/**
 * One picker and nothing else, for a screenshot: `specimen.html?state=&theme=&scheme=&lang=&dir=&width=&logo=&font=test`.
 * Once all has settled, `<html data-ready="true">`; where that can't be, `data-ready="failed"` and `data-reason`.
 */
import { SCHEMES, THEMES, type ThemeName } from './axes.js';
import { directionOf } from './languages.js';
import { startNetwork } from './network.js';
import { logosSettled, setUp } from './set-up.js';
import { isStateName } from './states.js';
import { themeSheet } from './themes.js';

const { dataset, style } = document.documentElement;
const wanted = new URLSearchParams(location.search);

async function show(): Promise<void> {
  const state = wanted.get('state') ?? 'ready';
  const theme = wanted.get('theme') ?? 'none';
  const scheme = wanted.get('scheme');
  const lang = wanted.get('lang') ?? 'en';
  const width = Number(wanted.get('width'));
  const logo = wanted.get('logo');
  if (!isStateName(state)) throw new Error(`there is no state ${state}`);
  if (!(THEMES as readonly string[]).includes(theme)) throw new Error(`there is no theme ${theme}`);

  document.documentElement.lang = lang;
  document.documentElement.dir = wanted.get('dir') ?? directionOf(lang);
  if ((SCHEMES as readonly (string | null)[]).includes(scheme)) style.colorScheme = scheme!;
  document.adoptedStyleSheets = [themeSheet(theme as ThemeName, 'body')];

  if (wanted.get('font') === 'test') {
    dataset['font'] = 'test';
    await import('./fonts.js');
  }
  await startNetwork();

  const { arrive, picker } = setUp(state, logo ? { logo } : {});
  const main = document.querySelector('main')!;
  if (width) main.style.width = `${width}px`;
  main.append(picker);
  await arrive();
  await logosSettled(picker);
  await document.fonts.ready;
  // What the fonts and the logos have changed is laid out by then.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

show().then(
  () => (dataset['ready'] = 'true'),
  (error: unknown) => {
    dataset['reason'] = String(error);
    dataset['ready'] = 'failed';
  },
);
