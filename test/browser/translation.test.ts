import { expect } from '@open-wc/testing/pure';
import { PickerError, type CodatCommercePicker } from '../../src/index.js';
import { both } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { liveRegionOf, names, one, textOf, tile } from '../support/page.js';
import { mountWithSearch, search } from '../support/search.js';
import { show, STATES, until } from '../support/states.js';

const textsOf = (picker: CodatCommercePicker): Text[] => {
  const walker = document.createTreeWalker(picker.shadowRoot!, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  return texts.filter(({ data }) => data.trim());
};

/** Whether a browser leaves this text as it is. */
const isKept = (text: Text): boolean => !!text.parentElement!.closest('[translate="no"]');

/** Chrome and Edge: other elements take the place of each text. */
const replace = (picker: CodatCommercePicker): void => {
  for (const text of textsOf(picker).filter((each) => !isKept(each))) {
    const font = document.createElement('font');
    font.append(Object.assign(document.createElement('font'), { textContent: `~${text.data}` }));
    text.replaceWith(font);
  }
};

/** Firefox: what a text stands in is filled anew, with other texts, the same elements, and nothing else. */
const refill = (picker: CodatCommercePicker): void => {
  for (const element of new Set(textsOf(picker).map(({ parentElement }) => parentElement!))) {
    const nodes = [...element.childNodes].filter(({ nodeType }) => nodeType !== Node.COMMENT_NODE);
    element.replaceChildren(
      ...nodes.map((node) => (node instanceof Text && !isKept(node) ? new Text(`~${node.data}`) : node)),
    );
  }
};

for (const [browser, translate] of Object.entries({ 'Chrome and Edge': replace, Firefox: refill })) {
  describe(`a page that is translated by ${browser}`, () => {
    const lineOf = (picker: CodatCommercePicker): string => textOf(one(picker, '[data-key="gbol"] [part="words"]'));

    it('shows what becomes of a choice, and nothing else', async () => {
      const picker = await mount();
      let fail!: (error: PickerError) => void;
      const sync = new Promise<void>((_, reject) => (fail = reject));
      picker.addEventListener('codat-select', (event) => event.waitUntil(sync));
      translate(picker);
      expect(lineOf(picker)).to.match(/~Link your/);
      tile(picker, 'gbol').click();
      await picker.updateComplete;
      expect(lineOf(picker)).to.match(/Opening Xero…/);
      expect(lineOf(picker)).to.not.match(/~Link your/);
      expect(textOf(liveRegionOf(picker))).to.equal('Opening Xero…');
      translate(picker);
      fail(new PickerError('forbidden', 'test'));
      await until(() => picker.shadowRoot!.querySelector('#failure'));
      await picker.updateComplete;
      expect(lineOf(picker))
        .to.match(/Link your Xero account/)
        .and.to.not.match(/Opening/);
      expect(textOf(liveRegionOf(picker))).to.equal(textOf(one(picker, '#failure')));
    });

    it('shows a status that has changed', async () => {
      const picker = await mount();
      for (const [status, badge, line] of [
        ['linked', 'Linked', 'Manage your Xero account'],
        ['deauthorized', 'No longer linked', 'Link your Xero account again'],
      ] as const) {
        translate(picker);
        picker.integrations = both.map((row) => ({ ...row, connection: { status } }));
        await picker.updateComplete;
        expect(textOf(one(picker, '[data-key="gbol"] [part~="badge"]'))).to.equal(badge);
        expect(textOf(one(picker, '[data-key="gbol"] [part="description"]'))).to.equal(line);
      }
    });

    it('shows what nothing was found for', async () => {
      const picker = await mountWithSearch();
      await search(picker, 'qqq');
      translate(picker);
      await search(picker, 'zzz');
      expect(textOf(one(picker, '[part="none"] p')))
        .to.match(/^Nothing matches “zzz”/)
        .and.to.not.match(/qqq/);
      await until(() => textOf(liveRegionOf(picker)).startsWith('Nothing matches “zzz”'), 'nothing was said');
    });

    it('shows the words of another language, and other software of the same key', async () => {
      const picker = await mount();
      translate(picker);
      document.documentElement.lang = 'fr';
      picker.integrations = both.map((row) => ({ ...row, name: `${row.name} 2`, website: 'two.example' }));
      await picker.updateComplete;
      expect(names(picker)).to.have.members(both.map(({ name }) => `${name} 2`));
      // Both languages have one comma.
      expect(textsOf(picker).flatMap(({ data }) => (/~[^,]/.test(data) ? [data] : []))).to.deep.equal([]);
      expect(textOf(one(picker, '[data-key="gbol"] [part="description"]'))).to.match(/^Liez votre compte Xero 2/);
    });
  });
}

describe('a page that is translated', () => {
  it('keeps the names of the software, their first letters, web addresses, and what was searched for', async () => {
    const row = { ...both[0]!, website: 'wave.example', logoUrl: '' };
    const picker = await mountWithSearch({ integrations: [{ ...row, name: 'Wave' }] });
    const kept = (): string[] =>
      textsOf(picker)
        .filter(isKept)
        .map(({ data }) => data);
    expect(kept()).to.deep.equal(['W', 'Wave', 'Wave', 'wave.example']);
    expect(names(picker)).to.deep.equal(['Wave']);
    await search(picker, 'Sage');
    expect(kept()).to.deep.equal(['Sage']);
  });

  for (const state of STATES) {
    it(`has no text beside a mark of the library that draws it, which a translation takes away: ${state}`, async () => {
      const picker = await show(state);
      const mixed = textsOf(picker).filter(({ parentNode }) =>
        [...parentNode!.childNodes].some(({ nodeType }) => nodeType === Node.COMMENT_NODE),
      );
      expect(mixed.map(({ data }) => data)).to.deep.equal([]);
    });
  }
});
