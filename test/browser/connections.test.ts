import { expect, oneEvent } from '@open-wc/testing/pure';
import type { CodatCommercePicker, CodatSelectEvent, Integration } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { accounting, quickBooks, sage, withEverything, xero } from '../support/integrations.js';
import { mount } from '../support/mount.js';
import { all, buttonNames, names, nextFrame, one, textOf, tile } from '../support/page.js';
import { until } from '../support/until.js';

const show = (...integrations: readonly unknown[]): Promise<CodatCommercePicker> => mount({ integrations });

const linked = { ...xero, connection: { status: 'linked' } } satisfies Integration;
const pending = { ...xero, connection: { status: 'pending' } } satisfies Integration;
const deauthorized = { ...xero, connection: { status: 'deauthorized' } } satisfies Integration;

const badges = (picker: CodatCommercePicker): string[] =>
  // Without the comma, which is for whoever listens.
  all(picker, '[part~="badge"]').map((badge) => textOf(badge).replace(/,$/, ''));

const line = (picker: CodatCommercePicker): string => textOf(one(picker, '[part="description"]')).replace(/,$/, '');

describe('a connection', () => {
  it('that is linked has a badge, and a line that says what its settings are for', async () => {
    const picker = await show(linked);
    expect(badges(picker)).to.deep.equal(['Linked']);
    expect(line(picker)).to.equal('Manage your Xero account');
    expect(await buttonNames(['Xero, Linked, Manage your Xero account'])).to.deep.equal([
      'Xero, Linked, Manage your Xero account',
    ]);
  });

  it('that waits for authorization has a badge, and a line that says how it goes on', async () => {
    const picker = await show(pending);
    expect(badges(picker)).to.deep.equal(['Not finished']);
    expect(line(picker)).to.equal('Finish linking your Xero account');
    expect(await buttonNames(['Xero, Not finished, Finish linking your Xero account'])).to.deep.equal([
      'Xero, Not finished, Finish linking your Xero account',
    ]);
  });

  it('that lost its access has a badge, and a line that says how to link it anew', async () => {
    const picker = await show(deauthorized);
    expect(badges(picker)).to.deep.equal(['No longer linked']);
    expect(line(picker)).to.equal('Link your Xero account again');
    expect(await buttonNames(['Xero, No longer linked, Link your Xero account again'])).to.deep.equal([
      'Xero, No longer linked, Link your Xero account again',
    ]);
  });

  it('that lost its access weighs more than the others', async () => {
    const picker = await show(
      deauthorized,
      { ...quickBooks, connection: { status: 'linked' } },
      { ...sage, comingSoon: false, connection: { status: 'pending' } },
    );
    const [first, ...others] = all(picker, '[part~="badge"]').map((badge) => getComputedStyle(badge));
    expect(others).to.have.length(2);
    for (const other of others) {
      expect(Number(first!.fontWeight)).to.be.above(Number(other.fontWeight));
      expect(first!.color).to.not.equal(other.color);
    }
    const edge = (key: string): string => getComputedStyle(tile(picker, key).closest('li')!).borderTopColor;
    expect(edge('gbol')).to.not.equal(edge('qhyg'));
    expect(edge('tgff')).to.equal(edge('qhyg'));
  });

  it('shows on the card, the tile and the badge as a part', async () => {
    const picker = await show(
      linked,
      { ...quickBooks, connection: { status: 'pending' } },
      { ...sage, comingSoon: false, connection: { status: 'deauthorized' } },
    );
    for (const [status, key] of [
      ['linked', 'gbol'],
      ['pending', 'qhyg'],
      ['deauthorized', 'tgff'],
    ] as const) {
      const parts = all(picker, `[part~="${status}"]`);
      expect(parts.map(({ localName }) => localName)).to.deep.equal(['li', 'button', 'span']);
      for (const part of parts) expect(part.closest('li') === tile(picker, key).closest('li')).to.be.true;
    }
  });

  it('is more than a colour: a sign in front of what is linked', async () => {
    const picker = await show(linked);
    const sign = getComputedStyle(one(picker, '[part~="badge"]'), '::before');
    expect([sign.content, sign.borderStyle]).to.deep.equal(['""', 'solid']);
  });

  for (const integration of [linked, pending, deauthorized]) {
    it(`that is ${integration.connection.status} can be picked as any other, and says so in the event`, async () => {
      const picker = await show(integration);
      const heard = oneEvent(picker, 'codat-select');
      tile(picker, 'gbol').click();
      const { detail } = (await heard) as CodatSelectEvent;
      expect(detail.platformKey).to.equal('gbol');
      expect(detail.integration.connection).to.deep.equal(integration.connection);
      expect(picker.value).to.equal('gbol');
    });
  }

  it('keeps its badge while the Sync page is being opened, and when the choice is kept', async () => {
    const picker = await show(linked);
    const done = deferred();
    picker.addEventListener('codat-select', (event) => event.waitUntil(done.promise));
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    expect([badges(picker), line(picker)]).to.deep.equal([['Linked'], 'Opening Xero…']);
    expect(tile(picker, 'gbol').part.contains('busy')).to.be.true;
    done.resolve();
    await until(() => !picker.matches(':state(connecting)'));
    expect([badges(picker), line(picker)]).to.deep.equal([['Linked'], 'Manage your Xero account']);
    expect([...tile(picker, 'gbol').part]).to.have.members(['tile', 'selected', 'linked']);
  });

  it('changes with the next list', async () => {
    const picker = await show(xero);
    for (const [integration, badge] of [
      [pending, ['Not finished']],
      [linked, ['Linked']],
      [deauthorized, ['No longer linked']],
      [xero, []],
    ] as const) {
      picker.integrations = [integration];
      await until(() => badges(picker).join() === badge.join());
    }
    expect(line(picker)).to.equal('Link your Xero account');
  });

  for (const connection of [
    null,
    'linked',
    true,
    42,
    [],
    ['linked'],
    { status: 'LINKED' },
    { status: 'Deauthorized' },
    { status: 'constructor' },
    { status: 'unlinked' },
    { status: {} },
    { status: ['linked'] },
    { status: null },
    { status: 'toString' },
    { status: '__proto__' },
    { Status: 'linked' },
  ]) {
    it(`of a kind nobody knows is none: ${JSON.stringify(connection)}`, async () => {
      const picker = await show({ ...xero, connection });
      expect([badges(picker), line(picker)]).to.deep.equal([[], 'Link your Xero account']);
      expect([...tile(picker, 'gbol').part]).to.deep.equal(['tile']);
    });
  }
});

describe('a badge', () => {
  it('says what is in beta, and what runs on the merchant’s own computer', async () => {
    const picker = await show({ ...xero, isBeta: true }, { ...quickBooks, isOfflineConnector: true });
    expect(badges(picker)).to.deep.equal(['Beta', 'Desktop app']);
    const expected = [
      'Xero, Beta, Link your Xero account',
      'QuickBooks Online, Desktop app, Link your QuickBooks Online account',
    ];
    expect(await buttonNames(expected)).to.deep.equal(expected);
  });

  it('is shown for true, and for nothing that only looks like it', async () => {
    for (const value of [false, 'true', 'false', 1, {}, [], null]) {
      const picker = await show({ ...xero, isBeta: value, isOfflineConnector: value });
      expect(badges(picker), JSON.stringify(value)).to.deep.equal([]);
    }
  });

  it('stands beside all others, in one order', async () => {
    const picker = await show({ ...linked, isBeta: true, isOfflineConnector: true, comingSoon: true });
    expect(badges(picker)).to.deep.equal(['Linked', 'Beta', 'Desktop app', 'Coming soon']);
    expect(await buttonNames(['Xero, Linked, Beta, Desktop app, Coming soon'])).to.deep.equal([
      'Xero, Linked, Beta, Desktop app, Coming soon',
    ]);
  });

  it('breaks into the next line rather than out of the tile', async () => {
    const picker = await show({ ...linked, isBeta: true, isOfflineConnector: true });
    picker.style.width = '260px';
    const edge = tile(picker, 'gbol').getBoundingClientRect();
    for (const badge of all(picker, '[part~="badge"]')) {
      const { left, right, bottom } = badge.getBoundingClientRect();
      expect(left).to.be.at.least(edge.left);
      expect(right).to.be.at.most(edge.right);
      expect(bottom).to.be.at.most(edge.bottom);
    }
  });

  it('that says “coming soon” takes the place of the line, linked or not', async () => {
    const picker = await show({ ...linked, comingSoon: true }, quickBooks);
    expect(all(picker, '[data-key="gbol"] [part="description"]')).to.deep.equal([]);
    expect([...tile(picker, 'gbol').part]).to.have.members(['tile', 'coming-soon', 'linked']);
    const picked: string[] = [];
    picker.addEventListener('codat-select', ({ detail }) => picked.push(detail.platformKey));
    for (const key of ['gbol', 'qhyg']) tile(picker, key).click();
    expect(picked).to.deep.equal(['qhyg']);
  });
});

describe('the web address', () => {
  const website = (picker: CodatCommercePicker): HTMLElement => one(picker, '[part="website"]');

  it('is shown under the line, and is not in the name', async () => {
    const picker = await show({ ...xero, website: 'xero.com' }, { ...sage, website: 'sage.com' }, withEverything[2]!);
    picker.style.width = '500px';
    expect(textOf(website(picker))).to.equal('xero.com');
    expect(website(picker).getBoundingClientRect().top).to.be.at.least(
      one(picker, '[part="description"]').getBoundingClientRect().bottom,
    );
    const expected = [
      'Xero, Link your Xero account',
      'Sage Accounting, Coming soon',
      'Exact (UK), Not finished, Finish linking your Exact (UK) account',
    ];
    expect(await buttonNames(expected)).to.deep.equal(expected);
  });

  it('is no link, and is not loaded from', async () => {
    const picker = await show({ ...xero, website: 'https://xero.com/' });
    expect(all(picker, 'a, iframe, [href]')).to.deep.equal([]);
    expect(textOf(website(picker))).to.equal('https://xero.com/');
  });

  it('is left out where the tile is narrow, in however many columns', async () => {
    const picker = await show({ ...xero, website: 'xero.com' });
    const isShown = async (width: number): Promise<boolean> => {
      picker.style.width = `${width}px`;
      // WebKit goes by another width with the next frame.
      await nextFrame();
      return website(picker).offsetHeight > 0;
    };
    // One column, then two, three and four: in each the tiles grow until there is room.
    const seen: number[] = [];
    for (const width of [300, 400, 440, 600, 640, 800, 860, 920, 960, 1240, 1270, 1600, 1720]) {
      if (await isShown(width)) seen.push(width);
    }
    expect(seen).to.deep.equal([440, 600, 860, 920, 1720]);
  });

  it('is left out where the software’s own button stands for both lines', async () => {
    const picker = await show({ ...withEverything[1]!, website: 'quickbooks.intuit.com' });
    expect(all(picker, '[part~="brand-button"]').length).to.be.above(0);
    expect(all(picker, '[part="website"]')).to.deep.equal([]);
  });

  for (const value of [42, true, null, {}, { toString: 'xero.com' }, ['xero.com'], '', '   ']) {
    it(`is none where it is ${JSON.stringify(value)}`, async () => {
      const picker = await show({ ...xero, website: value });
      expect(all(picker, '[part="website"]')).to.deep.equal([]);
      expect(await buttonNames(['Xero, Link your Xero account'])).to.deep.equal(['Xero, Link your Xero account']);
    });
  }

  it('is text, not markup', async () => {
    const picker = await show({ ...xero, website: '<img src=x onerror=alert(1)>' });
    expect(textOf(website(picker))).to.equal('<img src=x onerror=alert(1)>');
    expect(all(picker, '[part="website"] img')).to.deep.equal([]);
  });

  it('of 100 KB is cut, and stays within the tile', async () => {
    const picker = await show({ ...xero, website: 'w'.repeat(100_000) });
    expect(textOf(website(picker))).to.have.length(200);
    expect(picker.scrollWidth).to.equal(picker.clientWidth);
    expect(tile(picker, 'gbol').scrollWidth).to.equal(tile(picker, 'gbol').clientWidth);
  });

  it('that is cut in the middle of a character ends before it', async () => {
    const picker = await show({ ...xero, website: `${'w'.repeat(199)}😀.com` });
    expect(textOf(website(picker))).to.equal('w'.repeat(199));
  });

  it('that turns the direction of text turns no other text than its own', async () => {
    const picker = await show(...accounting.map((row) => ({ ...row, website: '\u202Emoc.orex\u202B' })));
    /** Where each character of an element stands. */
    const places = (selector: string): number[] =>
      all(picker, selector).flatMap((element) => {
        const range = document.createRange();
        const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const found: number[] = [];
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
          for (let index = 0; index < (node as Text).length; index += 1) {
            range.setStart(node, index);
            range.setEnd(node, index + 1);
            found.push(Math.round(range.getBoundingClientRect().left));
          }
        }
        return found;
      });
    const others = '[part="name"], [part="description"], [part~="badge"]';
    const before = places(others);
    picker.integrations = accounting.map((row) => ({ ...row, website: 'orex.com' }));
    await until(() => textOf(website(picker)) === 'orex.com');
    expect(before).to.deep.equal(places(others));
    expect(names(picker)).to.have.length(3);
  });
});
