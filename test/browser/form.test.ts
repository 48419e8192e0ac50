import { expect, fixture, html } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { mount, type Given } from '../support/mount.js';
import { all, tile } from '../support/page.js';
import { until } from '../support/until.js';

const mountForm = async (given: Given = {}): Promise<{ form: HTMLFormElement; picker: CodatCommercePicker }> => {
  const form = await fixture<HTMLFormElement>(html`<form></form>`);
  const picker = await mount({ name: 'software', ...given }, { into: form });
  return { form, picker };
};

const focused = (picker: CodatCommercePicker): string | undefined =>
  (picker.shadowRoot!.activeElement as HTMLElement | null)?.dataset['key'];

describe('a required choice that is missing', () => {
  it('is shown at the first tile when the form is sent, which has the focus then', async () => {
    const { form, picker } = await mountForm({ required: true });
    let sent = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent += 1;
    });
    form.requestSubmit();
    await until(() => focused(picker), 'nothing has the focus');
    expect(focused(picker)).to.equal('gbol');
    tile(picker, 'qhyg').click();
    await picker.updateComplete;
    form.requestSubmit();
    expect(sent).to.equal(1);
  });

  it('is shown there, too, when it is asked for, and is no more once there is a choice', async () => {
    const { picker } = await mountForm({ required: true });
    expect([picker.checkValidity(), picker.validationMessage]).to.deep.equal([false, 'Choose your software.']);
    expect(picker.reportValidity()).to.be.false;
    await until(() => focused(picker), 'nothing has the focus');
    picker.value = 'qhyg';
    await picker.updateComplete;
    expect([picker.reportValidity(), picker.validationMessage]).to.deep.equal([true, '']);
    picker.value = '';
    await picker.updateComplete;
    expect(picker.validity.valueMissing).to.be.true;
  });
});

describe('what is disabled', () => {
  it('is not validated: as itself, and within a fieldset', async () => {
    const { form, picker } = await mountForm({ required: true });
    expect([picker.willValidate, form.checkValidity()]).to.deep.equal([true, false]);
    picker.disabled = true;
    await picker.updateComplete;
    expect([picker.willValidate, form.checkValidity()]).to.deep.equal([false, true]);
    picker.disabled = false;
    await picker.updateComplete;
    expect([picker.willValidate, form.checkValidity()]).to.deep.equal([true, false]);
    const fieldset = document.createElement('fieldset');
    form.append(fieldset);
    fieldset.append(picker);
    fieldset.disabled = true;
    expect([picker.willValidate, form.checkValidity()]).to.deep.equal([false, true]);
    fieldset.disabled = false;
    expect([picker.willValidate, form.checkValidity()]).to.deep.equal([true, false]);
  });

  it('sends no value', async () => {
    const { form, picker } = await mountForm({ value: 'gbol' });
    expect([...new FormData(form)]).to.deep.equal([['software', 'gbol']]);
    picker.setAttribute('disabled', '');
    await picker.updateComplete;
    expect([...new FormData(form)]).to.deep.equal([]);
  });
});

describe('a form that the browser fills in again', () => {
  it('has the value that the browser kept', async () => {
    const { form, picker } = await mountForm();
    picker.formStateRestoreCallback('qhyg');
    await picker.updateComplete;
    expect(picker.value).to.equal('qhyg');
    expect(all(picker, '[aria-current="true"]').map(({ dataset }) => dataset['key'])).to.deep.equal(['qhyg']);
    expect([...new FormData(form)]).to.deep.equal([['software', 'qhyg']]);
  });
});
