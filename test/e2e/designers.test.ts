import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import { Hono } from 'hono';
import { getMimeType } from 'hono/utils/mime';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { build } from 'vite';
import { listen, type Listening } from '../../demo/codat/listen.js';
import { THEMES } from '../../demo/designers/axes.js';
import { elementOf } from '../../demo/designers/build/plugins.js';
import { designersSite } from '../../demo/designers/serve.js';
import { STATE_NAMES, stateOf } from '../../demo/designers/states.js';
import { browserFlags, findBrowser } from '../support/browser.js';

const folder = fileURLToPath(new URL('../../demo/designers/', import.meta.url));
const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const themes = THEMES.filter((theme) => theme !== 'none');

/** Where the plain server has the site: not at its root, and in a folder with an awkward name. */
const SUB_FOLDER = '/some/sub%20folder/';

let site: string;
let server: Listening;
let browser: Browser;
let noise: string[] = [];
let pages: Page[] = [];

before(async () => {
  site = await mkdtemp(path.join(tmpdir(), 'designers-'));
  await build({
    configFile: path.join(folder, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: site, emptyOutDir: true },
  });
  const app = new Hono();
  app.route('/designers', designersSite(site));
  app.get('/some/*', async (c) => {
    const file = decodeURI(new URL(c.req.url).pathname).replace('/some/sub folder/', '') || 'index.html';
    const body = await readFile(path.join(site, file)).catch(() => undefined);
    return body ? c.body(body, 200, { 'content-type': getMimeType(file) ?? 'application/octet-stream' }) : c.notFound();
  });
  app.get('/picker.js', async (c) => {
    const file = new URL('../../dist/codat-commerce-picker.min.js', import.meta.url);
    return c.body(await readFile(file, 'utf8'), 200, { 'content-type': 'text/javascript' });
  });
  app.get('/bare', (c) =>
    c.html('<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><link rel="icon" href="data:,">'),
  );
  server = await listen(app, { port: 0 });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
});
after(async () => {
  await browser.close();
  await server.close();
  await rm(site, { recursive: true });
});
afterEach(async () => {
  const heard = noise;
  await Promise.all(pages.map((page) => page.context().close()));
  noise = [];
  pages = [];
  assert.deepEqual(heard, []);
});

async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => {
    // The browser's own line for each refusal, which is what several specimens are about.
    // A developer's mistake is said where developers look: two specimens are about one.
    if (/^codat-commerce-picker (endpoint|sync-endpoint) .*\((bad-response|unsafe-url)\)$/.test(message.text())) return;
    const { url } = message.location();
    if (message.text().startsWith('Failed to load resource') && /\/api\/|\/logos\/awkward\//.test(url)) return;
    noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(server.origin + address);
  return page;
}

/** Opens the page and passes every specimen, since all wait to be seen; then all of them are in their state. */
async function openGallery(query = '', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(`${SUB_FOLDER}${query}`, options);
  for (const section of ['#specimens', '#awkward']) {
    await page.locator(section).scrollIntoViewIfNeeded();
    await page.locator(`${section} :is(.place, .specimen)`).first().waitFor();
  }
  await page.waitForFunction(() => {
    document.querySelector('.place')?.scrollIntoView();
    return !document.querySelector('.place, .specimen:not([data-ready])');
  });
  return page;
}

async function openSpecimen(query: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(`${SUB_FOLDER}specimen.html?${query}`, options);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return page;
}

/** What axe holds against a page. */
async function faultsOf(page: Page, options: RunOptions = {}): Promise<string[]> {
  await page.addScriptTag({ path: axeFile });
  const { violations } = await page.evaluate(
    (runOptions) => (globalThis as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(runOptions),
    { resultTypes: ['violations'], ...options } as RunOptions,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html}`).join('\n')}`);
}

// Many pickers stand on one page, each with its regions: no product has that.
const ONE_PAGE: RunOptions = { rules: { 'landmark-unique': { enabled: false } } };

describe('the designers’ page', () => {
  for (const [width, height] of [
    [320, 700],
    [1280, 800],
  ] as const) {
    it(`begins with a picker in the first screen, in any theme, at ${width} px`, async () => {
      const page = await open(SUB_FOLDER, { viewport: { width, height } });
      const first = page.locator('#showcase');
      const tile = first.getByRole('button', { name: /^Exact \(NL\)/ });
      const groundOf = (): Promise<string> =>
        first.locator('.stage').evaluate((stage) => getComputedStyle(stage).backgroundColor);
      await tile.waitFor();
      const { y, height: size } = (await tile.boundingBox())!;
      assert.ok(y + size < height, `it ends at ${y + size} px`);
      const asItComes = await groundOf();
      await page.locator('#showcase-controls').getByLabel('Bakery').check();
      assert.notEqual(await groundOf(), asItComes);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    });
  }

  it('shows that picker also where no service worker may run, and says what is missing', async () => {
    const page = await open(SUB_FOLDER, { serviceWorkers: 'block' });
    await page.locator('#showcase').getByRole('button', { name: /^Xero/ }).waitFor();
    await page.locator('#specimens').scrollIntoViewIfNeeded();
    await page.getByRole('alert').getByText('The specimens need a service worker').waitFor();
    noise = noise.filter((line) => !line.includes('Service Worker'));
  });

  it('shows every state, served from a sub folder by a plain server', async () => {
    const page = await openGallery();
    const shown = await page
      .locator('.specimen')
      .evaluateAll((figures) => figures.map(({ dataset }) => [dataset['state'], dataset['ready']].join(' ')));
    const expected = STATE_NAMES.filter((name) => !('heavy' in stateOf(name))).map((name) => `${name} true`);
    assert.deepEqual([...new Set(shown)].sort(), expected.sort());
    assert.deepEqual(await faultsOf(page, ONE_PAGE), []);
  });

  it('shows 10,000 tiles when asked to', async () => {
    const page = await openGallery('?state=empty');
    await page.getByRole('button', { name: 'Show 10,000 tiles' }).click();
    await page.waitForFunction(() => {
      const picker = document.querySelector('[data-state="data-10000"] .stage')?.shadowRoot?.firstElementChild;
      return picker?.shadowRoot?.querySelectorAll('li').length === 10_000;
    });
  });

  it('multiplies what is chosen on its axes, and keeps it in its address', async () => {
    const page = await openGallery('?state=ready');
    const count = page.locator('.count');
    assert.equal(await count.textContent(), '1 specimen');
    const specimens = page.locator('#specimens');
    for (const name of ['Bakery', 'Dark', 'Français', '540 px'])
      await specimens.getByLabel(name, { exact: true }).check();
    assert.equal(await count.textContent(), '16 specimens');
    await page.reload();
    await page.locator('#specimens .specimen').first().waitFor();
    assert.equal(await count.textContent(), '16 specimens');
  });

  it('fits a phone, and stands still for whoever asks for it', async () => {
    const page = await openGallery('?state=ready,loading,busy', { viewport: { width: 375, height: 800 } });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  });

  it('runs under the policy that the demo serves it with', async () => {
    const page = await open('/designers');
    await page.locator('#specimens').scrollIntoViewIfNeeded();
    await page.locator('.specimen[data-ready="true"]').first().waitFor();
    assert.equal(page.url(), `${server.origin}/designers/`);
    const outside = await page.request.get(`${server.origin}/designers/%2e%2e%2fdesigners.test.ts`);
    assert.equal(outside.status(), 404);
  });
});

describe('the flow, slowly', () => {
  const start = async (): Promise<{ page: Page; flow: ReturnType<Page['locator']>; pick(): Promise<void> }> => {
    const page = await open(`${SUB_FOLDER}#flow`);
    const flow = page.locator('#flow');
    await flow.getByRole('slider').fill('0.2');
    return { page, flow, pick: () => flow.getByRole('button', { name: /^Xero/ }).click() };
  };

  it('shows the events in order up to the door, stays, and never shows the one-time URL', async () => {
    const { flow, page, pick } = await start();
    await pick();
    await flow.getByText('Here the browser goes to https://sync-flow.codat.io').waitFor();
    assert.deepEqual(await flow.getByRole('log').locator('strong').allTextContents(), [
      'codat-loaded',
      'codat-select',
      'codat-redirect',
    ]);
    assert.equal(await flow.locator('[aria-current="step"] strong').textContent(), 'Leave');
    assert.doesNotMatch(await page.content(), /otp|partnercommerce/);
    assert.equal(page.url(), `${server.origin}${SUB_FOLDER}#flow`);
  });

  for (const [outcome, code] of [
    ['503', 'unavailable'],
    ['429', 'rate-limited'],
    ['A URL elsewhere', 'unsafe-url'],
  ] as const) {
    it(`shows what becomes of it with “${outcome}”`, async () => {
      const { flow, pick } = await start();
      await flow.getByLabel(outcome, { exact: true }).check();
      await pick();
      await flow.getByRole('log').getByText(`code: ${code}`).waitFor();
      await flow.locator('#failure').waitFor();
      assert.equal(await flow.locator('[aria-current="step"] strong').textContent(), 'Busy: failed');
    });
  }
});

describe('the controls', () => {
  it('come right after the first picker, and show the colours in force', async () => {
    const page = await open(SUB_FOLDER);
    assert.deepEqual(await page.locator('main > section').evaluateAll((sections) => sections.map(({ id }) => id)), [
      'yours',
      'specimens',
      'flow',
      'awkward',
    ]);
    const yours = page.locator('#yours');
    await yours.scrollIntoViewIfNeeded();
    const field = yours.locator('[data-property="--codat-muted-color"] [type="color"]');
    await yours.locator('.stage [part~="description"]').first().waitFor();
    /** The colour of the line under a name, on the ground it stands on. */
    const painted = (): Promise<string> =>
      yours.locator('.stage').evaluate((stage) => {
        const line = stage
          .shadowRoot!.querySelector('codat-commerce-picker')!
          .shadowRoot!.querySelector('[part~="description"]')!;
        const context = document.createElement('canvas').getContext('2d')!;
        for (const colour of [getComputedStyle(stage).backgroundColor, getComputedStyle(line).color]) {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
        }
        const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
        return `#${[red, green, blue].map((part) => part!.toString(16).padStart(2, '0')).join('')}`;
      });
    const light = await field.inputValue();
    assert.equal(light, await painted());
    await yours.getByLabel('Dark', { exact: true }).check();
    assert.equal(await field.inputValue(), await painted());
    assert.notEqual(await field.inputValue(), light);
    assert.equal(await yours.locator('[type="color"].unknown').count(), 0);
  });
});

describe('the code to copy', () => {
  it('gives a bare page the same look', async () => {
    const page = await open(`${SUB_FOLDER}#yours`, { permissions: ['clipboard-read', 'clipboard-write'] });
    const yours = page.locator('#yours');
    await yours.getByLabel('Toybox').check();
    await yours.locator('[data-property="--codat-accent"] [type="text"]').fill('rgb(0 90 60)');
    await yours.getByText('Shape and space').click();
    await yours.locator('[data-property="--codat-gap"] [type="range"]').fill('9');
    await yours.getByText('Attributes', { exact: true }).click();
    await yours.getByLabel('source-type').selectOption('Commerce');
    await yours.getByText('Slots', { exact: true }).click();
    await yours.getByLabel('footer').fill('Tea & "biscuits"');

    const copied = async (what: string): Promise<string> => {
      await yours.getByRole('button', { name: `Copy the ${what}` }).click();
      await yours.getByText('Copied', { exact: true }).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const html = await copied('HTML');
    const css = await copied('CSS');
    assert.match(html, /source-type="Commerce"/);
    assert.match(
      html,
      /<p slot="footer">Tea &amp; "biscuits"<\/p>|<p slot="footer">Tea &amp; &quot;biscuits&quot;<\/p>/,
    );
    assert.doesNotMatch(html, /logo=|heading-level/);

    const stage = yours.locator('.stage');
    const list = await page.evaluate(async () => (await fetch('./api/ready/integrations')).text());
    const width = await stage.evaluate((element) => element.clientWidth);
    const bare = await open('/bare', { viewport: { width, height: 800 } });
    await bare.route('**/api/codat/integrations', (route) =>
      route.fulfill({
        body: list.replaceAll('./logos', `${server.origin}${SUB_FOLDER}logos`),
        contentType: 'application/json',
      }),
    );
    await bare.addStyleTag({ content: `body { margin: 16px; } p { margin: 0; }\n${css}` });
    await bare.evaluate((markup) => (document.body.innerHTML = markup), html);
    await bare.addScriptTag({ url: '/picker.js' });
    const there = bare.locator('codat-commerce-picker');
    await there.getByRole('button').first().waitFor();
    const copy = await looksOf(there);
    const original = new Set(await looksOf(stage.locator('codat-commerce-picker')));
    assert.equal(copy.length, original.size);
    assert.deepEqual(
      copy.filter((line) => !original.has(line)),
      [],
    );
  });

  it('holds only what differs from the default', async () => {
    const page = await open(`${SUB_FOLDER}#yours`);
    const yours = page.locator('#yours');
    const code = (language: string): Promise<string | null> =>
      yours.locator(`[data-language="${language}"] code`).textContent();
    const untouched = [await code('html'), await code('css')];
    const accent = yours.locator('[data-property="--codat-accent"] [type="text"]');
    await accent.fill('#b00020');
    assert.equal(await code('css'), 'codat-commerce-picker {\n  --codat-accent: #b00020;\n}');
    await accent.fill('');
    assert.deepEqual([await code('html'), await code('css')], untouched);
  });

  it('has a control for every attribute, every custom property and every slot of the manifest', async () => {
    const { attributes, cssProperties, slots } = await elementOf();
    const page = await open(`${SUB_FOLDER}#yours`);
    const yours = page.locator('#yours');
    const properties = yours.locator('[data-property]');
    await properties.first().waitFor();
    assert.deepEqual(
      (await properties.evaluateAll((rows) => rows.map((row) => row.dataset['property']))).sort(),
      cssProperties.map(({ name }) => name).sort(),
    );
    const labels = await yours.locator('details .field:not(.property) > span').allTextContents();
    assert.deepEqual(
      labels,
      [...attributes, ...slots].map(({ name }) => name),
    );
  });
});

/**
 * The computed look of every part, one property a line. But for where it stands, and for the page's own colour scheme,
 * which the colours show.
 */
const looksOf = (picker: ReturnType<Page['locator']>): Promise<string[]> =>
  picker.evaluate(async (element) => {
    await Promise.all([...element.shadowRoot!.querySelectorAll('img')].map((image) => image.decode()));
    return [...element.shadowRoot!.querySelectorAll('[part]')].flatMap((part, index) => {
      const style = getComputedStyle(part);
      return [...style]
        .filter(
          (name) => !/^(--|inset|color-scheme|(left|right|top|bottom|perspective-origin|transform-origin)$)/.test(name),
        )
        .map((name) => `${index} ${part.getAttribute('part')}: ${name}: ${style.getPropertyValue(name)}`);
    });
  });

describe('a specimen on its own', () => {
  it('is what its address asks for', async () => {
    const page = await openSpecimen(
      'state=search&theme=bakery&scheme=dark&lang=fr&dir=rtl&width=480&logo=square&font=test',
    );
    const html = page.locator('html');
    const body = page.locator('body');
    const picker = page.locator('codat-commerce-picker');
    const read = {
      ready: await html.getAttribute('data-ready'),
      lang: await html.getAttribute('lang'),
      dir: await html.getAttribute('dir'),
      background: await body.evaluate((element) => getComputedStyle(element).backgroundColor),
      font: await body.evaluate((element) => getComputedStyle(element).fontFamily.split(',')[0]),
      loaded: await page.evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded')),
      width: await picker.evaluate((element) => element.clientWidth),
      logo: await picker.getAttribute('logo'),
      query: await picker.getByRole('searchbox').inputValue(),
    };
    assert.deepEqual(read, {
      ready: 'true',
      lang: 'fr',
      dir: 'rtl',
      background: 'rgb(32, 25, 19)',
      font: 'Inter',
      loaded: true,
      width: 480,
      logo: 'square',
      query: 'exact',
    });
  });

  it('says when there is no such thing', async () => {
    const page = await openSpecimen('state=nirvana');
    assert.equal(await page.locator('html').getAttribute('data-ready'), 'failed');
    assert.match((await page.locator('html').getAttribute('data-reason'))!, /no state nirvana/);
  });
});

describe('the themes', () => {
  it('are the files in their folder', async () => {
    assert.deepEqual((await readdir(path.join(folder, 'themes'))).sort(), themes.map((name) => `${name}.css`).sort());
  });

  for (const theme of themes) {
    it(`make ${theme} of less than 30 lines and public names`, async () => {
      const text = await readFile(path.join(folder, 'themes', `${theme}.css`), 'utf8');
      assert.ok(text.trimEnd().split('\n').length < 30);
      const { cssParts, cssProperties } = await elementOf();
      const rules = [...text.replace(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)];
      for (const [, selector = '', body = ''] of rules) {
        const part = /^codat-commerce-picker::part\(([\w-]+)\)(::after)?$/.exec(selector.trim())?.[1];
        if (part) {
          assert.ok(
            cssParts.some(({ name }) => name === part),
            part,
          );
          continue;
        }
        assert.equal(selector.trim(), 'body');
        for (const [, name] of body.matchAll(/(?:^|;)\s*([\w-]+)\s*:/g)) {
          assert.ok(
            /^(font-family|font-size|color|background)$/.test(name!) ||
              cssProperties.some((known) => known.name === name),
            name,
          );
        }
      }
    });
  }

  it('hold the contrast of AA, light and dark, in every state that has a colour of its own', async () => {
    const page = await openGallery(
      `?state=badges,search,selected,failed-unavailable&theme=${THEMES.join()}&scheme=light,dark&width=540`,
    );
    assert.equal(await page.locator('#specimens .specimen').count(), 32);
    assert.deepEqual(await faultsOf(page, { runOnly: ['color-contrast'] }), []);
  });
});
