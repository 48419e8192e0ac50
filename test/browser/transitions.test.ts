import { expect, fixture, html, oneEvent } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import { PickerError, type CodatCommercePicker } from '../../src/index.js';
import { accounting, both } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { expectedOnConsole, failuresOf, names, one, tile, worker } from '../support/page.js';
import { until } from '../support/states.js';

const ONE = '/api/one';
const TWO = '/api/two';

const focusedKey = (picker: CodatCommercePicker): string | undefined =>
  (picker.shadowRoot!.activeElement as HTMLElement | null)?.dataset['key'];

/** An endpoint that answers when the test says so. */
const held = (path: string): { answer(response: Response): void; asked: Promise<void> } => {
  let answer!: (response: Response) => void;
  const answered = new Promise<Response>((resolve) => (answer = resolve));
  const asked = new Promise<void>((resolve) => {
    worker.use(
      http.get(path, () => {
        resolve();
        return answered;
      }),
    );
  });
  return { answer, asked };
};

/** Picks a tile, and lets what follows fail. */
const failOn = async (picker: CodatCommercePicker, key: string): Promise<void> => {
  picker.addEventListener(
    'codat-select',
    (event) => event.waitUntil(Promise.reject(new PickerError('unavailable', ''))),
    {
      once: true,
    },
  );
  const failed = oneEvent(picker, 'codat-error');
  tile(picker, key).click();
  await failed;
  await picker.updateComplete;
  expect(failuresOf(picker)).to.have.length(1);
};

describe('another endpoint', () => {
  it('shows that it is being fetched at once, whatever came of the one before', async () => {
    worker.use(http.get(ONE, () => HttpResponse.json({}, { status: 503 })));
    const picker = await place({ endpoint: ONE });
    await until(() => failuresOf(picker).length);
    const { answer, asked } = held(TWO);
    picker.endpoint = TWO;
    await picker.updateComplete;
    expect(picker.matches(':state(loading)')).to.be.true;
    expect(failuresOf(picker)).to.deep.equal([]);
    await asked;
    const loaded = oneEvent(picker, 'codat-loaded');
    answer(HttpResponse.json(accounting));
    await loaded;
    expect(picker.matches(':state(ready)')).to.be.true;
  });

  it('takes along neither the failure of a tile nor the choice, and leaves a value that the host has set', async () => {
    worker.use(http.get(ONE, () => HttpResponse.json(both)));
    worker.use(http.get(TWO, () => HttpResponse.json(both)));
    const picker = await mount({ endpoint: ONE });
    await failOn(picker, 'gbol');
    expect(picker.value).to.equal('gbol');
    picker.endpoint = TWO;
    await oneEvent(picker, 'codat-loaded');
    expect(failuresOf(picker)).to.deep.equal([]);
    expect(picker.value).to.equal('');
    picker.value = 'qhyg';
    picker.endpoint = ONE;
    await oneEvent(picker, 'codat-loaded');
    expect(picker.value).to.equal('qhyg');
  });

  it('gives up what is under way for the one before', async () => {
    let posted = 0;
    const minting = new Promise<void>((resolve) => {
      worker.use(
        http.post('/api/sync', () => {
          posted += 1;
          resolve();
          return new Promise<Response>(() => {});
        }),
      );
    });
    worker.use(http.get(ONE, () => HttpResponse.json(both)));
    worker.use(http.get(TWO, () => HttpResponse.json(both)));
    const picker = await mount({ endpoint: ONE, syncEndpoint: '/api/sync' });
    tile(picker, 'gbol').click();
    await minting;
    picker.endpoint = TWO;
    await oneEvent(picker, 'codat-loaded');
    expect(picker.matches(':state(connecting)')).to.be.false;
    expect(tile(picker, 'gbol').getAttribute('aria-disabled')).to.equal('false');
    expect(posted).to.equal(1);
  });

  it('changes nothing while the integrations come from the host itself', async () => {
    const picker = await mount();
    tile(picker, 'qhyg').focus();
    picker.endpoint = ONE;
    await picker.updateComplete;
    expect(picker.matches(':state(ready)')).to.be.true;
    expect(focusedKey(picker)).to.equal('qhyg');
  });
});

describe('the failure of a tile', () => {
  it('goes with its tile', async () => {
    const picker = await mount();
    await failOn(picker, 'gbol');
    picker.integrations = both.filter(({ key }) => key !== 'gbol');
    await picker.updateComplete;
    expect(failuresOf(picker)).to.deep.equal([]);
    expect(picker.value).to.equal('');
  });

  it('goes when its software can not be picked any more', async () => {
    const picker = await mount();
    await failOn(picker, 'gbol');
    picker.connectorKey = 'gbol';
    await picker.updateComplete;
    expect(failuresOf(picker)).to.deep.equal([]);
    picker.connectorKey = '';
    await picker.updateComplete;
    await failOn(picker, 'gbol');
    picker.integrations = both.map((row) => (row.key === 'gbol' ? { ...row, comingSoon: true } : row));
    await picker.updateComplete;
    expect(failuresOf(picker)).to.deep.equal([]);
  });

  it('stays with its tile when the same list comes again, and can be tried again', async () => {
    const picker = await mount();
    await failOn(picker, 'gbol');
    picker.integrations = both.map((row) => ({ ...row }));
    await picker.updateComplete;
    expect(failuresOf(picker)).to.have.length(1);
    const picked = oneEvent(picker, 'codat-select');
    one(picker, '[part="retry"]').click();
    await picked;
  });

  it('goes when the form is reset', async () => {
    const picker = await mount();
    await failOn(picker, 'gbol');
    const form = document.createElement('form');
    picker.replaceWith(form);
    form.append(picker);
    form.reset();
    await picker.updateComplete;
    expect(picker.value).to.equal('');
    expect(failuresOf(picker)).to.deep.equal([]);
    form.replaceWith(picker);
  });
});

describe('the focus', () => {
  it('stays on its tile while the same rows are handed over anew', async () => {
    const picker = await mount();
    tile(picker, 'qhyg').focus();
    for (const integrations of [[...both], both.map((row) => ({ ...row })), both.toReversed()]) {
      picker.integrations = integrations;
      await picker.updateComplete;
      expect(focusedKey(picker)).to.equal('qhyg');
    }
  });

  it('waits in the picker while a list comes from elsewhere, and is back on its tile with it', async () => {
    worker.use(http.get(ONE, () => HttpResponse.json(both)));
    const picker = await mount({ endpoint: ONE });
    tile(picker, 'qhyg').focus();
    const { answer } = held(TWO);
    picker.endpoint = TWO;
    await picker.updateComplete;
    expect(document.activeElement).to.equal(picker);
    const loaded = oneEvent(picker, 'codat-loaded');
    answer(HttpResponse.json(both));
    await loaded;
    expect(focusedKey(picker)).to.equal('qhyg');
  });

  it('stays in the picker where the list that comes has no such tile', async () => {
    const picker = await mount();
    tile(picker, 'qhyg').focus();
    picker.integrations = both.filter(({ key }) => key !== 'qhyg');
    await picker.updateComplete;
    expect(document.activeElement).to.equal(picker);
  });

  it('is left where the merchant has gone meanwhile', async () => {
    const picker = await mount();
    const elsewhere = picker.parentElement!.appendChild(document.createElement('button'));
    elsewhere.textContent = 'Elsewhere';
    tile(picker, 'qhyg').focus();
    elsewhere.focus();
    picker.integrations = both.toReversed();
    await picker.updateComplete;
    expect(document.activeElement).to.equal(elsewhere);
  });
});

describe('a picker that is on no page', () => {
  it('fetches nothing, tells nothing, and settles what it is asked for', async () => {
    let asked = 0;
    worker.use(
      http.get(ONE, () => {
        asked += 1;
        return HttpResponse.json(both);
      }),
    );
    const picker = document.createElement('codat-commerce-picker');
    picker.endpoint = ONE;
    await picker.reload();
    const home = await fixture(html`<div></div>`);
    expect(asked).to.equal(0);
    home.append(picker);
    await oneEvent(picker, 'codat-loaded');
    expect(asked).to.equal(1);
    picker.remove();
    await Promise.resolve();
    picker.endpoint = TWO;
    await picker.reload();
    await picker.updateComplete;
    picker.endpoint = ONE;
    home.append(picker);
    await oneEvent(picker, 'codat-loaded');
    expect(asked).to.equal(2);
    expect(names(picker)).to.have.length(5);
  });
});

describe('what codat-loaded tells', () => {
  it('is in the order on screen', async () => {
    const picker = await place({ groupOrder: 'Commerce' });
    const loaded = oneEvent(picker, 'codat-loaded');
    picker.integrations = both;
    const { detail } = (await loaded) as CustomEvent<{ integrations: { name: string }[] }>;
    expect(detail.integrations.map(({ name }) => name)).to.deep.equal(names(picker));
    expect(names(picker)[0]).to.equal('Shopify');
  });

  describe('of rows that are the same in a new array, as a framework makes them at each rendering', () => {
    /** What a picker tells while each of these is its `integrations` in turn. */
    const toldOf = async (...lists: unknown[]): Promise<string[]> => {
      const picker = await place();
      const told: string[] = [];
      for (const type of ['codat-loaded', 'codat-error']) picker.addEventListener(type, () => told.push(type));
      for (const integrations of lists) {
        Object.assign(picker, { integrations });
        await picker.updateComplete;
      }
      return told;
    };

    it('is nothing: a listener that has it rendered again would never come to rest', async () => {
      expect(await toldOf(both, structuredClone(both), [...both])).to.deep.equal(['codat-loaded']);
    });

    it('is nothing where they are no list', async () => {
      expectedOnConsole.push(/results is not an array/);
      expect(await toldOf({}, {}, {})).to.deep.equal(['codat-error']);
    });

    it('is all the same what is in another order, less, or there again', async () => {
      const less = both.slice(1);
      expect(await toldOf(both, both.toReversed(), less, both, undefined, both)).to.have.length(5);
    });

    it('is the list after `reload()`', async () => {
      const picker = await place({ integrations: both });
      const loaded = oneEvent(picker, 'codat-loaded');
      await picker.reload();
      await loaded;
    });
  });
});
