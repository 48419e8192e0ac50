import { expect, oneEvent } from '@open-wc/testing/pure';
import { sendKeys } from '@web/test-runner-commands';
import { http, HttpResponse } from 'msw';
import { PickerError, type CodatCommercePicker } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { accounting, withEverything } from '../support/integrations.js';
import { all, failureOf, failuresOf, nextFrame, one, tile, worker } from '../support/page.js';
import { search } from '../support/search.js';
import { DIRECTIONS, dress, show, showMany, STATES, until, type State } from '../support/states.js';

// It alone has CSS with this prefix.
const inFirefox = CSS.supports('-moz-appearance: none');

const press = (key: string): Promise<void> => sendKeys({ press: key });

const focused = (picker: CodatCommercePicker): HTMLElement | null =>
  picker.shadowRoot!.activeElement as HTMLElement | null;

/** What a tile or a control is called here: its platformKey, or its part. */
const nameOf = (element: HTMLElement): string =>
  element.dataset['key'] && element.localName === 'button' && !element.matches('[part="retry"]')
    ? element.dataset['key']
    : (element.getAttribute('part') ?? element.localName);

const buttonBeside = (picker: CodatCommercePicker, where: 'before' | 'after'): HTMLButtonElement => {
  const button = document.createElement('button');
  button.textContent = where;
  picker[where](button);
  return button;
};

/** All that Tab stops at in a picker, in order. */
async function* stops(picker: CodatCommercePicker): AsyncGenerator<HTMLElement> {
  const [before, after] = [buttonBeside(picker, 'before'), buttonBeside(picker, 'after')];
  before.focus();
  for (;;) {
    await press('Tab');
    if (document.activeElement === after) break;
    // What the host puts into a slot has the focus there, in the page.
    const element = focused(picker) ?? (picker.contains(document.activeElement) && document.activeElement);
    if (!(element instanceof HTMLElement)) throw new Error(`Tab led to ${document.activeElement?.localName}`);
    yield element;
  }
  before.remove();
  after.remove();
}

/** What is wrong with the ring around what has the focus, if anything. */
const ringProblem = (element: HTMLElement): string | undefined => {
  const { outlineOffset, outlineStyle, outlineWidth } = getComputedStyle(element);
  if (outlineStyle !== 'solid' || parseFloat(outlineWidth) < 2) return `none: ${outlineStyle} ${outlineWidth}`;
  const reach = parseFloat(outlineWidth) + parseFloat(outlineOffset);
  const ring = element.getBoundingClientRect();
  for (let around = element.parentElement; around; around = around.parentElement) {
    const { contentVisibility, overflow } = getComputedStyle(around);
    if (overflow === 'visible' && contentVisibility !== 'auto') continue;
    const box = around.getBoundingClientRect();
    const room = Math.min(ring.left - box.left, box.right - ring.right, ring.top - box.top, box.bottom - ring.bottom);
    if (room + 0.5 < reach) return `cut off by ${around.localName}: ${room} px of ${reach}`;
  }
  return undefined;
};

const TILES = ['gbol', 'qhyg', 'pbbf', 'pdvj', 'fbrh', 'tgff', 'fztf', 'ugxp'];
const THREE = ['qhyg', 'gbol', 'pdvj'];
const FAILED = ['qhyg', 'gbol', 'retry', 'pdvj'];

/** Where Tab stops, in order. */
const ORDER: Readonly<Record<State, readonly string[]>> = {
  loading: [],
  'loading-search': ['search-input'],
  ready: TILES,
  accounting: TILES.slice(0, 6),
  square: TILES,
  plain: TILES,
  groups: ['yyya', 'yyyb', 'fztf', 'ugxp', 'gbol', 'qhyg', 'yyyc', 'yyyd', 'yyye'],
  slots: ['gbol', 'qhyg', 'a', 'a'],
  empty: [],
  selected: THREE,
  badges: ['gbol', 'qhyg', 'pbbf', 'pdvj', 'fbrh', 'tgff'],
  button: ['qhyg', 'gbol'],
  disabled: [],
  'disabled-search': [],
  search: ['search-input', 'search-clear', 'pbbf'],
  'search-none': ['search-input', 'search-clear', 'clear retry'],
  busy: THREE,
  'error-network': ['retry'],
  'error-unauthenticated': [],
  'error-forbidden': [],
  'error-rate-limited': ['retry'],
  'error-unavailable': ['retry'],
  'error-bad-response': ['retry'],
  'failed-network': FAILED,
  'failed-unauthenticated': THREE,
  'failed-forbidden': THREE,
  'failed-rate-limited': FAILED,
  'failed-unavailable': FAILED,
  'failed-log-in': THREE.toSpliced(2, 0, 'log-in'),
  'failed-unknown-platform': THREE,
};

describe('with the Tab key', () => {
  for (const state of STATES) {
    it(`all is reached in its order, with a ring that is seen whole: ${state}`, async () => {
      const picker = await show(state);
      const reached: string[] = [];
      for await (const element of stops(picker)) {
        reached.push(nameOf(element));
        // The host's own looks as the host wants.
        if (!picker.contains(element)) expect(ringProblem(element), nameOf(element)).to.be.undefined;
      }
      expect(reached).to.deep.equal(ORDER[state]);
    });
  }

  for (const direction of DIRECTIONS) {
    it(`the order is the one that is seen, ${direction}`, async () => {
      dress('light', direction);
      const picker = await show('search');
      await search(picker, 'e');
      const seen: [top: number, start: number][] = [];
      for await (const element of stops(picker)) {
        const { left, right, top } = element.getBoundingClientRect();
        // The cross lies in the search box, and belongs to its line.
        seen.push([
          element.matches('[part="search-clear"]') ? seen[0]![0] : top + scrollY,
          direction === 'ltr' ? left : -right,
        ]);
      }
      const sorted = seen.toSorted(([top, start], [otherTop, otherStart]) => top - otherTop || start - otherStart);
      expect(seen).to.deep.equal(sorted);
      // There are several columns, or this would show nothing.
      expect(new Set(seen.map(([, start]) => start)).size).to.be.above(2);
    });
  }

  it('the ring is seen whole among so many tiles that only those in sight are laid out', async () => {
    const picker = await showMany(240);
    expect(getComputedStyle(one(picker, 'li')).contentVisibility).to.equal('auto');
    tile(picker, 'zzaa').focus();
    for (let index = 1; index < 12; index += 1) {
      await press('Tab');
      expect(nameOf(focused(picker)!)).to.equal(`zza${String.fromCharCode(97 + index)}`);
      expect(ringProblem(focused(picker)!)).to.be.undefined;
    }
    all(picker, '[data-key]').at(-1)!.focus();
    await until(() => focused(picker)!.getBoundingClientRect().bottom <= innerHeight, 'the last one in sight');
    expect(ringProblem(focused(picker)!)).to.be.undefined;
    // More than axe can look through in reasonable time; the markup is that of every other test.
    picker.remove();
  });

  it('what has the focus is never under a bar that sticks to the top or the bottom of the page', async () => {
    const picker = await showMany(16);
    picker.style.width = '320px';
    const bar = 60;
    const page = document.documentElement;
    // A page leaves room for its bars at its ends, or nothing there could ever be seen.
    page.style.paddingBlock = `${bar}px`;
    // Firefox moves the page only for what is out of sight, and goes by the page's own word on what is in sight.
    if (inFirefox) page.style.scrollPaddingBlock = `${bar}px`;
    const isClear = (): boolean => {
      const { bottom, top } = focused(picker)!.getBoundingClientRect();
      return top >= bar && bottom <= innerHeight - bar;
    };
    const buttons = all(picker, '[data-key]');
    expect(page.scrollHeight).to.be.above(2 * innerHeight);
    for (const button of [...buttons, ...buttons.toReversed()]) {
      button.focus();
      // WebKit scrolls with the next frame.
      await until(isClear, `${button.textContent} is under a bar`);
    }
    scrollTo(0, 0);
  });
});

describe('the focus', () => {
  it('stays where it is while the list loads, and when it is there', async () => {
    const picker = await show('loading');
    const outside = buttonBeside(picker, 'before');
    outside.focus();
    picker.integrations = withEverything;
    await until(() => picker.matches(':state(ready)'));
    expect(document.activeElement === outside).to.be.true;
    outside.remove();
  });

  it('stays in the search box, which stays itself, whatever is found', async () => {
    const picker = await show('ready');
    picker.search = 'always';
    await picker.updateComplete;
    const input = one(picker, 'input');
    input.focus();
    for (const key of ['x', 'e', 'z', 'z']) {
      await press(key);
      expect(focused(picker) === input, 'in the box').to.be.true;
    }
    expect(one(picker, '[part="none"]')).to.exist;
  });

  it('stays on a tile that is busy, and comes back to it when that fails, and when it is tried again', async () => {
    const picker = await show('ready');
    let wait = deferred();
    picker.addEventListener('codat-select', (event) => event.waitUntil((wait = deferred()).promise));
    for (const next of ['Enter', 'retry']) {
      if (next === 'retry') {
        await press('Tab');
        expect(nameOf(focused(picker)!)).to.equal('retry');
      } else {
        tile(picker, 'qhyg').focus();
      }
      await press('Enter');
      await until(() => picker.matches(':state(connecting)'));
      expect(nameOf(focused(picker)!)).to.equal('qhyg');
      const failed = oneEvent(picker, 'codat-error');
      wait.reject(new PickerError('network', 'test'));
      await failed;
      await picker.updateComplete;
      expect(nameOf(focused(picker)!)).to.equal('qhyg');
      expect(failureOf(picker).closest('li')!.contains(tile(picker, 'qhyg'))).to.be.true;
    }
  });

  it('is not taken from where the merchant has gone on in the page, when a tile fails', async () => {
    const picker = await show('ready');
    const wait = deferred();
    picker.addEventListener('codat-select', (event) => event.waitUntil(wait.promise));
    tile(picker, 'gbol').focus();
    await press('Enter');
    await until(() => picker.matches(':state(connecting)'));
    const outside = buttonBeside(picker, 'after');
    outside.focus();
    wait.reject(new PickerError('network', 'test'));
    await until(() => failuresOf(picker).length);
    expect(document.activeElement === outside).to.be.true;
    outside.remove();
  });

  for (const clear of ['Escape', 'the cross', 'the button below']) {
    it(`is in the search box once it is emptied by ${clear}`, async () => {
      const picker = await show('search-none');
      const input = one(picker, 'input') as HTMLInputElement;
      input.focus();
      if (clear !== 'Escape') await press('Tab');
      if (clear === 'the button below') await press('Tab');
      await press(clear === 'Escape' ? 'Escape' : 'Enter');
      await until(() => all(picker, '[data-key]').length, 'the tiles');
      expect(input.value).to.equal('');
      expect(focused(picker) === input, 'in the box').to.be.true;
      expect(all(picker, '[data-key]').length).to.equal(8);
    });
  }

  it('is by the list when that is tried again: Tab leads to the first tile, or to the next Try again', async () => {
    const picker = await show('error-unavailable');
    one(picker, '[part="retry"]').focus();
    await press('Enter');
    await until(() => focused(picker)?.matches('[part="base"]'), 'the focus near the button that has gone');
    await until(() => all(picker, '[part="retry"]').length, 'the second failure');
    await press('Tab');
    expect(nameOf(focused(picker)!)).to.equal('retry');
    worker.use(http.get('/api/states', () => HttpResponse.json({ results: accounting })));
    await press('Enter');
    await until(() => picker.matches(':state(ready)'));
    expect(nameOf(focused(picker)!)).to.equal('base');
    await press('Tab');
    expect(nameOf(focused(picker)!)).to.equal('gbol');
  });

  it('goes to the first tile, or to the only button or link, where the host asks for it', async () => {
    const picker = await show('search');
    picker.focus();
    expect(nameOf(focused(picker)!)).to.equal('pbbf');
    const failed = await show('error-network');
    failed.focus();
    expect(nameOf(focused(failed)!)).to.equal('retry');
    const ended = await show('error-unauthenticated', undefined, { attributes: { 'log-in-url': '/log-in' } });
    ended.focus();
    expect(nameOf(focused(ended)!)).to.equal('log-in');
    // The link below a tile is no place to begin at.
    const below = await show('failed-log-in');
    below.focus();
    expect(nameOf(focused(below)!)).to.equal('qhyg');
  });

  for (const [what, place] of [
    ['a tile', (picker) => tile(picker, 'pbbf')],
    ['the search box', (picker) => one(picker, 'input')],
    ['Try again', (picker) => one(picker, '[part="retry"]')],
  ] as [string, (picker: CodatCommercePicker) => HTMLElement][]) {
    it(`stays in the picker while the host disables it, and comes back to ${what}`, async () => {
      const picker = await show(what === 'Try again' ? 'failed-network' : 'search');
      place(picker).focus();
      for (const turn of [1, 2]) {
        picker.disabled = true;
        await picker.updateComplete;
        // A browser takes the focus away from what is disabled when it draws the page, and not before.
        await nextFrame();
        await nextFrame();
        expect(nameOf(focused(picker)!), `disabled, ${turn}`).to.equal('base');
        picker.disabled = false;
        await picker.updateComplete;
        expect(focused(picker) === place(picker), `enabled, ${turn}`).to.be.true;
      }
    });
  }

  it('stays in the picker when the search box goes that it was in', async () => {
    const picker = await show('search');
    one(picker, 'input').focus();
    picker.search = 'never';
    await picker.updateComplete;
    await nextFrame();
    await nextFrame();
    expect(nameOf(focused(picker)!)).to.equal('base');
  });

  it('stays on its tile where there is no search box to take the search back with', async () => {
    const picker = await show('ready');
    tile(picker, 'qhyg').focus();
    await search(picker, 'xero');
    expect(nameOf(focused(picker)!)).to.equal('qhyg');
  });
});
