import { expect, fixture, html, oneEvent } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import type { CodatCommercePicker } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { accounting, both } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import {
  all,
  expectedOnConsole,
  failureOf,
  failuresOf,
  liveRegionOf,
  names,
  one,
  textOf,
  tile,
  worker,
} from '../support/page.js';
import { mountWithSearch, search } from '../support/search.js';
import { until } from '../support/until.js';

const LIST = '/api/upheaval/integrations';
const SYNC = '/api/upheaval/sync-url';

const ready = (picker: CodatCommercePicker): Promise<void> =>
  until(() => picker.matches(':state(ready)'), 'it never loads');

/** Something else that the host does, a few microtasks later. */
const microtasks = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await null;
};

const failSlowly = (): { fail: () => void } => {
  const wait = deferred();
  worker.use(
    http.post(SYNC, async () => {
      await wait.promise;
      return HttpResponse.json({}, { status: 503 });
    }),
  );
  return { fail: wait.resolve };
};

const focused = (picker: CodatCommercePicker): string | undefined =>
  (picker.shadowRoot!.activeElement as HTMLElement | null)?.dataset['key'];

describe('a picker that is put back', () => {
  for (const turns of [0, 1, 2, 3, 5, 8, 13]) {
    it(`${turns} microtasks after it was removed loads all the same`, async () => {
      const first = deferred();
      let asked = 0;
      worker.use(
        http.get(LIST, async () => {
          asked += 1;
          if (asked === 1) await first.promise;
          return HttpResponse.json({ results: accounting });
        }),
      );
      const picker = await place({ endpoint: LIST });
      await until(() => asked === 1);
      const parent = picker.parentElement!;
      picker.remove();
      await microtasks(turns);
      parent.append(picker);
      await picker.updateComplete;
      first.resolve();
      await ready(picker);
      expect(names(picker)).to.have.length(3);
    });
  }
});

describe('a hand-over', () => {
  for (const width of [230, 280, 320, 360, 400]) {
    it(`moves nothing when it begins, in ${width} px`, async () => {
      const integrations = ['MYOB', 'FreeAgent', 'Exact (NL)', 'Zettle by PayPal', 'Xero'].map((name, index) => ({
        key: `zzz${'abcde'[index]}`,
        name,
        sourceType: 'Accounting',
      }));
      const picker = await mount({ integrations }, { width });
      picker.addEventListener('codat-select', (event) => event.waitUntil(new Promise(() => {})));
      const tops = (): number[] => all(picker, 'li').map((card) => card.getBoundingClientRect().top);
      const [first] = all(picker, '[data-key]');
      const before = tops();
      first!.click();
      await picker.updateComplete;
      expect(textOf(one(picker, '[part="description"]'))).to.equal('Opening MYOB…');
      expect(tops()).to.deep.equal(before);
    });
  }

  it('goes on when the picker is moved in the page meanwhile', async () => {
    let asked = 0;
    const answer = deferred();
    worker.use(
      http.post(SYNC, async () => {
        asked += 1;
        await answer.promise;
        return HttpResponse.json({ url: 'https://sync-flow.codat.io/x?otp=1' });
      }),
    );
    const picker = await mountWithSearch({ syncEndpoint: SYNC });
    picker.addEventListener('codat-redirect', (event) => event.preventDefault());
    const elsewhere = document.createElement('div');
    picker.before(elsewhere);
    tile(picker, 'gbol').click();
    await until(() => asked === 1);
    elsewhere.append(picker);
    expect(picker.matches(':state(connecting)')).to.be.true;
    const redirected = oneEvent(picker, 'codat-redirect');
    answer.resolve();
    expect((await redirected).detail.platformKey).to.equal('gbol');
    await until(() => !picker.matches(':state(connecting)'));
    expect(asked).to.equal(1);
  });

  it('that fails is told above the tiles when its own is out of sight, and can be tried again there', async () => {
    const { fail } = failSlowly();
    const picker = await mountWithSearch({ syncEndpoint: SYNC });
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    await search(picker, 'shopify');
    expect(names(picker)).to.deep.equal(['Shopify']);
    fail();
    await until(() => failuresOf(picker).length === 1, 'nothing is told');
    const failure = one(picker, '[part="failure"]');
    expect(failure.closest('li')).to.equal(null);
    expect(textOf(failure.parentElement!)).to.match(/^Xero Something went wrong/);
    const selected = oneEvent(picker, 'codat-select');
    one(picker, '[part="failure"] [part="retry"]').click();
    expect((await selected).detail.platformKey).to.equal('gbol');
    await until(() => failuresOf(picker).length === 1, 'nothing is told the second time');
    await search(picker, '');
    expect(failureOf(picker).closest('li')).to.exist;
    expect(failuresOf(picker)).to.have.length(1);
  });

  it('that fails is told where the host has taken the software off the list, and offers nothing that can’t help', async () => {
    const { fail } = failSlowly();
    let asked = 0;
    worker.use(
      http.get(LIST, () => {
        asked += 1;
        return HttpResponse.json({ results: asked === 1 ? both : accounting.slice(1) });
      }),
    );
    const picker = await mount({ endpoint: LIST, syncEndpoint: SYNC });
    tile(picker, 'gbol').click();
    await picker.reload();
    expect(names(picker)).to.not.include('Xero');
    fail();
    await until(() => failuresOf(picker).length === 1, 'nothing is told');
    expect(textOf(one(picker, '[part="message"]'))).to.equal(
      'This software can’t be linked right now. Choose another.',
    );
    expect(all(picker, '[part="retry"]')).to.deep.equal([]);
  });

  it('that fails leaves the focus on another tile where the merchant has moved on, and stands on its own', async () => {
    const { fail } = failSlowly();
    const picker = await mountWithSearch({ syncEndpoint: SYNC });
    tile(picker, 'gbol').focus();
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    tile(picker, 'fztf').focus();
    fail();
    await until(() => failuresOf(picker).length === 1);
    expect(focused(picker)).to.equal('fztf');
    expect(failureOf(picker).closest('li')).to.equal(tile(picker, 'gbol').closest('li'));
  });
});

describe('the focus on a tile', () => {
  const changes: Record<string, (picker: CodatCommercePicker) => void> = {
    'turns the list around': (picker) => (picker.integrations = [...both].reverse()),
    'shows one group only': (picker) => (picker.sourceType = 'Commerce'),
    'reorders the groups': (picker) => (picker.groupOrder = 'Commerce'),
    'takes a group off the list': (picker) =>
      (picker.integrations = both.filter(({ sourceType }) => sourceType === 'Commerce')),
  };
  for (const [change, make] of Object.entries(changes)) {
    it(`stays on it when the host ${change}`, async () => {
      const picker = await mount();
      const before = names(picker).join();
      tile(picker, 'fztf').focus();
      make(picker);
      await until(() => names(picker).join() !== before, 'nothing changes');
      await picker.updateComplete;
      expect(focused(picker)).to.equal('fztf');
    });
  }
});

describe('a property that a framework has emptied', () => {
  for (const nothing of [undefined, null]) {
    it(`counts as one that was never set: ${nothing}`, async () => {
      const picker = await mount();
      const shown = names(picker);
      for (const property of ['connectorKey', 'groupOrder', 'sourceType', 'logo', 'search', 'headingLevel'] as const) {
        Object.assign(picker, { [property]: nothing });
        await picker.updateComplete;
        expect(names(picker), property).to.deep.equal(shown);
      }
      expect(one(picker, '[role="heading"]').ariaLevel).to.equal('2');
      expect(one(picker, '[part="base"]').className).to.equal('full');
    });
  }

  it('shows nothing of a list that the host has taken back', async () => {
    expectedOnConsole.push(/misconfigured/);
    const picker = await mount();
    picker.integrations = undefined;
    await picker.updateComplete;
    expect(names(picker)).to.deep.equal([]);
    await until(() => picker.matches(':state(error)'), 'it never says so');
  });
});

describe('the level of the headings', () => {
  for (const [given, level] of [
    ['foo', '2'],
    ['0', '2'],
    ['', '2'],
    ['-2', '1'],
    ['7', '6'],
    ['2.5', '2'],
    ['4', '4'],
  ] as const) {
    it(`is ${level} where the page says "${given}"`, async () => {
      const picker = await mount();
      picker.setAttribute('heading-level', given);
      await picker.updateComplete;
      expect(all(picker, '[role="heading"]').map(({ ariaLevel }) => ariaLevel)).to.deep.equal([level, level]);
    });
  }
});

describe('a parent that shrinks to fit', () => {
  for (const style of [
    'display: flex',
    'display: flex; flex-direction: column; align-items: center',
    'display: grid; place-items: center',
    'display: inline-block',
    'width: fit-content',
    'float: left',
    'position: absolute',
    'display: table-cell',
  ]) {
    it(`leaves the tiles room to be read: ${style}`, async () => {
      const parent = await fixture<HTMLElement>(html`<div style=${style}></div>`);
      const picker = await mount({}, { into: parent });
      expect(picker.offsetWidth).to.be.at.least(200);
      expect(picker.offsetHeight).to.be.below(2_000);
      expect(picker.getBoundingClientRect().right).to.be.at.most(innerWidth);
    });
  }
});

describe('the container of everything', () => {
  it('is nothing to focus, so that no dialog begins with it', async () => {
    const dialog = await fixture<HTMLDialogElement>(html`<dialog aria-label="Link your software"></dialog>`);
    const picker = await mount({}, { into: dialog });
    dialog.showModal();
    expect(picker.shadowRoot!.activeElement === one(picker, '[part="base"]')).to.be.false;
    dialog.close();
  });

  it('has the focus, without a ring, only from a pressed button that goes away until it goes on', async () => {
    let refuse = true;
    worker.use(
      http.get(LIST, () => (refuse ? new HttpResponse(null, { status: 503 }) : HttpResponse.json({ results: both }))),
    );
    const picker = await mount({ endpoint: LIST }, { until: 'codat-error' });
    refuse = false;
    one(picker, '[part="retry"]').focus();
    one(picker, '[part="retry"]').click();
    await ready(picker);
    const base = one(picker, '[part="base"]');
    expect(picker.shadowRoot!.activeElement === base).to.be.true;
    expect(getComputedStyle(base).outlineStyle).to.equal('none');
    expect(textOf(liveRegionOf(picker))).to.equal('5 results');
    picker.focus();
    expect(focused(picker)).to.equal('gbol');
    expect(base.hasAttribute('tabindex')).to.be.false;
  });
});
