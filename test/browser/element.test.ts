import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { CodatCommercePicker } from '../../src/codat-commerce-picker.js';
import { accounting } from '../support/integrations.js';
import { all, names, one, tile } from '../support/page.js';

describe('the element', () => {
  it('is not registered by its class alone', () => {
    expect(customElements.get('codat-commerce-picker')).to.be.undefined;
  });

  it('takes up properties that were set before it was defined', async () => {
    const early = document.createElement('codat-commerce-picker') as CodatCommercePicker;
    early.integrations = accounting;
    document.body.append(early);
    await import('../../src/define.js');
    await waitUntil(() => early.matches(':state(ready)'));
    expect(names(early)).to.have.length(3);
    early.remove();
  });

  it('is registered once, by the first copy on the page', async () => {
    const first = customElements.get('codat-commerce-picker');
    expect(first).to.equal(CodatCommercePicker);
    await import(`../../src/define.ts?${'again'}`);
    expect(customElements.get('codat-commerce-picker')).to.equal(first);
  });

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

  it('has the documented parts', async () => {
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker value="gbol" .integrations=${accounting}></codat-commerce-picker>`,
    );
    await waitUntil(() => picker.matches(':state(ready)'));
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
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker value="qhyg" .integrations=${accounting}></codat-commerce-picker>`,
    );
    await waitUntil(() => picker.matches(':state(ready)'));
    const [first, second] = all(picker, 'li').map((card) => getComputedStyle(card));
    expect([first!.borderRadius, first!.borderColor, first!.fontFamily]).to.deep.equal([
      '3px',
      'rgb(1, 2, 3)',
      'monospace',
    ]);
    expect(second!.borderColor).to.equal('rgb(4, 5, 6)');
    page.cssText = '';
  });

  it('is hidden by the attribute hidden', async () => {
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker hidden .integrations=${accounting}></codat-commerce-picker>`,
    );
    expect(picker.offsetHeight).to.equal(0);
  });

  it('moves the focus to its first tile when it is focused', async () => {
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker .integrations=${accounting}></codat-commerce-picker>`,
    );
    await waitUntil(() => picker.matches(':state(ready)'));
    picker.focus();
    expect(picker.shadowRoot!.activeElement === tile(picker, 'gbol')).to.be.true;
  });

  it('fits into 320 px with names of 60 characters, cutting nothing off', async () => {
    const name = 'Lightspeed Restaurant and Retail Software for Small Business';
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker
        .integrations=${accounting.map((row) => ({ ...row, name }))}
      ></codat-commerce-picker>`,
    );
    picker.style.width = '320px';
    await waitUntil(() => picker.matches(':state(ready)'));
    for (const element of all(picker, '*')) {
      expect(element.getBoundingClientRect().right, element.outerHTML).to.be.at.most(
        picker.getBoundingClientRect().right,
      );
    }
    expect(one(picker, '[part~="tile"]').scrollHeight).to.equal(one(picker, '[part~="tile"]').clientHeight);
  });

  it('has targets of at least 44 by 44 pixels', async () => {
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker .integrations=${accounting}></codat-commerce-picker>`,
    );
    await waitUntil(() => picker.matches(':state(ready)'));
    for (const button of all(picker, 'button:not([hidden])')) {
      expect(Math.min(button.offsetWidth, button.offsetHeight)).to.be.at.least(44);
    }
  });

  it('keeps its look and its work when it is moved into another document, and back', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Another document"></iframe>`);
    const elsewhere = frame.contentDocument!;
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker .integrations=${accounting}></codat-commerce-picker>`,
    );
    await waitUntil(() => picker.matches(':state(ready)'));
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
