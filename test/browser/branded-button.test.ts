import { expect, oneEvent } from '@open-wc/testing/pure';
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import { http, HttpResponse } from 'msw';
import { PickerError, type Branding, type CodatCommercePicker, type Integration } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { quickBooks, xero } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, buttonNames, one, textOf, tile, worker } from '../support/page.js';
import { until } from '../support/until.js';

const DEFAULT = '/test/support/logo.svg?default';
const HOVER = '/test/support/logo.svg?hover';
const BROKEN = '/test/support/none.svg';

/** QuickBooks with its own button: these images, as Codat's branding has them. */
const branded = (src: unknown = DEFAULT, hover: unknown = HOVER, more: Partial<Integration> = {}): Integration => {
  const button = { default: { image: { src, alt: 'Connect' } }, hover: { image: { src: hover, alt: 'Connect' } } };
  return { ...quickBooks, branding: { ...quickBooks.branding, button: button as Branding['button'] & {} }, ...more };
};

const show = (integration = branded()): Promise<CodatCommercePicker> => mount({ integrations: [integration, xero] });

const image = (picker: CodatCommercePicker): HTMLImageElement =>
  one(picker, '[part="brand-button"]') as HTMLImageElement;

const hoverImage = (picker: CodatCommercePicker): HTMLImageElement =>
  one(picker, '[part~="hover"]') as HTMLImageElement;

const line = (picker: CodatCommercePicker): HTMLElement => one(picker, '[data-key="qhyg"] [part="description"]');

/** What a merchant sees in place of the line under the name. */
const seen = (picker: CodatCommercePicker): string[] => {
  const images = [...line(picker).querySelectorAll('img')].filter(
    (element) => getComputedStyle(element).visibility === 'visible' && element.naturalWidth > 0,
  );
  const words = line(picker).querySelector(':scope > span')!;
  const isSeen = words.checkVisibility() && getComputedStyle(words).opacity === '1';
  // What is for listeners alone is not seen.
  const text = words.querySelector(':scope > span:last-child') ?? words;
  return [...images.map(({ src }) => src.replace(location.origin, '')), ...(isSeen ? [textOf(text)] : [])];
};

const settled = (picker: CodatCommercePicker): Promise<void> =>
  until(() => [...line(picker).querySelectorAll('img')].every(({ dataset }) => dataset['state']), 'the images');

const sees = async (picker: CodatCommercePicker, ...what: string[]): Promise<void> => {
  await until(() => seen(picker).join() === what.join(), '').catch(() => {});
  expect(seen(picker)).to.deep.equal(what);
};

const moveTo = async (button: HTMLButtonElement): Promise<void> => {
  const { x, y, width, height } = button.getBoundingClientRect();
  await sendMouse({ type: 'move', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
  await until(() => button.matches(':hover'), 'the pointer is not over it');
};

beforeEach(() => sendMouse({ type: 'move', position: [790, 590] }));
afterEach(() => resetMouse());

describe('the button of a brand', () => {
  it('stands in place of the line, which is still what the tile is called, after the words on the button', async () => {
    const picker = await show();
    await sees(picker, DEFAULT);
    const expected = [
      'QuickBooks Online, Connect, Link your QuickBooks Online account',
      'Xero, Link your Xero account',
    ];
    expect(await buttonNames(expected)).to.deep.equal(expected);
    tile(picker, 'qhyg').focus();
    await sees(picker, HOVER);
    expect(await buttonNames(expected)).to.deep.equal(expected);
  });

  it('gives the tile no words that are not seen on it: while it is busy, where it is linked, or where there is no image', async () => {
    for (const more of [{}, { connection: { status: 'linked' as const } }, { branding: undefined! }]) {
      const picker = await mount({ integrations: [branded(DEFAULT, HOVER, more)] });
      if (!Object.keys(more).length) {
        picker.addEventListener('codat-select', (event) => event.waitUntil(deferred().promise));
        tile(picker, 'qhyg').click();
        await picker.updateComplete;
      }
      expect(textOf(tile(picker, 'qhyg'))).to.not.match(/Connect,/);
      picker.remove();
    }
  });

  it('is an image as the logo is: no words, late, without a referrer', async () => {
    const picker = await show();
    for (const { alt, loading, decoding, referrerPolicy } of [image(picker), hoverImage(picker)]) {
      expect([alt, loading, decoding, referrerPolicy]).to.deep.equal(['', 'lazy', 'async', 'no-referrer']);
    }
  });

  it('is no button of its own: the tile is the button', async () => {
    const picker = await show();
    await settled(picker);
    const heard = oneEvent(picker, 'codat-select');
    await moveTo(tile(picker, 'qhyg'));
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'up' });
    expect(((await heard) as CustomEvent<{ platformKey: string }>).detail.platformKey).to.equal('qhyg');
    expect(all(picker, 'button button')).to.deep.equal([]);
  });

  it('belongs to its own tile alone', async () => {
    const picker = await show();
    expect(all(picker, '[data-key="gbol"] [part~="brand-button"]')).to.deep.equal([]);
    expect(textOf(one(picker, '[data-key="gbol"] [part="description"]'))).to.equal('Link your Xero account');
  });

  it('is neither stretched nor cut, and as high as the two lines that it stands for', async () => {
    const picker = await show();
    await settled(picker);
    expect(getComputedStyle(image(picker)).objectFit).to.equal('contain');
    expect(image(picker).offsetHeight).to.be.closeTo(
      2 * one(picker, '[data-key="gbol"] [part="description"]').offsetHeight,
      1,
    );
    expect(tile(picker, 'qhyg').offsetHeight).to.equal(tile(picker, 'gbol').offsetHeight);
    picker.style.width = '240px';
    const { left, right } = image(picker).getBoundingClientRect();
    expect(left).to.be.at.least(tile(picker, 'qhyg').getBoundingClientRect().left);
    expect(right).to.be.at.most(tile(picker, 'qhyg').getBoundingClientRect().right);
  });
});

describe('its other image', () => {
  it('shows while the pointer is over the tile', async () => {
    const picker = await show();
    await settled(picker);
    await moveTo(tile(picker, 'qhyg'));
    await sees(picker, HOVER);
    await moveTo(tile(picker, 'gbol'));
    await sees(picker, DEFAULT);
  });

  it('shows while the tile has the focus from the keyboard', async () => {
    const picker = await show();
    await settled(picker);
    tile(picker, 'qhyg').focus();
    await sendKeys({ press: 'Tab' });
    await sees(picker, DEFAULT);
    picker.integrations = [xero, branded()];
    await until(() => all(picker, 'li')[1]!.contains(tile(picker, 'qhyg')));
    await settled(picker);
    tile(picker, 'gbol').focus();
    await sendKeys({ press: 'Tab' });
    await sees(picker, HOVER);
  });

  it('shows while the tile is pressed', async () => {
    const picker = await show();
    await settled(picker);
    await moveTo(tile(picker, 'qhyg'));
    await sendMouse({ type: 'down' });
    expect(tile(picker, 'qhyg').matches(':active')).to.be.true;
    await sees(picker, HOVER);
  });

  it('is there before anybody points at it', async () => {
    let asked = 0;
    worker.use(
      http.get('/brand/hover.svg', () => {
        asked += 1;
        return HttpResponse.text('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>', {
          headers: { 'content-type': 'image/svg+xml' },
        });
      }),
    );
    const picker = await show(branded(DEFAULT, '/brand/hover.svg'));
    await sees(picker, DEFAULT);
    await until(() => hoverImage(picker).complete && hoverImage(picker).naturalWidth > 0);
    expect(asked).to.equal(1);
    await moveTo(tile(picker, 'qhyg'));
    await until(() => getComputedStyle(hoverImage(picker)).visibility === 'visible');
    expect(asked).to.equal(1);
  });

  it('lies exactly over the first one', async () => {
    const picker = await show();
    await settled(picker);
    expect(hoverImage(picker).getBoundingClientRect()).to.deep.equal(image(picker).getBoundingClientRect());
  });

  it('is not missed where there is none, or where it is broken', async () => {
    for (const hover of [null, BROKEN]) {
      const picker = await show(branded(DEFAULT, hover));
      await settled(picker);
      await moveTo(tile(picker, 'qhyg'));
      await sees(picker, DEFAULT);
      await sendMouse({ type: 'move', position: [790, 590] });
      picker.remove();
    }
  });
});

describe('without its image', () => {
  const TEXT = 'Link your QuickBooks Online account';

  it('there is the line, until it comes', async () => {
    const answer = deferred();
    worker.use(
      http.get('/brand/slow.svg', async () => {
        await answer.promise;
        return HttpResponse.text('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"/>', {
          headers: { 'content-type': 'image/svg+xml' },
        });
      }),
    );
    const picker = await show(branded('/brand/slow.svg'));
    const places = (): DOMRect[] => all(picker, 'li, [part="name"]').map((element) => element.getBoundingClientRect());
    const before = places();
    await sees(picker, TEXT);
    answer.resolve();
    await sees(picker, '/brand/slow.svg');
    expect(places()).to.deep.equal(before);
  });

  it('because it is broken, there is the line, also while pointed at, and nothing moves', async () => {
    const picker = await show(branded(BROKEN));
    const before = tile(picker, 'qhyg').getBoundingClientRect();
    await settled(picker);
    await sees(picker, TEXT);
    expect(tile(picker, 'qhyg').getBoundingClientRect()).to.deep.equal(before);
    await moveTo(tile(picker, 'qhyg'));
    await sees(picker, TEXT);
  });

  for (const src of [
    'http://static.codat.io/button.png',
    'javascript:alert(1)',
    'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
    'blob:https://static.codat.io/1',
    '',
    42,
    null,
    { toString: 1 },
  ]) {
    it(`because that must not be loaded, there is the line alone: ${JSON.stringify(src)}`, async () => {
      const picker = await show(branded(src));
      expect(all(picker, '[part~="brand-button"]')).to.deep.equal([]);
      expect(textOf(line(picker))).to.equal(TEXT);
    });
  }

  it('for the pointer, as that must not be loaded, the first one stays', async () => {
    const picker = await show(branded(DEFAULT, 'data:image/svg+xml,<svg/>'));
    expect(all(picker, '[part~="hover"]')).to.deep.equal([]);
    await settled(picker);
    await moveTo(tile(picker, 'qhyg'));
    await sees(picker, DEFAULT);
  });

  for (const button of [
    undefined,
    null,
    {},
    { default: null },
    { default: {} },
    { default: { image: null } },
    'x',
    [],
  ]) {
    it(`in a branding that has ${JSON.stringify(button)}, there is the line alone`, async () => {
      const picker = await show({ ...quickBooks, branding: { button } as unknown as Branding });
      expect(all(picker, '[part~="brand-button"]')).to.deep.equal([]);
      expect(textOf(line(picker))).to.equal(TEXT);
    });
  }
});

describe('what the button says', () => {
  for (const [status, text] of [
    ['linked', 'Manage your QuickBooks Online account'],
    ['pending', 'Finish linking your QuickBooks Online account'],
    ['deauthorized', 'Link your QuickBooks Online account again'],
  ] as const) {
    it(`is wrong of an account that is ${status}, so it isn't there`, async () => {
      const picker = await show(branded(DEFAULT, HOVER, { connection: { status } }));
      expect(all(picker, '[part~="brand-button"]')).to.deep.equal([]);
      expect(textOf(line(picker))).to.equal(text);
    });
  }

  it('is wrong while the Sync page is being opened: the line says so, at the same height', async () => {
    const picker = await show();
    await settled(picker);
    const wait = deferred();
    picker.addEventListener('codat-select', (event) => event.waitUntil(wait.promise));
    const height = tile(picker, 'qhyg').offsetHeight;
    tile(picker, 'qhyg').click();
    await picker.updateComplete;
    expect(all(picker, '[part~="brand-button"]')).to.deep.equal([]);
    expect(seen(picker)).to.deep.equal(['Opening QuickBooks Online…']);
    expect(tile(picker, 'qhyg').offsetHeight).to.equal(height);
    wait.reject(new PickerError('network', 'of a test'));
    await until(() => !picker.matches(':state(connecting)'));
    await sees(picker, DEFAULT);
    expect(tile(picker, 'qhyg').offsetHeight).to.equal(height);
  });

  it('leaves the tile as high and as it was while it is busy, in a dense theme and with a web address, too', async () => {
    const picker = await show(branded(DEFAULT, HOVER, { website: 'quickbooks.intuit.com' }));
    picker.style.cssText = 'width: 500px; --codat-tile-height: 0; --codat-plate-height: 20px';
    await settled(picker);
    picker.addEventListener('codat-select', (event) => event.waitUntil(deferred().promise));
    const height = tile(picker, 'qhyg').offsetHeight;
    tile(picker, 'qhyg').click();
    await picker.updateComplete;
    expect(seen(picker)).to.deep.equal(['Opening QuickBooks Online…']);
    expect(all(picker, '[part="website"]')).to.deep.equal([]);
    expect(tile(picker, 'qhyg').offsetHeight).to.equal(height);
  });

  it('is wrong of software that is coming soon', async () => {
    const picker = await show(branded(DEFAULT, HOVER, { comingSoon: true }));
    expect(all(picker, '[part~="brand-button"], [data-key="qhyg"] [part="description"]')).to.deep.equal([]);
  });
});
