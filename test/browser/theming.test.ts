import { expect } from '@open-wc/testing/pure';
import { resetMouse, sendMouse } from '@web/test-runner-commands';
import '../../src/index.js';
import type { CodatCommercePicker } from '../../src/index.js';
import { all, one } from '../support/page.js';
import { show, until, type State } from '../support/states.js';

interface Manifest {
  modules: { declarations: Partial<Record<'cssParts' | 'cssProperties', { name: string }[]>>[] }[];
}

/** What the manifest says can be styled. */
const documented = async (what: 'cssParts' | 'cssProperties'): Promise<string[]> => {
  const manifest = (await (await fetch('/dist/custom-elements.json')).json()) as Manifest;
  const lists = manifest.modules.flatMap(({ declarations }) => declarations.map((declaration) => declaration[what]));
  return (lists.find(Boolean) ?? []).map(({ name }) => name).toSorted();
};

/** What a custom property changes: where, in which state, and to what. */
interface Effect {
  value: string;
  selector: string;
  /** The computed property. */
  property: keyof CSSStyleDeclaration & string;
  /** Its value. Default: that of the custom property. */
  becomes?: string;
  state?: State;
  /** What a merchant does before. */
  after?: (picker: CodatCommercePicker) => Promise<void> | void;
}

const COLOUR = 'rgb(1, 2, 3)';
const card = '[part~="card"]';
const plate = '[part="logo-plate"]';
const badge = '[part~="badge"]';
const input = '[part="search-input"]';
const button = '[part~="tile"]';
const name = '[part="name"]';

const focusInput = (picker: CodatCommercePicker): void => one(picker, input).focus();

const pressFirst = async (picker: CodatCommercePicker): Promise<void> => {
  const { x, y } = one(picker, button).getBoundingClientRect();
  await sendMouse({ type: 'move', position: [Math.round(x) + 20, Math.round(y) + 20] });
  await sendMouse({ type: 'down' });
  await until(() => one(picker, button).matches(':active'), 'the tile is not pressed');
};

const EFFECTS: Readonly<Record<string, Effect>> = {
  accent: {
    value: COLOUR,
    selector: '[part~="card"][part~="selected"]',
    property: 'borderTopColor',
    state: 'selected',
  },
  'focus-color': {
    value: COLOUR,
    selector: input,
    property: 'outlineColor',
    state: 'search',
    after: focusInput,
  },
  'border-color': { value: COLOUR, selector: card, property: 'borderTopColor' },
  'muted-color': { value: COLOUR, selector: '[part="description"]', property: 'color' },
  'error-color': { value: COLOUR, selector: '[part="message"]', property: 'color', state: 'failed-rate-limited' },
  'linked-color': { value: COLOUR, selector: `${badge}[part~="linked"]`, property: 'color' },
  'pending-color': { value: COLOUR, selector: `${badge}[part~="pending"]`, property: 'color' },
  'deauthorized-color': { value: COLOUR, selector: `${badge}[part~="deauthorized"]`, property: 'color' },
  'tile-background': { value: COLOUR, selector: card, property: 'backgroundColor' },
  'tile-active-background': { value: COLOUR, selector: button, property: 'backgroundColor', after: pressFirst },
  'plate-background': { value: COLOUR, selector: plate, property: 'backgroundColor' },
  'plate-color': { value: COLOUR, selector: '[part="monogram"]', property: 'color', state: 'plain' },
  'badge-background': { value: COLOUR, selector: badge, property: 'backgroundColor' },
  'field-background': { value: COLOUR, selector: input, property: 'backgroundColor', state: 'search' },
  'field-border-color': { value: COLOUR, selector: input, property: 'borderTopColor', state: 'search' },
  'border-width': { value: '3px', selector: card, property: 'borderTopWidth' },
  shadow: { value: `${COLOUR} 0px 1px 2px 0px`, selector: card, property: 'boxShadow' },
  radius: { value: '3px', selector: card, property: 'borderTopLeftRadius' },
  'plate-radius': { value: '3px', selector: plate, property: 'borderTopLeftRadius' },
  'control-radius': {
    value: '3px',
    selector: '[part~="retry"]',
    property: 'borderTopLeftRadius',
    state: 'search-none',
  },
  'badge-radius': { value: '3px', selector: badge, property: 'borderTopLeftRadius' },
  gap: { value: '3px', selector: '[part="grid"]', property: 'columnGap' },
  'tile-gap': { value: '3px', selector: button, property: 'columnGap' },
  'tile-padding': { value: '3px', selector: button, property: 'paddingTop' },
  'tile-height': { value: '99px', selector: button, property: 'minHeight' },
  'tile-width': { value: '100%', selector: '[part="grid"]', property: 'gridTemplateColumns', becomes: '700px' },
  'plate-width': { value: '99px', selector: plate, property: 'width' },
  'plate-height': { value: '99px', selector: plate, property: 'height' },
  'plate-padding': { value: '3px', selector: '[part="logo"]', property: 'paddingTop' },
  font: { value: 'monospace', selector: name, property: 'fontFamily' },
  'font-size': { value: '23px', selector: name, property: 'fontSize' },
  'name-weight': { value: '800', selector: name, property: 'fontWeight' },
};

const { style: page } = document.documentElement;

afterEach(async () => {
  page.cssText = '';
  document.adoptedStyleSheets = [];
  await resetMouse();
});

describe('a custom property', () => {
  it('is in the table below if it is documented, and documented if it is there', async () => {
    expect(await documented('cssProperties')).to.deep.equal(
      Object.keys(EFFECTS)
        .map((property) => `--codat-${property}`)
        .toSorted(),
    );
  });

  for (const [custom, { after, becomes, property, selector, state = 'ready', value }] of Object.entries(EFFECTS)) {
    it(`--codat-${custom} sets ${property} of ${selector}, from the page and from the element`, async () => {
      const picker = await show(state);
      picker.style.width = '700px';
      await after?.(picker);
      // A transition would be in its middle. Not a rule for all: some of what is measured is one.
      for (const element of all(picker, selector)) element.style.transition = 'none';
      const computed = (): string => String(getComputedStyle(one(picker, selector))[property]);
      const original = computed();
      const changed = becomes ?? value;
      expect(original, 'without it').to.not.equal(changed);
      page.setProperty(`--codat-${custom}`, value);
      expect(computed(), 'on :root').to.equal(changed);
      page.removeProperty(`--codat-${custom}`);
      expect(computed(), 'taken away').to.equal(original);
      picker.style.setProperty(`--codat-${custom}`, value);
      expect(computed(), 'on the element').to.equal(changed);
    });
  }

  it('on the element comes before one on the page', async () => {
    const picker = await show('ready');
    page.setProperty('--codat-radius', '3px');
    picker.style.setProperty('--codat-radius', '5px');
    expect(getComputedStyle(one(picker, card)).borderTopLeftRadius).to.equal('5px');
  });

  it('takes after another where the page does not set it', async () => {
    page.setProperty('--codat-radius', '8px');
    page.setProperty('--codat-accent', COLOUR);
    const picker = await show('search');
    focusInput(picker);
    const { borderTopLeftRadius, outlineColor } = getComputedStyle(one(picker, input));
    expect([borderTopLeftRadius, outlineColor]).to.deep.equal(['8px', COLOUR]);
    expect(getComputedStyle(one(picker, plate)).borderTopLeftRadius).to.equal('4px');
    page.setProperty('--codat-control-radius', '0px');
    expect(getComputedStyle(one(picker, input)).borderTopLeftRadius).to.equal('0px');
  });

  it('for the width of a plate holds for every logo and every width', async () => {
    page.setProperty('--codat-plate-width', '50px');
    for (const [state, width] of [
      ['ready', '700px'],
      ['ready', '300px'],
      ['square', '700px'],
    ] as const) {
      const picker = await show(state);
      picker.style.width = width;
      expect(getComputedStyle(one(picker, plate)).width).to.equal('50px');
    }
  });

  it('of the font reaches all text, down to the search box and the buttons', async () => {
    page.setProperty('--codat-font', 'monospace');
    for (const state of ['search-none', 'failed-rate-limited', 'ready'] as const) {
      for (const element of all(await show(state), '*')) {
        expect(getComputedStyle(element).fontFamily, element.outerHTML).to.equal('monospace');
      }
    }
  });

  it('that makes no sense hides nothing, and lets nothing out', async () => {
    for (const custom of Object.keys(EFFECTS)) page.setProperty(`--codat-${custom}`, 'no-such-thing');
    const picker = await show('ready');
    for (const element of all(picker, '[part="name"]')) expect(element.offsetHeight).to.be.above(10);
    expect(picker.scrollWidth).to.equal(picker.clientWidth);
  });

  it('reaches nothing of the host’s in a slot', async () => {
    const picker = await show('ready');
    picker.innerHTML = '<p slot="footer">Footer</p>';
    const before = getComputedStyle(picker.firstElementChild!);
    const own = [before.color, before.borderRadius, before.margin];
    page.setProperty('--codat-muted-color', COLOUR);
    page.setProperty('--codat-radius', '3px');
    const { color, borderRadius, margin } = getComputedStyle(picker.firstElementChild!);
    expect([color, borderRadius, margin]).to.deep.equal(own);
  });
});

describe('a part', () => {
  /** States in which, taken together, every part is there. */
  const ALL: readonly State[] = [
    'loading',
    'ready',
    'selected',
    'search-none',
    'busy',
    'failed-rate-limited',
    'failed-log-in',
    'empty',
  ];

  it('can be styled, each of them and no more than it', async () => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [sheet];
    const found = new Set<string>();
    for (const state of ALL) {
      const picker = await show(state);
      const elements = all(picker, '*');
      const before = elements.map((element) => getComputedStyle(element).zIndex);
      for (const part of new Set(elements.flatMap((element) => [...element.part]))) {
        sheet.replaceSync(`codat-commerce-picker::part(${part}) { z-index: 7; }`);
        const styled = elements.filter((element, index) => getComputedStyle(element).zIndex !== before[index]);
        const expected = elements.filter((element) => element.part.contains(part));
        expect(
          styled.map(({ outerHTML }) => outerHTML),
          part,
        ).to.deep.equal(expected.map(({ outerHTML }) => outerHTML));
        found.add(part);
      }
      sheet.replaceSync('');
    }
    expect([...found].toSorted()).to.deep.equal(await documented('cssParts'));
  });

  it('comes before what the element sets itself, in each state', async () => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [sheet];
    for (const [state, part, property, value] of [
      ['selected', 'card', 'border-color', COLOUR],
      ['selected', 'selected', 'box-shadow', 'none'],
      ['ready', 'tile', 'padding', '1px'],
      ['ready', 'linked', 'color', COLOUR],
      ['ready', 'logo-plate', 'width', '33px'],
      ['ready', 'badge', 'background-color', COLOUR],
      ['busy', 'busy', 'border-color', COLOUR],
      ['disabled', 'tile', 'opacity', '1'],
      ['failed-rate-limited', 'message', 'color', COLOUR],
      ['search', 'search-input', 'min-height', '60px'],
      ['loading', 'skeleton', 'padding', '1px'],
    ] as const) {
      sheet.replaceSync(`codat-commerce-picker::part(${part}) { ${property}: ${value}; transition: none; }`);
      const picker = await show(state);
      for (const element of all(picker, `[part~="${part}"]`)) {
        expect(getComputedStyle(element).getPropertyValue(property), `${part} in ${state}`).to.equal(value);
      }
    }
  });

  it('brings its arrow, which becomes a ring', async () => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [sheet];
    sheet.replaceSync(`codat-commerce-picker::part(tile)::after { border-color: ${COLOUR}; }`);
    for (const state of ['ready', 'busy'] as const) {
      const { borderTopColor } = getComputedStyle(one(await show(state), button), '::after');
      expect(borderTopColor, state).to.equal(COLOUR);
    }
  });

  it('is hidden where the host says so', async () => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [sheet];
    sheet.replaceSync('codat-commerce-picker::part(website), codat-commerce-picker::part(badge) { display: none; }');
    const picker = await show('ready');
    for (const element of all(picker, '[part="website"], [part~="badge"]')) expect(element.offsetHeight).to.equal(0);
  });
});
