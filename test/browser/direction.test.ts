import { expect } from '@open-wc/testing/pure';
import { sendMouse, resetMouse } from '@web/test-runner-commands';
import type { CodatCommercePicker } from '../../src/index.js';
import { withEverything } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, one, tile } from '../support/page.js';
import { search } from '../support/search.js';
import { until } from '../support/until.js';

const searched = async (): Promise<CodatCommercePicker> => {
  const picker = await mount({ integrations: withEverything, search: 'always' });
  await search(picker, 'o');
  return picker;
};

const arrow = (picker: CodatCommercePicker): CSSStyleDeclaration => getComputedStyle(tile(picker, 'fztf'), '::after');

/** How far this is from the edge where lines begin, of what is around it. */
const fromStart = (element: HTMLElement, around: HTMLElement): number => {
  const [inner, outer] = [element.getBoundingClientRect(), around.getBoundingClientRect()];
  return getComputedStyle(element).direction === 'rtl' ? outer.right - inner.right : inner.left - outer.left;
};

/** Where things stand along the line, seen from where it begins. */
const layout = (picker: CodatCommercePicker): Record<string, number[]> =>
  Object.fromEntries(
    [
      '[part="search-icon"]',
      '[part="search-input"]',
      '[part="search-clear"]',
      '[part~="card"]',
      '[part="logo-plate"]',
      '[part="words"]',
      '[part="name"]',
      '[part~="badge"]',
      '[part="website"]',
    ].map((selector) => [selector, all(picker, selector).map((element) => Math.round(fromStart(element, picker)))]),
  );

afterEach(async () => {
  document.documentElement.removeAttribute('dir');
  await resetMouse();
});

describe('from right to left', () => {
  it('everything stands where it stands from left to right, mirrored', async () => {
    const picker = await searched();
    // With room for the web address.
    picker.style.width = '500px';
    const before = layout(picker);
    expect(fromStart(one(picker, '[part="words"]'), picker)).to.be.above(80);
    document.documentElement.dir = 'rtl';
    expect(getComputedStyle(one(picker, '[part="words"]')).direction).to.equal('rtl');
    expect(layout(picker)).to.deep.equal(before);
  });

  it('the arrow points to where one goes', async () => {
    const picker = await searched();
    expect(arrow(picker).rotate).to.equal('45deg');
    document.documentElement.dir = 'rtl';
    expect(arrow(picker).rotate).to.equal('-135deg');
  });

  it('the arrow moves there when the pointer comes', async () => {
    const picker = await searched();
    // In one column, or the tile would be elsewhere afterwards.
    picker.style.width = '320px';
    tile(picker, 'fztf').scrollIntoView({ block: 'center' });
    const { x, y } = tile(picker, 'fztf').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(x) + 30, Math.round(y) + 30] });
    await until(() => arrow(picker).translate === '2px', arrow(picker).translate);
    picker.dir = 'rtl';
    await until(() => arrow(picker).translate === '-2px', arrow(picker).translate);
  });

  it('what is typed keeps clear of the icon and of the button', async () => {
    const picker = await searched();
    const input = one(picker, '[part="search-input"]');
    const icon = one(picker, '[part="search-icon"]');
    for (const dir of ['ltr', 'rtl']) {
      document.documentElement.dir = dir;
      const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(input);
      expect(parseFloat(paddingInlineStart)).to.be.at.least(
        fromStart(icon, input) + icon.getBoundingClientRect().width,
      );
      expect(parseFloat(paddingInlineEnd)).to.be.at.least(one(picker, '[part="search-clear"]').offsetWidth);
    }
  });

  it('the button of a brand stands at the start of its line', async () => {
    const picker = await searched();
    const button = (): string => getComputedStyle(one(picker, '[part="brand-button"]')).objectPosition.split(' ')[0]!;
    expect(button()).to.equal('0px');
    document.documentElement.dir = 'rtl';
    expect(button()).to.equal('100%');
  });

  it('is what the nearest dir says, and follows it', async () => {
    const picker = await searched();
    const around = picker.parentElement!;
    const turns = (rotate: string): Promise<void> => until(() => arrow(picker).rotate === rotate, rotate);
    around.dir = 'rtl';
    await turns('-135deg');
    picker.dir = 'ltr';
    await turns('45deg');
    picker.dir = 'rtl';
    around.dir = 'ltr';
    await turns('-135deg');
    picker.removeAttribute('dir');
    await turns('45deg');
  });
});
