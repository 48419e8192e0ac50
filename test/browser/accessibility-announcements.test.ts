import { expect } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import { http, HttpResponse } from 'msw';
import { PickerError, type CodatCommercePicker } from '../../src/index.js';
import { stopClock } from '../support/clock.js';
import { deferred } from '../support/deferred.js';
import { withEverything } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { all, failureOf, failuresOf, liveRegionOf, one, textOf, tile, worker } from '../support/page.js';
import { mountWithSearch, search } from '../support/search.js';
import { show, STATES, type State, until } from '../support/states.js';

const ENDPOINT = '/api/announcements';

/** Whatever is spoken when it changes. */
const LIVE = '[aria-live], [role="status"], [role="alert"], [role="log"], output';

/** Everything that a screen reader is given to say by itself, as it comes; a silence in between is an empty text. */
const record = (picker: CodatCommercePicker): string[] => {
  const told: string[] = [];
  const region = liveRegionOf(picker);
  let before = textOf(region);
  new MutationObserver(() => {
    const now = textOf(region);
    if (now !== before) told.push(now);
    before = now;
  }).observe(region, { characterData: true, childList: true, subtree: true });
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
    await hear(3);

    const clock = stopClock();
    one(picker, 'input').focus();
    await sendKeys({ type: 'acc' });
    await clock.pass(900);
    expect(told).to.have.length(4);
    await clock.pass(300);
    await hear(5);

    await sendKeys({ press: 'Escape' });
    await hear(6);
    await sendKeys({ type: 'X' });
    // At once: the clock stands still.
    await sendKeys({ type: 'q' });
    await hear(7);
    one(picker, '[part="none"] button').click();
    await hear(8);
    await clock.pass(1_100);
    await hear(9);

    let wait = deferred();
    picker.addEventListener('codat-select', (event) => event.waitUntil((wait = deferred()).promise));
    tile(picker, 'gbol').focus();
    await sendKeys({ press: 'Enter' });
    await hear(10);
    wait.reject(new PickerError('network', 'test'));
    await hear(11);
    one(picker, 'li [part="retry"]').focus();
    await sendKeys({ press: 'Enter' });
    await hear(12);
    wait.reject(new PickerError('unknown-platform', 'test'));
    await hear(13);
    await search(picker, 'acc');
    await hear(14);
    await clock.pass(1_100);
    await hear(15);

    expect(told).to.deep.equal([
      FAILED,
      '',
      '8 results',
      '',
      '1 result',
      '',
      NONE,
      '',
      '8 results',
      'Opening Xero…',
      'Our service can’t be reached right now. Try again in a few minutes.',
      'Opening Xero…',
      'This software can’t be linked right now. Choose another.',
      '',
      '1 result',
    ]);
  });

  it('comes from one polite region, which is there before there is anything to tell', async () => {
    const picker = await place();
    const region = liveRegionOf(picker);
    expect(textOf(region)).to.equal('');
    // A role has a name of its own, which is read where there is nothing to tell.
    expect([...region.attributes].map(({ name, value }) => [name, value])).to.deep.equal([
      ['class', 'hidden'],
      ['aria-live', 'polite'],
    ]);
    picker.integrations = withEverything;
    await until(() => picker.matches(':state(ready)'));
    expect(all(picker, LIVE).map((each) => each === region)).to.deep.equal([true]);
  });

  for (const state of STATES) {
    it(`comes from a region that no style keeps from being told: ${state}`, async () => {
      const picker = await show(state);
      const regions = all(picker, LIVE);
      expect(regions).to.have.length(1);
      for (let around: Element | null = regions[0]!; around; around = around.parentElement) {
        const { contentVisibility, display, visibility } = getComputedStyle(around);
        expect(display, around.outerHTML).to.not.equal('none');
        expect([contentVisibility, visibility].join(' '), around.outerHTML).to.match(/^(visible )?visible$/);
        expect(around.closest('[aria-hidden="true"], [inert], [hidden]')).to.be.null;
      }
      // What is seen of a failure is told, and no more.
      const failures = failuresOf(picker).map(textOf);
      expect(failures.length).to.equal(/^(error|failed)/.test(state) ? 1 : 0);
      for (const failure of failures) {
        expect(failure).to.match(/^\S.*\. \S.*\.$/);
        expect(textOf(regions[0]!)).to.equal(failure);
      }
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
      const failure = failureOf(picker);
      expect(textOf(failure)).to.equal(text);
      expect(!!failure.nextElementSibling?.matches('[part="retry"]')).to.equal(/try again/i.test(text));
    });
  }

  for (const [state, control] of [
    ['error-unavailable', 'retry'],
    ['failed-unavailable', 'retry'],
    ['failed-log-in', 'log-in'],
  ] as const) {
    it(`gives the reason to the way out of it, and to nothing else: ${state}`, async () => {
      const picker = await show(state);
      const [described, ...others] = all(picker, '[aria-describedby]');
      expect(described!.part.value).to.equal(control);
      expect(described!.getAttribute('aria-describedby')).to.equal(failureOf(picker).id);
      expect(others).to.deep.equal([]);
    });
  }

  it('is silent about a failure once there is something else to tell, and does not come back to it', async () => {
    const picker = await mountWithSearch();
    const told = record(picker);
    picker.addEventListener('codat-select', (event) =>
      event.waitUntil(Promise.reject(new PickerError('forbidden', 'test'))),
    );
    tile(picker, 'gbol').click();
    await until(() => failuresOf(picker).length);
    await search(picker, 'xero');
    await until(() => told.at(-1) === '1 result');
    await search(picker, '');
    await until(() => told.at(-1) === '5 results');
    expect(told).to.deep.equal([
      'Opening Xero…',
      'Your account is not allowed to do this. Ask the person who manages it.',
      '',
      '1 result',
      '',
      '5 results',
    ]);
    expect(failuresOf(picker)).to.have.length(1);
  });

  it('is the same failure again when the list fails again', async () => {
    worker.use(http.get(ENDPOINT, () => HttpResponse.json({}, { status: 503 })));
    const picker = await mount({ endpoint: ENDPOINT }, { until: 'codat-error' });
    const told = record(picker);
    await picker.reload();
    expect(told).to.deep.equal(['', FAILED]);
  });

  it('is that the list is loading when it takes longer than a second, once, and then how many there are', async () => {
    const clock = stopClock();
    const list = deferred();
    worker.use(
      http.get(ENDPOINT, async () => {
        await list.promise;
        return HttpResponse.json({ results: withEverything });
      }),
    );
    const picker = await place({ endpoint: ENDPOINT });
    const told = record(picker);
    await clock.pass(900);
    expect(told).to.deep.equal([]);
    await clock.pass(200);
    expect(told).to.deep.equal(['Loading…']);
    await clock.pass(2_000);
    list.resolve();
    await until(() => picker.matches(':state(ready)'));
    expect(told).to.deep.equal(['Loading…', '8 results']);
  });

  it('is nothing where the list is there sooner, or is fetched again behind what is seen', async () => {
    const clock = stopClock();
    const again = deferred();
    let asked = 0;
    worker.use(
      http.get(ENDPOINT, async () => {
        if (asked++) await again.promise;
        return HttpResponse.json({ results: withEverything });
      }),
    );
    const picker = await mount({ endpoint: ENDPOINT });
    const told = record(picker);
    await clock.pass(2_000);
    const reloaded = picker.reload();
    await clock.pass(2_000);
    again.resolve();
    await reloaded;
    expect(told).to.deep.equal([]);
  });

  it('waits anew for a picker that was taken off the page and put back', async () => {
    const clock = stopClock();
    worker.use(http.get(ENDPOINT, () => new Promise<never>(() => {})));
    const picker = await place({ endpoint: ENDPOINT });
    const told = record(picker);
    const { parentElement } = picker;
    await clock.pass(900);
    picker.remove();
    await clock.pass(900);
    parentElement!.append(picker);
    await clock.pass(900);
    expect(told).to.deep.equal([]);
    await clock.pass(200);
    expect(told).to.deep.equal(['Loading…']);
  });

  it('goes after ten seconds, so that whoever reads the page comes upon no failure twice', async () => {
    const clock = stopClock();
    worker.use(http.get(ENDPOINT, () => HttpResponse.json({}, { status: 503 })));
    const picker = await mount({ endpoint: ENDPOINT }, { until: 'codat-error' });
    const told = record(picker);
    await clock.pass(9_900);
    expect(textOf(liveRegionOf(picker))).to.equal(FAILED);
    await clock.pass(200);
    expect(told).to.deep.equal(['']);
    expect(textOf(failureOf(picker))).to.equal(FAILED);
    // The same once more is told once more.
    await picker.reload();
    expect(told).to.deep.equal(['', FAILED]);
  });
});
