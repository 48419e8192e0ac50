import { expect } from '@open-wc/testing/pure';
import type { AxeResults, RunOptions } from 'axe-core';
import type { CodatCommercePicker } from '../../src/index.js';
import { seenTexts } from '../support/contrast.js';
import { withEverything } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, buttonNames, nextFrame, one, textOf, tile } from '../support/page.js';
import { DIRECTIONS, dress, show, STATES, type State, until } from '../support/states.js';

declare const axe: { run(context: unknown, options: RunOptions): Promise<AxeResults> };

/** What axe finds wrong, and what it can't decide. Of colours that is decided elsewhere: `accessibility-contrast.test.ts`. */
const found = async (picker: CodatCommercePicker): Promise<string[]> => {
  const { incomplete, violations } = await axe.run(
    { include: [picker] },
    // The tests' page is no page of a product: it has no landmarks.
    { rules: { region: { enabled: false } }, resultTypes: ['violations', 'incomplete'] },
  );
  const undecided = incomplete.filter(({ id }) => id !== 'color-contrast');
  return [...violations, ...undecided].map(({ help, id, nodes }) => `${id}: ${help}\n${nodes[0]?.html}`);
};

describe('axe finds nothing wrong, and nothing that it could not decide', () => {
  for (const state of STATES) {
    it(`${state}, in light and dark and in both directions`, async () => {
      const picker = await show(state);
      for (const page of ['light', 'dark'] as const) {
        for (const direction of DIRECTIONS) {
          dress(page, direction);
          const report = await found(picker);
          expect(report, `${page}, ${direction}\n${report.join('\n')}`).to.deep.equal([]);
        }
      }
    });
  }
});

const READY = [
  'Xero, Linked, Manage your Xero account',
  'QuickBooks Online, button icon, Link your QuickBooks Online account',
  'Exact (UK), Not finished, Finish linking your Exact (UK) account',
  'MYOB, Beta, Link your MYOB account',
  'FreeAgent, Desktop app, Link your FreeAgent account',
  'Sage Accounting, Coming soon',
  'Shopify, No longer linked, Link your Shopify account again',
  'Zettle by PayPal, Link your Zettle by PayPal account',
];
const PLAIN = [
  'Xero, Link your Xero account',
  'QuickBooks Online, Link your QuickBooks Online account',
  'Exact (UK), Link your Exact (UK) account',
  'MYOB, Link your MYOB account',
  'FreeAgent, Link your FreeAgent account',
  'Sage Accounting, Link your Sage Accounting account',
  'Shopify, Link your Shopify account',
  'Zettle by PayPal, Link your Zettle by PayPal account',
];
/** The names of these tiles. */
const of = (...software: string[]): string[] =>
  software.map((name) => READY.find((whole) => whole.startsWith(`${name},`))!);
const THREE = of('QuickBooks Online', 'Xero', 'MYOB');
const FAILED = THREE.toSpliced(2, 0, 'Try again');

/** The names of all buttons, in order. */
const NAMES: Readonly<Record<State, readonly string[]>> = {
  loading: [],
  'loading-search': [],
  ready: READY,
  accounting: READY.slice(0, 6),
  square: READY,
  plain: PLAIN,
  groups: [
    'Banking 1, Link your Banking 1 account',
    'Banking 2, Link your Banking 2 account',
    ...of('Shopify', 'Zettle by PayPal', 'Xero', 'QuickBooks Online'),
    'Expense 3, Link your Expense 3 account',
    'Expense 4, Link your Expense 4 account',
    'Other 5, Link your Other 5 account',
  ],
  slots: of('Xero', 'QuickBooks Online'),
  empty: [],
  selected: THREE,
  badges: [
    'Xero, Linked, Manage your Xero account',
    'QuickBooks Online, No longer linked, Link your QuickBooks Online account again',
    'Exact (UK), Not finished, Desktop app, Finish linking your Exact (UK) account',
    'MYOB, Not finished, Beta, Finish linking your MYOB account',
    'FreeAgent, Beta, Desktop app, Link your FreeAgent account',
    'Sage Accounting, Coming soon',
  ],
  button: of('QuickBooks Online', 'Xero'),
  disabled: of('QuickBooks Online', 'Xero', 'Sage Accounting'),
  'disabled-search': READY,
  search: ['Clear search', ...of('Exact (UK)')],
  'search-none': ['Clear search', 'Clear search'],
  busy: THREE.with(1, 'Xero, Linked, Opening Xero…'),
  'error-network': ['Try again'],
  'error-unauthenticated': [],
  'error-forbidden': [],
  'error-rate-limited': ['Try again'],
  'error-unavailable': ['Try again'],
  'error-bad-response': ['Try again'],
  'failed-network': FAILED,
  'failed-unauthenticated': THREE,
  'failed-forbidden': THREE,
  'failed-rate-limited': FAILED,
  'failed-unavailable': FAILED,
  'failed-log-in': THREE,
  'failed-unknown-platform': THREE,
};

/** Fails unless all that is seen on each tile is in its name, in the same order, and the name of the software first. */
const expectNamedBySight = (picker: CodatCommercePicker, given: readonly string[]): void => {
  const tiles = all(picker, 'button[data-key]:not([part="retry"])');
  const ofTiles = given.filter((name) => !['Clear search', 'Try again'].includes(name));
  expect(tiles.length).to.equal(ofTiles.length);
  tiles.forEach((button, index) => {
    // The letter in place of a logo is no text to read, and the web address tells a listener nothing new.
    const isSaid = ({ parentElement }: Text): boolean =>
      !parentElement!.closest('[part="logo-plate"], [part="website"]');
    const texts = seenTexts(button).filter(isSaid);
    expect(texts.length).to.be.above(0);
    let from = 0;
    for (const text of texts) {
      const at = ofTiles[index]!.indexOf(text.data.trim(), from);
      expect(at, `“${text.data.trim()}” in “${ofTiles[index]}”`).to.be.at.least(from);
      if (text === texts[0]) expect(at).to.equal(0);
      from = at + text.data.trim().length;
    }
  });
};

describe('the name that assistive technology is told', () => {
  for (const state of STATES) {
    it(`begins with the software and has all that is seen in it: ${state}`, async () => {
      const picker = await show(state);
      const given = await buttonNames(NAMES[state]);
      expect(given).to.deep.equal(NAMES[state]);
      expectNamedBySight(picker, given);
    });
  }

  it('is the same with and without the web address, which is seen only where there is room for it', async () => {
    const picker = await show('ready');
    const seen = (): boolean => all(picker, '[part="website"]').some((element) => element.checkVisibility());
    for (const [width, isSeen] of [
      ['300px', false],
      ['500px', true],
    ] as const) {
      picker.style.width = width;
      // WebKit goes by another width with the next frame.
      await nextFrame();
      expect(seen()).to.equal(isSeen);
      expect(await buttonNames(READY)).to.deep.equal(READY);
    }
  });

  it('has the words on a button image, which says nothing by itself', async () => {
    const picker = await show('ready');
    const images = all(picker, '[data-key="qhyg"] img') as HTMLImageElement[];
    expect(images.map(({ part }) => String(part))).to.deep.equal(['logo', 'brand-button hover', 'brand-button']);
    expect(all(picker, 'img').map((image) => image.getAttribute('alt'))).to.deep.equal(
      all(picker, 'img').map(() => ''),
    );
    const line = one(picker, '[data-key="qhyg"] [part="description"] > span');
    expect(getComputedStyle(line).opacity).to.equal('0');
    expect(seenTexts(line)).to.have.length(0);
  });
});

const keysOf = (picker: CodatCommercePicker, selector: string): (string | undefined)[] =>
  all(picker, selector).map(({ dataset }) => dataset['key']);

describe('the structure', () => {
  it('is a section, its heading and a list of buttons, for each group', async () => {
    const picker = await show('ready');
    const sections = all(picker, 'section');
    expect(sections).to.have.length(2);
    const told = sections.map((section) => {
      const [heading, list, ...rest] = section.children as unknown as HTMLElement[];
      expect(rest).to.have.length(0);
      expect(heading!.getAttribute('role')).to.equal('heading');
      expect(section.getAttribute('aria-labelledby')).to.equal(heading!.id);
      // Safari takes a list without bullets for none.
      expect([list!.localName, list!.getAttribute('role')]).to.deep.equal(['ul', 'list']);
      for (const item of list!.children) {
        expect(item.localName).to.equal('li');
        expect(item.firstElementChild!.localName).to.equal('button');
        expect(item.firstElementChild!.getAttribute('type')).to.equal('button');
        expect(item.firstElementChild!.hasAttribute('role')).to.be.false;
      }
      return [textOf(heading!), list!.children.length];
    });
    expect(told).to.deep.equal([
      ['Accounting software', 6],
      ['Commerce software', 2],
    ]);
  });

  it('has no heading for a single group, seen or heard, and gives it no name', async () => {
    const picker = await show('accounting');
    expect(getComputedStyle(one(picker, '[role="heading"]')).display).to.equal('none');
    // A section without a name is none to assistive technology.
    expect(one(picker, 'section').hasAttribute('aria-labelledby')).to.be.false;
  });

  it('has headings of the level that the page needs', async () => {
    const picker = await show('ready');
    for (const level of [1, 2, 3, 4, 5, 6]) {
      picker.headingLevel = level;
      await picker.updateComplete;
      const levels = all(picker, '[role="heading"]').map((heading) => heading.getAttribute('aria-level'));
      expect(levels).to.deep.equal([String(level), String(level)]);
    }
  });

  it('keeps placeholders from assistive technology', async () => {
    const picker = await show('loading');
    expect(one(picker, '[part="grid"]').getAttribute('aria-hidden')).to.equal('true');
    expect(all(picker, '[part="grid"] :is(button, a, input, [tabindex])')).to.have.length(0);
  });

  it('tells which tile is chosen, which waits, and which can not be picked', async () => {
    const chosen = await show('selected');
    expect(keysOf(chosen, '[aria-current="true"]')).to.deep.equal(['gbol']);
    expect(keysOf(await show('ready'), '[aria-disabled="true"]')).to.deep.equal(['tgff']);
    const busy = await show('busy');
    expect(keysOf(busy, '[aria-busy="true"]')).to.deep.equal(['gbol']);
    expect(keysOf(busy, '[aria-disabled="false"]')).to.deep.equal([]);
    // A disabled button drops the focus, and can't be found by it.
    expect(keysOf(busy, ':disabled')).to.deep.equal([]);
  });

  it('marks what is chosen and what is linked by more than a colour', async () => {
    const picker = await show('selected');
    const cardOf = (key: string): CSSStyleDeclaration => getComputedStyle(tile(picker, key).closest('li')!);
    // A second line inside the first: the edge is twice as thick.
    expect(cardOf('gbol').boxShadow).to.match(/0px 0px 0px 1px.*inset|inset.*0px 0px 0px 1px/);
    expect(cardOf('qhyg').boxShadow).to.not.include('inset');
    const badge = one(picker, '[part="badge linked"]');
    expect(textOf(badge)).to.match(/^Linked/);
    expect(getComputedStyle(badge, '::before').width).to.equal('4px');
  });

  it('has its logos, also where it is disabled from the start', async () => {
    const picker = await mount({ disabled: true, integrations: withEverything });
    const logo = one(picker, '[data-key="gbol"] [part="logo"]') as HTMLImageElement;
    await until(() => logo.complete && logo.naturalWidth, 'loaded');
    await until(() => getComputedStyle(logo).visibility === 'visible', 'Firefox tells a disabled button’s image alone');
  });
});
