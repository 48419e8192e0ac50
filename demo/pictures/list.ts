import type { Page } from 'playwright-core';
import { THEMES, type ThemeName } from '../designers/axes.js';
import { STATE_NAMES, type StateName } from '../designers/states.js';
import { numberTiles, numberWhole } from './anatomy.js';

/** What is drawn, and how. */
export interface Picture {
  /** The name of its file. */
  readonly name: string;
  readonly state: StateName;
  /** px of the window. The page leaves 16 px on either side of the picker. */
  readonly width: number;
  /** Pixels a px. Default: 1. Twice as many where people look at the picture, and not only a script. */
  readonly scale?: 2;
  readonly theme?: ThemeName;
  readonly scheme?: 'dark';
  readonly lang?: string;
  readonly logo?: 'square';
  readonly contrast?: 'more';
  readonly forcedColors?: 'active';
  /** What the merchant does, once all is there. */
  readonly act?: (page: Page) => Promise<void>;
}

const WIDE = 1000;
const PHONE = 320;
/** Leaves the picker less than the 240 px below which a tile has another shape. */
const NARROWEST = 262;

const picture = (name: string, state: StateName, rest: Partial<Picture> = {}): Picture => ({
  name,
  state,
  width: WIDE,
  ...rest,
});

const hover = (page: Page): Promise<void> => page.locator('[part~="tile"]').first().hover();

// A ring is for those who use the keyboard: what is focused after a key wears one.
const tabTo =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Tab');
    await page.locator(selector).first().focus();
  };

// No font that comes along has emoji, Hebrew, Chinese or piles of marks: what they look like is up to the machine.
const withoutForeignScripts = (page: Page): Promise<void> =>
  page.locator('[part~="card"]').evaluateAll((cards) => {
    for (const card of cards) {
      if (/[\p{Extended_Pictographic}\p{Mn}\p{Script=Hebrew}账]/u.test(card.textContent)) card.remove();
    }
  });

/** Too long for a picture: what they are there for is their number. */
const UNSEEN: readonly StateName[] = ['data-125', 'data-10000'];

/** A state that is in no other list is drawn all the same. */
const everyState = STATE_NAMES.filter((state) => !UNSEEN.includes(state)).map((state) =>
  picture(state, state, {
    ...(state === 'ready' && { scale: 2 }),
    ...(state === 'data-names' && { act: withoutForeignScripts }),
  }),
);

const dark = (
  [
    'ready',
    'badges',
    'selected',
    'loading',
    'search',
    'search-none',
    'busy',
    'failed-unavailable',
    'error-unavailable',
  ] as const
).map((state) => picture(`${state}-dark`, state, { scheme: 'dark', ...(state === 'ready' && { scale: 2 }) }));

const narrow = [
  picture('badges-phone', 'badges', { width: PHONE, scale: 2 }),
  picture('search-phone', 'search', { width: PHONE }),
  picture('failed-unavailable-phone', 'failed-unavailable', { width: PHONE }),
  picture('error-unavailable-phone', 'error-unavailable', { width: PHONE }),
  picture('data-names-phone', 'data-names', { width: PHONE, act: withoutForeignScripts }),
  picture('badges-narrowest', 'badges', { width: NARROWEST }),
  picture('failed-unavailable-narrowest', 'failed-unavailable', { width: NARROWEST }),
];

const languages = [
  picture('ready-ar', 'ready', { lang: 'ar', scale: 2 }),
  picture('badges-ar', 'badges', { lang: 'ar' }),
  picture('search-ar', 'search', { lang: 'ar' }),
  picture('failed-unavailable-ar', 'failed-unavailable', { lang: 'ar', width: PHONE }),
  picture('ready-ja', 'ready', { lang: 'ja' }),
  picture('badges-de', 'badges', { lang: 'de', width: PHONE }),
];

const preferences = [
  picture('badges-forced-colors', 'badges', { forcedColors: 'active', scheme: 'dark' }),
  picture('busy-forced-colors', 'busy', { forcedColors: 'active' }),
  picture('search-none-forced-colors', 'search-none', { forcedColors: 'active' }),
  picture('badges-more-contrast', 'badges', { contrast: 'more' }),
];

const atHand = [
  picture('tile-hover', 'selected', { act: hover }),
  picture('tile-focus', 'selected', { act: tabTo('[part~="tile"]') }),
  picture('tile-focus-dark', 'selected', { act: tabTo('[part~="tile"]'), scheme: 'dark' }),
  picture('search-focus', 'search', { act: tabTo('[part~="search-input"]') }),
  picture('retry-focus', 'failed-unavailable', { act: tabTo('[part~="retry"]') }),
];

/** What docs/designers.md shows. */
const anatomy = [
  picture('anatomy', 'ready', { width: 840, scale: 2, act: numberWhole }),
  picture('anatomy-tiles', 'ready', { width: 640, scale: 2, act: numberTiles }),
];

const themes = THEMES.filter((theme) => theme !== 'none').map((theme) => picture(`theme-${theme}`, 'ready', { theme }));

export const PICTURES: readonly Picture[] = [
  ...everyState,
  ...dark,
  ...narrow,
  ...languages,
  ...preferences,
  ...atHand,
  ...anatomy,
  ...themes,
];
