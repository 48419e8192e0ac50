import { expect } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import type { CodatCommercePicker, CodatSearchedDetail } from '../../src/index.js';
import { both } from '../support/integrations.js';
import { place } from '../support/mount.js';
import { names, one } from '../support/page.js';
import { box, mountWithSearch, rows, search } from '../support/search.js';
import { until } from '../support/until.js';

/** What the host is told from now on. */
const told = (picker: CodatCommercePicker): CodatSearchedDetail[] => {
  const details: CodatSearchedDetail[] = [];
  picker.addEventListener('codat-searched', ({ detail }) => details.push(detail));
  return details;
};

describe('codat-searched', () => {
  it('comes with each key, once what was found is on screen', async () => {
    const picker = await mountWithSearch();
    const details = told(picker);
    const shown: string[][] = [];
    picker.addEventListener('codat-searched', () => shown.push(names(picker)));
    box(picker).focus();
    await sendKeys({ type: 'xe' });
    await until(() => details.length === 2);
    expect(details).to.deep.equal([
      { query: 'x', count: shown[0]!.length },
      { query: 'xe', count: 1 },
    ]);
    expect(shown[1]).to.deep.equal(['Xero']);
  });

  it('counts all that match, also those that are drawn later', async () => {
    const picker = await mountWithSearch({ integrations: rows(400) });
    const details = told(picker);
    await search(picker, 'ledger');
    expect(details).to.deep.equal([{ query: 'ledger', count: 400 }]);
  });

  it('says so when nothing was found, and when all are back', async () => {
    const picker = await mountWithSearch();
    const details = told(picker);
    await search(picker, 'nothing of the kind');
    one(picker, '[part="none"] button').click();
    await until(() => details.length === 2);
    expect(details).to.deep.equal([
      { query: 'nothing of the kind', count: 0 },
      { query: '', count: both.length },
    ]);
  });

  it('is not repeated for blanks, for a list that comes anew, or where there is no search box', async () => {
    const picker = await mountWithSearch();
    const details = told(picker);
    await search(picker, '  ');
    await search(picker, 'xero');
    await search(picker, ' xero ');
    picker.integrations = [...both];
    await picker.reload();
    picker.search = 'never';
    await picker.updateComplete;
    picker.search = 'always';
    await picker.updateComplete;
    expect(details).to.deep.equal([{ query: 'xero', count: 1 }]);
  });

  it('waits for the list where the merchant was quicker', async () => {
    const picker = await place({ search: 'always' });
    const order: string[] = [];
    for (const type of ['codat-loaded', 'codat-searched'] as const) {
      picker.addEventListener(type, () => order.push(type));
    }
    await search(picker, 'xero');
    expect(order).to.deep.equal([]);
    picker.integrations = both;
    await picker.updateComplete;
    expect(order).to.deep.equal(['codat-loaded', 'codat-searched']);
  });

  it('is a fact: it neither bubbles nor can be cancelled', async () => {
    const picker = await mountWithSearch();
    const heard: Event[] = [];
    picker.parentElement!.addEventListener('codat-searched', (event) => heard.push(event));
    picker.addEventListener('codat-searched', (event) => {
      event.preventDefault();
      expect([event.bubbles, event.composed, event.defaultPrevented]).to.deep.equal([false, false, false]);
    });
    await search(picker, 'xero');
    expect(names(picker)).to.deep.equal(['Xero']);
    expect(heard).to.deep.equal([]);
  });
});
