import { expect, oneEvent, waitUntil } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { awkwardNames, fullOfText, NAMES, numbered, row, SIXTY, zalgo } from '../support/awkward-names.js';
import { deferred } from '../support/deferred.js';
import { expectContained, expectEitherLogoOrLetter, expectGrid, expectPlates } from '../support/geometry.js';
import { xero } from '../support/integrations.js';
import { nodesHeld, watchListeners } from '../support/kept.js';
import { awkwardLogos, BROKEN, ENDLESS, withAwkwardLogos } from '../support/logos/awkward.js';
import { mount } from '../support/mount.js';
import { all, expectedOnConsole, names, nextFrame, one, textOf, worker } from '../support/page.js';
import { search } from '../support/search.js';
import { until } from '../support/until.js';

/** Widths of a picker, and how many columns fit into each. */
const COLUMNS = { 230: 1, 320: 1, 640: 2, 1080: 3, 1920: 4 } as const;

const LAYOUTS = (['ltr', 'rtl'] as const).flatMap((dir) =>
  (['full', 'square'] as const).flatMap((logo) =>
    Object.entries(COLUMNS).map(([width, columns]) => ({ dir, logo, width, columns })),
  ),
);

const show = (integrations: readonly unknown[], width = 1080): Promise<CodatCommercePicker> =>
  mount({ integrations }, { width });

/** The picker in every layout, one after the other. */
async function* layouts(picker: CodatCommercePicker): AsyncGenerator<(typeof LAYOUTS)[number]> {
  for (const layout of LAYOUTS) {
    picker.dir = layout.dir;
    picker.logo = layout.logo;
    picker.style.width = `${layout.width}px`;
    await picker.updateComplete;
    yield layout;
  }
}

const images = (picker: CodatCommercePicker): HTMLImageElement[] => all(picker, 'img') as HTMLImageElement[];

/** Every logo has come or failed, but for those that never will. Also the ones out of sight. */
const logosSettled = async (picker: CodatCommercePicker): Promise<void> => {
  for (const image of images(picker)) image.loading = 'eager';
  const ending = images(picker).filter(({ src }) => !ENDLESS.some((file) => src.endsWith(file)));
  await until(() => ending.every(({ dataset }) => dataset['state']), 'a logo neither came nor failed', 5_000);
};

/** So many tiles are on screen. No `waitUntil`: until its time is up it keeps hold of the picker. */
const shown = async (picker: CodatCommercePicker, tiles: number): Promise<void> => {
  while (all(picker, 'li').length !== tiles) await nextFrame();
};

const isShown = (element: HTMLElement): boolean => getComputedStyle(element).visibility === 'visible';

describe('awkward names', function () {
  this.timeout(60_000);

  for (const [what, integrations] of [
    ['alone', awkwardNames],
    ['among badges and web addresses', fullOfText],
  ] as const) {
    it(`stay within their cards at every width, in either direction, ${what}`, async () => {
      const picker = await show(integrations);
      for await (const { columns } of layouts(picker)) {
        expectContained(picker);
        expectPlates(picker);
        expectGrid(picker, columns);
      }
    });
  }

  for (const more of [{}, { branding: { button: { default: { image: { src: '/test/support/logo.svg' } } } } }]) {
    it(`of 200 letters take no other room while their Sync page is being opened: ${JSON.stringify(more)}`, async () => {
      const picker = await show([{ ...row('W'.repeat(200), 0), ...more }], 320);
      const tile = one(picker, '[part~="tile"]');
      const height = tile.offsetHeight;
      // A name and a line of two lines each.
      expect(height).to.be.below(160);
      picker.addEventListener('codat-select', (event) => event.waitUntil(deferred().promise));
      tile.click();
      await picker.updateComplete;
      expect(textOf(one(picker, '[part="description"]'))).to.match(/^Opening W/);
      expect(tile.offsetHeight).to.equal(height);
    });
  }

  it('stay within a tile that is busy, or has failed', async () => {
    for (const [name] of NAMES) {
      const picker = await show([row(name, 0)], 230);
      const wait = deferred();
      picker.addEventListener('codat-select', (event) => event.waitUntil(wait.promise));
      one(picker, '[part~="tile"]').click();
      await picker.updateComplete;
      expectContained(picker);
      wait.reject(new Error('No'));
      await oneEvent(picker, 'codat-error');
      await picker.updateComplete;
      expectContained(picker);
      picker.remove();
    }
  });

  it('are shown as they are up to 200 characters, and cut at a whole one after that', async () => {
    const given = [
      'X',
      SIXTY,
      'W'.repeat(200),
      'W'.repeat(201),
      `${'W'.repeat(199)}😀😀`,
      `${'W'.repeat(198)}😀😀`,
      zalgo('Z', 100_000),
    ];
    const picker = await show(given.map(row));
    const texts = all(picker, '[part="name"] bdi').map((element) => element.textContent);
    expect(texts).to.deep.equal([
      'X',
      SIXTY,
      'W'.repeat(200),
      'W'.repeat(200),
      'W'.repeat(199),
      `${'W'.repeat(198)}😀`,
      given.at(-1)!.slice(0, 200),
    ]);
  });

  it('are isolated: neither an override nor a direction of theirs reaches the words around them', async () => {
    const picker = await show(fullOfText, 1920);
    /** Whether a text runs from left to right, told by where its first and its last character are. */
    const runsToTheRight = (text: Node): boolean => {
      const range = document.createRange();
      const [first, last] = [0, text.textContent!.trimEnd().length - 1].map((at) => {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect();
      });
      return first!.top !== last!.top || first!.left < last!.left;
    };
    const texts = (element: Element): Node[] =>
      [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim());
    for (const description of all(picker, '[part="description"]')) {
      const words = texts(description.querySelector('span') ?? description);
      expect(words.map((node) => node.nodeValue!.trim()).join(' … ')).to.match(/^(Link|Manage|Finish)\b.* … account$/);
      for (const node of words) expect(runsToTheRight(node), description.outerHTML).to.be.true;
    }
    for (const badge of all(picker, '[part~="badge"]')) {
      for (const node of texts(badge)) expect(runsToTheRight(node), badge.outerHTML).to.be.true;
    }
    // Also where the text is taken as it is: no markup, and no placeholder.
    expect(names(picker)).to.include('<b>"O’Brien"</b> &amp; {name}');
  });

  it('without a logo are shown by their first letter or digit, or else by their first sign, whole', async () => {
    const picker = await show(awkwardNames);
    expect(all(picker, '[part="monogram"]').map(textOf)).to.deep.equal(NAMES.map(([, letter]) => letter));
    expectEitherLogoOrLetter(picker);
  });

  it('that leave nothing to read are none: their rows are left out and reported', async () => {
    const empty = [
      '',
      ' ',
      '\u00A0\u3000',
      '\u200B\u2060',
      '\uFEFF',
      '\u202E',
      '\u0007\u0000',
      '\uD83D',
      '\uDE00\uD83D',
      '\u0301'.repeat(100_000),
      `${'\u200B'.repeat(200)}Too late`,
    ];
    expectedOnConsole.push(new RegExp(`left out bad rows:.*${empty.map((_name, index) => index).join()}$`));
    const picker = await show([...empty, 'Xero'].map(row));
    expect(names(picker)).to.deep.equal(['Xero']);
  });
});

describe('awkward logos', function () {
  this.timeout(60_000);

  it('move nothing when they come, and the letter is seen until then, and where none comes', async () => {
    const open = deferred();
    let ran = 0;
    worker.use(...awkwardLogos(open.promise, () => (ran += 1)));
    const picker = await show(withAwkwardLogos);
    const rects = (): DOMRect[] => all(picker, '*').map((element) => element.getBoundingClientRect());
    await nextFrame();
    const before = rects();
    expect(all(picker, '[part="monogram"]').filter(isShown)).to.have.length(withAwkwardLogos.length);
    expectEitherLogoOrLetter(picker);

    // Only Chromium measures it; the rectangles say the same of every engine.
    const shifts: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
    if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) observer.observe({ type: 'layout-shift' });
    open.resolve();
    await logosSettled(picker);
    await nextFrame();
    await nextFrame();
    shifts.push(...observer.takeRecords());
    observer.disconnect();
    expect(rects()).to.deep.equal(before);
    expect(shifts).to.deep.equal([]);

    expectEitherLogoOrLetter(picker);
    const loaded = images(picker).filter(isShown);
    const file = ({ src }: HTMLImageElement): string => src.slice(src.lastIndexOf('/') + 1);
    // Half a file is half a logo to some engines, and a broken one to others.
    const either = ['truncated.png', 'empty.svg'];
    expect(loaded.map(file).filter((name) => !either.includes(name))).to.deep.equal(
      withAwkwardLogos
        .map(({ name }) => name)
        .filter((name) => ![...BROKEN, ...ENDLESS, ...either, 'None'].includes(name)),
    );
    expect(ran, 'what a drawing asked for').to.equal(0);
  });

  it('stay in boxes of one size at every width, in either direction', async () => {
    worker.use(...awkwardLogos(Promise.resolve(), () => {}));
    const picker = await show(withAwkwardLogos);
    for await (const { columns } of layouts(picker)) {
      await logosSettled(picker);
      expectContained(picker);
      expectPlates(picker);
      expectGrid(picker, columns);
      expectEitherLogoOrLetter(picker);
    }
  });

  it('of a shape that comes later than the one before it leave no box empty', async () => {
    worker.use(...awkwardLogos(Promise.resolve(), () => {}));
    const [image, gone] = ['sized.svg', 'gone.png'].map((file) => ({ image: { src: `/awkward/${file}` } }));
    const picker = await show([{ ...xero, branding: { logo: { full: image!, square: gone! } } }]);
    for (const logo of ['square', 'full', 'square'] as const) {
      picker.logo = logo;
      await picker.updateComplete;
      await until(() => images(picker)[0]!.dataset['state'] === (logo === 'full' ? 'load' : 'error'));
      expectEitherLogoOrLetter(picker);
    }
  });
});

describe('awkward numbers', function () {
  this.timeout(120_000);

  for (const count of [1, 2, 8, 9, 125]) {
    it(`of ${count} fill the same columns, with a search box from 9 on`, async () => {
      const picker = await show(numbered(count));
      expect(one(picker, '[part="search"]').checkVisibility()).to.equal(count > 8);
      for await (const { columns } of layouts(picker)) {
        expectContained(picker);
        expectPlates(picker);
        expectGrid(picker, columns);
      }
    });
  }

  it('of none leave a sentence, and neither a tile nor a search box', async () => {
    const picker = await show([]);
    expect(all(picker, 'li')).to.deep.equal([]);
    expect(one(picker, '[part="search"]').checkVisibility()).to.be.false;
    for await (const { width } of layouts(picker)) {
      expectContained(picker);
      expect(one(picker, '[part="empty"]').offsetWidth).to.equal(Number(width));
    }
  });

  it('of 10,000 can be searched, and come back', async () => {
    const picker = await show(numbered(10_000));
    const found = async (query: string): Promise<string[]> => {
      await search(picker, query);
      return names(picker);
    };
    await shown(picker, 10_000);
    const everything = names(picker);
    expect(await found('ledger 9999')).to.deep.equal(['Ledger 9999']);
    expect(await found('no such ledger')).to.deep.equal([]);
    await search(picker, '');
    await shown(picker, 10_000);
    expect(names(picker)).to.deep.equal(everything);
    expect(picker.scrollWidth).to.equal(picker.clientWidth);
    // More than axe can look through in reasonable time; the markup is that of every other test.
    picker.remove();
  });

  it('of 1,000 come in batches, each of which the browser has shown before the next one is drawn', async () => {
    const picker = await show(numbered(1_000));
    const seen = new Set<number>();
    while (!seen.has(1_000)) {
      await new Promise(requestAnimationFrame);
      seen.add(all(picker, 'li').length);
    }
    expect([...seen]).to.deep.equal([250, 500, 1_000]);
  });

  it('of 10,000 go on coming when the picker is moved meanwhile, and stop when it is removed', async () => {
    const picker = await show(numbered(10_000));
    expect(all(picker, 'li').length).to.be.below(10_000);
    const elsewhere = document.createElement('div');
    document.body.append(elsewhere);
    elsewhere.append(picker);
    await shown(picker, 10_000);
    elsewhere.remove();

    const removed = await show(numbered(10_000));
    removed.remove();
    const { length } = all(removed, 'li');
    expect(length).to.be.below(10_000);
    // A picker that comes after it has all the time that it would have needed.
    const later = await show(numbered(10_000));
    await shown(later, 10_000);
    expect(all(removed, 'li')).to.have.length(length);
    later.remove();
  });

  it('of 10,000 leave nothing behind when the picker is removed', async () => {
    const listening = watchListeners();
    const integrations = numbered(10_000);
    const removed: WeakRef<Element>[] = [];
    const once = async (): Promise<void> => {
      // A fixture would keep it.
      const picker = document.createElement('codat-commerce-picker');
      picker.integrations = integrations;
      document.body.append(picker);
      await shown(picker, 10_000);
      expect(one(picker, 'input').dispatchEvent(new InputEvent('input', { bubbles: true }))).to.be.true;
      await picker.updateComplete;
      picker.remove();
      removed.push(new WeakRef(picker));
    };
    try {
      // What is made but once, such as templates, is there from then on.
      await once();
      const elements = document.querySelectorAll('*').length;
      const listeners = listening.list();
      const nodes = await nodesHeld();
      await once();
      expect(document.querySelectorAll('*').length).to.equal(elements);
      expect(listening.list()).to.have.length(listeners.length);
      if (nodes === undefined) return;
      // What the engine and the tests' own tools hold comes and goes, but a picker has hundreds of thousands of nodes.
      await waitUntil(async () => (await nodesHeld())! < nodes + 10_000, 'nodes are kept', { timeout: 20_000 });
      expect(removed.filter((picker) => picker.deref())).to.deep.equal([]);
    } finally {
      listening.stop();
    }
  });
});
