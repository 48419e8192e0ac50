import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../../test/support/browser.js';
import { environmentOf, type Environment } from './environment.js';
import type { Drawn } from './gallery.js';
import type { Picture } from './list.js';
import { foreignFonts } from './own-fonts.js';
import { PROBE, probePage } from './probe.js';
import { startSite } from './site.js';

// Letters and colours as they are, rather than as some screen would have them.
const FLAGS = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars'];

const STILL: BrowserContextOptions = { locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' };

/** px of the window: all of a picture is in sight, as a browser may leave out what isn't. */
const HIGHEST = 2400;
const AT_ONCE = 3;
const PATIENCE = 30_000;

/** Draws them all, and the probe. */
export async function draw(pictures: readonly Picture[]): Promise<{ drawn: Drawn[]; environment: Environment }> {
  const executablePath = await findBrowser();
  const site = await startSite();
  try {
    const browser = await chromium.launch({
      executablePath,
      args: [...browserFlags, ...FLAGS],
      env: { ...process.env, FONTCONFIG_FILE: fileURLToPath(new URL('fonts.conf', import.meta.url)) },
    });
    try {
      const drawn = [await attempt(PROBE, () => drawProbe(browser))];
      const waiting = pictures.values();
      const worker = async (): Promise<void> => {
        for (const picture of waiting)
          drawn.push(await attempt(picture.name, () => drawOne(browser, site.origin, picture)));
      };
      // One loads while the other draws.
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      // In whatever order they were done.
      drawn.sort((a, b) => a.name.localeCompare(b.name));
      return { drawn, environment: environmentOf(browser.version()) };
    } finally {
      await browser.close();
    }
  } finally {
    await site.close();
  }
}

async function attempt(name: string, picture: () => Promise<Buffer>): Promise<Drawn> {
  try {
    return { name, png: await picture() };
  } catch (error) {
    return { name, reason: error instanceof Error ? error.message : String(error) };
  }
}

async function drawProbe(browser: Browser): Promise<Buffer> {
  return inWindow(browser, { viewport: { width: 320, height: HIGHEST } }, (page) => page.setContent(probePage()));
}

async function drawOne(browser: Browser, origin: string, picture: Picture): Promise<Buffer> {
  const { act, contrast, forcedColors, lang, logo, scale = 1, scheme = 'light', state, theme, width } = picture;
  const options: BrowserContextOptions = {
    viewport: { width, height: HIGHEST },
    deviceScaleFactor: scale,
    colorScheme: scheme,
    ...(contrast && { contrast }),
    ...(forcedColors && { forcedColors }),
  };
  const given = Object.entries({ state, theme, scheme, lang, logo, font: 'test' }).filter(([, value]) => value);
  return inWindow(browser, options, async (page) => {
    await page.goto(`${origin}/specimen.html?${new URLSearchParams(given as [string, string][])}`);
    const outcome = await page.waitForFunction(() => document.documentElement.dataset['ready']);
    if ((await outcome.jsonValue()) !== 'true') {
      throw new Error(await page.evaluate(() => document.documentElement.dataset['reason'] ?? 'It gave no reason.'));
    }
    await act?.(page);
  });
}

/** What the page shows once it is prepared. Whatever it complains about is an error. */
async function inWindow(
  browser: Browser,
  options: BrowserContextOptions,
  prepare: (page: Page) => Promise<void>,
): Promise<Buffer> {
  const context = await browser.newContext({ ...STILL, ...options });
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    await prepare(page);
    const picture = await shoot(page);
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
    return picture;
  } finally {
    await context.close();
  }
}

async function shoot(page: Page): Promise<Buffer> {
  const height = await page.evaluate(async () => {
    await document.fonts.ready;
    return document.body.offsetHeight;
  });
  const { width, height: most } = page.viewportSize()!;
  if (height > most) throw new Error(`It is ${height} px high, of which no more than ${most} are drawn.`);
  const foreign = await foreignFonts(page);
  if (foreign.length > 0)
    throw new Error(`It would look otherwise on another machine, as it shows ${foreign.join(', ')}.`);
  return page.screenshot({ clip: { x: 0, y: 0, width, height }, animations: 'disabled', caret: 'hide' });
}
