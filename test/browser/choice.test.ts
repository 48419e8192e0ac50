import { expect, fixture, html, oneEvent } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import { isPickerError, PickerError, type CodatCommercePicker, type CodatSelectEvent } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { xero } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import {
  all,
  expectedOnConsole,
  failureOf,
  failuresOf,
  liveRegionOf,
  nextFrame,
  one,
  textOf,
  tile,
} from '../support/page.js';
import { until } from '../support/until.js';

describe('a choice', () => {
  it('is emitted to any ancestor, with the platformKey and its integration', async () => {
    const picker = await mount();
    const heard = oneEvent(document.body, 'codat-select');
    tile(picker, 'gbol').click();
    const event = (await heard) as CodatSelectEvent;
    expect(event.detail.platformKey).to.equal('gbol');
    expect(event.detail.integration).to.deep.include({ key: 'gbol', name: xero.name });
    expect([event.bubbles, event.composed, event.cancelable]).to.deep.equal([true, true, true]);
  });

  it('is made with the keyboard as with a finger', async () => {
    const picker = await mount();
    const picked: string[] = [];
    picker.addEventListener('codat-select', (event) => picked.push(event.detail.platformKey));
    picker.focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: ' ' });
    expect(picked).to.deep.equal(['gbol', 'qhyg']);
  });

  it('is kept in value, and shown on the tile', async () => {
    const picker = await mount();
    tile(picker, 'fztf').click();
    await picker.updateComplete;
    expect(picker.value).to.equal('fztf');
    expect(tile(picker, 'fztf').getAttribute('aria-current')).to.equal('true');
    expect(all(picker, '[aria-current="true"]')).to.have.length(1);
  });

  it('is not kept when a listener cancels it, and nothing further happens', async () => {
    const picker = await mount();
    const failed: string[] = [];
    picker.addEventListener('codat-error', ({ detail }) => failed.push(detail.error.code));
    const refuse = (event: CodatSelectEvent): void => {
      event.waitUntil(Promise.reject(new PickerError('network', 'never to be shown')));
      event.preventDefault();
    };
    picker.addEventListener('codat-select', refuse);
    tile(picker, 'fztf').click();
    await picker.updateComplete;
    expect(picker.value).to.equal('');
    expect(picker.matches(':state(connecting)')).to.be.false;
    // When a choice that nobody cancels has failed, that one would have.
    picker.removeEventListener('codat-select', refuse as EventListener);
    picker.addEventListener('codat-select', (event) =>
      event.waitUntil(Promise.reject(new PickerError('forbidden', 'to be shown'))),
    );
    tile(picker, 'gbol').click();
    await until(() => failed.length);
    expect(failed).to.deep.equal(['forbidden']);
    expect(failuresOf(picker)).to.have.length(1);
  });

  it('is not made while the picker is disabled', async () => {
    const picker = await mount();
    picker.disabled = true;
    await picker.updateComplete;
    tile(picker, 'gbol').click();
    expect(picker.value).to.equal('');
  });

  it('survives a listener that throws', async () => {
    expectedOnConsole.push(/of the host/);
    const picker = await mount();
    const caught = new Promise<string>((resolve) => {
      const { onerror } = window;
      window.onerror = (message) => {
        window.onerror = onerror;
        resolve(String(message));
        return true;
      };
    });
    picker.addEventListener('codat-select', () => {
      throw new Error('of the host');
    });
    tile(picker, 'gbol').click();
    expect(await caught).to.include('of the host');
    expect(picker.value).to.equal('gbol');
  });
});

describe('waitUntil', () => {
  it('keeps the tile busy and the others locked until the promise settles, and announces it', async () => {
    const picker = await mount();
    const { promise, resolve } = deferred();
    let picked = 0;
    picker.addEventListener('codat-select', (event) => {
      picked += 1;
      event.waitUntil(promise);
    });
    expect(textOf(liveRegionOf(picker))).to.equal('');
    tile(picker, 'gbol').focus();
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    expect(tile(picker, 'gbol').getAttribute('aria-busy')).to.equal('true');
    expect(tile(picker, 'qhyg').getAttribute('aria-busy')).to.equal('false');
    for (const button of all(picker, '[part~="tile"]')) expect(button.getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(liveRegionOf(picker))).to.equal('Opening Xero…');
    expect(textOf(one(picker, '[data-key="gbol"] [part="description"]'))).to.equal('Opening Xero…');
    expect(picker.matches(':state(connecting)')).to.be.true;
    // A disabled button would drop the focus.
    expect(picker.shadowRoot!.activeElement === tile(picker, 'gbol')).to.be.true;
    for (const key of ['gbol', 'qhyg', 'fztf']) tile(picker, key).click();
    expect(picked).to.equal(1);
    resolve();
    await until(() => !picker.matches(':state(connecting)'));
    expect(tile(picker, 'gbol').getAttribute('aria-disabled')).to.equal('false');
    expect(textOf(liveRegionOf(picker))).to.equal('');
  });

  it('announces a name with a dollar sign as it is', async () => {
    const picker = await mount({ integrations: [{ ...xero, name: "Cash$& $' Co" }] });
    picker.addEventListener('codat-select', (event) => event.waitUntil(new Promise(() => {})));
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    expect(textOf(liveRegionOf(picker))).to.equal("Opening Cash$& $' Co…");
  });

  it('waits for every promise it was given', async () => {
    const picker = await mount();
    const [first, second] = [deferred(), deferred()];
    picker.addEventListener('codat-select', (event) => {
      event.waitUntil(first.promise);
      event.waitUntil(second.promise);
    });
    tile(picker, 'gbol').click();
    first.resolve();
    await first.promise;
    await picker.updateComplete;
    expect(picker.matches(':state(connecting)')).to.be.true;
    second.resolve();
    await until(() => !picker.matches(':state(connecting)'));
  });

  it('shows a rejection on the tile with Try again, gives the focus back to it, and tells the host', async () => {
    const picker = await mount();
    const { promise, reject } = deferred();
    const picks: string[] = [];
    picker.addEventListener('codat-select', (event) => {
      picks.push(event.detail.platformKey);
      if (picks.length === 1) event.waitUntil(promise);
    });
    tile(picker, 'gbol').click();
    const failed = oneEvent(picker, 'codat-error');
    reject(new PickerError('rate-limited', 'test', { retryAfter: 30 }));
    const { detail, bubbles } = (await failed) as CustomEvent<{ error: PickerError }>;
    expect(detail.error.code).to.equal('rate-limited');
    expect(bubbles).to.be.false;
    await picker.updateComplete;
    const alert = failureOf(picker);
    expect(tile(picker, 'gbol').closest('li')!.contains(alert)).to.be.true;
    expect(textOf(alert)).to.match(/^There were too many attempts\./);
    expect(picker.shadowRoot!.activeElement === tile(picker, 'gbol')).to.be.true;
    expect(picker.value).to.equal('gbol');
    one(picker, '[part="retry"]').focus();
    one(picker, '[part="retry"]').click();
    await picker.updateComplete;
    expect(picks).to.deep.equal(['gbol', 'gbol']);
    expect(failuresOf(picker)).to.deep.equal([]);
  });

  it('takes any rejection: what is no PickerError becomes one, with its cause', async () => {
    const picker = await mount();
    const cause = new TypeError('of the host');
    picker.addEventListener('codat-select', (event) => event.waitUntil(Promise.reject(cause)));
    const failed = oneEvent(picker, 'codat-error');
    tile(picker, 'gbol').click();
    const { error } = ((await failed) as CustomEvent<{ error: PickerError }>).detail;
    expect(isPickerError(error)).to.be.true;
    expect(error.code).to.equal('unknown');
    expect(error.cause).to.equal(cause);
  });

  it('understands a Response that says no', async () => {
    const picker = await mount();
    const response = Response.json({ code: 'unknown-platform', correlationId: 'abc' }, { status: 404 });
    picker.addEventListener('codat-select', (event) => event.waitUntil(Promise.reject(response)));
    const failed = oneEvent(picker, 'codat-error');
    tile(picker, 'gbol').click();
    const { error } = ((await failed) as CustomEvent<{ error: PickerError }>).detail;
    expect(error).to.include({ code: 'unknown-platform', status: 404, correlationId: 'abc', retryable: false });
    await picker.updateComplete;
    expect(textOf(failureOf(picker))).to.match(/^This software can’t be linked right now\./);
  });

  it('works beside an old library whose promises know no allSettled', async () => {
    const { allSettled } = Promise;
    Object.assign(Promise, { allSettled: undefined });
    try {
      const picker = await mount();
      const wait = deferred();
      picker.addEventListener('codat-select', (event) => event.waitUntil(wait.promise));
      tile(picker, 'gbol').click();
      await picker.updateComplete;
      expect(all(picker, '[aria-busy="true"]')).to.have.length(1);
      const failed = oneEvent(picker, 'codat-error');
      wait.reject(new PickerError('forbidden', 'test'));
      await failed;
    } finally {
      Object.assign(Promise, { allSettled });
    }
  });

  for (const [name, act] of [
    ['it is removed', (picker: CodatCommercePicker) => picker.remove()],
    ['another list comes', (picker: CodatCommercePicker) => (picker.integrations = undefined)],
  ] as const) {
    it(`is told by the event’s signal that the picker has given the choice up, as when ${name}`, async () => {
      const picker = await mount();
      const over = deferred();
      let signal: AbortSignal | undefined;
      picker.addEventListener('codat-select', (event) => {
        signal = event.signal;
        signal.addEventListener('abort', () => over.resolve());
        event.waitUntil(over.promise);
      });
      tile(picker, 'gbol').click();
      await picker.updateComplete;
      expect(signal!.aborted).to.be.false;
      act(picker);
      await over.promise;
      expect(signal!.aborted).to.be.true;
      picker.remove();
    });
  }

  it('is not told so when the choice has come to its end', async () => {
    const picker = await mount();
    const wait = deferred();
    const signals: AbortSignal[] = [];
    picker.addEventListener('codat-select', (event) => {
      signals.push(event.signal);
      event.waitUntil(wait.promise);
    });
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    wait.resolve();
    await until(() => !picker.matches(':state(connecting)'));
    picker.remove();
    await nextFrame();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([false]);
  });

  it('refuses a promise that comes too late', async () => {
    const picker = await mount();
    const heard = oneEvent(picker, 'codat-select');
    tile(picker, 'gbol').click();
    const event = (await heard) as CodatSelectEvent;
    expect(() => event.waitUntil(Promise.resolve())).to.throw(/while codat-select is dispatched/);
  });

  it('is forgotten when the picker is removed, and its failure with it', async () => {
    const picker = await mount();
    const [first, second] = [deferred(), deferred()];
    const waits = [first.promise, second.promise];
    const failed: string[] = [];
    picker.addEventListener('codat-select', (event) => event.waitUntil(waits.shift()!));
    picker.addEventListener('codat-error', ({ detail }) => failed.push(detail.error.code));
    tile(picker, 'gbol').click();
    const parent = picker.parentElement!;
    picker.remove();
    // One that was moved is back by the next microtask: this one is gone.
    await nextFrame();
    parent.append(picker);
    first.reject(new PickerError('network', 'test'));
    tile(picker, 'fztf').click();
    expect(picker.value).to.equal('fztf');
    // When what failed later has been told, what failed before would have been.
    const told = oneEvent(picker, 'codat-error');
    second.reject(new PickerError('forbidden', 'test'));
    await told;
    await picker.updateComplete;
    expect(failed).to.deep.equal(['forbidden']);
    expect(all(picker, '[aria-busy="true"]')).to.deep.equal([]);
    expect(failureOf(picker).closest('li')).to.equal(tile(picker, 'fztf').closest('li'));
  });
});

describe('in a form', () => {
  const mountForm = async (): Promise<{ form: HTMLFormElement; picker: CodatCommercePicker }> => {
    const form = await fixture<HTMLFormElement>(html`<form></form>`);
    return { form, picker: await mount({ name: 'software', required: true }, { into: form }) };
  };

  it('the choice is its value under its name', async () => {
    const { form, picker } = await mountForm();
    expect([...new FormData(form)]).to.deep.equal([]);
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    expect([...new FormData(form)]).to.deep.equal([['software', 'gbol']]);
    expect(picker.form).to.equal(form);
  });

  it('a required choice that is missing keeps the form from being sent, and says so', async () => {
    const { form, picker } = await mountForm();
    expect(form.checkValidity()).to.be.false;
    expect(picker.validity.valueMissing).to.be.true;
    expect(picker.validationMessage).to.equal('Choose your software.');
    picker.value = 'gbol';
    await picker.updateComplete;
    expect(form.checkValidity()).to.be.true;
  });

  it('a reset brings back the value of the attribute', async () => {
    const { form, picker } = await mountForm();
    picker.setAttribute('value', 'fztf');
    picker.value = 'gbol';
    form.reset();
    expect(picker.value).to.equal('fztf');
  });

  it('a disabled fieldset around it disables it', async () => {
    const { form, picker } = await mountForm();
    const fieldset = document.createElement('fieldset');
    form.append(fieldset);
    fieldset.append(picker);
    fieldset.disabled = true;
    await picker.updateComplete;
    expect(tile(picker, 'gbol').disabled).to.be.true;
    fieldset.disabled = false;
    await picker.updateComplete;
    expect(tile(picker, 'gbol').disabled).to.be.false;
  });
});
