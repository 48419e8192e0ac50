import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { xero } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { one } from '../support/page.js';
import { until } from '../support/until.js';

/** What extensions that darken every page do to a shadow root: backgrounds turn dark, and texts that were dark light. */
const darken = (picker: CodatCommercePicker): void => {
  const root = picker.shadowRoot!;
  const sheets = root.adoptedStyleSheets.map(({ cssRules }) => {
    const sheet = new CSSStyleSheet();
    const css = [...cssRules].map(({ cssText }) => cssText).join('\n');
    sheet.replaceSync(
      css.replace(/\b(background|color)(-color)?:[^;]*/g, (declaration, property) =>
        declaration.replace(/#[\da-f]{3,8}\b|rgb\([^)]*\)|\bwhite\b/gi, (colour: string) =>
          property === 'background' ? '#181a1b' : /fff|255|white/i.test(colour) ? '#e8e6e3' : '#c8c3bc',
        ),
      ),
    );
    return sheet;
  });
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets];
};

describe('a page that an extension has darkened', () => {
  const styleOf = (picker: CodatCommercePicker, part: string): CSSStyleDeclaration =>
    getComputedStyle(one(picker, `[part="${part}"]`));

  it('has logos on light ground, which they are drawn for', async () => {
    const picker = await mount({ integrations: [xero] });
    await until(() => one(picker, '[part="logo"]').dataset['state'] === 'load');
    expect(styleOf(picker, 'logo-plate').backgroundColor).to.equal('rgb(255, 255, 255)');
    darken(picker);
    expect(styleOf(picker, 'logo-plate').backgroundColor).to.equal('rgb(232, 230, 227)');
  });

  it('has first letters that are light on dark ground', async () => {
    const { branding: _, logoUrl: __, ...row } = xero;
    const picker = await mount({ integrations: [row] });
    const colours = (): string[] => [styleOf(picker, 'monogram').color, styleOf(picker, 'logo-plate').backgroundColor];
    expect(colours()).to.deep.equal(['rgb(68, 68, 68)', 'rgb(255, 255, 255)']);
    darken(picker);
    expect(colours()).to.deep.equal(['rgb(200, 195, 188)', 'rgb(24, 26, 27)']);
  });

  it('has the ground that the host wants behind a logo', async () => {
    const picker = await mount({ integrations: [xero] });
    picker.style.setProperty('--codat-plate-background', 'rgb(1, 2, 3)');
    await until(() => one(picker, '[part="logo"]').dataset['state'] === 'load');
    expect(styleOf(picker, 'logo-plate').backgroundColor).to.equal('rgb(1, 2, 3)');
  });
});
