import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker, Integration, Strings } from '../../src/index.js';
import { both, sage, xero } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, one, textOf, untilTheEnd } from '../support/page.js';
import { rows, search } from '../support/search.js';
import { stopClock } from '../support/clock.js';
import { until } from '../support/until.js';

describe('a logo with a relative address', () => {
  it('goes by the base of the page, also when that changes', async () => {
    const picker = await mount({ integrations: [{ ...xero, branding: {}, logoUrl: 'logo.svg' }] });
    const src = (): string => (one(picker, '[part="logo"]') as HTMLImageElement).src;
    expect(src()).to.equal(new URL('logo.svg', location.href).href);
    const base = document.head.appendChild(document.createElement('base'));
    untilTheEnd().addEventListener('abort', () => base.remove());
    base.href = '/test/support/';
    // Nothing tells an element that the base has changed: it goes by it from its next update on.
    picker.headingLevel = 3;
    await picker.updateComplete;
    expect(src()).to.equal(new URL('/test/support/logo.svg', location.origin).href);
  });
});

describe('the words of the host on a tile', () => {
  /** What a tile says by these words, in a state of its own. */
  const words: Partial<Record<keyof Strings, Partial<Integration>>> = {
    link: {},
    manage: { connection: { status: 'linked' } },
    linked: { connection: { status: 'linked' } },
    resume: { connection: { status: 'pending' } },
    pending: { connection: { status: 'pending' } },
    beta: { isBeta: true },
    offline: { isOfflineConnector: true },
    soon: { comingSoon: true },
  };
  for (const [key, more] of Object.entries(words)) {
    it(`are on it as soon as they change: ${key}`, async () => {
      const picker = await mount({ integrations: [{ ...xero, ...more }, sage] });
      for (const text of ['In our own words', 'In other words']) {
        picker.strings = { [key]: text };
        await picker.updateComplete;
        expect(textOf(one(picker, '[data-key="gbol"]'))).to.include(text);
      }
      picker.strings = undefined;
      await picker.updateComplete;
      expect(textOf(one(picker, '[data-key="gbol"]'))).to.not.include('words');
    });
  }
});

describe('what changes in one tile', () => {
  /** The tiles that are written into while this is done, by their keys. */
  const touched = async (picker: CodatCommercePicker, act: () => void): Promise<string[]> => {
    const records: MutationRecord[] = [];
    const watch = new MutationObserver((more) => records.push(...more));
    watch.observe(picker.shadowRoot!, { subtree: true, childList: true, characterData: true, attributes: true });
    act();
    await picker.updateComplete;
    const keys = [...records, ...watch.takeRecords()].map(({ target }) => {
      const card = (target instanceof Element ? target : target.parentElement)?.closest('li');
      return card?.querySelector<HTMLElement>('[data-key]')?.dataset['key'] ?? 'elsewhere';
    });
    watch.disconnect();
    return [...new Set(keys)];
  };

  it('leaves the others as they are, though the host hands over all rows anew', async () => {
    const integrations = rows(30);
    const picker = await mount({ integrations });
    const changed = integrations.map((row, index) => (index === 7 ? { ...row, isBeta: true } : structuredClone(row)));
    expect(await touched(picker, () => (picker.integrations = changed))).to.deep.equal([integrations[7]!.key]);
    expect(textOf(one(picker, `[data-key="${integrations[7]!.key}"]`))).to.include('Beta');
  });

  it('is seen also where the host changed the row itself, and handed over the same one', async () => {
    const integrations = rows(3);
    const picker = await mount({ integrations });
    Object.assign(integrations[1]!, { name: 'Another name' });
    picker.integrations = [...integrations];
    await picker.updateComplete;
    expect(textOf(one(picker, `[data-key="${integrations[1]!.key}"] [part="name"]`))).to.equal('Another name');
  });
});

describe('what a host has put into the rows that it was told of', () => {
  const cycle: Record<string, unknown> = {};
  cycle['itself'] = cycle;

  for (const [what, put] of Object.entries<(row: Integration) => unknown>({
    'a circle': (row) => Object.assign(row, { branding: cycle }),
    'a number without an end': (row) => Object.assign(row, { connection: { status: 1n } }),
    'a field that throws': (row) =>
      Object.defineProperty(row, 'website', {
        get: () => {
          throw new Error('of a test');
        },
      }),
  })) {
    it(`keeps no later list away: ${what}`, async () => {
      const row = { ...xero, branding: {}, connection: { status: 'linked' }, website: 'xero.com' };
      const picker = await mount({ integrations: [row] });
      picker.addEventListener('codat-loaded', ({ detail }) => put(detail.integrations[0]!), { once: true });
      await picker.reload();
      picker.integrations = [row, sage] as Integration[];
      await picker.updateComplete;
      expect(all(picker, '[part="name"]').map(textOf)).to.deep.equal(['Xero', 'Sage Accounting']);
    });
  }
});

describe('groups', () => {
  it('stay themselves, each by its category, whatever the order and whichever are there', async () => {
    const picker = await mount();
    // The heading of the only one is not seen, but there.
    const nodes = (): Record<string, Element> =>
      Object.fromEntries(all(picker, 'section').map((node) => [textOf(node.querySelector('[part="heading"]')!), node]));
    const before = nodes();
    const [accounting, commerce] = Object.keys(before) as [string, string];
    picker.groupOrder = 'Commerce';
    await picker.updateComplete;
    expect(Object.keys(nodes())).to.deep.equal([commerce, accounting]);
    for (const name of [accounting, commerce]) expect(nodes()[name] === before[name], name).to.be.true;
    picker.sourceType = 'Commerce';
    await picker.updateComplete;
    expect(Object.keys(nodes())).to.deep.equal([commerce]);
    expect(nodes()[commerce] === before[commerce]).to.be.true;
  });
});

describe('the focus on a tile that is out of sight', () => {
  it('stays on it when the list is turned around, and the page stays where it is', async () => {
    const { style } = document.documentElement;
    // What browsers do by themselves when something changes above what is seen is not the matter here.
    style.overflowAnchor = 'none';
    untilTheEnd().addEventListener('abort', () => {
      style.removeProperty('overflow-anchor');
      scrollTo(0, 0);
    });
    const integrations = rows(60);
    const picker = await mount({ integrations, search: 'never' }, { width: 320 });
    one(picker, '[data-key="zzaa"]').focus({ preventScroll: true });
    // Not farther: WebKit lays moved tiles out without their contents at first, as each is a size container, and brings
    // the page back to where it ends without them.
    const top = 200;
    scrollTo(0, top);
    picker.integrations = integrations.toReversed();
    await until(() => all(picker, '[data-key]')[0]!.dataset['key'] === integrations.at(-1)!.key);
    await picker.updateComplete;
    expect((picker.shadowRoot!.activeElement as HTMLElement).dataset['key']).to.equal('zzaa');
    // A page is scrolled with the next frame in WebKit.
    await new Promise(requestAnimationFrame);
    expect(Math.round(scrollY)).to.equal(top);
    expect(one(picker, '[data-key="zzaa"]').getBoundingClientRect().top).to.be.above(2 * innerHeight);
  });
});

describe('a long list', function () {
  this.timeout(60_000);

  const count = 1_500;
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const long = Array.from({ length: count }, (_, index) => ({
    ...both[1]!,
    key: [676, 26, 1].reduce((key, place) => key + letters[Math.floor(index / place) % 26], 'z'),
    name: `Ledger ${index + 1}`,
  }));
  const shown = (picker: CodatCommercePicker): number => all(picker, '[data-key]').length;

  it('is there in the end, every tile in its order, and the first of them at once', async () => {
    const picker = await mount({ integrations: long });
    expect(shown(picker)).to.be.within(100, 500);
    await until(() => shown(picker) === count, 'they never all came', 40_000);
    expect(all(picker, '[data-key]').map(({ dataset }) => dataset['key'])).to.deep.equal(long.map(({ key }) => key));
    // More than axe can look through in reasonable time; the markup is that of every other test.
    picker.remove();
  });

  it('that is searched shows the first finds at once, and the rest when there was time to type on', async () => {
    const picker = await mount({ integrations: long });
    await until(() => shown(picker) === count, 'they never all came', 40_000);
    const clock = stopClock();
    const grid = one(picker, '[part="grid"]');
    await search(picker, 'ledger');
    const first = shown(picker);
    expect(first).to.be.within(100, 500);
    // Thousands of tiles go faster as a whole than one by one.
    expect(one(picker, '[part="grid"]') === grid).to.be.false;
    await clock.pass(200);
    expect(shown(picker)).to.equal(first);
    await search(picker, 'ledger 1');
    await clock.pass(400);
    expect(shown(picker)).to.be.at.most(first);
    await clock.pass(1_000);
    const found = long.filter(({ name }) => name.includes('1')).length;
    await until(() => shown(picker) === found, 'they never all came', 40_000);
    picker.remove();
  });

  it('comes without a pause where nobody types: at first, and once the search box is empty again', async () => {
    // A pause would never end.
    stopClock();
    const picker = await mount({ integrations: long });
    await until(() => shown(picker) === count, 'they never all came', 40_000);
    await search(picker, 'ledger 1500');
    expect(shown(picker)).to.equal(1);
    await search(picker, '');
    await until(() => shown(picker) === count, 'they never all came back', 40_000);
    picker.remove();
  });

  it('that is short is kept tile by tile when it is searched', async () => {
    const picker = await mount({ integrations: long.slice(0, 240) });
    const grid = one(picker, '[part="grid"]');
    await search(picker, 'ledger 1');
    expect(one(picker, '[part="grid"]') === grid).to.be.true;
  });
});
