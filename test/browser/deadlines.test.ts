import { expect, oneEvent } from '@open-wc/testing/pure';
import { delay, http, HttpResponse } from 'msw';
import type { CodatCommercePicker, PickerErrorCode } from '../../src/index.js';
import { stopClock } from '../support/clock.js';
import { follow, mint, SYNC } from '../support/companion.js';
import { deferred } from '../support/deferred.js';
import { both } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { expectedOnConsole, failuresOf, tile, worker } from '../support/page.js';
import { until } from '../support/until.js';

const LIST = '/api/deadlines/integrations';

/** Answers nothing, and says when it was asked. */
const silence = (asked: () => void) => async (): Promise<Response> => {
  asked();
  await delay('infinite');
  return HttpResponse.json({});
};

const failures = (picker: CodatCommercePicker): PickerErrorCode[] => {
  const codes: PickerErrorCode[] = [];
  picker.addEventListener('codat-error', ({ detail }) => codes.push(detail.error.code));
  return codes;
};

const isBusy = (picker: CodatCommercePicker): boolean => picker.matches(':state(connecting)');

describe('a list that does not come', () => {
  it('is waited for 10 seconds, and no longer', async () => {
    const clock = stopClock();
    const asked = deferred();
    worker.use(http.get(LIST, silence(asked.resolve)));
    const picker = await place({ endpoint: LIST });
    const failed = failures(picker);
    await asked.promise;
    await clock.pass(9_999);
    expect([picker.matches(':state(loading)'), failed]).to.deep.equal([true, []]);
    await clock.pass(1);
    await until(() => picker.matches(':state(error)'));
    expect(failed).to.deep.equal(['timeout']);
  });
});

describe('an element without any data', () => {
  for (const endpoint of ['', null, undefined]) {
    it(`waits a second for a host that sets it late, where its endpoint is ${JSON.stringify(endpoint)}`, async () => {
      expectedOnConsole.push(/endpoint and integrations are missing/);
      const clock = stopClock();
      const given = { endpoint: endpoint as string };
      const [late, without] = [await place(given), await place(given)];
      const failed = failures(late);
      late.integrations = both;
      const told = oneEvent(without, 'codat-error');
      await clock.pass(999);
      expect(without.matches(':state(loading)')).to.be.true;
      await clock.pass(1);
      await told;
      await late.updateComplete;
      expect([late.matches(':state(ready)'), failed]).to.deep.equal([true, []]);
    });
  }
});

describe('a Sync URL that does not come', () => {
  for (const [who, start] of [
    ['the element', (picker: CodatCommercePicker) => (picker.syncEndpoint = SYNC)],
    ['the companion', (picker: CodatCommercePicker) => follow(picker)],
  ] as const) {
    it(`is waited for 10 seconds, and no longer, by ${who}`, async () => {
      const clock = stopClock();
      const asked = deferred();
      mint(silence(asked.resolve));
      const picker = await mount();
      start(picker);
      await picker.updateComplete;
      const failed = failures(picker);
      tile(picker, 'gbol').click();
      await asked.promise;
      await clock.pass(9_999);
      expect([isBusy(picker), failed]).to.deep.equal([true, []]);
      await clock.pass(1);
      await until(() => failuresOf(picker).length);
      expect([isBusy(picker), failed]).to.deep.equal([false, ['timeout']]);
    });
  }

  it('is waited for as long as the host says', async () => {
    const clock = stopClock();
    const asked = deferred();
    mint(silence(asked.resolve));
    const picker = await mount();
    follow(picker, { timeout: 60_000 });
    const failed = failures(picker);
    tile(picker, 'gbol').click();
    await asked.promise;
    await clock.pass(59_999);
    expect([isBusy(picker), failed]).to.deep.equal([true, []]);
    await clock.pass(1);
    await until(() => failed.length);
    expect(failed).to.deep.equal(['timeout']);
  });
});

describe('a page that is not left', () => {
  // An address of this very page, but for its end: the browser goes there and stays.
  const HERE = '#gone';
  afterEach(() => history.replaceState(null, '', location.href.replace(/#.*/, '')));

  it('is taken for staying after two seconds and a half: the next choice asks for another Sync URL', async () => {
    const clock = stopClock();
    let asked = 0;
    mint(() => {
      asked += 1;
      return HttpResponse.json({ url: location.href.replace(/#.*/, '') + HERE });
    });
    const picker = await mount({ allowedHosts: location.hostname, syncEndpoint: SYNC });
    for (const [index, key] of ['gbol', 'qhyg'].entries()) {
      tile(picker, key).click();
      await until(() => location.hash === HERE, 'it goes nowhere');
      await clock.pass(2_499);
      expect(isBusy(picker)).to.be.true;
      await clock.pass(1);
      await until(() => !isBusy(picker), 'it is busy for ever');
      expect(failuresOf(picker)).to.deep.equal([]);
      expect(asked).to.equal(index + 1);
      history.replaceState(null, '', location.href.replace(/#.*/, ''));
    }
  });
});
