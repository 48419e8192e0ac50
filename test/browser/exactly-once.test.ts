import { expect } from '@open-wc/testing/pure';
import {
  handleSelection,
  type CodatCommercePicker,
  type HandleSelectionOptions,
  type PickerErrorCode,
} from '../../src/index.js';
import { watchListeners } from '../support/kept.js';
import { Network, rest } from '../support/model/network.js';
import { room, type Room } from '../support/model/windows.js';
import { mount, type Given } from '../support/mount.js';
import { all, expectedOnConsole, failuresOf, one, tile, untilTheEnd } from '../support/page.js';
import { until } from '../support/states.js';

const SYNC = '/api/once/sync-url';
const LIST = '/api/once/integrations';
const GOOD = 'https://sync-flow.codat.io/x?otp=1';
const FRAMED = /does not open in a frame/;

let network: Network;
const { fetch } = window;
beforeEach(() => {
  network = new Network();
  window.fetch = network.fetch;
});
afterEach(() => {
  window.fetch = fetch;
});

/** Starts a companion, which ends with the test. */
const follow = (
  target: EventTarget,
  options: Partial<HandleSelectionOptions> = {},
  start: typeof handleSelection = handleSelection,
): (() => void) => {
  const stop = start(target, { syncEndpoint: SYNC, ...options });
  untilTheEnd().addEventListener('abort', stop);
  return stop;
};

/** The module of the companion, as another copy of the package has it. */
const copy = async (name: string): Promise<typeof handleSelection> => {
  const file = `/src/companion/handler.ts?${name}`;
  const module = (await import(file)) as { handleSelection: typeof handleSelection };
  return module.handleSelection;
};

/** A picker with a companion of its own, in a window that its navigation leads nowhere else. */
const inRoom = async (given: Given = {}): Promise<Room & { picker: CodatCommercePicker }> => {
  const opened = await room();
  const picker = await mount({ syncEndpoint: SYNC, allowedHosts: 'localhost', ...given });
  opened.view.document.body.append(picker);
  await picker.updateComplete;
  return { ...opened, picker };
};

/** The merchant comes back, and the tile is free. */
const comeBack = async ({ view }: Room): Promise<void> => {
  view.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await rest();
};

const isBusy = (picker: CodatCommercePicker): boolean =>
  !!picker.shadowRoot!.querySelector('[aria-busy="true"], [aria-disabled="true"]:not([part~="coming-soon"])');

const press = (button: HTMLElement, detail: number): boolean =>
  button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail }));

describe('one pick', () => {
  it('is one request and one navigation, however many copies of the companion hear of it', async () => {
    expectedOnConsole.push(FRAMED);
    const opened = await inRoom();
    const { picker, view } = opened;
    const options = { allowedHosts: 'localhost' };
    follow(picker, options);
    follow(view.document, options);
    follow(view.document, options, await copy('second'));
    follow(picker, options, await copy('third'));
    tile(picker, 'gbol').click();
    await rest();
    expect(network.calls.map(({ method, url }) => [method, new URL(url).pathname])).to.deep.equal([['POST', SYNC]]);
    network.posts[0]!.answer({ url: opened.urlOf('one') });
    await rest();
    expect(await opened.visited()).to.deep.equal(['one']);
    await comeBack(opened);
    expect(isBusy(picker)).to.be.false;
    // The lock was given back as well: the next pick is as good as the first.
    tile(picker, 'qhyg').click();
    await rest();
    network.posts[1]!.answer({ url: opened.urlOf('two') });
    await rest();
    expect(await opened.visited()).to.deep.equal(['one', 'two']);
    expect(network.posts).to.have.length(2);
  });

  it('locks the pickers of the page whose companions come from other copies', async () => {
    const [first, second] = [await mount(), await mount()];
    const other = await copy('fourth');
    const visited: string[] = [];
    const navigate = (url: string): unknown => visited.push(url);
    follow(first, { navigate });
    follow(second, { navigate }, other);
    tile(first, 'gbol').click();
    tile(second, 'qhyg').click();
    await rest();
    tile(second, 'fztf').click();
    await rest();
    expect(network.posts.map(({ platformKey }) => platformKey)).to.deep.equal(['gbol']);
    expect(second.value).to.equal('');
    expect(isBusy(second)).to.be.false;
    network.posts[0]!.answer({ url: GOOD });
    await rest();
    expect(visited).to.deep.equal([GOOD]);
    tile(second, 'qhyg').click();
    await rest();
    expect(network.posts.map(({ platformKey }) => platformKey)).to.deep.equal(['gbol', 'qhyg']);
  });

  it('is not held up by what goes on in another window', async () => {
    const here = await mount({ syncEndpoint: SYNC });
    const { picker: there } = await inRoom();
    tile(here, 'gbol').click();
    tile(there, 'qhyg').click();
    await rest();
    expect(network.posts.map(({ platformKey }) => platformKey)).to.deep.equal(['gbol', 'qhyg']);
  });

  for (const [name, given] of [
    ['a companion', { syncEndpoint: SYNC }],
    ['a host that does all by itself', {}],
  ] as const) {
    it(`is what a double click makes, with ${name}`, async () => {
      const picker = await mount(given);
      let selected = 0;
      picker.addEventListener('codat-select', () => (selected += 1));
      for (const detail of [1, 2, 3]) press(tile(picker, 'gbol'), detail);
      await rest();
      network.posts[0]?.answer({}, 500);
      await rest();
      // The third click of a merchant who is not patient, when the first has failed already.
      press(tile(picker, 'gbol'), 4);
      await rest();
      expect(selected).to.equal(1);
      expect(network.posts).to.have.length('syncEndpoint' in given ? 1 : 0);
    });

    it(`is what a key that is held down makes, with ${name}`, async () => {
      const picker = await mount(given);
      let selected = 0;
      picker.addEventListener('codat-select', () => (selected += 1));
      for (const [key, repeat] of [
        ['Enter', false],
        ['Enter', true],
        [' ', true],
        ['Enter', true],
      ] as const) {
        const down = new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true, composed: true });
        // A browser clicks a button by itself, unless somebody objects.
        if (tile(picker, 'gbol').dispatchEvent(down)) press(tile(picker, 'gbol'), 0);
        await rest();
        for (const call of network.open) call.answer({}, 500);
        await rest();
      }
      expect(selected).to.equal(1);
      expect(network.posts).to.have.length('syncEndpoint' in given ? 1 : 0);
    });
  }

  it('leaves a key alone that is held down in the search box', async () => {
    const picker = await mount({ search: 'always' });
    const down = new KeyboardEvent('keydown', { key: 'a', repeat: true, bubbles: true, cancelable: true });
    expect(one(picker, 'input').dispatchEvent(down)).to.be.true;
  });

  it('is not made by Try again while the picker, or a fieldset around it, is disabled', async () => {
    const picker = await mount({ syncEndpoint: SYNC });
    tile(picker, 'gbol').click();
    await rest();
    network.posts[0]!.answer({}, 500);
    await until(() => all(picker, '[part="retry"]').length);
    const fieldset = document.createElement('fieldset');
    picker.before(fieldset);
    fieldset.append(picker);
    for (const disable of [
      (disabled: boolean) => (picker.disabled = disabled),
      (disabled: boolean) => (fieldset.disabled = disabled),
    ]) {
      disable(true);
      one(picker, '[part="retry"]').click();
      tile(picker, 'qhyg').click();
      await rest();
      one(picker, '[part="retry"]').click();
      await rest();
      expect(network.posts).to.have.length(1);
      disable(false);
      await rest();
    }
    one(picker, '[part="retry"]').click();
    await rest();
    expect(network.posts).to.have.length(2);
  });

  it('is nobody’s when a later listener cancels it', async () => {
    const picker = await mount({ syncEndpoint: SYNC });
    document.body.addEventListener('codat-select', (event) => event.preventDefault(), { once: true });
    tile(picker, 'gbol').click();
    await rest();
    expect(network.calls).to.deep.equal([]);
    expect(picker.value).to.equal('');
    tile(picker, 'qhyg').click();
    await rest();
    expect(network.posts.map(({ platformKey }) => platformKey)).to.deep.equal(['qhyg']);
  });

  it('asks nobody when the picker is removed in the same task', async () => {
    for (const given of [{ syncEndpoint: SYNC }, {}]) {
      const picker = await mount(given);
      const stop = follow(document);
      tile(picker, 'gbol').click();
      picker.remove();
      await rest();
      expect(network.calls).to.deep.equal([]);
      stop();
    }
  });

  it('goes on when the picker is moved in the page, and not when it is removed', async () => {
    const picker = await mount();
    const visited: string[] = [];
    follow(document, { navigate: (url) => visited.push(url) });
    tile(picker, 'gbol').click();
    await rest();
    const elsewhere = document.createElement('div');
    picker.before(elsewhere);
    elsewhere.append(picker);
    await rest();
    expect(picker.matches(':state(connecting)')).to.be.true;
    network.posts[0]!.answer({ url: GOOD });
    await rest();
    expect(visited).to.deep.equal([GOOD]);
    tile(picker, 'gbol').click();
    await rest();
    picker.remove();
    await rest();
    network.posts[1]!.answer({ url: GOOD });
    await rest();
    expect(visited).to.have.length(1);
  });

  it('carries a key of its own, for a server that is sent it twice', async () => {
    const picker = await mount({ syncEndpoint: SYNC, requestInit: { headers: { 'idempotency-key': 'mine' } } });
    for (const index of [0, 1, 2]) {
      tile(picker, 'gbol').click();
      await rest();
      network.posts[index]!.answer({}, 500);
      await until(() => !isBusy(picker));
    }
    const keys = network.posts.map(({ headers }) => headers.get('idempotency-key')!);
    expect(new Set(keys)).to.have.property('size', 3);
    for (const key of keys) expect(key).to.match(/^[\da-f]{32}$/);
  });
});

describe('a picker that is taken into another window', () => {
  it('leads that window away', async () => {
    expectedOnConsole.push(FRAMED);
    const opened = await inRoom();
    const before = location.href;
    tile(opened.picker, 'gbol').click();
    await rest();
    network.posts[0]!.answer({ url: opened.urlOf('one') });
    await rest();
    expect(await opened.visited()).to.deep.equal(['one']);
    expect(location.href).to.equal(before);
  });

  it('while its Sync URL is asked for leads the window away that it is in by then', async () => {
    expectedOnConsole.push(FRAMED);
    const opened = await inRoom();
    const other = await room();
    tile(opened.picker, 'gbol').click();
    await rest();
    other.view.document.body.append(opened.picker);
    await rest();
    network.posts[0]!.answer({ url: other.urlOf('one') });
    await rest();
    expect([await opened.visited(), await other.visited()]).to.deep.equal([[], ['one']]);
    await comeBack(other);
    expect(isBusy(opened.picker)).to.be.false;
  });

  it('leads nobody away from a document that is in no window', async () => {
    const opened = await inRoom();
    tile(opened.picker, 'gbol').click();
    await rest();
    document.implementation.createHTMLDocument().body.append(opened.picker);
    await rest();
    network.posts[0]!.answer({ url: opened.urlOf('one') });
    await rest();
    expect(await opened.visited()).to.deep.equal([]);
    opened.view.document.body.append(opened.picker);
    await rest();
    expect(isBusy(opened.picker)).to.be.false;
  });
});

describe('a companion that was stopped', () => {
  /** As zone.js did until 2025: it knows no signal. */
  const withoutSignals = (): (() => void) => {
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const { signal: _ignored, ...known } = typeof options === 'object' ? options : { capture: !!options };
      addEventListener.call(this, type, listener, known);
    };
    return () => (EventTarget.prototype.addEventListener = addEventListener);
  };

  it('claims nothing, on a page whose addEventListener knows no signal', async () => {
    const restore = withoutSignals();
    try {
      const picker = await mount({ syncEndpoint: SYNC });
      const parent = picker.parentElement!;
      handleSelection(document, { syncEndpoint: '/never' })();
      const controller = new AbortController();
      handleSelection(document, { syncEndpoint: '/never', signal: controller.signal });
      controller.abort();
      picker.remove();
      await rest();
      parent.append(picker);
      await picker.updateComplete;
      tile(picker, 'gbol').click();
      await rest();
      expect(network.calls.map(({ url }) => new URL(url).pathname)).to.deep.equal([SYNC]);
      network.posts[0]!.answer({}, 500);
      await until(() => failuresOf(picker).length);
    } finally {
      restore();
    }
  });

  it('while it asks frees the tile, and the next one may begin', async () => {
    const picker = await mount();
    const stop = follow(picker);
    tile(picker, 'gbol').click();
    await rest();
    stop();
    await rest();
    expect(isBusy(picker)).to.be.false;
    expect(network.posts[0]!.isOver, 'the request is given up').to.be.true;
    follow(picker);
    tile(picker, 'qhyg').click();
    await rest();
    expect(network.posts.map(({ platformKey }) => platformKey)).to.deep.equal(['gbol', 'qhyg']);
  });
});

describe('a companion', () => {
  it('leaves no listener behind, after 300 picks that failed in every way', async function () {
    // As long as the machine needs.
    this.timeout(120_000);
    const controller = new AbortController();
    const { signal } = controller;
    const picker = await mount();
    const watched = watchListeners();
    let held = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      held += 1;
      addEventListener.apply(signal, given);
    };
    signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      held -= 1;
      removeEventListener.apply(signal, given);
    };
    const stop = follow(document, { signal });
    const before = watched.list().length;
    const outcomes: ((call: Network['calls'][number]) => void)[] = [
      (call) => call.answer({}, 503),
      (call) => call.answer({ url: 'https://evil.example/' }),
      (call) => call.answer('{"url'),
      (call) => call.answer({}, 401),
    ];
    const { error } = console;
    console.error = () => {};
    try {
      for (let pick = 0; pick < 300; pick += 1) {
        tile(picker, 'gbol').click();
        await rest();
        outcomes[pick % outcomes.length]!(network.open[0]!);
        await rest();
        expect(isBusy(picker)).to.be.false;
      }
    } finally {
      console.error = error;
    }
    expect(network.posts).to.have.length(300);
    expect(watched.list().length).to.equal(before);
    expect(held).to.equal(1);
    stop();
    expect(held).to.equal(0);
    expect(watched.list().length).to.equal(before - 1);
    watched.stop();
  });

  it('takes no event for a choice that isn’t one', async () => {
    const picker = await mount({ syncEndpoint: SYNC });
    for (const detail of [undefined, { platformKey: 'gbol' }]) {
      picker.dispatchEvent(new CustomEvent('codat-select', { detail, bubbles: true }));
    }
    await rest();
    expect(network.calls).to.deep.equal([]);
    tile(picker, 'qhyg').click();
    await rest();
    expect(network.posts.map(({ platformKey }) => platformKey)).to.deep.equal(['qhyg']);
  });
});

describe('a mint', () => {
  const failed = async (
    settle: (call: Network['calls'][number]) => void,
    options: object = {},
  ): Promise<PickerErrorCode> => {
    const picker = await mount();
    const visited: string[] = [];
    const stop = follow(picker, { navigate: (url) => visited.push(url), ...options });
    let code: PickerErrorCode | undefined;
    picker.addEventListener('codat-error', ({ detail }) => (code = detail.error.code));
    tile(picker, 'gbol').click();
    await rest();
    for (const call of network.open) settle(call);
    await until(() => code, 'nothing was said');
    expect(visited).to.deep.equal([]);
    expect(isBusy(picker)).to.be.false;
    stop();
    return code!;
  };

  it('is asked for once where the connection is lost, whatever becomes of it', async () => {
    expect(await failed((call) => call.fail())).to.equal('network');
    // A server that pays no heed to the method would mint again.
    expect(network.calls).to.have.length(1);
  });

  it('is asked for once by a fetch of the host’s own that pays no heed to what it is given', async () => {
    let minted = 0;
    const own = (): Promise<Response> => {
      minted += 1;
      return Promise.reject(new SyntaxError('Unexpected token'));
    };
    expect(await failed(() => {}, { fetch: own })).to.equal('network');
    expect(minted).to.equal(1);
  });

  for (const status of [401, 419, 440]) {
    it(`that is answered ${status} says that the session has ended`, async () => {
      expect(await failed((call) => call.answer({}, status))).to.equal('unauthenticated');
    });
  }

  it('that a guard sends elsewhere says that the session has ended, where that can be followed', async () => {
    expect(await failed((call) => call.answer('<!doctype html>', 200, { redirected: true }))).to.equal(
      'unauthenticated',
    );
  });

  it('is over in time, also where nobody answers', async () => {
    expect(await failed(() => {}, { timeout: 30 })).to.equal('timeout');
  });

  it('is not refused for what allowedHosts says before anything was asked for', async () => {
    for (const allowedHosts of ['io', 'com', '1', '*.codat.io', 'https://codat.io', 'CODAT.IO', ['codat.io', '.']]) {
      expectedOnConsole.push(/allowedHosts: write .* for "/);
      expect(await failed(() => {}, { allowedHosts })).to.equal('misconfigured');
    }
    expect(network.calls).to.deep.equal([]);
  });

  it('that is older than its code when it could be used goes nowhere, and says so', async () => {
    const { now } = Date;
    const picker = await mount();
    const told: string[] = [];
    picker.addEventListener('codat-redirect', ({ type }) => told.push(type));
    picker.addEventListener('codat-error', ({ detail }) => told.push(detail.error.code));
    const visited: string[] = [];
    follow(picker, { navigate: (url) => visited.push(url) });
    try {
      for (const [seconds, expected] of [
        [31, ['timeout']],
        [29, ['codat-redirect']],
      ] as const) {
        told.length = 0;
        tile(picker, 'gbol').click();
        await rest();
        // The page falls asleep between the head of the answer and the rest of it.
        let read!: (text: string) => void;
        const text = new Promise<string>((resolve) => (read = resolve));
        network.open[0]!.answer('', 200, { text: () => text });
        await rest();
        Date.now = () => now() + seconds * 1000;
        read(JSON.stringify({ url: GOOD }));
        await until(() => !isBusy(picker));
        Date.now = now;
        expect(told).to.deep.equal(expected);
      }
      // Nor is it used where a listener has kept it for too long.
      picker.addEventListener('codat-redirect', () => (Date.now = () => now() + 31_000), { once: true });
      tile(picker, 'gbol').click();
      await rest();
      network.open[0]!.answer({ url: GOOD });
      await until(() => told.includes('timeout'));
    } finally {
      Date.now = now;
    }
    expect(visited).to.deep.equal([GOOD]);
  });
});

describe('a merchant who comes back', () => {
  const ROWS = {
    results: [
      { key: 'gbol', name: 'Xero', sourceType: 'Accounting' },
      { key: 'qhyg', name: 'QuickBooks', sourceType: 'Accounting' },
    ],
  };
  const lists = (): number => network.calls.filter(({ method }) => method === 'GET').length;

  const sentAway = async (): Promise<Room & { picker: CodatCommercePicker }> => {
    expectedOnConsole.push(FRAMED);
    const opened = await room();
    const picker = document.createElement('codat-commerce-picker');
    Object.assign(picker, { endpoint: LIST, syncEndpoint: SYNC, allowedHosts: 'localhost' });
    opened.view.document.body.append(picker);
    await rest();
    network.open[0]!.answer(ROWS);
    await until(() => picker.shadowRoot!.querySelector('[data-key]'));
    tile(picker, 'gbol').click();
    await rest();
    network.posts[0]!.answer({ url: opened.urlOf('one') });
    await rest();
    expect(await opened.visited()).to.deep.equal(['one']);
    expect(isBusy(picker)).to.be.true;
    return { ...opened, picker };
  };

  const hidden = ({ view }: Room, isHidden: boolean): void => {
    Object.defineProperty(view.document, 'visibilityState', {
      configurable: true,
      get: () => (isHidden ? 'hidden' : 'visible'),
    });
    view.document.dispatchEvent(new Event('visibilitychange'));
  };

  for (const [way, steps] of Object.entries<((opened: Room) => void)[]>({
    'by the back button': [
      ({ view }) => view.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
      (opened) => hidden(opened, true),
      ({ view }) => view.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
      (opened) => hidden(opened, false),
      ({ view }) => view.dispatchEvent(new Event('focus')),
    ],
    'from another app': [
      (opened) => hidden(opened, true),
      (opened) => hidden(opened, false),
      ({ view }) => view.dispatchEvent(new Event('focus')),
    ],
    'from a window above the page': [
      ({ view }) => view.dispatchEvent(new Event('focus')),
      ({ view }) => view.dispatchEvent(new Event('focus')),
    ],
  })) {
    it(`${way} finds the tile free, and the list is asked for anew, once`, async () => {
      const opened = await sentAway();
      for (const step of steps) {
        step(opened);
        await rest();
        for (const call of network.open) call.answer(ROWS);
        await rest();
      }
      expect(isBusy(opened.picker)).to.be.false;
      expect(lists()).to.equal(2);
    });
  }
});
