import { expect, oneEvent } from '@open-wc/testing/pure';
import { CodatCommercePicker } from '../../src/element/codat-commerce-picker.js';
import { accounting } from '../support/integrations.js';
import { names } from '../support/page.js';

// Nothing here may import the entry that registers the element.
describe('the definition', () => {
  it('is not registered by its class alone', () => {
    expect(customElements.get('codat-commerce-picker')).to.be.undefined;
  });

  it('takes up properties that were set before it was defined', async () => {
    const early = document.createElement('codat-commerce-picker') as CodatCommercePicker;
    early.integrations = accounting;
    const loaded = oneEvent(early, 'codat-loaded');
    document.body.append(early);
    await import('../../src/define.js');
    await loaded;
    expect(names(early)).to.have.length(3);
    early.remove();
  });

  it('is registered once, by the first copy on the page', async () => {
    const first = customElements.get('codat-commerce-picker');
    expect(first).to.equal(CodatCommercePicker);
    await import(`/src/define.ts?${'again'}`);
    expect(customElements.get('codat-commerce-picker')).to.equal(first);
  });
});
