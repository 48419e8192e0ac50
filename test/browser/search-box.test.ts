import { expect, fixture, html } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import { http, HttpResponse } from 'msw';
import { PickerError, type CodatCommercePicker, type Integration } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { both, shopify, xero } from '../support/integrations.js';
import { place } from '../support/mount.js';
import { failuresOf, names, one, textOf, tile, untilTheEnd, worker } from '../support/page.js';
import { box, mountWithSearch, rows, search } from '../support/search.js';
import { until } from '../support/until.js';

const clearButton = (picker: CodatCommercePicker): HTMLElement => one(picker, '[part="search-clear"]');

/** The parts, and the platformKey, of what has the focus. Told as text, since an element is too much to report. */
const focused = (picker: CodatCommercePicker): string => {
  const element = picker.shadowRoot!.activeElement as HTMLElement | null;
  return `${element?.getAttribute('part')?.trim()} ${element?.dataset['key'] ?? ''}`.trim();
};

/** Lets each choice wait until it is said to fail. */
const pickLater = (picker: CodatCommercePicker): { fail: () => void } => {
  const wait = deferred();
  picker.addEventListener('codat-select', (event) => event.waitUntil(wait.promise));
  return { fail: () => wait.reject(new PickerError('network', 'of a test')) };
};

describe('Escape', () => {
  const press = async (
    picker: CodatCommercePicker,
    more: KeyboardEventInit = {},
  ): Promise<[KeyboardEvent, boolean]> => {
    let reachesHost = false;
    const listener = (): unknown => (reachesHost = true);
    document.addEventListener('keydown', listener);
    const event = new KeyboardEvent('keydown', {
      key: 'Escape',
      bubbles: true,
      composed: true,
      cancelable: true,
      ...more,
    });
    box(picker).dispatchEvent(event);
    document.removeEventListener('keydown', listener);
    await picker.updateComplete;
    return [event, reachesHost];
  };

  it('takes the search back, and is used up by that', async () => {
    const picker = await mountWithSearch();
    await search(picker, 'xero');
    const [event, reachesHost] = await press(picker);
    expect([event.defaultPrevented, reachesHost]).to.deep.equal([true, false]);
    expect(box(picker).value).to.equal('');
    expect(names(picker)).to.have.length(5);
  });

  it('is left to the host where there is nothing to take back', async () => {
    const picker = await mountWithSearch();
    expect((await press(picker))[1]).to.be.true;
    await search(picker, 'xero');
    await press(picker);
    const [event, reachesHost] = await press(picker);
    expect([event.defaultPrevented, reachesHost]).to.deep.equal([false, true]);
  });

  it('is left to the input method that is composing', async () => {
    const picker = await mountWithSearch();
    await search(picker, 'xero');
    const [event, reachesHost] = await press(picker, { isComposing: true });
    expect([event.defaultPrevented, reachesHost]).to.deep.equal([false, true]);
    expect(box(picker).value).to.equal('xero');
    expect(names(picker)).to.deep.equal(['Xero']);
  });

  it('is left to the host on a tile', async () => {
    const picker = await mountWithSearch();
    await search(picker, 'xero');
    let reached = false;
    document.addEventListener('keydown', () => (reached = true), { once: true });
    tile(picker, 'gbol').focus();
    await sendKeys({ press: 'Escape' });
    expect(reached).to.be.true;
    expect(box(picker).value).to.equal('xero');
  });

  it('closes the dialog around the picker only when it is pressed again', async () => {
    const dialog = await fixture<HTMLDialogElement>(html`<dialog aria-label="Link your software"></dialog>`);
    const picker = await mountWithSearch({}, { into: dialog });
    dialog.showModal();
    box(picker).focus();
    await sendKeys({ type: 'xero' });
    await sendKeys({ press: 'Escape' });
    expect(dialog.open).to.be.true;
    expect(box(picker).value).to.equal('');
    await sendKeys({ press: 'Escape' });
    await until(() => !dialog.open, 'the dialog stays open');
  });
});

describe('the button in the search box', () => {
  it('is there while there is something to take back, and gives the focus to the box', async () => {
    const picker = await mountWithSearch();
    expect(clearButton(picker).offsetHeight).to.equal(0);
    await search(picker, 'xero');
    expect(clearButton(picker).getAttribute('aria-label')).to.equal('Clear search');
    clearButton(picker).click();
    await until(() => names(picker).length === 5);
    expect(box(picker).value).to.equal('');
    expect(clearButton(picker).offsetHeight).to.equal(0);
    expect(focused(picker)).to.equal('search-input');
  });
});

describe('searching', () => {
  it('keeps what is typed to itself: no event, no value, nothing in the form', async () => {
    const form = await fixture<HTMLFormElement>(html`<form></form>`);
    const picker = await mountWithSearch({ name: 'software' }, { into: form });
    const events: string[] = [];
    const signal = untilTheEnd();
    for (const type of ['input', 'change', 'search', 'submit', 'codat-select']) {
      for (const target of [picker, form, window]) {
        target.addEventListener(type, (event) => [event.preventDefault(), events.push(type)], { signal });
      }
    }
    box(picker).focus();
    await sendKeys({ type: 'xero' });
    expect(names(picker)).to.deep.equal(['Xero']);
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Tab' });
    expect(events).to.deep.equal([]);
    expect(picker.value).to.equal('');
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('leaves alone what the host puts into the slots', async () => {
    const slotted = `<div slot="not-listed">
      <label>Which one do you use? <input /></label>
      <button data-clear>Clear</button> <button data-key="gbol">Xero</button> <button data-key="">None</button>
      <img alt="" src="/test/support/logo.svg" />
    </div>`;
    const picker = await mountWithSearch({}, { slotted });
    const own = picker.querySelector('input')!;
    const events: string[] = [];
    for (const type of ['input', 'keydown', 'codat-select', 'codat-loaded']) {
      picker.addEventListener(type, () => events.push(type));
    }
    own.value = 'Xero';
    own.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    own.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    for (const button of picker.querySelectorAll('button')) button.click();
    await picker.querySelector('img')!.decode();
    await picker.updateComplete;
    expect(events).to.deep.equal(['input', 'keydown']);
    expect(own.value).to.equal('Xero');
    expect(picker.querySelector('img')!.dataset).to.be.empty;
    expect(names(picker)).to.have.length(5);
  });

  it('moves the focus nowhere', async () => {
    const picker = await mountWithSearch();
    box(picker).focus();
    for (const key of 'xerooo') {
      await sendKeys({ type: key });
      expect(focused(picker)).to.equal('search-input');
    }
    tile(await mountWithSearch(), 'gbol').focus();
    const other = document.querySelectorAll('codat-commerce-picker')[1]!;
    await search(other, 'x');
    expect(focused(other)).to.equal('tile gbol');
  });

  it('goes on while what followed a choice fails', async () => {
    const picker = await mountWithSearch();
    const { fail } = pickLater(picker);
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    box(picker).focus();
    await search(picker, 'e');
    fail();
    await until(() => failuresOf(picker).length === 1);
    expect(focused(picker)).to.equal('search-input');
  });

  it('or writing into what the host put there goes on as well', async () => {
    const slotted = '<label slot="not-listed">Which one do you use? <input /></label>';
    const picker = await mountWithSearch({}, { slotted });
    const { fail } = pickLater(picker);
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    picker.querySelector('input')!.focus();
    fail();
    await until(() => failuresOf(picker).length === 1);
    expect(document.activeElement === picker.querySelector('input')).to.be.true;
  });

  it('finds what can be picked', async () => {
    const picker = await mountWithSearch();
    const picked: string[] = [];
    picker.addEventListener('codat-select', (event) => picked.push(event.detail.platformKey));
    await search(picker, 'zettle');
    box(picker).focus();
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await picker.updateComplete;
    expect(picked).to.deep.equal(['ugxp']);
    expect(picker.value).to.equal('ugxp');
    expect(names(picker)).to.deep.equal(['Zettle by PayPal']);
    await search(picker, '');
    expect(tile(picker, 'ugxp').getAttribute('aria-current')).to.equal('true');
  });

  it('takes neither the busy nor the failed tile its state, seen or unseen', async () => {
    const picker = await mountWithSearch();
    const { fail } = pickLater(picker);
    const busy = (): string | null => tile(picker, 'gbol').getAttribute('aria-busy');
    const message = (): string => textOf(one(picker, '[part~="card"][part~="failed"] #failure'));
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    await search(picker, 'xer');
    expect(busy()).to.equal('true');
    await search(picker, 'shop');
    expect(tile(picker, 'fztf').getAttribute('aria-disabled')).to.equal('true');
    await search(picker, '');
    expect(busy()).to.equal('true');
    await search(picker, 'shop');
    fail();
    await until(() => !picker.matches(':state(connecting)'));
    expect(tile(picker, 'fztf').getAttribute('aria-disabled')).to.equal('false');
    await search(picker, 'xer');
    expect(message()).to.match(/^Our service can’t be reached right now\./);
    await search(picker, '');
    expect(message()).to.match(/^Our service can’t be reached right now\./);
  });
});

describe('the search box', () => {
  it('is left alone by what fills in forms', async () => {
    const { attributes } = box(await mountWithSearch());
    const told = [
      'autocomplete',
      'data-1p-ignore',
      'data-bwignore',
      'data-form-type',
      'data-lpignore',
      'data-protonpass-ignore',
    ];
    expect(told.map((name) => attributes.getNamedItem(name)?.value)).to.deep.equal([
      'off',
      '',
      '',
      'other',
      'true',
      'true',
    ]);
  });
});

describe('what is searched for', () => {
  it('is typed while the list is still on its way, and applies when it comes', async () => {
    const answer = deferred();
    worker.use(
      http.get('/api/slow', async () => {
        await answer.promise;
        return HttpResponse.json(both);
      }),
    );
    const picker = await place({ endpoint: '/api/slow', search: 'always' });
    expect(picker.matches(':state(loading)')).to.be.true;
    box(picker).focus();
    await sendKeys({ type: 'xe' });
    answer.resolve();
    await until(() => picker.matches(':state(ready)'));
    expect(names(picker)).to.deep.equal(['Xero']);
    expect(focused(picker)).to.equal('search-input');
    await sendKeys({ type: 'roo' });
    expect(box(picker).value).to.equal('xeroo');
    expect(names(picker)).to.deep.equal([]);
  });

  it('outlasts a reload, and applies to what that brings', async () => {
    let answered: readonly Integration[] = both;
    worker.use(http.get('/api/list', () => HttpResponse.json(answered)));
    const picker = await mountWithSearch({ endpoint: '/api/list' });
    await search(picker, 'e');
    expect(names(picker)).to.deep.equal(['Xero', 'QuickBooks Online', 'Sage Accounting', 'Zettle by PayPal']);
    answered = [...both, { key: 'mmmm', name: 'Epos', sourceType: 'Commerce' }, { key: 'nnnn', name: 'MYOB' }];
    await picker.reload();
    expect(box(picker).value).to.equal('e');
    expect(names(picker)).to.include('Epos').and.not.include('MYOB');
  });

  it('applies to a new list, and to another endpoint', async () => {
    worker.use(http.get('/api/other', () => HttpResponse.json([shopify, { ...xero, name: 'Xero Two' }])));
    const picker = await mountWithSearch();
    await search(picker, 'xero');
    picker.integrations = [shopify, { ...xero, name: 'Xero One' }];
    await until(() => names(picker).join() === 'Xero One');
    picker.integrations = undefined;
    picker.endpoint = '/api/other';
    await until(() => names(picker).join() === 'Xero Two');
    expect(box(picker).value).to.equal('xero');
  });

  it('is left aside while the box is gone, and applies again when it is back', async () => {
    const picker = await mountWithSearch({ integrations: rows(12), search: 'auto' });
    await search(picker, 'ledger 12');
    expect(names(picker)).to.deep.equal(['Ledger 12']);
    picker.integrations = rows(8);
    await until(() => names(picker).length === 8);
    picker.integrations = rows(12);
    await until(() => names(picker).join() === 'Ledger 12');
    expect(box(picker).value).to.equal('ledger 12');
    picker.search = 'never';
    await picker.updateComplete;
    expect(names(picker)).to.have.length(12);
    picker.search = 'auto';
    await picker.updateComplete;
    expect(names(picker)).to.deep.equal(['Ledger 12']);
  });

  it('outlasts a move in the DOM', async () => {
    const picker = await mountWithSearch();
    await search(picker, 'xero');
    document.body.append(picker);
    await picker.updateComplete;
    expect([names(picker), box(picker).value]).to.deep.equal([['Xero'], 'xero']);
    picker.remove();
  });

  it('is each picker’s own', async () => {
    const [first, second] = [await mountWithSearch(), await mountWithSearch()];
    await search(first, 'xero');
    expect(names(first)).to.deep.equal(['Xero']);
    expect(names(second)).to.have.length(5);
    expect(box(second).value).to.equal('');
  });
});
