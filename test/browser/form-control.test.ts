import { expect, fixture, html, oneEvent } from '@open-wc/testing/pure';
import { delay, http, HttpResponse } from 'msw';
import { PickerError, type CodatCommercePicker } from '../../src/index.js';
import { both, sage } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { all, expectedOnConsole, one, tile, worker } from '../support/page.js';
import { until } from '../support/states.js';

const buttons = (picker: CodatCommercePicker): HTMLButtonElement[] =>
  all(picker, 'button, input').filter((control) => !control.hidden) as HTMLButtonElement[];

const expectOff = (picker: CodatCommercePicker, isOff: boolean): void => {
  for (const control of buttons(picker)) expect(control.matches(':disabled'), control.outerHTML).to.equal(isOff);
};

/** Puts a picker into a form whose submission goes nowhere. */
const inForm = async (given: Partial<CodatCommercePicker> = {}): Promise<[CodatCommercePicker, HTMLFormElement]> => {
  const picker = Object.assign(document.createElement('codat-commerce-picker'), { name: 'software', ...given });
  const form = await fixture<HTMLFormElement>(
    html`<form @submit=${(event: Event) => event.preventDefault()}>
      <fieldset>
        <legend>Your software</legend>
        ${picker}
      </fieldset>
      <button>Go on</button>
    </form>`,
  );
  return [picker, form];
};

describe('a picker that is disabled', () => {
  it('can be used again when it is enabled, as often as that happens', async () => {
    const picker = await mount({ search: 'always' });
    for (const isOff of [true, false, true, false]) {
      picker.disabled = isOff;
      await picker.updateComplete;
      expectOff(picker, isOff);
      picker.toggleAttribute('disabled', !isOff);
      await picker.updateComplete;
      expectOff(picker, !isOff);
    }
  });

  it('follows the fieldset around it, and not the one whose legend it stands in', async () => {
    const [picker, form] = await inForm({ integrations: both });
    await until(() => all(picker, '[data-key]').length);
    const fieldset = form.querySelector('fieldset')!;
    for (const isOff of [true, false]) {
      fieldset.disabled = isOff;
      await picker.updateComplete;
      expectOff(picker, isOff);
    }
    fieldset.disabled = true;
    fieldset.querySelector('legend')!.append(picker);
    await picker.updateComplete;
    expectOff(picker, false);
  });

  it('stays off in a disabled fieldset when it is enabled itself', async () => {
    const [picker, form] = await inForm({ integrations: both, disabled: true });
    form.querySelector('fieldset')!.disabled = true;
    await until(() => all(picker, '[data-key]').length);
    picker.disabled = false;
    await picker.updateComplete;
    expectOff(picker, true);
    form.querySelector('fieldset')!.disabled = false;
    await picker.updateComplete;
    expectOff(picker, false);
  });

  it('offers no way on: a failed tile is not tried again', async () => {
    const picker = await mount();
    const picked: string[] = [];
    picker.addEventListener('codat-select', (event) => {
      picked.push(event.detail.platformKey);
      event.waitUntil(Promise.reject(new PickerError('unavailable', 'test')));
    });
    tile(picker, 'gbol').click();
    await oneEvent(picker, 'codat-error');
    await picker.updateComplete;
    picker.disabled = true;
    await picker.updateComplete;
    // A click that a script makes is no more than one of the merchant's.
    one(picker, '[part="retry"]').click();
    tile(picker, 'fztf').click();
    picker.disabled = false;
    await picker.updateComplete;
    one(picker, '[part="retry"]').click();
    expect(picked).to.deep.equal(['gbol', 'gbol']);
    await oneEvent(picker, 'codat-error');
  });

  it('does not fetch a failed list again', async () => {
    let asked = 0;
    worker.use(
      http.get('/api/list', () => {
        asked += 1;
        return HttpResponse.json({}, { status: 503 });
      }),
    );
    const picker = await place({ endpoint: '/api/list' });
    await until(() => all(picker, '[part="retry"]').length);
    picker.disabled = true;
    await picker.updateComplete;
    one(picker, '[part="retry"]').click();
    picker.disabled = false;
    await picker.updateComplete;
    one(picker, '[part="retry"]').click();
    await oneEvent(picker, 'codat-error');
    expect(asked).to.equal(2);
  });
});

describe('a picker that a form requires', () => {
  it('points at its first tile, which gets the focus', async () => {
    const [picker, form] = await inForm({ integrations: both, required: true });
    await until(() => all(picker, '[data-key]').length);
    expect(picker.validity.valueMissing).to.be.true;
    expect(form.reportValidity()).to.be.false;
    expect(picker.shadowRoot!.activeElement).to.equal(all(picker, '[data-key]')[0]);
  });

  it('holds the form up while the list is on its way, and says so where the merchant is', async () => {
    worker.use(
      http.get('/api/list', async () => {
        await delay('infinite');
        return HttpResponse.json([]);
      }),
    );
    const [picker, form] = await inForm({ endpoint: '/api/list', required: true });
    await picker.updateComplete;
    expect(form.reportValidity()).to.be.false;
    expect(document.activeElement).to.equal(picker);
    expect(picker.validationMessage).to.equal('Choose your software.');
  });

  it('holds nothing up where there is nothing to choose', async () => {
    for (const integrations of [[], [sage]]) {
      const [picker, form] = await inForm({ integrations, required: true });
      await until(() => picker.matches(':state(ready), :state(empty)'));
      expect(picker.validity.valid).to.be.true;
      expect(form.reportValidity()).to.be.true;
    }
  });

  it('says what is missing also where the host has no words for it', async () => {
    const picker = await mount({ required: true, strings: { choose: '' } });
    expect(picker.validity.valueMissing).to.be.true;
    expect(picker.validationMessage.length).to.be.above(0);
  });
});

describe('a form that is used in the same task', () => {
  const values = (form: HTMLFormElement): FormDataEntryValue[] => new FormData(form).getAll('software');

  it('has the value that was set, taken back, or reset', async () => {
    const [picker, form] = await inForm({ integrations: both });
    await until(() => all(picker, '[data-key]').length);
    picker.value = 'gbol';
    expect(values(form)).to.deep.equal(['gbol']);
    picker.setAttribute('value', 'qhyg');
    expect(values(form)).to.deep.equal(['qhyg']);
    picker.value = 'pbbf';
    form.reset();
    expect(values(form)).to.deep.equal(['qhyg']);
    picker.value = '';
    expect(values(form)).to.deep.equal([]);
  });

  it('is complete with the value, and not without it', async () => {
    const [picker, form] = await inForm({ integrations: both, required: true });
    await until(() => all(picker, '[data-key]').length);
    let sent = 0;
    form.addEventListener('submit', () => (sent += 1));
    picker.value = 'gbol';
    form.requestSubmit();
    expect(sent).to.equal(1);
    picker.value = '';
    expect(form.checkValidity()).to.be.false;
    picker.required = false;
    expect(form.checkValidity()).to.be.true;
    picker.setAttribute('required', '');
    expect(picker.validity.valueMissing).to.be.true;
    form.requestSubmit();
    expect(sent).to.equal(1);
  });
});

describe('what follows an update', () => {
  it('is done, whatever else of it fails', async () => {
    expectedOnConsole.push(/codat-commerce-picker Error: not here/, /codat-commerce-picker Error: not here/);
    const { setFormValue } = ElementInternals.prototype;
    ElementInternals.prototype.setFormValue = () => {
      throw new Error('not here');
    };
    let posted = 0;
    worker.use(
      http.post('/api/sync', () => {
        posted += 1;
        return HttpResponse.json({}, { status: 503 });
      }),
    );
    try {
      const picker = await place({ endpoint: '', syncEndpoint: '/api/sync' });
      const loaded = oneEvent(picker, 'codat-loaded');
      picker.integrations = both;
      await loaded;
      expect(picker.matches(':state(ready)')).to.be.true;
      ElementInternals.prototype.setFormValue = setFormValue;
      const failed = oneEvent(picker, 'codat-error');
      tile(picker, 'gbol').click();
      await failed;
      expect(posted).to.equal(1);
    } finally {
      ElementInternals.prototype.setFormValue = setFormValue;
    }
  });
});

describe('the attributes of a picker', () => {
  it('are those that its page gave it, whatever it goes through', async () => {
    const given = ['class', 'endpoint', 'id'];
    worker.use(http.get('/api/list', () => HttpResponse.json(both)));
    const picker = await fixture<CodatCommercePicker>(
      html`<codat-commerce-picker id="picker" class="theirs" endpoint="/api/list"></codat-commerce-picker>`,
    );
    await oneEvent(picker, 'codat-loaded');
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    expect(picker.getAttributeNames().toSorted()).to.deep.equal(given);
    expect([picker.name, picker.required, picker.disabled]).to.deep.equal(['', false, false]);
  });

  it('are written by the properties of a form control, as HTML has it', async () => {
    const picker = await place();
    Object.assign(picker, { name: 'software', required: true, disabled: true });
    expect(picker.getAttributeNames().toSorted()).to.deep.equal(['disabled', 'name', 'required']);
    Object.assign(picker, { name: null, required: undefined, disabled: false });
    expect(picker.getAttributeNames()).to.deep.equal([]);
  });
});
