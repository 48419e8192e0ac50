import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createEmbeddedCodat } from '../../demo/codat/index.js';
import { browserFlags, findBrowser } from '../support/browser.js';

const WITH_LOGOS = ['qudb', 'pbbf', 'pdvj', 'tgff', 'qhyg', 'gbol', 'fqly', 'ldgh', 'fztf', 'ugxp'];
const ORIGIN = 'http://codat.test';
const API_KEY = 'a key';

const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: ORIGIN });
const ask = (url: string): Promise<Response> =>
  codat.fetch(new Request(url, { headers: { authorization: `Basic ${btoa(API_KEY)}` } }));

interface Branding {
  logo: Record<'full' | 'square', { image: { src: string } }>;
}

/** How much of a box the ink of a drawing takes that is shown whole in it, as `object-fit: contain` does. */
async function inkIn(page: Page, svg: string, width: number, height: number): Promise<{ x: number; y: number }> {
  const places = await page.evaluate(
    async ([drawing, w, h]) => {
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }));
      await image.decode();
      const scale = Math.min(w / image.naturalWidth, h / image.naturalHeight);
      const context = new OffscreenCanvas(w, h).getContext('2d')!;
      context.drawImage(image, 0, 0, image.naturalWidth * scale, image.naturalHeight * scale);
      const { data } = context.getImageData(0, 0, w, h);
      return Array.from({ length: w * h }, (_value, at) => at).filter((at) => data[at * 4 + 3]! > 64);
    },
    [svg, width * DENSITY, height * DENSITY] as const,
  );
  const columns = new Set(places.map((at) => at % (width * DENSITY)));
  const rows = new Set(places.map((at) => Math.floor(at / (width * DENSITY))));
  return { x: spanOf(columns) / (width * DENSITY), y: spanOf(rows) / (height * DENSITY) };
}

const DENSITY = 2;
const spanOf = (places: ReadonlySet<number>): number => Math.max(...places) - Math.min(...places) + 1;

describe('the logo of what a host offers', () => {
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
    page = await browser.newPage();
  });
  after(() => browser.close());

  const drawingOf = async (key: string, variant: 'full' | 'square'): Promise<string> => {
    const { logo } = (await (await ask(`${ORIGIN}/config/integrations/${key}/branding`)).json()) as Branding;
    return (await ask(logo[variant].image.src)).text();
  };

  it('fills its plate from side to side or from top to bottom, and most of the other way', async () => {
    for (const key of WITH_LOGOS) {
      // What is left of a plate of 112 × 44 within its padding.
      const { x, y } = await inkIn(page, await drawingOf(key, 'full'), 96, 28);
      assert.ok(Math.max(x, y) > 0.97 && Math.min(x, y) > 0.75, `${key}: ${x} × ${y}`);
    }
  });

  it('fills a square plate', async () => {
    for (const key of WITH_LOGOS) {
      const { x, y } = await inkIn(page, await drawingOf(key, 'square'), 28, 28);
      assert.ok(Math.max(x, y) > 0.97 && Math.min(x, y) > 0.8, `${key}: ${x} × ${y}`);
    }
  });
});
