import { expect, fixture, html } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { SIXTY } from '../support/awkward-names.js';
import { withEverything } from '../support/integrations.js';
import { one } from '../support/page.js';
import { show, type State } from '../support/states.js';

/** What text inherits, and what would cut it, break it, or make it something else. */
const UNWANTED: Readonly<Record<string, string>> = {
  'white-space': 'nowrap',
  'word-break': 'break-all',
  'overflow-wrap': 'normal',
  'line-break': 'anywhere',
  hyphens: 'auto',
  'text-indent': '40px',
  'text-align': 'center',
  'text-align-last': 'right',
  'text-transform': 'uppercase',
  'letter-spacing': '4px',
  'word-spacing': '20px',
  'line-height': '8px',
  'writing-mode': 'vertical-rl',
  '-webkit-text-fill-color': 'transparent',
  '-webkit-text-security': 'disc',
  '-webkit-text-stroke': '2px red',
};

/** Texts on and off a tile, of one line and of several, in buttons and outside of them. */
const SHOWN: readonly State[] = ['badges', 'groups', 'search-none', 'failed-log-in', 'error-unavailable'];

const long = withEverything.map((row) => ({ ...row, name: `${row.name} ${SIXTY}` }));

/** Where each line of each text is, from the picker's corner, and how it is drawn. */
const drawn = (picker: CodatCommercePicker): string[] => {
  const walker = document.createTreeWalker(picker.shadowRoot!, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const corner = picker.getBoundingClientRect();
  const all: string[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (!text.data.trim()) continue;
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].map(({ height, left, top, width }) =>
      [left - corner.left, top - corner.top, width, height].map((length) => length.toFixed(1)).join(' '),
    );
    const { color, webkitTextFillColor, webkitTextStrokeWidth } = getComputedStyle(text.parentElement!);
    const security = getComputedStyle(text.parentElement!).getPropertyValue('-webkit-text-security');
    all.push(
      [text.data.trim(), boxes.join(', '), webkitTextFillColor === color, webkitTextStrokeWidth, security].join(': '),
    );
  }
  return all;
};

const around = (style: string): Promise<HTMLElement> => fixture(html`<div style="width: 320px; ${style}"></div>`);

describe('what a page wants of its own texts', () => {
  for (const state of SHOWN) {
    it(`neither cuts nor breaks those of the picker: ${state}`, async () => {
      const plain = drawn(await show(state, long, { into: await around('') }));
      for (const [property, value] of Object.entries(UNWANTED)) {
        const box = await around(`${property}: ${value}`);
        expect(drawn(await show(state, long, { into: box })), property).to.deep.equal(plain);
        box.remove();
      }
    });
  }

  it('neither cuts nor hides them where it is said of each element, the picker included', async () => {
    const plain = drawn(await show('badges', long, { into: await around('') }));
    for (const property of ['white-space', 'text-indent', 'line-break', '-webkit-text-fill-color']) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`#each * { ${property}: ${UNWANTED[property]} }`);
      document.adoptedStyleSheets.push(sheet);
      try {
        const box = await around('');
        box.id = 'each';
        expect(drawn(await show('badges', long, { into: box })), property).to.deep.equal(plain);
        box.remove();
      } finally {
        document.adoptedStyleSheets.pop();
      }
    }
  });

  it('is followed in font and colour, and in all that is said of the picker itself', async () => {
    const picker = await show('badges', undefined, {
      into: await around('font: italic 20px/3 monospace; color: rgb(1, 2, 3)'),
    });
    const styleOf = (selector: string): CSSStyleDeclaration => getComputedStyle(one(picker, selector));
    for (const selector of ['[part="intro"]', '[part="name"]']) {
      const { color, fontFamily, fontSize, fontStyle } = styleOf(selector);
      expect([color, fontFamily, fontSize, fontStyle]).to.deep.equal(['rgb(1, 2, 3)', 'monospace', '20px', 'italic']);
    }
    picker.style.cssText = 'text-transform: uppercase; line-height: 30px; letter-spacing: 1px';
    const { letterSpacing, lineHeight, textTransform } = styleOf('[part="intro"]');
    expect([letterSpacing, lineHeight, textTransform]).to.deep.equal(['1px', '30px', 'uppercase']);
  });
});
