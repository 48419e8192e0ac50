import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../src/index.js';
import { accounting, quickBooks, xero } from '../support/integrations.js';
import { all, names, one, textOf } from '../support/page.js';
import { box, mountWithSearch, rows, search } from '../support/search.js';
import { until } from '../support/until.js';

/** Whether a merchant sees the search box. */
const shown = (picker: CodatCommercePicker): boolean => box(picker).offsetHeight > 0;

/** A text with so many marks on each letter that it spills over its line. */
const zalgo = (text: string): string => [...text].map((letter) => letter + '\u0336\u0315\u0322'.repeat(10)).join('');

describe('the search box', () => {
  it('is there from nine tiles on, and comes and goes with them', async () => {
    const picker = await mountWithSearch({ integrations: rows(9), search: 'auto' });
    expect(shown(picker)).to.be.true;
    picker.integrations = rows(8);
    await until(() => names(picker).length === 8);
    expect(shown(picker)).to.be.false;
    picker.integrations = rows(10);
    await until(() => names(picker).length === 10);
    expect(shown(picker)).to.be.true;
  });

  it('counts what is shown, not what came', async () => {
    const picker = await mountWithSearch({
      integrations: [...rows(8), { ...xero, enabled: false }, quickBooks],
      search: 'auto',
    });
    expect(shown(picker)).to.be.true;
    picker.connectorKey = quickBooks.key;
    await picker.updateComplete;
    expect(shown(picker)).to.be.false;
  });

  it('is always there, or never, when the host says so', async () => {
    const picker = await mountWithSearch({ integrations: [xero] });
    expect(shown(picker)).to.be.true;
    picker.integrations = rows(30);
    await until(() => names(picker).length === 30);
    picker.search = 'never';
    await picker.updateComplete;
    expect(shown(picker)).to.be.false;
  });

  it('decides for itself where the host says something else, or takes it back', async () => {
    const picker = await mountWithSearch({ integrations: rows(9), search: 'sometimes' as 'auto' });
    expect(shown(picker)).to.be.true;
    picker.integrations = accounting;
    await until(() => names(picker).length === 3);
    expect(shown(picker)).to.be.false;
    picker.setAttribute('search', 'always');
    await picker.updateComplete;
    expect(shown(picker)).to.be.true;
    picker.removeAttribute('search');
    await picker.updateComplete;
    expect(shown(picker)).to.be.false;
  });

  it('is not there where there is nothing to search, or no list', async () => {
    const picker = await mountWithSearch({ integrations: accounting });
    picker.integrations = [];
    await until(() => picker.matches(':state(empty)'));
    expect(shown(picker)).to.be.false;
  });

  it('is a search field with a name, which says what can be searched for, and corrects nothing', async () => {
    const input = box(await mountWithSearch({ integrations: accounting }));
    expect(['role', 'inputmode', 'enterkeyhint'].map((name) => input.getAttribute(name))).to.deep.equal([
      'searchbox',
      'search',
      'search',
    ]);
    expect(input.getAttribute('aria-label')).to.equal('Search by name or web address');
    expect(input.placeholder).to.equal('Search by name or web address');
    expect([input.autocomplete, input.spellcheck, input.maxLength]).to.deep.equal(['off', false, 100]);
  });

  it('is high and wide enough for a finger, and its text large enough not to make a phone zoom', async () => {
    const picker = await mountWithSearch({ integrations: accounting });
    await search(picker, 'x');
    const clear = one(picker, '[part="search-clear"]');
    for (const side of [box(picker).offsetHeight, clear.offsetHeight, clear.offsetWidth])
      expect(side).to.be.at.least(44);
    picker.style.fontSize = '12px';
    expect(parseFloat(getComputedStyle(box(picker)).fontSize)).to.be.at.least(16);
  });
});

describe('a search', () => {
  /** What is typed, the name it finds, and why. */
  const finds: Record<string, readonly (readonly [query: string, name: string])[]> = {
    'ignores case': [
      ['XERO', 'Xero'],
      ['xero', 'XERO'],
    ],
    'ignores accents, in the name and in what is typed': [
      ['emile', 'Émile'],
      ['ÉMILE', 'Emile'],
      ['e\u0301mile', '\u00e9mile'],
      ['angstrom', 'Ångström'],
      ['señor', 'Senor'],
    ],
    'takes letters of their own for what others write instead': [
      ['odegard', 'Ødegård'],
      ['ØDEGÅRD', 'Odegard'],
      ['aeon', 'Æon'],
      ['æon', 'AEON'],
      ['oeuvre', 'Œuvre'],
      ['œuvre', 'Oeuvre'],
      ['STRASSE', 'Straße'],
      ['straße', 'Strasse'],
      ['lodz', 'Łódź'],
      ['łódź', 'LODZ'],
      ['dokovic', 'Đoković'],
      ['kasim', 'Kasım'],
      ['kasım', 'KASIM'],
      ['istanbul', 'İstanbul'],
      ['İSTANBUL', 'istanbul'],
    ],
    'finds words anywhere in the name, in any order': [
      ['books', 'QuickBooks Online'],
      ['online quick', 'QuickBooks Online'],
      ['  online\t  books ', 'QuickBooks Online'],
      ['nl exact', 'Exact (NL)'],
      ['Exact (NL)', 'Exact (NL)'],
    ],
    'finds a name that others write as one word, or as two': [
      ['quickbooks', 'QuickBooks Online'],
      ['quick books', 'QuickBooks Online'],
      ['quickbooks', 'Quick Books'],
      ['quickbooks', 'Quick-Books'],
      ['e-conomic', 'e-conomic'],
      ['economic', 'e-conomic'],
      ['e conomic', 'e-conomic'],
    ],
    'reads every script': [
      ['حساب', 'حسابات'],
      ['اعمال', 'أعمال'],
      ['مُحاسِب', 'محاسب'],
      ['会計', 'freee会計'],
      ['FREEE', 'freee会計'],
      ['ﾏﾈｰﾌｫﾜｰﾄﾞ', 'マネーフォワード'],
      ['ｘｅｒｏ', 'Xero'],
      ['이카운트', '이카운트 ERP'],
      ['банк', 'БАНК'],
    ],
    'is not put off by marks without end': [
      ['zalgo', zalgo('Zalgo')],
      [zalgo('xero'), 'Xero'],
    ],
  };
  for (const [what, pairs] of Object.entries(finds)) {
    it(what, async () => {
      const picker = await mountWithSearch({ integrations: accounting });
      for (const [query, name] of pairs) {
        picker.integrations = [
          { key: 'aaaa', name: 'Payroll & Co' },
          { key: 'bbbb', name },
        ];
        await search(picker, '');
        await until(() => names(picker)[1] === name);
        await search(picker, query);
        expect(names(picker), `${query} for ${name}`).to.deep.equal([name]);
      }
    });
  }

  for (const query of [
    'xero.com',
    'ero.c',
    'www.xero.com',
    'https://www.xero.com',
    'HTTPS://WWW.XERO.COM/',
    'http://xero.com/uk/login?next=%2F#top',
    ' https://www.xero.com/ ',
  ]) {
    it(`finds a web address: ${JSON.stringify(query)}`, async () => {
      const picker = await mountWithSearch({ integrations: [{ ...xero, website: 'xero.com' }, quickBooks] });
      await search(picker, query);
      expect(names(picker)).to.deep.equal(['Xero']);
    });
  }

  for (const query of [
    'xero.com/',
    'xero.com/uk',
    'login.xero.com',
    'https://go.xero.com/app/!abc',
    'https://XERO.com:443/',
    'https://user@xero.com/',
    'Xero,',
    '"xero"',
    'xero\u200b',
  ]) {
    it(`finds by what a merchant pastes: ${JSON.stringify(query)}`, async () => {
      const picker = await mountWithSearch({ integrations: [quickBooks, { ...xero, website: 'xero.com' }] });
      await search(picker, query);
      expect(names(picker)).to.deep.equal(['Xero']);
    });
  }

  for (const [query, name] of [
    ['quick-books', 'QuickBooks Online'],
    ['quickbooks-online', 'QuickBooks Online'],
    ["lloyd's", 'Lloyd’s Books'],
    ['o’brien', "O'Brien Till"],
    ['e–conomic', 'e-conomic'],
    ['a & b', 'A & B Books'],
  ] as const) {
    it(`finds ${name} whatever the signs: ${query}`, async () => {
      const picker = await mountWithSearch({ integrations: [xero, { ...quickBooks, name }] });
      await search(picker, query);
      expect(names(picker)).to.deep.equal([name]);
    });
  }

  for (const query of ['https://', 'xero.community', 'notxero.com', 'com/xero', '&']) {
    it(`does not find what only looks like it: ${query}`, async () => {
      const picker = await mountWithSearch({ integrations: [quickBooks, { ...xero, website: 'xero.com' }] });
      await search(picker, query);
      expect(names(picker)).to.deep.equal([]);
    });
  }

  it('wants every word, in the name or in the web address', async () => {
    const picker = await mountWithSearch({
      integrations: [
        { ...quickBooks, website: 'quickbooks.intuit.com' },
        { ...xero, website: 'xero.com' },
      ],
    });
    await search(picker, 'online intuit');
    expect(names(picker)).to.deep.equal(['QuickBooks Online']);
    await search(picker, 'xero online');
    expect(names(picker)).to.deep.equal([]);
  });

  it('does not find across the border of the name and the web address', async () => {
    const picker = await mountWithSearch({ integrations: [{ ...xero, website: 'xero.com' }] });
    await search(picker, 'xeroxero');
    expect(names(picker)).to.deep.equal([]);
  });

  it('for blanks is none', async () => {
    const picker = await mountWithSearch({ integrations: accounting });
    await search(picker, '   ');
    expect(names(picker)).to.have.length(3);
    expect(one(picker, '[part="search-clear"]').offsetHeight).to.equal(0);
  });

  it('leaves order and groups as they are, and no group empty', async () => {
    const picker = await mountWithSearch();
    const headings = (): string[] => all(picker, '[role="heading"]').map(textOf);
    await search(picker, 'o');
    expect(names(picker)).to.deep.equal(['Xero', 'QuickBooks Online', 'Sage Accounting', 'Shopify']);
    expect(headings()).to.deep.equal(['Accounting software', 'Commerce software']);
    await search(picker, 'shop');
    expect(names(picker)).to.deep.equal(['Shopify']);
    expect(headings()).to.deep.equal(['Commerce software']);
    await search(picker, '');
    expect(names(picker)).to.deep.equal([
      'Xero',
      'QuickBooks Online',
      'Sage Accounting',
      'Shopify',
      'Zettle by PayPal',
    ]);
    expect(headings()).to.deep.equal(['Accounting software', 'Commerce software']);
  });

  it('keeps each tile, so that what is on it stays', async () => {
    const picker = await mountWithSearch();
    const before = one(picker, '[data-key="gbol"]');
    await search(picker, 'xer');
    expect(one(picker, '[data-key="gbol"]') === before).to.be.true;
  });

  it('looks at the new name when the same software comes with another', async () => {
    const picker = await mountWithSearch({ integrations: [xero, quickBooks] });
    await search(picker, 'xero');
    picker.integrations = [
      { ...xero, name: 'Hnry' },
      { ...quickBooks, name: 'Xerox' },
    ];
    await until(() => names(picker)[0] === 'Xerox');
    expect(names(picker)).to.deep.equal(['Xerox']);
  });
});
