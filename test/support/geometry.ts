import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { all } from './page.js';

/** What the engines round differently. */
const HAIR = 0.5;

type Box = Pick<DOMRect, 'bottom' | 'left' | 'right' | 'top'>;

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left - HAIR &&
  inner.right <= outer.right + HAIR &&
  inner.top >= outer.top - HAIR &&
  inner.bottom <= outer.bottom + HAIR;

const rect = (element: Element): DOMRect => element.getBoundingClientRect();

const isDrawn = (element: Element): boolean => element.getClientRects().length > 0;

/** None of the elements is an offender; each one that is gets shown. */
const expectNone = (what: string, offenders: readonly Element[]): void => {
  expect(
    offenders.map((element) => element.outerHTML),
    what,
  ).to.deep.equal([]);
};

/** Where each line of an element's text is. */
const lines = (element: Element): DOMRect[] => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()];
};

/** Nothing sticks out: not of the picker, not of a card, not of what holds the text. */
export const expectContained = (picker: CodatCommercePicker): void => {
  expect(picker.scrollWidth, 'overflow of the picker').to.equal(picker.clientWidth);
  const { bottom, left, right, top } = rect(picker);
  const blocks = all(picker, '[part="base"] > *, section > *, li').filter(isDrawn);
  expectNone(
    'out of the picker',
    blocks.filter((block) => !isWithin(rect(block), { bottom, left, right, top })),
  );
  for (const card of all(picker, 'li')) {
    // Signs that pile up are drawn outside of every box: nothing but a clip holds them.
    expect(getComputedStyle(card).overflow).to.equal('clip');
    const outer = rect(card);
    // A monogram may be wider than the plate, which cuts it off, and a name too long for any tile has two lines.
    const inside = [...card.querySelectorAll(':not([part="monogram"], [title] *, [title] ~ * *)')].filter(isDrawn);
    expectNone(
      'out of the card',
      inside.filter((element) => !isWithin(rect(element), outer)),
    );
    const words = [...card.querySelectorAll('[part="words"]:not(:has([title]))')];
    expectNone(
      'text out of the card',
      words.filter((element) => !lines(element).every((line) => isWithin(line, outer))),
    );
    expectNone(
      'text out of its box',
      [card, ...card.querySelectorAll('button, [part="words"]')].filter(
        (box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight,
      ),
    );
  }
};

/** Every logo's box has one size, and the logo stays in it. */
export const expectPlates = (picker: CodatCommercePicker): void => {
  for (const card of all(picker, 'li')) {
    const plate = card.querySelector('[part="logo-plate"]')!;
    const { height, width } = rect(plate);
    // As wide as 27% of what is inside the tile.
    const { paddingInlineEnd, paddingInlineStart } = getComputedStyle(card.querySelector('[part^="tile"]')!);
    const inside = card.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
    const full = Math.min(Math.max(inside * 0.27, 72), 112);
    expect([height, getComputedStyle(plate).overflow]).to.deep.equal([44, 'clip']);
    expect(width).to.be.closeTo(picker.logo === 'square' ? 44 : full, HAIR);
    const image = plate.querySelector('img');
    if (!image) continue;
    expect(isWithin(rect(image), rect(plate)), image.src).to.be.true;
    expect(getComputedStyle(image).objectFit).to.equal('contain');
  }
};

/** The tiles stand in so many columns, all of one width; those of a row are equally high, and each fills its card. */
export const expectGrid = (picker: CodatCommercePicker, columns: number): void => {
  const cards = all(picker, 'li');
  const rows = new Map<number, Set<number>>();
  for (const card of cards) {
    const { height, top } = rect(card);
    rows.set(top, (rows.get(top) ?? new Set()).add(height));
  }
  expect(rows.size).to.equal(Math.ceil(cards.length / columns));
  expect(new Set(cards.map((card) => rect(card).left)).size).to.equal(Math.min(cards.length, columns));
  for (const heights of rows.values()) expect([...heights]).to.have.length(1);
  expectNone(
    'not as high as its card',
    cards.filter((card) => card.querySelector('button')!.offsetHeight !== card.clientHeight),
  );
  const width = (picker.clientWidth - 12 * (columns - 1)) / columns;
  for (const card of cards) expect(rect(card).width).to.be.closeTo(width, HAIR);
};

/** The letter is seen exactly as long as the logo is not. */
export const expectEitherLogoOrLetter = (picker: CodatCommercePicker): void => {
  const isShown = (element: Element): boolean => getComputedStyle(element).visibility === 'visible';
  for (const plate of all(picker, '[part="logo-plate"]')) {
    const image = plate.querySelector('img');
    const isThere = image?.dataset['state'] === 'load';
    expect([!!image && isShown(image), isShown(plate.querySelector('[part="monogram"]')!)], image?.src).to.deep.equal([
      isThere,
      !isThere,
    ]);
  }
};
