import type { Browser } from 'playwright-core';
import type { Name } from './bundle.js';
import type { Site } from './site.js';
import { open } from './stage.js';

/** A contestant's tiles, at rest and while one of them is busy. */
async function markupOf(name: Name, browser: Browser, site: Site): Promise<string[]> {
  const { close, page } = await open(browser, site, name);
  await page.evaluate(() => window.bench.prepare(11));
  await page.evaluate(() => window.bench.mount(11));
  const atRest = await page.evaluate(() => window.bench.markup());
  await page.evaluate(() => window.bench.pick());
  const busy = await page.evaluate(() => window.bench.markup());
  await close();
  return [atRest, busy].flatMap((markup) => markup.split('\n'));
}

/** Makes sure that the floor is one: that its tiles are the picker's, but for lit's comments. */
export async function checkFloor(browser: Browser, site: Site): Promise<void> {
  const [picker, floor] = await Promise.all([markupOf('picker', browser, site), markupOf('floor', browser, site)]);
  picker.forEach((tile, index) => {
    if (tile === floor[index]) return;
    throw new Error(
      `The floor’s tiles are not the picker’s any more, so that comparing them says nothing.\n` +
        `Change test/bench/page/floor-markup.ts, or what fills it in floor.ts.\n\n` +
        `tile ${index % 11}${index < 11 ? '' : ', while tile 5 is busy'}\npicker: ${tile}\nfloor:  ${floor[index]}`,
    );
  });
}
