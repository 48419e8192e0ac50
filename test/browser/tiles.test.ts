import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker, Integration } from '../../src/index.js';
import { accounting, both, quickBooks, sage, shopify, xero } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, buttonNames, expectedOnConsole, names, one, textOf, tile } from '../support/page.js';
import { until } from '../support/until.js';

const show = (integrations: readonly unknown[]): Promise<CodatCommercePicker> => mount({ integrations });

describe('tiles', () => {
  it('shows each integration by its name, and what a click will do', async () => {
    const picker = await show(accounting);
    expect(names(picker)).to.deep.equal(['Xero', 'QuickBooks Online', 'Sage Accounting']);
    expect(textOf(one(picker, '[data-key="gbol"] [part="description"]'))).to.equal('Link your Xero account');
  });

  it('groups them under accounting and commerce software, in this order, when both are there', async () => {
    const picker = await show(both);
    expect(all(picker, '[role="heading"]').map(textOf)).to.deep.equal(['Accounting software', 'Commerce software']);
    expect(names(picker)).to.deep.equal([
      'Xero',
      'QuickBooks Online',
      'Sage Accounting',
      'Shopify',
      'Zettle by PayPal',
    ]);
    for (const heading of all(picker, '[role="heading"]')) expect(heading.offsetHeight).to.be.above(10);
  });

  it('shows a single group without a heading, and without a name that only a screen reader would tell', async () => {
    const picker = await show(accounting);
    expect(one(picker, '[role="heading"]').checkVisibility()).to.be.false;
    expect(one(picker, 'section').hasAttribute('aria-labelledby')).to.be.false;
  });

  it('puts a source type nobody knows under other software', async () => {
    const picker = await show([xero, { ...shopify, sourceType: 'Payroll' }]);
    expect(all(picker, '[role="heading"]').map(textOf)).to.deep.equal(['Accounting software', 'Other software']);
  });

  it('gives the headings the level that the host asks for', async () => {
    const picker = await show(both);
    expect(
      one(picker, '[role="heading"]').ariaLevel ?? one(picker, '[role="heading"]').getAttribute('aria-level'),
    ).to.equal('2');
    picker.setAttribute('heading-level', '4');
    await picker.updateComplete;
    expect(one(picker, '[role="heading"]').getAttribute('aria-level')).to.equal('4');
  });

  it('shows one category when the host asks for it', async () => {
    const picker = await show(both);
    picker.setAttribute('source-type', 'Commerce');
    await picker.updateComplete;
    expect(names(picker)).to.deep.equal(['Shopify', 'Zettle by PayPal']);
  });

  it("never shows the host's own connectors", async () => {
    const picker = await show(both);
    picker.setAttribute('connector-key', ' gbol\nfztf ');
    await picker.updateComplete;
    expect(names(picker)).to.not.include.members(['Xero', 'Shopify']);
    picker.removeAttribute('connector-key');
    await picker.updateComplete;
    expect(names(picker)).to.include.members(['Xero', 'Shopify']);
  });

  it("leaves out what is switched off in Codat's portal", async () => {
    expect(names(await show([xero, { ...quickBooks, enabled: false }]))).to.deep.equal(['Xero']);
  });

  it('shows what is coming soon, and lets nobody pick it', async () => {
    const picker = await show(accounting);
    const picked: string[] = [];
    picker.addEventListener('codat-select', ({ detail }) => picked.push(detail.platformKey));
    expect(textOf(one(picker, '[data-key="tgff"] [part="badge soon"]'))).to.equal('Coming soon');
    expect(tile(picker, 'tgff').getAttribute('aria-disabled')).to.equal('true');
    tile(picker, sage.key).click();
    expect(picker.value).to.equal('');
    // The event comes with the click, as that of the next tile does.
    tile(picker, xero.key).click();
    expect(picked).to.deep.equal([xero.key]);
  });

  it('begins the accessible name with the name of the software, and has the visible words in it', async () => {
    const picker = await show(accounting);
    picker.focus();
    const expected = [
      'Xero, Link your Xero account',
      'QuickBooks Online, Link your QuickBooks Online account',
      'Sage Accounting, Coming soon',
    ];
    expect(await buttonNames(expected)).to.deep.equal(expected);
  });

  it('is a section with a heading and a list of buttons', async () => {
    const picker = await show(accounting);
    const list = one(picker, 'section > ul');
    expect(list.getAttribute('role')).to.equal('list');
    for (const item of list.children)
      expect(item.matches('li') && item.firstElementChild!.matches('button')).to.be.true;
  });

  it('isolates a name that runs the other way', async () => {
    const picker = await show([{ ...xero, name: 'حسابات' }]);
    expect(all(picker, 'bdi').map(textOf)).to.deep.equal(['حسابات', 'حسابات']);
  });

  it('cuts a name of 100,000 characters, and stays within its own box', async () => {
    const picker = await show([{ ...xero, name: 'W'.repeat(100_000) }]);
    expect(names(picker)[0]).to.have.length(200);
    expect(picker.scrollWidth).to.equal(picker.clientWidth);
  });
});

describe('logos', () => {
  it('shows the full one or the square one', async () => {
    const picker = await show([xero]);
    const image = one(picker, 'img') as HTMLImageElement;
    expect(image.src).to.equal(new URL('/test/support/logo.svg?Xero full', location.href).href);
    picker.logo = 'square';
    await picker.updateComplete;
    expect(image.src).to.equal(new URL('/test/support/logo.svg?Xero square', location.href).href);
    expect(one(picker, '[part="logo-plate"]').offsetWidth).to.equal(44);
  });

  it("falls back to the other shape, then to Codat's small logo, then to a letter", async () => {
    const { branding } = xero;
    const picker = await show([
      { ...xero, branding: { logo: { square: branding!.logo!.square! } } },
      { ...quickBooks, branding: {} },
      { key: 'aaaa', name: 'Émile' },
    ]);
    const images = all(picker, 'img') as HTMLImageElement[];
    expect(images.map(({ src }) => src.replace(location.origin, ''))).to.deep.equal([
      '/test/support/logo.svg?Xero%20square',
      '/test/support/logo.svg',
    ]);
    expect(textOf(one(picker, '[data-key="aaaa"] [part="monogram"]'))).to.equal('É');
  });

  it('is loaded late, without a referrer, and says nothing the name does not say', async () => {
    const image = one(await show([xero]), 'img') as HTMLImageElement;
    expect([image.alt, image.loading, image.decoding, image.referrerPolicy]).to.deep.equal([
      '',
      'lazy',
      'async',
      'no-referrer',
    ]);
  });

  for (const src of [
    'javascript:alert(1)',
    'data:image/svg+xml,<svg/>',
    'http://static.codat.io/logo.png',
    'blob:https://x/1',
    'ftp://static.codat.io/logo.png',
    42,
    '',
  ]) {
    it(`is not loaded from ${JSON.stringify(src)}`, async () => {
      const picker = await show([
        { key: 'gbol', name: 'Xero', branding: { logo: { full: { image: { src: src as string } } } } },
      ]);
      expect(all(picker, 'img')).to.deep.equal([]);
    });
  }

  it('gives way to the letter when it is broken, and moves nothing', async () => {
    const picker = await show([{ ...xero, branding: {}, logoUrl: '/test/support/none.svg' }]);
    const before = tile(picker, 'gbol').getBoundingClientRect();
    const image = one(picker, 'img') as HTMLImageElement;
    await until(() => image.dataset['state'] === 'error', 'never failed', 5_000);
    expect(getComputedStyle(image).visibility).to.equal('hidden');
    expect(getComputedStyle(one(picker, '[part="monogram"]')).visibility).to.equal('visible');
    expect(tile(picker, 'gbol').getBoundingClientRect()).to.deep.equal(before);
  });

  it('covers the letter once it is there', async () => {
    const picker = await show([xero]);
    const image = one(picker, 'img') as HTMLImageElement;
    await until(() => image.dataset['state'] === 'load', 'never loaded', 5_000);
    expect(getComputedStyle(one(picker, '[part="monogram"]')).visibility).to.equal('hidden');
  });
});

describe('bad rows', () => {
  it('are left out and reported, and the good ones stay', async () => {
    expectedOnConsole.push(/codat-commerce-picker .*left out bad rows:.*0,1,2,3,4,5,7/);
    const rows = [
      { key: { toString: 1 }, name: 'Hostile' },
      null,
      7,
      {},
      { key: 'gbol' },
      { key: 'GBOL', name: 'Shouting' },
      xero,
      { ...xero, name: 'Twice' },
    ];
    const picker = await show([...rows, shopify]);
    expect(names(picker)).to.deep.equal(['Xero', 'Shopify']);
  });

  it('are named in the console, twenty of them where there are more', async () => {
    expectedOnConsole.push(/left out bad rows: 0(,\d+){18},19$/);
    const picker = await show([...Array.from({ length: 50 }, () => ({ name: 'Without a key' })), xero]);
    expect(names(picker)).to.deep.equal(['Xero']);
  });

  it('may carry __proto__ without effect', async () => {
    const row = JSON.parse(
      '{"key":"gbol","name":"Xero","__proto__":{"comingSoon":true,"polluted":true}}',
    ) as Integration;
    const picker = await show([row]);
    expect(tile(picker, 'gbol').getAttribute('aria-disabled')).to.equal('false');
    expect('polluted' in {}).to.be.false;
  });

  it('show 10,000 good ones', async function () {
    this.timeout(120_000);
    const letters = [...'abcdefghij'];
    const rows = letters.flatMap((a) =>
      letters.flatMap((b) =>
        letters.flatMap((c) => letters.map((d) => ({ key: a + b + c + d, name: `${a}${b}${c}${d}` }))),
      ),
    );
    const picker = await show(rows);
    // A screenful at once, the others as the browser has time.
    expect(all(picker, '[data-key]')).to.have.length(250);
    await until(() => all(picker, '[data-key]').length === 10_000, 'they never all came', 50_000);
    // More than axe can look through in reasonable time; the markup is that of every other test.
    picker.remove();
  });
});
