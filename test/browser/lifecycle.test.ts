import { expect, oneEvent } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import type { CodatCommercePicker } from '../../src/index.js';
import { GOOD, mint, SYNC } from '../support/companion.js';
import { deferred } from '../support/deferred.js';
import { accounting, both } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { all, names, nextFrame, tile, worker } from '../support/page.js';
import { rows } from '../support/search.js';
import { until } from '../support/until.js';

/** Takes a picker off the page for so long that it can't be a move. */
const removeAndPutBack = async (picker: CodatCommercePicker): Promise<void> => {
  const parent = picker.parentElement!;
  picker.remove();
  await nextFrame();
  parent.append(picker);
  await picker.updateComplete;
};

describe('a picker that was removed and put back', () => {
  it('hands over as before, once for each choice', async () => {
    const asked: unknown[] = [];
    mint(async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({ url: GOOD });
    });
    const picker = await mount({ syncEndpoint: SYNC });
    picker.addEventListener('codat-redirect', (event) => event.preventDefault());
    for (const key of ['gbol', 'qhyg']) {
      await removeAndPutBack(picker);
      const redirected = oneEvent(picker, 'codat-redirect');
      tile(picker, key).click();
      expect((await redirected).detail).to.deep.equal({ platformKey: key, url: GOOD });
      await until(() => !picker.matches(':state(connecting)'));
    }
    expect(asked).to.deep.equal([{ platformKey: 'gbol' }, { platformKey: 'qhyg' }]);
  });

  it('does not hand over where its sync-endpoint was taken away meanwhile', async () => {
    const picker = await mount({ syncEndpoint: SYNC });
    const parent = picker.parentElement!;
    picker.remove();
    await nextFrame();
    picker.syncEndpoint = '';
    parent.append(picker);
    await picker.updateComplete;
    tile(picker, 'gbol').click();
    // Whoever hands over has said so by the end of the event, and the tile is busy.
    await picker.updateComplete;
    expect(picker.matches(':state(connecting)')).to.be.false;
    expect(picker.value).to.equal('gbol');
  });

  it('shows its tiles at once, and asks for no list', async () => {
    let asked = 0;
    worker.use(
      http.get('/api/list', () => {
        asked += 1;
        return HttpResponse.json(accounting);
      }),
    );
    const picker = await mount({ endpoint: '/api/list' });
    await removeAndPutBack(picker);
    expect(names(picker)).to.have.length(3);
    await picker.reload();
    expect(asked).to.equal(2);
  });
});

describe('placeholders', () => {
  const placeholders = (picker: CodatCommercePicker): number => all(picker, '[part~="skeleton"]').length;

  /** A picker that has shown so many tiles, and now waits for another list. */
  const waitingAfter = async (count: number): Promise<CodatCommercePicker> => {
    const never = deferred();
    worker.use(
      http.get('/api/next', async () => {
        await never.promise;
        return HttpResponse.json([]);
      }),
    );
    const picker = await mount({ integrations: rows(count) });
    picker.endpoint = '/api/next';
    picker.integrations = undefined;
    await until(() => picker.matches(':state(loading)'));
    return picker;
  };

  it('are six where nothing is known of the list', async () => {
    expect(placeholders(await place())).to.equal(6);
  });

  for (const [last, expected] of [
    [1, 1],
    [5, 5],
    [23, 23],
    [24, 24],
    [25, 24],
    [200, 24],
  ] as const) {
    it(`are ${expected} where the last list had ${last}`, async () => {
      expect(placeholders(await waitingAfter(last))).to.equal(expected);
    });
  }
});

describe('the request for the list', () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'post']) {
    it(`is a GET, whatever method the host gives for all requests: ${method}`, async () => {
      const asked: Request[] = [];
      worker.use(
        http.all('/api/list', ({ request }) => {
          asked.push(request);
          return HttpResponse.json(both);
        }),
      );
      await mount({ endpoint: '/api/list', requestInit: { method, headers: { 'x-token': 'abc' } } });
      expect(asked.map(({ headers, method: used }) => [used, headers.get('x-token')])).to.deep.equal([['GET', 'abc']]);
    });
  }
});
