import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { contrastAround, contrastOf, seenTexts } from '../support/contrast.js';
import { all, tile } from '../support/page.js';
import { inChromium, prefer } from '../support/preferences.js';
import { dress, show, STATES } from '../support/states.js';

const cardOf = (picker: CodatCommercePicker, key: string): HTMLElement => tile(picker, key).closest('li')!;

const running = (picker: CodatCommercePicker): string[] =>
  picker.shadowRoot!.getAnimations().map(({ effect }) => {
    const { pseudoElement, target } = effect as KeyframeEffect;
    return `${target?.getAttribute('part')}${pseudoElement ?? ''}`;
  });

describe('who wants less motion', () => {
  for (const state of STATES) {
    it(`sees none: ${state}`, async () => {
      await prefer('prefers-reduced-motion', 'reduce');
      const picker = await show(state);
      expect(running(picker)).to.deep.equal([]);
      for (const element of all(picker, 'li, button, [part~="skeleton"] > *')) {
        for (const pseudo of [undefined, '::after']) {
          const { animationName, transitionDuration } = getComputedStyle(element, pseudo);
          expect([animationName, transitionDuration], element.outerHTML).to.deep.equal(['none', '0s']);
        }
      }
    });
  }

  it('would have seen some otherwise, or this would show nothing', async () => {
    expect(running(await show('loading'))).to.have.length(12);
    expect(running(await show('busy'))).to.include('tile busy linked::after');
  });
});

describe('who wants more contrast', () => {
  for (const page of ['light', 'dark'] as const) {
    it(`has secondary text like any other, and edges to each card, ${page}`, async () => {
      await prefer('prefers-contrast', 'more');
      dress(page);
      const picker = await show('ready');
      const { color } = getComputedStyle(picker);
      for (const line of all(picker, '[part="description"], [part="website"]'))
        expect(getComputedStyle(line).color).to.equal(color);
      for (const card of all(picker, 'li')) {
        expect(contrastAround(card, getComputedStyle(card).borderTopColor)).to.be.at.least(7);
      }
      for (const { data, parentElement } of seenTexts(picker)) {
        // A badge keeps its colour, which is what it is for.
        const wanted = parentElement!.closest('[part^="badge"]') ? 4.5 : 7;
        expect(contrastOf(parentElement!), data).to.be.at.least(wanted);
      }
    });
  }
});

describe('who has chosen the colours of everything', () => {
  it('sees which tile is chosen by the thickness of its edge', async () => {
    await prefer('forced-colors', 'active');
    const picker = await show('selected');
    expect(getComputedStyle(cardOf(picker, 'gbol')).borderTopWidth).to.equal('2px');
    expect(getComputedStyle(cardOf(picker, 'qhyg')).borderTopWidth).to.equal('1px');
  });

  it('sees badges by their edges', async () => {
    await prefer('forced-colors', 'active');
    const badges = all(await show('ready'), '[part^="badge"]');
    expect(badges).to.have.length(6);
    for (const badge of badges) {
      const { color, outlineColor, outlineStyle, outlineWidth } = getComputedStyle(badge);
      expect([outlineStyle, outlineWidth]).to.deep.equal(['solid', '1px']);
      expect(outlineColor).to.equal(color);
    }
  });

  it('sees which tile is busy: by a ring with a gap, and by its text, which is not that of the ones that wait', async () => {
    await prefer('forced-colors', 'active');
    const picker = await show('busy');
    const busy = tile(picker, 'gbol');
    expect(getComputedStyle(busy).color).to.not.equal(getComputedStyle(tile(picker, 'qhyg')).color);
    const { borderBottomColor, borderTopColor } = getComputedStyle(busy, '::after');
    expect(borderBottomColor).to.not.equal(borderTopColor);
  });

  // The palette itself: no other engine can be told to have one.
  if (inChromium) {
    it('sees placeholders, the ring of a busy tile, and the focus', async () => {
      await prefer('forced-colors', 'active');
      const [bar] = all(await show('loading'), '[part~="skeleton"] > .bars');
      for (const half of ['::before', '::after']) {
        expect(contrastOf(bar!.parentElement!, getComputedStyle(bar!, half).backgroundColor), half).to.be.at.least(3);
      }
      const busy = tile(await show('busy'), 'gbol');
      expect(contrastOf(busy, getComputedStyle(busy, '::after').borderTopColor)).to.be.at.least(3);
      const picker = await show('ready');
      picker.focus();
      const { outlineColor, outlineStyle } = getComputedStyle(tile(picker, 'gbol'));
      expect(outlineStyle).to.equal('solid');
      expect(contrastOf(tile(picker, 'gbol'), outlineColor)).to.be.at.least(3);
    });

    for (const state of STATES) {
      it(`reads everything in them: ${state}`, async () => {
        await prefer('forced-colors', 'active');
        expect(matchMedia('(forced-colors: active)').matches).to.be.true;
        const picker = await show(state);
        for (const page of ['light', 'dark'] as const) {
          dress(page);
          for (const { data, parentElement } of seenTexts(picker)) {
            expect(contrastOf(parentElement!), `${data}, ${page}`).to.be.at.least(4.5);
          }
        }
      });
    }
  }
});
