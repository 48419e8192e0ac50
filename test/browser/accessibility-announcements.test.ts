import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { http, HttpResponse } from 'msw';
import { PickerError, type CodatCommercePicker } from '../../src/index.js';
import { stopClock } from '../support/clock.js';
import { deferred } from '../support/deferred.js';
import { withEverything } from '../support/integrations.js';
import { place } from '../support/mount.js';
import { all, one, textOf, tile, worker } from '../support/page.js';
import { show, STATES, type State, until } from '../support/states.js';

const ENDPOINT = '/api/announcements';

/** Everything that a screen reader is given to say, as it comes: the live region's texts, and alerts that are put in. */
const record = (picker: CodatCommercePicker): string[] => {
  const told: string[] = [];
  const region = one(picker, '[role="status"]');
  let status = textOf(region);
  let alerts: Element[] = all(picker, '[role="alert"]');
  const observer = new MutationObserver(() => {
    const now = textOf(region);
    if (now !== status) told.push(`status: ${now}`);
    status = now;
    const present = all(picker, '[role="alert"]');
    for (const alert of present) if (!alerts.includes(alert)) told.push(`alert: ${textOf(alert)}`);
    alerts = present;
  });
  observer.observe(picker.shadowRoot!, { characterData: true, childList: true, subtree: true });
  return told;
};

const NONE = 'Nothing matches “Xq”. Check the spelling, or search for part of the name.';
const FAILED = 'Something went wrong on our side. Try again in a few minutes.';

describe('what a screen reader is told', () => {
  it('from the first placeholder to a failure: each thing once, in order, and nothing else', async () => {
    let refuse = true;
    worker.use(
      http.get(ENDPOINT, () =>
        refuse ? HttpResponse.json({}, { status: 503 }) : HttpResponse.json({ results: withEverything }),
      ),
    );
    const picker = await place({ endpoint: ENDPOINT, search: 'always' });
    const told = record(picker);
    const hear = (count: number): Promise<void> =>
      until(() => told.length === count, `${count}: ${JSON.stringify(told)}`);

    await until(() => picker.matches(':state(error)'));
    await hear(1);
    refuse = false;
    one(picker, '[part="retry"]').focus();
    await sendKeys({ press: 'Enter' });
    await hear(2);

    const clock = stopClock();
    one(picker, 'input').focus();
    await sendKeys({ type: 'acc' });
    await clock.pass(900);
    expect(told).to.have.length(3);
    await clock.pass(300);
    await hear(4);

    await sendKeys({ press: 'Escape' });
    await hear(5);
    await sendKeys({ type: 'X' });
    // At once: the clock stands still.
    await sendKeys({ type: 'q' });
    await hear(6);
    one(picker, '[part="none"] button').click();
    await hear(7);

    let wait = deferred();
    picker.addEventListener('codat-select', (event) => event.waitUntil((wait = deferred()).promise));
    tile(picker, 'gbol').focus();
    await sendKeys({ press: 'Enter' });
    await hear(8);
    wait.reject(new PickerError('network', 'test'));
    await hear(10);
    one(picker, 'li [part="retry"]').focus();
    await sendKeys({ press: 'Enter' });
    await hear(11);
    wait.reject(new PickerError('unknown-platform', 'test'));
    await hear(13);

    expect(told).to.deep.equal([
      `alert: ${FAILED}`,
      'status: 8 results',
      'status: ',
      'status: 1 result',
      'status: ',
      `status: ${NONE}`,
      'status: ',
      'status: Opening Xero…',
      'status: ',
      'alert: Our service can’t be reached right now. Try again in a few minutes.',
      'status: Opening Xero…',
      'status: ',
      'alert: This software can’t be linked right now. Choose another.',
    ]);
  });

  it('comes from one polite region, which is there before there is anything to tell', async () => {
    const picker = await place();
    const region = one(picker, '[role="status"]');
    expect(textOf(region)).to.equal('');
    // What a status is by itself: anything else written on it would say it differently.
    expect([region.getAttribute('aria-live'), region.getAttribute('aria-atomic')]).to.deep.equal([null, null]);
    picker.integrations = withEverything;
    await until(() => picker.matches(':state(ready)'));
    expect(all(picker, '[role="status"], [aria-live]').map((each) => each === region)).to.deep.equal([true]);
  });

  for (const state of STATES) {
    it(`comes from a region that no style keeps from being told: ${state}`, async () => {
      const picker = await show(state);
      const regions = all(picker, '[role="status"], [aria-live]');
      expect(regions).to.have.length(1);
      for (let around: Element | null = regions[0]!; around; around = around.parentElement) {
        const { contentVisibility, display, visibility } = getComputedStyle(around);
        expect(display, around.outerHTML).to.not.equal('none');
        expect([contentVisibility, visibility].join(' '), around.outerHTML).to.match(/^(visible )?visible$/);
        expect(around.closest('[aria-hidden="true"], [inert], [hidden]')).to.be.null;
      }
      const alerts = all(picker, '[role="alert"]').map(textOf);
      expect(alerts.length).to.equal(/^(error|failed)/.test(state) ? 1 : 0);
      for (const alert of alerts) expect(alert).to.match(/^\S.*\. \S.*\.$/);
    });
  }

  for (const [code, text] of Object.entries({
    'error-network': 'Our service can’t be reached right now. Try again in a few minutes.',
    'error-unauthenticated': 'Your session has ended. Log in again.',
    'error-forbidden': 'Your account is not allowed to do this. Ask the person who manages it.',
    'error-rate-limited': 'There were too many attempts. Try again in 30 seconds.',
    'error-unavailable': FAILED,
    'failed-rate-limited': 'There were too many attempts. Try again in 30 seconds.',
    'failed-unknown-platform': 'This software can’t be linked right now. Choose another.',
  } as const)) {
    it(`says what happened and what to do, and has Try again beside it where it says so: ${code}`, async () => {
      const picker = await show(code as State);
      const alert = one(picker, '[role="alert"]');
      expect(textOf(alert)).to.equal(text);
      expect(!!alert.nextElementSibling?.matches('[part="retry"]')).to.equal(/try again/i.test(text));
    });
  }
});
