import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { parseSync } from 'vite';
import { ERRORS } from '../../src/shared/errors.js';
import { STATUSES, type ConnectionStatus } from '../../src/shared/statuses.js';
import type { Strings, Translation } from '../../src/strings/translation.js';
import { plural } from '../../src/strings/plural.js';
import { register } from '../../src/strings/register.js';
import { BUILT_IN, LANGUAGES } from '../support/languages.js';

/** Tags that a language answers to besides its own. */
const ALSO: Readonly<Record<string, readonly string[]>> = { nb: ['no', 'nn'] };

/** The most that a list is expected to hold. */
const MOST = 10_000;

/** “Try again”, as it is found in a sentence that says so. */
const TRY_AGAIN: Readonly<Record<string, RegExp>> = {
  en: /try again/i,
  fr: /réessay/i,
  de: /erneut|versuch(?!e\.)/i,
  es: /reintentar|intentarlo/i,
  it: /riprova/i,
  pt: /tent(e|ar) novamente/i,
  nl: /probe/i,
  da: /prøv/i,
  sv: /försök (igen|på nytt)/i,
  nb: /prøv/i,
  fi: /yritä/i,
  pl: /spróbuj/i,
  ja: /もう一度(お試し|試す)/,
  ar: /إعادة المحاولة|أعد المحاولة/,
};

/** What says so: the button, and what stands before it. */
const WITH_BUTTON = ['retry', 'noInternet', 'again', 'againIn', 'allow'];

const folder = new URL('../../src/strings/', import.meta.url);
// Whatever is named like a language is one; the rest are words such as `plural`.
const files = readdirSync(folder).filter((file) => /^[a-z]{2,3}(-\w+)*\.ts$/i.test(file));
const languages = await Promise.all(
  files.map(async (file) => {
    const exported = Object.values((await import(new URL(file, folder).href)) as Record<string, Translation>);
    assert.equal(exported.length, 1, `${file} exports its language and nothing else`);
    const [translation] = exported as [Translation];
    return { file, tag: file.replace(/\.ts$/, ''), translation, source: readFileSync(new URL(file, folder), 'utf8') };
  }),
);
const english = languages.find(({ tag }) => tag === 'en')!.translation;

describe('LANGUAGES of test/support', () => {
  it('holds every language that has a file', () => {
    assert.deepEqual(
      LANGUAGES.map(({ $code }) => $code),
      languages.map(({ tag }) => tag).toSorted(),
      'Add it to test/support/languages.ts: the browser tests read that list.',
    );
  });
});

for (const { file, tag, translation, source } of languages) {
  describe(`strings/${file}`, () => {
    it('has the words that English has, and no others', () => {
      assert.deepEqual(Object.keys(translation).toSorted(), Object.keys(english).toSorted());
      for (const [key, text] of textsOf(translation)) assert.notEqual(text, '', key);
    });

    it('has the placeholders that English has, each as often', () => {
      for (const [key, text] of textsOf(translation)) {
        const expected = english[key as keyof Strings];
        assert.deepEqual(placeholdersOf(text), placeholdersOf(typeof expected === 'string' ? expected : ''), key);
      }
    });

    it('says which language it is, and which way it runs', () => {
      assert.equal(translation.$code, tag);
      assert.deepEqual(Intl.getCanonicalLocales(tag), [tag]);
      assert.equal(translation.$dir, directionOf(tag));
      const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag)!;
      assert.equal(translation.$name.toLocaleLowerCase(tag), name.toLocaleLowerCase(tag));
    });

    it('has a plural form for each kind of number', () => {
      const { language, categories } = pluralOf(file, source);
      assert.equal(language, tag);
      const rules = new Intl.PluralRules(tag);
      const reached = new Set(counts().map((count) => rules.select(count)));
      assert.deepEqual(
        [...reached].filter((category) => !categories.includes(category)),
        [],
        'missing',
      );
      const known: string[] = rules.resolvedOptions().pluralCategories;
      assert.deepEqual(
        categories.filter((category) => !known.includes(category)),
        [],
        'not in this language',
      );
    });

    it('tells the number of what was found', () => {
      for (const count of [0, 1, 2, 3, 5, 11, 21, 100, 1000]) {
        const text = translation.found(count);
        const number = new Intl.NumberFormat(tag).format(count);
        if (/\p{Nd}/u.test(text)) assert.doesNotMatch(text.replace(number, ''), /\p{Nd}/u, `${text}, not ${number}`);
        // In Arabic, one and two are words: the form itself is the number, if it stands for no other.
        else
          assert.deepEqual(
            counts().filter((other) => translation.found(other) === text),
            [count],
            text,
          );
      }
    });

    it('says something else in each state of a tile', () => {
      const { link, manage, resume, reconnect, opening } = translation;
      assert.equal(new Set([link, manage, resume, reconnect, opening]).size, 5);
    });

    it('says that one may try again where there is a button for it, and nowhere else', () => {
      const saying = textsOf(translation).filter(([, text]) => TRY_AGAIN[tag]!.test(text));
      assert.deepEqual(saying.map(([key]) => key).toSorted(), WITH_BUTTON.toSorted());
    });

    it('says what happened in one sentence, and what to do in another', () => {
      const happened = Object.values(ERRORS).map(({ whatHappened }) => whatHappened);
      const todo = ['again', 'againIn', 'logInAgain', 'ask', 'another', 'contact'] as const;
      for (const key of [...happened, ...todo]) assert.match(translation[key], /^[^.。!?]+[.。]$/, key);
      const texts = [...new Set(happened), ...todo].map((key) => translation[key]);
      assert.equal(new Set(texts).size, texts.length, 'each says something else');
    });

    it('has a badge and a line for each status of a connection', () => {
      const statuses = Object.entries(STATUSES).flatMap(([status, { line }]) => [status as ConnectionStatus, line]);
      const texts = statuses.map((key) => translation[key]);
      assert.equal(new Set(texts).size, texts.length);
      // A badge of more is in two lines on a phone.
      assert.ok(translation.pending.length <= 15, translation.pending);
    });

    it('has its own comma', () => {
      assert.equal(translation.comma, { ar: '، ', ja: '、' }[tag as string] ?? ', ');
    });

    it('is set as in print', () => {
      for (const [key, text] of textsOf(translation)) {
        assert.doesNotMatch(text, /['"`´]/, `${key}: a typewriter's quotation mark or apostrophe`);
        assert.doesNotMatch(text, /\.\./, `${key}: dots instead of an ellipsis`);
        if (key !== 'comma') assert.doesNotMatch(text, /^\s|\s$|\s\s/, `${key}: a space too many`);
        assert.doesNotMatch(text, / [»…?!:;]|« /, `${key}: a line may break here, so it takes \\u00a0`);
      }
      assert.doesNotMatch(source, /[^\P{White_Space}\n ]|\p{Cf}/u, 'what is invisible is written as an escape');
    });

    it('does nothing on a server', async () => {
      const before = Reflect.ownKeys(globalThis);
      assert.ok(!before.includes('customElements'));
      await import(`${new URL(file, folder).href}?server`);
      assert.deepEqual(Reflect.ownKeys(globalThis), before);
    });

    it(BUILT_IN.includes(tag) ? 'leaves it to the element to take it' : 'gives itself to the element', async (t) => {
      const given: Translation[] = [];
      const define = awaitElement(t);
      await import(`${new URL(file, folder).href}?browser`);
      assert.equal(given.length, 0);
      await define({ addStrings: (...translations: Translation[]) => void given.push(...translations) });
      const tags = BUILT_IN.includes(tag) ? [] : [tag, ...(ALSO[tag] ?? [])];
      assert.deepEqual(given.map(({ $code }) => $code).toSorted(), tags.toSorted());
      for (const { $code, ...words } of given) {
        const { $code: _, ...expected } = translation;
        assert.deepEqual(Object.keys(words), Object.keys(expected), $code);
        assert.deepEqual(textsOf(words), textsOf(expected), $code);
      }
    });
  });
}

describe('register', () => {
  it('puts up with an element that takes no languages', async (t) => {
    const define = awaitElement(t);
    register(english);
    await define({});
  });
});

describe('plural', () => {
  it('takes the form for the number', () => {
    const text = plural('pl', { one: 'one {count}', few: 'few {count}', many: 'many {count}', other: 'other {count}' });
    assert.deepEqual([1, 2, 5, 22, 1.5].map(text), ['one 1', 'few 2', 'many 5', 'few 22', 'other 1,5']);
  });

  it('takes the form for all others where there is none', () => {
    assert.equal(plural('pl', { other: 'other {count}' })(2), 'other 2');
  });

  it('writes the number as the language does', () => {
    assert.equal(plural('de', { other: '{count}' })(1234), '1.234');
    assert.equal(plural('ar-EG', { other: '{count}' })(3), '٣');
  });
});

function counts(): number[] {
  return Array.from({ length: MOST + 1 }, (_, count) => count);
}

/** All that a reader may come to see, by key. */
function textsOf(words: object): [string, string][] {
  return Object.entries(words).flatMap(([key, text]: [string, Translation[keyof Translation]]) =>
    typeof text === 'string'
      ? [[key, text] as [string, string]]
      : [0, 1, 2, 3, 11, 100].map((count): [string, string] => [`${key}(${count})`, text(count)]),
  );
}

function placeholdersOf(text: string): string[] {
  return (text.match(/\{[^}]*\}?|\}/g) ?? []).toSorted();
}

/** A property in Node 20, a method in the standard and in later Nodes; TypeScript knows neither. */
function directionOf(tag: string): string | undefined {
  const locale: Intl.Locale & { getTextInfo?(): TextInfo; textInfo?: TextInfo } = new Intl.Locale(tag);
  return (locale.getTextInfo?.() ?? locale.textInfo)?.direction;
}

interface TextInfo {
  direction: string;
}

/**
 * The language and the categories that a file hands to `plural`. Read from the source, since a form that is missing
 * can't be told from one that reads like `other`: in Arabic, several do.
 */
function pluralOf(file: string, source: string): { language: unknown; categories: string[] } {
  const { program, errors } = parseSync(file, source);
  assert.deepEqual(errors, []);
  const calls = [...nodesOf(program)].filter(isPluralCall);
  assert.equal(calls.length, 1, `${file} calls plural once`);
  const [language, forms] = calls[0]!.arguments;
  return { language: language.value, categories: forms.properties.map(({ key }) => key.name) };
}

function* nodesOf(tree: object): Generator<object> {
  yield tree;
  for (const child of Object.values(tree)) if (typeof child === 'object' && child) yield* nodesOf(child);
}

interface PluralCall {
  type: 'CallExpression';
  callee: { name: 'plural' };
  arguments: [{ value: unknown }, { properties: { key: { name: string } }[] }];
}

function isPluralCall(node: object): node is PluralCall {
  const { type, callee } = node as Partial<PluralCall>;
  return type === 'CallExpression' && callee?.name === 'plural';
}

/** A browser's registry, in which the element is yet to be defined. */
function awaitElement(t: TestContext): (element: object) => Promise<void> {
  let define!: (element: object) => void;
  const defined = new Promise<object>((resolve) => {
    define = resolve;
  });
  const whenDefined = (name: string): Promise<object> => {
    assert.equal(name, 'codat-commerce-picker');
    return defined;
  };
  Object.defineProperty(globalThis, 'customElements', { configurable: true, value: { whenDefined } });
  t.after(() => Reflect.deleteProperty(globalThis, 'customElements'));
  return async (element) => {
    define(element);
    // Whoever began to wait before has been told by then.
    await defined;
  };
}
