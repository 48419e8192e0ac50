import { expect } from '@open-wc/testing/pure';
import { CodatCommercePicker } from '../../src/element/codat-commerce-picker.js';
import { seenTexts } from '../support/contrast.js';
import { withEverything } from '../support/integrations.js';
import { all, one } from '../support/page.js';
import { DIRECTIONS, dress, show, STATES } from '../support/states.js';

/** A name of 60 characters, in words and in one piece, and a web address to match. */
const WORDS = 'Exact Restaurant and Retail Software for Small Businesses UK';
const ONE_PIECE = 'Buchhaltungssoftwareentwicklungsgesellschaftmitbeschränkterz';
const LONG = withEverything.map((row, index) => ({
  ...row,
  name: index % 2 ? ONE_PIECE : WORDS,
  ...(row.website ? { website: 'accounting.small-business.lightspeed-restaurant.example.com' } : {}),
}));

/** As WCAG 1.4.12 has it. */
const SPACING = new CSSStyleSheet();
SPACING.replaceSync(`
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }
`);

/** What a page, and the user of it, do to the picker's room and text. The widths are those of the picker itself. */
const CIRCUMSTANCES: Readonly<Record<string, { width: number; zoom?: string; spaced?: boolean }>> = {
  'with room for two columns': { width: 720 },
  // A page of 1,280 px at 200%, whose text alone is enlarged, or all of it.
  'with text of 200%': { width: 720, zoom: '200%' },
  'at half the width': { width: 640 },
  'with text of 200% at half the width': { width: 640, zoom: '200%' },
  'at 320 px': { width: 320 },
  'at 320 px with more space in its text': { width: 320, spaced: true },
  'in two columns with more space in its text': { width: 720, spaced: true },
  'at 230 px': { width: 230 },
  'at 230 px with more space in its text': { width: 230, spaced: true },
  'at 320 px with text of 200%': { width: 320, zoom: '200%' },
};

/** Half a pixel, for what the browsers round. */
const SLACK = 0.5;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const contains = (outer: Box, inner: Box, sidewaysOnly = false): boolean =>
  inner.left >= outer.left - SLACK &&
  inner.right <= outer.right + SLACK &&
  (sidewaysOnly || (inner.top >= outer.top - SLACK && inner.bottom <= outer.bottom + SLACK));

const told = ({ left, right, top, bottom }: Box): string => [left, top, right, bottom].map(Math.round).join(' ');

/** What sticks out of the picker, is cut off by what it is in, or lies outside the card that it belongs to. */
const lost = (picker: CodatCommercePicker): string[] => {
  const host = picker.getBoundingClientRect();
  const problems: string[] = [];
  if (picker.scrollWidth > picker.clientWidth) problems.push(`it scrolls: ${picker.scrollWidth}`);
  for (const element of all(picker, '*')) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && !contains(host, box, true)) problems.push(`sticks out: ${told(box)} ${element.outerHTML}`);
  }
  for (const text of seenTexts(picker)) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
    for (let around = text.parentElement; around; around = around.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(around);
      if (overflowX === 'visible' && overflowY === 'visible' && !around.matches('button, li')) continue;
      const box = around.getBoundingClientRect();
      const cut = lines.find((line) => !contains(box, line));
      if (cut) problems.push(`cut off: “${text.data.trim()}” ${told(cut)} by ${around.localName} ${told(box)}`);
    }
  }
  return problems;
};

/** Buttons and boxes that can be used, and are too small to hit. */
const small = (picker: CodatCommercePicker): string[] =>
  all(picker, 'button, input')
    .filter((target) => target.offsetParent)
    .map((target) => [target.getBoundingClientRect(), target] as const)
    .filter(([{ width, height }]) => width < 44 || height < 44)
    .map(([{ width, height }, { outerHTML }]) => `${width} × ${height}: ${outerHTML}`);

describe('with little room, or with large text, no text is lost and no target too small', () => {
  for (const state of STATES) {
    it(state, async () => {
      const picker = await show(state, LONG);
      const sheets = picker.shadowRoot!.adoptedStyleSheets;
      for (const direction of DIRECTIONS) {
        dress('light', direction);
        for (const [circumstances, { width, zoom = '', spaced: isSpaced }] of Object.entries(CIRCUMSTANCES)) {
          picker.style.width = `${width}px`;
          document.documentElement.style.fontSize = zoom;
          picker.shadowRoot!.adoptedStyleSheets = isSpaced ? [...sheets, SPACING] : [...sheets];
          const problems = [...lost(picker), ...small(picker)];
          expect(problems.length, `${circumstances}, ${direction}\n${problems.join('\n')}`).to.equal(0);
        }
      }
    });
  }
});

it('goes by its own width alone, whatever the size of the page', () => {
  const conditions = (CodatCommercePicker.elementStyles as { styleSheet: CSSStyleSheet }[])
    .flatMap(({ styleSheet }) => [...styleSheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule)
    .map(({ conditionText }) => conditionText);
  expect(conditions).to.not.be.empty;
  for (const condition of conditions) expect(condition).to.not.match(/width|height|orientation/);
});

it('takes the space that the text asks for', async () => {
  const picker = await show('ready', LONG);
  const tile = one(picker, '[part~="tile"]');
  picker.style.width = '320px';
  const before = tile.offsetHeight;
  picker.shadowRoot!.adoptedStyleSheets.push(SPACING);
  const spaced = tile.offsetHeight;
  document.documentElement.style.fontSize = '200%';
  expect([spaced > before, tile.offsetHeight > spaced]).to.deep.equal([true, true]);
});

it('says the whole of what the search box is for, where it is 320 px wide', async () => {
  // Fonts differ; this one is as wide as most that products use, or there is one of its widths.
  document.documentElement.style.fontFamily = 'Arial, "Liberation Sans"';
  const picker = await show('loading-search');
  picker.style.width = '320px';
  const input = one(picker, 'input') as HTMLInputElement;
  const { borderWidth, font, paddingInlineEnd, paddingInlineStart } = getComputedStyle(input);
  const canvas = document.createElement('canvas').getContext('2d')!;
  canvas.font = font;
  const around = parseFloat(paddingInlineStart) + parseFloat(paddingInlineEnd) + 2 * parseFloat(borderWidth);
  expect(canvas.measureText(input.placeholder).width).to.be.within(100, input.offsetWidth - around);
});
