import { expect } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import { CodatCommercePicker } from '../../src/element/codat-commerce-picker.js';
import { contrastAround, contrastOf, isSeen, seenTexts } from '../support/contrast.js';
import { all, one, tile } from '../support/page.js';
import { dress, PAGE_NAMES, show, STATES } from '../support/states.js';

/** WCAG 1.4.3, text; and 1.4.11, what is needed to see what something is, or where the focus is. */
const TEXT = 4.5;
const NOT_TEXT = 3;

/** A control that can't be used now. WCAG asks nothing of it; here its name can be read nevertheless. */
const isInactive = (element: Element): boolean =>
  element.closest(':disabled, [aria-disabled="true"]:not([aria-busy="true"], [part~="coming-soon"])') !== null;

/** What is to be reached by a text: an inactive control's other words only say more about it. */
const wanted = (element: Element): number => {
  if (!isInactive(element)) return TEXT;
  return element.closest('[part="name"]') && !element.closest('[part~="coming-soon"]') ? NOT_TEXT : 1;
};

/** The colour of a placeholder, from the rule that gives it: WebKit doesn't tell the one that it uses. */
const placeholderColour = (input: Element): string => {
  const rules = (CodatCommercePicker.elementStyles as { styleSheet: CSSStyleSheet }[]).flatMap(({ styleSheet }) => [
    ...styleSheet.cssRules,
  ]);
  const rule = rules.find((each) => (each as CSSStyleRule).selectorText === '::placeholder') as CSSStyleRule;
  const probe = input.parentElement!.appendChild(document.createElement('span'));
  probe.style.color = rule.style.color;
  const { color } = getComputedStyle(probe);
  probe.remove();
  expect(rule.style.opacity, 'Firefox fades it by itself').to.equal('1');
  return color;
};

describe('all text can be read on a light, a dark and a tinted page', () => {
  for (const state of STATES) {
    it(state, async () => {
      const picker = await show(state);
      for (const page of PAGE_NAMES) {
        dress(page);
        for (const { data, parentElement: element } of seenTexts(picker)) {
          const text = `${page}: “${data.trim()}” ${element!.outerHTML}`;
          expect(contrastOf(element!), text).to.be.at.least(wanted(element!));
        }
      }
    });
  }
});

for (const page of PAGE_NAMES) {
  describe(`on a ${page} page`, () => {
    it('the search box has an edge, a glass, a cross and a placeholder that can be seen', async () => {
      dress(page);
      const picker = await show('search');
      const input = one(picker, 'input');
      expect(contrastAround(input, getComputedStyle(input).borderTopColor)).to.be.at.least(NOT_TEXT);
      expect(contrastOf(input, placeholderColour(input))).to.be.at.least(TEXT);
      for (const icon of all(picker, 'svg')) {
        expect(isSeen(icon)).to.be.true;
        expect(contrastOf(icon, getComputedStyle(icon).stroke), icon.outerHTML).to.be.at.least(NOT_TEXT);
      }
    });

    it('the arrow, the ring of a busy tile, and the edges of what is chosen and of Try again can be seen', async () => {
      dress(page);
      const picker = await show('busy');
      const ring = getComputedStyle(tile(picker, 'gbol'), '::after');
      expect(contrastOf(tile(picker, 'gbol'), ring.borderTopColor), 'ring').to.be.at.least(NOT_TEXT);
      const failed = await show('failed-rate-limited');
      const arrow = getComputedStyle(tile(failed, 'gbol'), '::after');
      expect(contrastOf(tile(failed, 'gbol'), arrow.borderTopColor), 'arrow').to.be.at.least(NOT_TEXT);
      const retry = one(failed, '[part="retry"]');
      expect(contrastAround(retry, getComputedStyle(retry).borderTopColor), 'Try again').to.be.at.least(NOT_TEXT);
      const chosen = tile(await show('selected'), 'gbol').closest('li')!;
      expect(contrastAround(chosen, getComputedStyle(chosen).borderTopColor), 'chosen').to.be.at.least(NOT_TEXT);
    });

    it('the focus ring stands out from what is on either side of it', async () => {
      dress(page);
      const picker = await show('failed-rate-limited');
      picker.search = 'always';
      await picker.updateComplete;
      one(picker, 'input').focus();
      const seen: string[] = [];
      for (let stop = 0; stop < 4; stop += 1) {
        const element = picker.shadowRoot!.activeElement!;
        seen.push(element.getAttribute('part')!.split(' ')[0]!);
        const { outlineColor } = getComputedStyle(element);
        // It lies within the element, on its background: that is its one side, and with no border in between the other.
        expect(contrastOf(element, outlineColor), element.outerHTML).to.be.at.least(NOT_TEXT);
        expect(contrastAround(element, outlineColor), element.outerHTML).to.be.at.least(NOT_TEXT);
        await sendKeys({ press: 'Tab' });
      }
      expect(seen).to.deep.equal(['search-input', 'tile', 'tile', 'retry']);
    });
  });
}

it('does not take a colour for another: black on white, a half of it, and one mixed as the styles do', async () => {
  const picker = await show('ready');
  const probe = one(picker, '[part="intro"]');
  probe.style.background = '#fff';
  expect(contrastOf(probe, '#000')).to.equal(21);
  expect(contrastOf(probe, '#767676')).to.be.within(4.5, 4.6);
  expect(contrastOf(probe, 'rgb(0 0 0 / 50%)')).to.be.within(3.9, 4.1);
  probe.style.opacity = '0.5';
  expect(contrastOf(probe, '#000')).to.be.within(3.9, 4.1);
  probe.style.opacity = '1';
  expect(contrastOf(probe, 'color-mix(in oklab, #000 50%, transparent)')).to.be.within(3.9, 4.1);
});
