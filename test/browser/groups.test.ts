import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker, Integration } from '../../src/index.js';
import { mount as mountAny, type Given } from '../support/mount.js';
import { all, names, one, textOf } from '../support/page.js';
import { until } from '../support/until.js';

/** A row of each sourceType, in an order that is nobody's. */
const ofEachType: readonly Integration[] = [
  { key: 'aaaa', name: 'Other A', sourceType: 'Other' },
  { key: 'bbbb', name: 'Expense B', sourceType: 'Expense' },
  { key: 'cccc', name: 'Bank feed C', sourceType: 'BankFeed' },
  { key: 'dddd', name: 'Commerce D', sourceType: 'Commerce' },
  { key: 'eeee', name: 'Accounting E', sourceType: 'Accounting' },
  { key: 'ffff', name: 'Bank F', sourceType: 'Banking' },
  { key: 'gggg', name: 'Accounting G', sourceType: 'Accounting' },
];

const DEFAULT = [
  'Accounting software: Accounting E, Accounting G',
  'Commerce software: Commerce D',
  'Bank accounts: Bank feed C, Bank F',
  'Expense software: Expense B',
  'Other software: Other A',
];

const mount = (given: Given = {}): Promise<CodatCommercePicker> => mountAny({ integrations: ofEachType, ...given });

/** Each group by its heading, with what is in it. */
const groups = (picker: CodatCommercePicker): string[] =>
  all(picker, '[part="group"]').map((group) => {
    const members = [...group.querySelectorAll('[part="name"] bdi')].map(textOf);
    return `${textOf(group.querySelector('[part="heading"]')!)}: ${members.join(', ')}`;
  });

/** The first words of the headings. */
const order = (picker: CodatCommercePicker): string[] =>
  all(picker, '[part="heading"]').map((heading) => textOf(heading).replace(/ .*/, ''));

const headings = (picker: CodatCommercePicker): HTMLElement[] => all(picker, '[role="heading"]');

describe('the groups', () => {
  it('come in one order, whatever that of the list, which they keep inside', async () => {
    expect(groups(await mount())).to.deep.equal(DEFAULT);
  });

  for (const [groupOrder, expected] of [
    ['Commerce', ['Commerce', 'Accounting', 'Bank', 'Expense', 'Other']],
    ['Expense Commerce', ['Expense', 'Commerce', 'Accounting', 'Bank', 'Other']],
    ['Other Expense Banking Commerce Accounting', ['Other', 'Expense', 'Bank', 'Commerce', 'Accounting']],
    [' \n Banking\tOther\n', ['Bank', 'Other', 'Accounting', 'Commerce', 'Expense']],
    ['BankFeed', ['Bank', 'Accounting', 'Commerce', 'Expense', 'Other']],
    ['BankFeed Commerce Banking', ['Bank', 'Commerce', 'Accounting', 'Expense', 'Other']],
    ['Commerce Commerce', ['Commerce', 'Accounting', 'Bank', 'Expense', 'Other']],
  ] as const) {
    it(`come first where the host names them: ${JSON.stringify(groupOrder)}`, async () => {
      expect(order(await mount({ groupOrder }))).to.deep.equal(expected);
    });
  }

  for (const groupOrder of ['Payroll', 'commerce', 'Commerce,Accounting', '__proto__ toString constructor', '']) {
    it(`are not touched by a name that is none: ${JSON.stringify(groupOrder)}`, async () => {
      expect(groups(await mount({ groupOrder }))).to.deep.equal(DEFAULT);
    });
  }

  it('take a new order at any time, by attribute and by property', async () => {
    const picker = await mount();
    picker.setAttribute('group-order', 'Commerce');
    await picker.updateComplete;
    expect(order(picker)[0]).to.equal('Commerce');
    picker.groupOrder = 'Other';
    await picker.updateComplete;
    expect(order(picker)[0]).to.equal('Other');
    picker.removeAttribute('group-order');
    await picker.updateComplete;
    expect(groups(picker)).to.deep.equal(DEFAULT);
  });

  it('are none without members', async () => {
    const [, , feed, commerce] = ofEachType as [Integration, Integration, Integration, Integration];
    expect(groups(await mount({ groupOrder: 'Other Expense', integrations: [commerce, feed] }))).to.deep.equal([
      'Commerce software: Commerce D',
      'Bank accounts: Bank feed C',
    ]);
  });

  it('take in what Codat may come up with, at the end', async () => {
    const picker = await mount({
      integrations: [
        { key: 'aaaa', name: 'Payroll', sourceType: 'Payroll' },
        { key: 'bbbb', name: 'Unknown', sourceType: 'Unknown' },
        { key: 'cccc', name: 'None' },
        { key: 'dddd', name: 'Hostile', sourceType: '__proto__' },
        { key: 'eeee', name: 'Not text', sourceType: ['Accounting'] },
        { key: 'ffff', name: 'Null', sourceType: null },
        { key: 'gggg', name: 'Accounting', sourceType: 'Accounting' },
      ],
    });
    expect(groups(picker)).to.deep.equal([
      'Accounting software: Accounting',
      'Other software: Payroll, Unknown, None, Hostile, Not text, Null',
    ]);
  });

  it('are named by their headings', async () => {
    const picker = await mount();
    const labelled = all(picker, 'section').map((group) =>
      textOf(one(picker, `#${group.getAttribute('aria-labelledby')}`)),
    );
    expect(labelled).to.deep.equal(DEFAULT.map((group) => group.replace(/:.*/, '')));
    expect(new Set(headings(picker).map(({ id }) => id)).size).to.equal(5);
  });

  it('stand further apart than the tiles in them', async () => {
    const picker = await mount();
    const [first, second] = all(picker, '[part="group"]').map((group) => group.getBoundingClientRect());
    const heading = headings(picker)[0]!.getBoundingClientRect();
    const grid = one(picker, '[part="grid"]').getBoundingClientRect();
    expect(second!.top - first!.bottom).to.equal(2 * (grid.top - heading.bottom));
  });
});

describe('a heading', () => {
  it('is in the words of the host', async () => {
    const picker = await mount();
    picker.strings = { Commerce: 'Revenue', Banking: 'Where your money is' };
    await picker.updateComplete;
    expect(headings(picker).map(textOf)).to.deep.equal([
      'Accounting software',
      'Revenue',
      'Where your money is',
      'Expense software',
      'Other software',
    ]);
  });

  for (const level of [1, 2, 3, 4, 5, 6]) {
    it(`takes its place in the outline of the host, at level ${level}`, async () => {
      const picker = await mount();
      picker.headingLevel = level;
      await picker.updateComplete;
      expect(headings(picker).map((heading) => heading.getAttribute('aria-level'))).to.deep.equal(
        Array.from({ length: 5 }, () => `${level}`),
      );
    });
  }

  it('looks the same at each level', async () => {
    const picker = await mount();
    const size = getComputedStyle(headings(picker)[0]!).fontSize;
    picker.headingLevel = 6;
    await picker.updateComplete;
    expect(getComputedStyle(headings(picker)[0]!).fontSize).to.equal(size);
  });

  it('of the only group is neither seen nor heard, and takes no room', async () => {
    const picker = await mount();
    picker.sourceType = 'Accounting';
    await picker.updateComplete;
    expect(headings(picker).map((heading) => heading.checkVisibility())).to.deep.equal([false]);
    expect(one(picker, '[part="group"]').hasAttribute('aria-labelledby')).to.be.false;
    expect(one(picker, '[part="grid"]').getBoundingClientRect().top).to.equal(
      one(picker, '[part="group"]').getBoundingClientRect().top,
    );
    picker.sourceType = '';
    await picker.updateComplete;
    for (const shown of headings(picker)) expect(shown.offsetHeight).to.be.above(10);
  });

  it('is there in each state that shows tiles, and in no other', async () => {
    const picker = await mount();
    picker.integrations = [];
    await until(() => picker.matches(':state(empty)'));
    expect(headings(picker).map(textOf)).to.deep.equal([]);
    picker.integrations = ofEachType;
    await until(() => names(picker).length === 7);
    expect(headings(picker)).to.have.length(5);
  });
});
