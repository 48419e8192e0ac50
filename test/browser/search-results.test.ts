import { expect } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import { PickerError } from '../../src/index.js';
import { stopClock } from '../support/clock.js';
import { both, shopify } from '../support/integrations.js';
import { place } from '../support/mount.js';
import { all, failureOf, failuresOf, liveRegionOf, names, one, textOf, tile } from '../support/page.js';
import { box, heard, listen, mountWithSearch, search } from '../support/search.js';
import { until } from '../support/until.js';

describe('what was found', () => {
  it('is told once, about a second after the last key', async () => {
    const picker = await mountWithSearch();
    const clock = stopClock();
    const said = listen(picker);
    box(picker).focus();
    await sendKeys({ type: 'on' });
    await clock.pass(800);
    await sendKeys({ press: 'l' });
    expect(names(picker)).to.deep.equal(['QuickBooks Online']);
    await clock.pass(800);
    expect(said).to.deep.equal([]);
    await clock.pass(400);
    expect(said).to.deep.equal(['1 result']);
  });

  it('is told again for another search, and not for none', async () => {
    const picker = await mountWithSearch();
    const said = listen(picker);
    await search(picker, 'xero');
    await heard(said);
    await search(picker, '');
    expect(textOf(liveRegionOf(picker))).to.equal('');
    await search(picker, 'o');
    await until(() => said.length === 2, 'nothing was said');
    expect(said).to.deep.equal(['1 result', '4 results']);
  });

  it('is not told again after what followed the choice', async () => {
    const picker = await mountWithSearch();
    const said = listen(picker);
    await search(picker, 'xero');
    await heard(said);
    picker.addEventListener('codat-select', (event) =>
      event.waitUntil(Promise.reject(new PickerError('network', 'of a test'))),
    );
    tile(picker, 'gbol').click();
    await until(() => failuresOf(picker).length === 1);
    await picker.updateComplete;
    expect(said).to.deep.equal(['1 result', 'Opening Xero…', textOf(failureOf(picker))]);
  });

  it('follows the list, the language, and a search box that goes away', async () => {
    const picker = await mountWithSearch();
    await search(picker, 'o');
    const told = (): string => textOf(liveRegionOf(picker));
    await until(told, 'nothing was said');
    expect(told()).to.equal('4 results');
    picker.integrations = [shopify];
    await until(() => told() === '1 result', 'the list');
    document.documentElement.lang = 'fr';
    await until(() => told() === '1 résultat', 'the language');
    picker.search = 'never';
    await picker.updateComplete;
    expect(told()).to.equal('');
  });

  it('is told of a list that came after the typing', async () => {
    const picker = await place({ search: 'always' });
    await search(picker, 'xero');
    picker.integrations = both;
    await until(() => textOf(liveRegionOf(picker)) === '1 result', 'nothing was said');
  });

  it('is told, too, of a picker that was moved while there was time to type on', async () => {
    const picker = await mountWithSearch();
    const said = listen(picker);
    await search(picker, 'xero');
    const elsewhere = document.createElement('div');
    picker.before(elsewhere);
    elsewhere.append(picker);
    await heard(said);
    expect(said).to.deep.equal(['1 result']);
  });

  it('is told in a region that was there from the start, and that keeps its place', async () => {
    const picker = await place({ search: 'always' });
    const region = liveRegionOf(picker);
    picker.integrations = both;
    await until(() => picker.matches(':state(ready)'));
    await search(picker, 'nowhere to be found');
    expect(all(picker, '[aria-live]').map((element) => element === region)).to.deep.equal([true]);
  });
});

describe('nothing found', () => {
  it('is told at once, with what to do and a button that takes the search back', async () => {
    const picker = await mountWithSearch();
    const said = listen(picker);
    await search(picker, 'Xeroo');
    expect(textOf(one(picker, '[part="none"] [part="message"]'))).to.equal(
      'Nothing matches “Xeroo”. Check the spelling, or search for part of the name.',
    );
    expect(said).to.deep.equal([textOf(one(picker, '[part="none"] [part="message"]'))]);
    expect(picker.matches(':state(ready)')).to.be.true;
    const button = one(picker, '[part="none"] button');
    expect(textOf(button)).to.equal('Clear search');
    expect([...button.part], 'styled alone, or together with “Try again”').to.have.members(['clear', 'retry']);
    button.click();
    await until(() => names(picker).length === 5);
    expect(box(picker).value).to.equal('');
    expect(box(picker).matches(':focus')).to.be.true;
    expect(all(picker, '[part="none"]')).to.deep.equal([]);
  });

  it('leaves its button until a frame has shown the focus in the box: what a screen reader comes from has to be there', async () => {
    const picker = await mountWithSearch();
    await search(picker, 'Xeroo');
    const button = one(picker, '[part="none"] button');
    button.focus();
    button.click();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(box(picker).matches(':focus')).to.be.true;
    expect(button.isConnected).to.be.true;
    await until(() => !button.isConnected);
    expect(box(picker).matches(':focus')).to.be.true;
  });

  it('is told at once only the first time, and when typing has stopped for each further search', async () => {
    const picker = await mountWithSearch();
    const clock = stopClock();
    const said = listen(picker);
    const told = (): unknown[] => said.map((text) => /“(.*)”/.exec(text)?.[1]);
    await search(picker, 'Xeroo');
    await search(picker, 'Xerooo');
    expect(textOf(liveRegionOf(picker))).to.equal('');
    await clock.pass(800);
    await search(picker, 'Xeroooo');
    await clock.pass(800);
    expect(told()).to.deep.equal(['Xeroo']);
    await clock.pass(400);
    expect(told()).to.deep.equal(['Xeroo', 'Xeroooo']);
    await search(picker, 'xero');
    await search(picker, 'Xerooooo');
    expect(told()).to.deep.equal(['Xeroo', 'Xeroooo', 'Xerooooo']);
  });

  it('is not told at once while the text is still being composed', async () => {
    const picker = await mountWithSearch();
    const said = listen(picker);
    box(picker).value = 'か';
    box(picker).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, isComposing: true }));
    await picker.updateComplete;
    expect(all(picker, '[part="none"]')).to.have.length(1);
    expect(textOf(liveRegionOf(picker))).to.equal('');
    await heard(said);
    expect(said[0]).to.match(/“か”/);
  });

  it('leaves the slots of the host where they are', async () => {
    const picker = await mountWithSearch({}, { slotted: '<p slot="not-listed">Ask us</p><p slot="empty">Empty</p>' });
    await search(picker, 'Xeroo');
    const seen = [...picker.querySelectorAll('p')].filter(({ offsetHeight }) => offsetHeight > 0).map(textOf);
    expect(seen).to.deep.equal(['Ask us']);
  });

  for (const query of [
    '<img src=x onerror=alert(1)>',
    '$&',
    "$'$`$$",
    '{query}',
    '{name}',
    '\\',
    '.*',
    '[',
    '__proto__',
    'xero\u202Eorex',
    'שלום',
    'W'.repeat(100),
  ]) {
    it(`repeats ${query.slice(0, 30)} as it is`, async () => {
      const picker = await mountWithSearch({ integrations: [shopify] });
      await search(picker, query);
      const message = one(picker, '[part="message"]');
      expect(textOf(message)).to.equal(
        `Nothing matches “${query}”. Check the spelling, or search for part of the name.`,
      );
      expect(textOf(liveRegionOf(picker))).to.equal(textOf(message));
      // Text that runs the other way must not take the sentence with it.
      expect(textOf(message.querySelector('bdi')!)).to.equal(query);
      expect(all(picker, '[part="none"] img')).to.deep.equal([]);
      expect(picker.scrollWidth).to.equal(picker.clientWidth);
    });
  }
});
