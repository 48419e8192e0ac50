import { expect, fixture, html, oneEvent } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { accounting } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, expectedOnConsole, one, tile } from '../support/page.js';

describe('the element', () => {
  afterEach(() => document.documentElement.removeAttribute('style'));

  it('can be cloned', async () => {
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker value="gbol" source-type="Accounting" logo="square"></codat-commerce-picker>`,
    );
    picker.integrations = accounting;
    const clone = picker.cloneNode(true) as CodatCommercePicker;
    clone.integrations = accounting;
    picker.after(clone);
    await oneEvent(clone, 'codat-loaded');
    expect([clone.value, clone.sourceType, clone.logo]).to.deep.equal(['gbol', 'Accounting', 'square']);
    expect(tile(clone, 'gbol').getAttribute('aria-current')).to.equal('true');
  });

  it('names the attribute that is meant by one without its hyphens, which would have no effect', async () => {
    expectedOnConsole.push(
      /^codat-commerce-picker syncendpoint is no attribute: write sync-endpoint$/,
      /^codat-commerce-picker headinglevel is no attribute: write heading-level$/,
    );
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker syncEndpoint="/sync-url" headingLevel="3" logo="square"></codat-commerce-picker>`,
    );
    expect([picker.syncEndpoint, picker.headingLevel]).to.deep.equal(['', 2]);
  });

  it('has the documented parts', async () => {
    const picker = await mount({ integrations: accounting, value: 'gbol' });
    for (const part of 'base intro group heading grid card tile selected coming-soon logo-plate logo monogram name description badge soon words'.split(
      ' ',
    )) {
      expect(all(picker, `[part~="${part}"]`), part).to.not.deep.equal([]);
    }
  });

  it('takes its colours, radius and font from custom properties on the page', async () => {
    const page = document.documentElement.style;
    page.setProperty('--codat-radius', '3px');
    page.setProperty('--codat-border-color', 'rgb(1, 2, 3)');
    page.setProperty('--codat-font', 'monospace');
    page.setProperty('--codat-accent', 'rgb(4, 5, 6)');
    const picker = await mount({ integrations: accounting, value: 'qhyg' });
    const [first, second] = all(picker, 'li').map((card) => getComputedStyle(card));
    expect([first!.borderRadius, first!.borderColor, first!.fontFamily]).to.deep.equal([
      '3px',
      'rgb(1, 2, 3)',
      'monospace',
    ]);
    expect(second!.borderColor).to.equal('rgb(4, 5, 6)');
  });

  it('is hidden by the attribute hidden', async () => {
    const picker = await mount({ hidden: true, integrations: accounting });
    expect(picker.offsetHeight).to.equal(0);
  });

  it('moves the focus to its first tile when it is focused', async () => {
    const picker = await mount({ integrations: accounting });
    picker.focus();
    expect(picker.shadowRoot!.activeElement === tile(picker, 'gbol')).to.be.true;
  });

  it('fits into 320 px with names of 60 characters, cutting nothing off', async () => {
    const name = 'Lightspeed Restaurant and Retail Software for Small Business';
    const picker = await mount({ integrations: accounting.map((row) => ({ ...row, name })) }, { width: 320 });
    for (const element of all(picker, '*')) {
      expect(element.getBoundingClientRect().right, element.outerHTML).to.be.at.most(
        picker.getBoundingClientRect().right,
      );
    }
    expect(one(picker, '[part~="tile"]').scrollHeight).to.equal(one(picker, '[part~="tile"]').clientHeight);
  });

  it('has targets of at least 44 by 44 pixels', async () => {
    const picker = await mount({ integrations: accounting });
    for (const button of all(picker, 'button:not([hidden])')) {
      expect(Math.min(button.offsetWidth, button.offsetHeight)).to.be.at.least(44);
    }
  });

  it('keeps its look and its work when it is moved into another document, and back', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Another document"></iframe>`);
    const elsewhere = frame.contentDocument!;
    const picker = await mount({ integrations: accounting });
    const home = picker.parentElement!;
    const look = (): unknown => {
      const { borderTopLeftRadius, listStyleType, overflow } = getComputedStyle(one(picker, 'li'));
      return [borderTopLeftRadius, listStyleType, overflow, one(picker, '[part="logo-plate"]').offsetHeight];
    };
    const before = look();
    for (const place of [elsewhere.body, home]) {
      place.append(picker);
      await picker.updateComplete;
      expect(look()).to.deep.equal(before);
      const selected = oneEvent(picker, 'codat-select');
      tile(picker, 'gbol').click();
      expect((await selected).detail.platformKey).to.equal('gbol');
    }
    // Not on screen at all: there is nothing to style, and nothing to break.
    document.implementation.createHTMLDocument('').body.append(picker);
    home.append(picker);
    await picker.updateComplete;
    expect(look()).to.deep.equal(before);
  });
});
