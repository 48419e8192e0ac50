import { expect, fixture, html } from '@open-wc/testing/pure';
import { CodatCommercePicker } from '../../src/index.js';
import { ar } from '../../src/strings/ar.js';
import type { Strings, Translation } from '../../src/strings/translation.js';
import { da } from '../../src/strings/da.js';
import { de } from '../../src/strings/de.js';
import { en } from '../../src/strings/en.js';
import { es } from '../../src/strings/es.js';
import { fi } from '../../src/strings/fi.js';
import { fr } from '../../src/strings/fr.js';
import { it as italian } from '../../src/strings/it.js';
import { ja } from '../../src/strings/ja.js';
import { nb } from '../../src/strings/nb.js';
import { nl } from '../../src/strings/nl.js';
import { pl } from '../../src/strings/pl.js';
import { pt } from '../../src/strings/pt.js';
import { sv } from '../../src/strings/sv.js';
import { accounting, xero } from '../support/integrations.js';
import { BUILT_IN, LANGUAGES } from '../support/languages.js';
import { mount as mountAny } from '../support/mount.js';
import { expectedOnConsole, failureOf, failuresOf, liveRegionOf, one, textOf } from '../support/page.js';
import { heard, listen, rows, search } from '../support/search.js';
import { until } from '../support/until.js';

const TO_ADD = LANGUAGES.filter(({ $code }) => !BUILT_IN.includes($code));

/** The line under the name of the only tile. */
const line = (picker: CodatCommercePicker): string => textOf(one(picker, '[part="description"]'));

/** What a language has for that line. */
const lineIn = ({ link }: Pick<Strings, 'link'>): string => link.replace('{name}', 'Xero');

const shown = (picker: CodatCommercePicker): Promise<void> => until(() => picker.matches(':state(ready)'));

const speaks = (picker: CodatCommercePicker, language: Pick<Strings, 'link'>): Promise<void> =>
  until(() => line(picker) === lineIn(language), lineIn(language));

const mount = (lang = '', integrations: unknown = [xero]): Promise<CodatCommercePicker> =>
  mountAny({ lang, integrations });

/** A page of its own, to load things into in an order of its own. */
interface Page {
  load(...modules: string[]): Promise<void>;
  add(name: string, lang: string): Promise<HTMLElement>;
}

const openPage = async (): Promise<Page> => {
  const frame = document.createElement('iframe');
  frame.srcdoc = '<!doctype html><html lang="en"><title>Of its own</title><body></body></html>';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const page = frame.contentDocument!;
  return {
    load: async (...modules) => {
      for (const module of modules) {
        const script = Object.assign(page.createElement('script'), { type: 'module', src: module });
        const done = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }));
        page.body.append(script);
        await done;
      }
    },
    add: async (name, lang) => {
      const element = page.createElement(name);
      Object.assign(element, { lang, integrations: [xero] });
      page.body.append(element);
      if (name === 'codat-commerce-picker') await shown(element as CodatCommercePicker);
      return element;
    },
  };
};

const ELEMENT = '/src/index.ts';
const moduleOf = ({ $code }: Translation): string => `/src/strings/${$code}.ts`;

afterEach(() => document.querySelector('iframe')?.remove());

describe('a language', () => {
  it('is there when its module was loaded before the element', async () => {
    const page = await openPage();
    await page.load(...TO_ADD.map(moduleOf), ELEMENT);
    for (const language of TO_ADD) {
      const picker = (await page.add('codat-commerce-picker', language.$code)) as CodatCommercePicker;
      expect(line(picker), language.$name).to.equal(lineIn(language));
      expect(one(picker, '[part="base"]').lang).to.equal(language.$code);
    }
  });

  it('comes to what is on screen when its module is loaded after the element', async () => {
    const page = await openPage();
    await page.load(ELEMENT);
    const pickers: CodatCommercePicker[] = [];
    for (const { $code } of TO_ADD) {
      pickers.push((await page.add('codat-commerce-picker', $code)) as CodatCommercePicker);
      expect([line(pickers.at(-1)!), one(pickers.at(-1)!, '[part="base"]').lang]).to.deep.equal([lineIn(en), 'en']);
    }
    for (const [index, language] of TO_ADD.entries()) {
      await page.load(moduleOf(language));
      await speaks(pickers[index]!, language);
      expect(one(pickers[index]!, '[part="base"]').lang).to.equal(language.$code);
      // The others wait for their own.
      if (pickers[index + 1]) expect(line(pickers[index + 1]!)).to.equal(lineIn(en));
    }
  });

  it('answers to its variants, of which it has none of its own', async () => {
    for (const [lang, language] of [
      ['pt-BR', pt],
      ['PT-br', pt],
      ['de-AT-1996', de],
      ['ar-EG', ar],
      ['zh-CN', en],
      ['no', nb],
      ['nn-NO', nb],
      ['en-US', en],
      ['ja-Jpan-JP', ja],
    ] as const) {
      expect(line(await mount(lang)), lang).to.equal(lineIn(language));
    }
  });

  it('gives way to a variant of its own, word for word', async () => {
    const spanish = { $code: 'ca-ES', $name: 'Test', $dir: 'ltr', link: 'Enllaça {name}' } as Translation;
    CodatCommercePicker.addStrings({ ...pt, $code: 'ca' }, spanish);
    const picker = await mount('ca-ES');
    expect(line(picker)).to.equal('Enllaça Xero');
    expect(textOf(one(picker, '[part="intro"]'))).to.equal(`${pt.choose} ${pt.next}`);
    expect(one(picker, '[part="base"]').lang).to.equal('ca-es');
    expect(line(await mount('ca-AD'))).to.equal(lineIn(pt));
    expect(line(await mount('ca'))).to.equal(lineIn(pt));
  });

  it('that nobody has is English, and marked as such', async () => {
    for (const lang of ['xx', 'zh-Hant-TW', 'x-private', '12', '-', '\u202E', 'toString', '__proto__']) {
      const picker = await mount();
      // Set here, as axe rightly minds such a tag in the page.
      picker.lang = lang;
      await picker.updateComplete;
      expect([line(picker), one(picker, '[part="base"]').lang], lang).to.deep.equal([lineIn(en), 'en']);
      picker.lang = '';
    }
  });

  it('may be one for each picker of a page', async () => {
    const [german, arabic, page] = [await mount('de'), await mount('ar'), await mount()];
    expect([german, arabic, page].map(line)).to.deep.equal([de, ar, en].map(lineIn));
    german.lang = 'pl';
    await speaks(german, pl);
    expect([arabic, page].map(line)).to.deep.equal([ar, en].map(lineIn));
  });
});

describe('the language around a picker', () => {
  it('is followed on each element around it', async () => {
    const outer = await fixture<HTMLElement>(html`<section><div></div></section>`);
    const picker = await mountAny({ integrations: [xero] }, { into: outer.firstElementChild! });
    outer.lang = 'de';
    await speaks(picker, de);
    picker.parentElement!.lang = 'pl';
    await speaks(picker, pl);
    outer.lang = 'ja';
    picker.parentElement!.removeAttribute('lang');
    await speaks(picker, ja);
    outer.removeAttribute('lang');
    await speaks(picker, en);
  });

  it('is followed through every shadow root around it', async () => {
    const outermost = await fixture<HTMLElement>(html`<div></div>`);
    const inRoot = (host: HTMLElement): HTMLElement => {
      const element = document.createElement('div');
      host.attachShadow({ mode: 'closed' }).append(element);
      return element;
    };
    const outer = inRoot(outermost);
    const inner = inRoot(outer);
    const picker = await mountAny({ integrations: [xero] }, { into: inner });
    for (const [element, language] of [
      [document.documentElement, de],
      [outermost, fr],
      [outer, es],
      [inner, fi],
      [picker, nl],
    ] as const) {
      element.lang = language.$code;
      await speaks(picker, language);
    }
    for (const element of [picker, inner, outer]) element.removeAttribute('lang');
    await speaks(picker, fr);
  });

  it('is that of the place it was moved to, and no longer that of the old one', async () => {
    const places = await fixture<HTMLElement>(
      html`<div>
        <p lang="de"></p>
        <p lang="sv"></p>
      </div>`,
    );
    const [german, swedish] = [...places.children] as HTMLElement[];
    const picker = await mountAny({ integrations: [xero] }, { into: german! });
    expect(line(picker)).to.equal(lineIn(de));
    swedish!.append(picker);
    await speaks(picker, sv);
    german!.lang = 'it';
    swedish!.lang = 'da';
    await speaks(picker, da);
    const host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append(picker);
    german!.append(host);
    await speaks(picker, italian);
    german!.lang = 'ja';
    await speaks(picker, ja);
  });

  it('is what it was when the picker comes back', async () => {
    const picker = await mount('de');
    const parent = picker.parentElement!;
    picker.remove();
    parent.lang = 'pl';
    picker.removeAttribute('lang');
    parent.append(picker);
    await speaks(picker, pl);
  });
});

describe('the number of results', () => {
  /** What is announced when so many are found. */
  const announced = async (language: Translation, count: number): Promise<string> => {
    const picker = await mount(language.$code, [...rows(count), { key: 'aaaa', name: 'Another' }]);
    picker.search = 'always';
    await picker.updateComplete;
    const said = listen(picker);
    await search(picker, 'ledger');
    await heard(said);
    return said.join('; ');
  };

  it('is told in the form that Polish has for it', async () => {
    expect(await Promise.all([1, 3, 11, 22].map((count) => announced(pl, count)))).to.deep.equal([
      '1 wynik',
      '3 wyniki',
      '11 wyników',
      '22 wyniki',
    ]);
  });

  it('is told in each form that Arabic has for it', async () => {
    const counts = [1, 2, 3, 11, 100];
    const said = await Promise.all(counts.map((count) => announced(ar, count)));
    expect(said).to.deep.equal(counts.map((count) => ar.found(count)));
    expect(said.slice(0, 2)).to.deep.equal(['نتيجة واحدة', 'نتيجتان']);
    expect(new Set(said.map((text) => text.replace(/[\d٠-٩]+/, '')))).to.have.length(4);
  });

  it('is told in the words of the host', async () => {
    const picker = await mount('de', rows(12));
    picker.strings = { found: (count: number) => `${count} Treffer, bitte wählen` };
    const said = listen(picker);
    await search(picker, 'ledger 1');
    await heard(said);
    expect(said).to.deep.equal(['4 Treffer, bitte wählen']);
  });

  it('is told in the words of the language where the host has none to tell it in', async () => {
    for (const found of ['{count} hits', 12, null, undefined] as unknown as Strings['found'][]) {
      const picker = await mount('de', rows(12));
      picker.strings = { found };
      const said = listen(picker);
      await search(picker, 'ledger 1');
      await heard(said);
      expect(said).to.deep.equal([de.found(4)]);
    }
  }).timeout(20_000);
});

describe('the words of the host', () => {
  it('come before those of every language', async () => {
    const picker = await mount('de');
    picker.strings = { link: 'Connect {name}' };
    await picker.updateComplete;
    expect(line(picker)).to.equal('Connect Xero');
    picker.lang = 'pl';
    await until(() => textOf(one(picker, '[part="intro"]')).startsWith(pl.choose));
    expect(line(picker)).to.equal('Connect Xero');
    picker.strings = undefined;
    await speaks(picker, pl);
  });

  for (const strings of [
    null,
    {},
    [],
    { link: null },
    { link: undefined },
    { nonsense: 'x', $code: 'xx', $dir: 'rtl' },
    JSON.parse('{"__proto__":{"link":"polluted"}}'),
  ] as unknown as Partial<Strings>[]) {
    it(`change nothing where they are ${JSON.stringify(strings)}`, async () => {
      const picker = await mount('de');
      picker.strings = strings;
      await picker.updateComplete;
      expect(line(picker)).to.equal(lineIn(de));
      expect(textOf(one(picker, '[part="intro"]'))).to.equal(`${de.choose} ${de.next}`);
    });
  }

  it('may have the name in them as often as they like', async () => {
    const picker = await mount();
    picker.strings = { link: '{name}: log in to {name}, then leave {name}' };
    await picker.updateComplete;
    expect(line(picker)).to.equal('Xero: log in to Xero, then leave Xero');
  });

  it('give way to the language where those for a number are none', async () => {
    const broken = new Error('of a test');
    const fails = (): string => {
      throw broken;
    };
    for (const found of [() => undefined, fails] as unknown as Strings['found'][]) {
      const picker = await mount('de', rows(12));
      picker.strings = { found };
      if (found === fails) expectedOnConsole.push(/^codat-commerce-picker strings\.found Error: of a test$/);
      const said = listen(picker);
      await search(picker, 'ledger 1');
      await heard(said);
      expect(said).to.deep.equal([de.found(4)]);
    }
  }).timeout(10_000);

  it('give way to the language where they are no words, and may be empty', async () => {
    const picker = await mount('de');
    picker.strings = { link: 42, choose: '', next: false } as unknown as Partial<Strings>;
    await picker.updateComplete;
    expect(line(picker)).to.equal(de.link.replace('{name}', 'Xero'));
    expect(textOf(one(picker, '[part="intro"]'))).to.equal(de.next);
  });

  it('change while a tile is busy', async () => {
    const picker = await mount();
    picker.addEventListener('codat-select', (event) => event.waitUntil(new Promise(() => {})));
    one(picker, '[data-key="gbol"]').click();
    await picker.updateComplete;
    picker.strings = { opening: 'Off to {name}…' };
    await picker.updateComplete;
    expect(line(picker)).to.equal('Off to Xero…');
    expect(textOf(liveRegionOf(picker))).to.equal('Off to Xero…');
  });

  it('change on a tile that failed', async () => {
    const picker = await mount('', accounting);
    picker.addEventListener('codat-select', (event) => event.waitUntil(Promise.reject(new Error('of a test'))));
    one(picker, '[data-key="gbol"]').click();
    await until(() => failuresOf(picker).length);
    picker.strings = { failed: 'That went wrong.', again: 'Have another go.', retry: 'Once more' };
    await picker.updateComplete;
    expect(textOf(failureOf(picker))).to.equal('That went wrong. Have another go.');
    expect(textOf(one(picker, '[part="retry"]'))).to.equal('Once more');
  });
});

describe('the words of another library that is localized by the same means', () => {
  const OTHER = '/test/support/other-library.ts';

  for (const [when, modules] of [
    ['before', [OTHER, ELEMENT]],
    ['after', [ELEMENT, OTHER]],
  ] as const) {
    it(`stay its own, and the picker’s stay the picker’s, when it is loaded ${when}`, async () => {
      const page = await openPage();
      await page.load(...modules);
      for (const [lang, language, close, next] of [
        ['en', en, 'Close', 'Next slide'],
        ['fr', fr, 'Fermer', 'Diapositive suivante'],
        ['eo', en, 'Fermi', 'Next slide'],
      ] as const) {
        const picker = (await page.add('codat-commerce-picker', lang)) as CodatCommercePicker;
        expect(line(picker)).to.equal(lineIn(language));
        expect(textOf(one(picker, '[part="intro"]'))).to.equal(`${language.choose} ${language.next}`);
        expect(one(picker, '[part="search-input"]').getAttribute('aria-label')).to.equal(language.search);
        expect(one(picker, '[part="base"]').lang).to.equal(language.$code);
        const other = await page.add('other-library', lang);
        await until(() => other.textContent);
        expect(other.textContent).to.equal([close, 'Find', next, 'Pick a colour', 'Found!'].join('\n'));
      }
    });
  }
});
