import { expect, oneEvent } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import type { CodatCommercePicker } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { accounting, both, quickBooks, xero } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { all, expectedOnConsole, names, one, worker } from '../support/page.js';
import { rows } from '../support/search.js';
import { until } from '../support/until.js';

const ENDPOINT = '/api/first-sight';

/** What the endpoint answers from now on, and how often it was asked. */
const answer = (resolver: () => HttpResponse<object> | Promise<HttpResponse<object>>): { times: number } => {
  const asked = { times: 0 };
  worker.use(
    http.get(ENDPOINT, () => {
      asked.times += 1;
      return resolver();
    }),
  );
  return asked;
};

const written = (text: string): string => `<script type="application/json">${text}</script>`;

describe('as many placeholders as the host says', () => {
  const ofGroups = (picker: CodatCommercePicker): number[] =>
    all(picker, 'ul').map((list) => list.querySelectorAll('[part~="skeleton"]').length);

  for (const [given, expected] of [
    ['4', [4]],
    ['3 2', [3, 2]],
    [' 20  12 ', [20, 4]],
    ['100', [24]],
    ['', [6]],
    ['none', [6]],
    ['3 -1', [6]],
    ['2.5', [6]],
    [null, [6]],
  ] as const) {
    it(`are there while the list is loading: ${JSON.stringify(given)}`, async () => {
      const gate = deferred();
      answer(async () => (await gate.promise, HttpResponse.json(accounting)));
      const picker = await place({ endpoint: ENDPOINT, placeholders: given as string });
      expect(ofGroups(picker)).to.deep.equal(expected);
      expect(one(picker, '[part="search"]').hidden).to.equal(
        expected.reduce<number>((sum, count) => sum + count, 0) <= 8,
      );
      gate.resolve();
      await oneEvent(picker, 'codat-loaded');
    });
  }

  for (const width of [320, 1000]) {
    it(`keep the place of search box, headings and tiles: nothing moves when they come, at ${width} px`, async () => {
      const gate = deferred();
      const list = rows(11).map((row, index) => ({ ...row, sourceType: index < 7 ? 'Accounting' : 'Commerce' }));
      answer(async () => (await gate.promise, HttpResponse.json(list)));
      const picker = await place({ endpoint: ENDPOINT, placeholders: '7 4' }, { width });
      const tops = (): number[] =>
        all(picker, '[part="search"], [part="heading"], li').map((element) =>
          Math.round(element.getBoundingClientRect().top),
        );
      const before = { tops: tops(), height: picker.offsetHeight };
      expect(before.tops).to.have.length(1 + 2 + 11);
      gate.resolve();
      await oneEvent(picker, 'codat-loaded');
      expect({ tops: tops(), height: picker.offsetHeight }).to.deep.equal(before);
    });
  }

  it('give way to those of the last list, group by group', async () => {
    answer(() => HttpResponse.json(both));
    const picker = await mount({ endpoint: ENDPOINT, placeholders: '1' });
    const groups = all(picker, 'ul').map((list) => list.children.length);
    expect(groups).to.have.length(2);
    const gate = deferred();
    worker.use(http.get('/api/other-list', async () => (await gate.promise, HttpResponse.json(both))));
    picker.endpoint = '/api/other-list';
    await picker.updateComplete;
    expect(ofGroups(picker)).to.deep.equal(groups);
    gate.resolve();
    await oneEvent(picker, 'codat-loaded');
  });
});

describe('a list that the host wrote into the page', () => {
  it('is shown at once, and not asked for', async () => {
    const asked = answer(() => HttpResponse.json([quickBooks]));
    const picker = await mount({ endpoint: ENDPOINT }, { slotted: written(JSON.stringify({ results: [xero] })) });
    expect(names(picker)).to.deep.equal(['Xero']);
    expect(asked.times).to.equal(0);
    // From then on it is the endpoint's.
    await picker.reload();
    expect(names(picker)).to.deep.equal(['QuickBooks Online']);
    expect(asked.times).to.equal(1);
  });

  it('needs no endpoint', async () => {
    const picker = await mount({ endpoint: '', integrations: undefined }, { slotted: written(JSON.stringify([xero])) });
    expect(names(picker)).to.deep.equal(['Xero']);
  });

  it('gives way to the property', async () => {
    const picker = await mount({ integrations: [quickBooks] }, { slotted: written(JSON.stringify([xero])) });
    expect(names(picker)).to.deep.equal(['QuickBooks Online']);
  });

  it('is of the first endpoint alone', async () => {
    worker.use(http.get('/api/other-list', () => HttpResponse.json([quickBooks])));
    const picker = await mount({ endpoint: ENDPOINT }, { slotted: written(JSON.stringify([xero])) });
    picker.endpoint = '/api/other-list';
    await until(() => names(picker).join() === 'QuickBooks Online');
  });

  for (const text of ['', '{', 'null', '{"results": 1}', '"x"']) {
    it(`is asked for where it is none, and the console says so: ${text}`, async () => {
      expectedOnConsole.push(/^codat-commerce-picker what is written in the page is no list$/);
      const asked = answer(() => HttpResponse.json([quickBooks]));
      const picker = await mount({ endpoint: ENDPOINT }, { slotted: written(text) });
      expect(names(picker)).to.deep.equal(['QuickBooks Online']);
      expect(asked.times).to.equal(1);
    });
  }

  it('is no script, and runs none', async () => {
    const row = { ...xero, name: '<img src=x onerror="document.title = \'ran\'"> Xero' };
    const picker = await mount(
      { endpoint: ENDPOINT },
      { slotted: written(JSON.stringify([row]).replaceAll('<', '\\u003c')) },
    );
    expect(names(picker)).to.deep.equal([row.name]);
    expect(document.title).to.not.equal('ran');
  });
});
