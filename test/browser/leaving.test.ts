import { expect } from '@open-wc/testing/pure';
import { handleSelection, type CodatCommercePicker, type PickerError } from '../../src/index.js';
import { Network, rest } from '../support/model/network.js';
import { room, type Room } from '../support/model/windows.js';
import { mount, type Given } from '../support/mount.js';
import { all, expectedOnConsole, tile } from '../support/page.js';
import { until } from '../support/states.js';

const SYNC = '/api/leaving/sync-url';

let network: Network;
const { fetch } = window;
const address = location.href.split('#')[0]!;
beforeEach(() => {
  network = new Network();
  window.fetch = network.fetch;
});
afterEach(() => {
  window.fetch = fetch;
  history.replaceState(history.state, '', address);
});

/** A window that was opened, as far as the page that opened it can know. */
class Opened {
  readonly document = { title: '' };
  readonly location: { replace(url: string): void };
  opener: unknown = 'the page';
  closed = false;

  constructor(location: Opened['location']) {
    this.location = location;
  }

  close(): void {
    this.closed = true;
  }
}

interface Scene {
  picker: CodatCommercePicker;
  inner: Room;
  outer: Room;
  /** The windows that were opened. Each leads where `outer` does. */
  opened: Opened[];
  errors: PickerError[];
}

/** A picker in a window that opens others. */
const scene = async (given: Given = {}): Promise<Scene> => {
  const [inner, outer] = [await room(), await room()];
  const picker = await mount({ syncEndpoint: SYNC, allowedHosts: 'localhost', ...given });
  inner.view.document.body.append(picker);
  await picker.updateComplete;
  const opened: Opened[] = [];
  inner.view.open = (url, name) => {
    expect([url, name]).to.deep.equal(['about:blank', '_blank']);
    opened.push(new Opened(outer.view.location));
    return opened.at(-1) as unknown as Window;
  };
  const errors: PickerError[] = [];
  picker.addEventListener('codat-error', ({ detail }) => errors.push(detail.error));
  return { picker, inner, outer, opened, errors };
};

const isBusy = (picker: CodatCommercePicker): boolean => all(picker, '[aria-busy="true"]').length > 0;

describe('a window of its own', () => {
  const ways: Record<string, () => Promise<Scene>> = {
    'an attribute': async () => {
      const set = await scene();
      set.picker.setAttribute('target', '_blank');
      return set;
    },
    'an attribute in capitals': async () => {
      const set = await scene();
      set.picker.setAttribute('target', '_BLANK');
      return set;
    },
    'a property': () => scene({ target: '_blank' }),
    'an option of the companion': async () => {
      const set = await scene({ syncEndpoint: '' });
      handleSelection(set.picker, { syncEndpoint: SYNC, allowedHosts: 'localhost', target: '_blank' });
      return set;
    },
  };
  for (const [way, arrange] of Object.entries(ways)) {
    it(`opens in the click itself where ${way} says so, and is led away when the Sync URL is there`, async () => {
      const { inner, opened, outer, picker } = await arrange();
      tile(picker, 'gbol').click();
      expect(opened).to.have.length(1);
      expect(network.calls, 'the window comes first').to.deep.equal([]);
      expect(opened[0]!.document.title).to.equal('Xero');
      await rest();
      network.posts[0]!.answer({ url: outer.urlOf('one') });
      await rest();
      expect([await inner.visited(), await outer.visited()]).to.deep.equal([[], ['one']]);
      expect(opened[0]).to.include({ opener: null, closed: false });
      expect(isBusy(picker)).to.be.false;
      expect(network.posts).to.have.length(1);
    });
  }

  for (const [why, act] of Object.entries<(set: Scene) => unknown>({
    'the Sync URL can’t be had': () => network.posts[0]!.answer({}, 503),
    'the picker is removed': ({ picker }) => picker.remove(),
    'the picker’s companion is taken away': ({ picker }) => (picker.syncEndpoint = ''),
    'another list is wanted': ({ picker }) => Object.assign(picker, { integrations: undefined, endpoint: '/other' }),
    'the page is left': ({ inner }) => inner.view.dispatchEvent(new PageTransitionEvent('pagehide')),
    'the host goes there by itself': ({ outer, picker }) => {
      picker.addEventListener('codat-redirect', (event) => event.preventDefault());
      network.posts[0]!.answer({ url: outer.urlOf('never') });
    },
    'the code has expired': ({ outer, picker }) => {
      const { now } = Date;
      picker.addEventListener('codat-redirect', () => {
        Date.now = () => now() + 31_000;
        setTimeout(() => (Date.now = now));
      });
      network.posts[0]!.answer({ url: outer.urlOf('never') });
    },
  })) {
    it(`is closed again where ${why}`, async () => {
      const set = await scene({ target: '_blank' });
      tile(set.picker, 'gbol').click();
      await rest();
      expect(set.opened[0]!.closed).to.be.false;
      act(set);
      await rest();
      expect(set.opened.map(({ closed }) => closed)).to.deep.equal([true]);
      expect(await set.outer.visited()).to.deep.equal([]);
    });
  }

  it('is closed again where a later listener cancels the choice', async () => {
    const { inner, opened, picker } = await scene({ target: '_blank' });
    inner.view.addEventListener('codat-select', (event) => event.preventDefault());
    tile(picker, 'gbol').click();
    await rest();
    expect(opened.map(({ closed }) => closed)).to.deep.equal([true]);
    expect(network.calls).to.deep.equal([]);
  });

  it('that the merchant has closed meanwhile leads nobody anywhere, and frees the tile', async () => {
    const { errors, opened, outer, picker } = await scene({ target: '_blank' });
    tile(picker, 'gbol').click();
    await rest();
    opened[0]!.closed = true;
    network.posts[0]!.answer({ url: outer.urlOf('never') });
    await rest();
    expect(await outer.visited()).to.deep.equal([]);
    expect(isBusy(picker)).to.be.false;
    expect(errors).to.deep.equal([]);
  });

  it('that the browser doesn’t open is said on the tile, and nothing is asked for', async () => {
    const { errors, inner, picker } = await scene({ target: '_blank' });
    inner.view.open = () => null;
    for (const times of [1, 2]) {
      tile(picker, 'gbol').click();
      await rest();
      expect(errors.map(({ code }) => code)).to.deep.equal(Array.from({ length: times }, () => 'blocked'));
      expect(isBusy(picker)).to.be.false;
    }
    expect(network.calls).to.deep.equal([]);
  });

  it('that lets itself be led nowhere is closed, and the error does not quote the Sync URL', async () => {
    const { errors, inner, opened, picker } = await scene({ target: '_blank' });
    inner.view.open = () => {
      const replace = (url: string): never => {
        throw new DOMException(`not to ${url}`, 'SecurityError');
      };
      opened.push(new Opened({ replace }));
      return opened.at(-1) as unknown as Window;
    };
    tile(picker, 'gbol').click();
    await rest();
    network.posts[0]!.answer({ url: inner.urlOf('422149') });
    await until(() => errors.length);
    expect(errors[0]!.code).to.equal('blocked');
    expect(`${errors[0]!.message} ${String(errors[0]!.cause)}`).to.not.include('422149');
    expect(opened[0]!.closed).to.be.true;
  });

  it('may be one that lets nothing be said or asked of it', async () => {
    const { errors, inner, outer, picker } = await scene({ target: '_blank' });
    const deny = (): never => {
      throw new DOMException('', 'SecurityError');
    };
    // As in a sandbox, where what was opened is of another origin.
    const strange = { closed: false, close: () => {}, location: outer.view.location };
    for (const name of ['document', 'opener']) Object.defineProperty(strange, name, { get: deny, set: deny });
    inner.view.open = () => strange as unknown as Window;
    tile(picker, 'gbol').click();
    await rest();
    network.posts[0]!.answer({ url: outer.urlOf('one') });
    await rest();
    expect(await outer.visited()).to.deep.equal(['one']);
    expect(errors).to.deep.equal([]);
  });
});

describe('a page that uses the name navigation for something of its own', () => {
  for (const own of [{}, 'main', undefined]) {
    it(`is left all the same: ${JSON.stringify(own)}`, async () => {
      const { errors, inner, picker } = await scene();
      expectedOnConsole.push(/does not open in a frame/);
      Object.defineProperty(inner.view, 'navigation', { value: own });
      tile(picker, 'gbol').click();
      await rest();
      network.posts[0]!.answer({ url: inner.urlOf('one') });
      await rest();
      expect(await inner.visited()).to.deep.equal(['one']);
      expect(errors).to.deep.equal([]);
    });
  }
});

describe('the page around a frame', () => {
  for (const [way, arrange] of Object.entries<() => Promise<Scene>>({
    'an attribute': async () => {
      const set = await scene();
      set.picker.setAttribute('target', '_top');
      return set;
    },
    'a property': () => scene({ target: '_top' }),
    'an option of the companion': async () => {
      const set = await scene({ syncEndpoint: '' });
      handleSelection(set.picker, { syncEndpoint: SYNC, allowedHosts: 'localhost', target: '_top' });
      return set;
    },
  })) {
    it(`is led away where ${way} says so, and the frame is not`, async () => {
      const { inner, picker } = await arrange();
      tile(picker, 'gbol').click();
      await rest();
      network.posts[0]!.answer({ url: `${address}#top` });
      await rest();
      expect(location.hash).to.equal('#top');
      expect(await inner.visited()).to.deep.equal([]);
    });
  }
});

describe('a developer', () => {
  it('is warned once of a frame that is led away alone', async () => {
    expectedOnConsole.push(/does not open in a frame\. Set target="_top" or "_blank"\.$/);
    const { inner, picker } = await scene();
    for (const [index, code] of ['one', 'two'].entries()) {
      tile(picker, 'gbol').click();
      await rest();
      network.posts[index]!.answer({ url: inner.urlOf(code) });
      await rest();
      inner.view.dispatchEvent(new Event('focus'));
      await rest();
    }
    expect(await inner.visited()).to.deep.equal(['one', 'two']);
  });

  it('is not warned of a host that goes there by itself', async () => {
    const { inner, picker } = await scene();
    picker.addEventListener('codat-redirect', (event) => event.preventDefault());
    tile(picker, 'gbol').click();
    await rest();
    network.posts[0]!.answer({ url: inner.urlOf('never') });
    await rest();
    expect(isBusy(picker)).to.be.false;
    expect(await inner.visited()).to.deep.equal([]);
  });
});
