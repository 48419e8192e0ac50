import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDesktop, type Desktop } from './desktop.js';
import { visit, type Circumstances, type Visit } from './till.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 1);

const FAILED = 'Something went wrong on our side. Try again in a few minutes.';

/** How often a phrase stands in what was heard. */
const times = (heard: readonly string[], phrase: string): number => heard.join(' ').split(phrase).length - 1;

describe('what Orca says', () => {
  let desktop: Desktop;

  before(async () => {
    desktop = await startDesktop();
  });
  after(() => desktop?.close());

  /** Each of these has to be heard so often in each round. What was heard is shown where it is not so. */
  const says = (
    what: string,
    circumstances: Circumstances,
    act: (visit: Visit, wanted: readonly string[]) => Promise<string[]>,
    expected: Readonly<Record<string, number>>,
  ): void => {
    it(what, async () => {
      const counts = Object.fromEntries(Object.keys(expected).map((phrase) => [phrase, [] as number[]]));
      const rounds: string[] = [];
      const wanted = Object.keys(expected).filter((phrase) => expected[phrase]);
      for (let round = 0; round < ROUNDS; round += 1) {
        const heard = await visit(desktop, circumstances, (page) => act(page, wanted));
        rounds.push(heard.join(' | '));
        for (const [phrase, list] of Object.entries(counts)) list.push(times(heard, phrase));
      }
      if (process.env['VERBOSE']) console.log(rounds.join('\n'));
      console.log(counts);
      const right = Object.fromEntries(
        Object.entries(expected).map(([phrase, count]) => [phrase, rounds.map(() => count)]),
      );
      assert.deepEqual(counts, right, rounds.join('\n'));
    });
  };

  says(
    'when a Sync page can’t be opened: that it is being opened, and then why it was not',
    {},
    async (page, wanted) => {
      await page.told('codat-loaded');
      await page.heard();
      await page.reach('gbol');
      await page.heard();
      await page.pressed('Return', 'codat-error');
      return page.heard(...wanted);
    },
    { 'Opening Xero…': 1, [FAILED]: 1 },
  );

  says(
    'of the page as a whole: no region that has nothing to say, and no heading that is not seen',
    {},
    async (page, wanted) => {
      await page.told('codat-loaded');
      await page.heard();
      page.press('ctrl+Home', 'KP_Add');
      return page.heard(...wanted);
    },
    { status: 0, 'Choose your software.': 1, 'Accounting software': 0, 'Link your Sage account': 1 },
  );

  for (const [lang, comma] of [
    ['ar', '، '],
    ['ja', '、'],
  ] as const) {
    says(
      `of a tile, with the comma of its language: ${lang}`,
      { lang },
      async (page, wanted) => {
        await page.told('codat-loaded');
        await page.heard();
        await page.reach('gbol');
        return page.heard(...wanted);
      },
      { [`Xero${comma}`]: 1, 'Xero, ': 0 },
    );
  }

  says(
    'when the list can’t be had: why, once',
    { held: true, list: [503] },
    async (page, wanted) => {
      await page.heard();
      page.answer();
      await page.told('codat-error');
      return page.heard(...wanted);
    },
    { [FAILED]: 1 },
  );

  says(
    'of the button beside a failure: what it is called, and the reason',
    { list: [503] },
    async (page, wanted) => {
      await page.told('codat-error');
      await page.heard();
      await page.reach('retry');
      return page.heard(...wanted);
    },
    { 'Try again push button': 1, [FAILED]: 1 },
  );

  says(
    'when the list can’t be had once more: why, once',
    { list: [503] },
    async (page, wanted) => {
      await page.told('codat-error');
      await page.reach('retry');
      await page.heard();
      await page.pressed('Return', 'codat-error');
      return page.heard(...wanted);
    },
    { [FAILED]: 1 },
  );

  says(
    'when the list is there after all: how many there are',
    { list: [503, 200] },
    async (page, wanted) => {
      await page.told('codat-error');
      await page.reach('retry');
      await page.heard();
      await page.pressed('Return', 'codat-loaded');
      return page.heard(...wanted);
    },
    { '3 results': 1 },
  );

  says(
    'after Clear search: where the focus is, and how many there are again',
    {},
    async (page, wanted) => {
      await page.told('codat-loaded');
      await page.reach('search-input');
      await page.heard();
      page.type('quiz');
      await page.heard();
      await page.reach('retry clear');
      await page.heard();
      await page.pressed('Return', 'focus search-input');
      return page.heard(...wanted);
    },
    { 'Search by name or web address': 1, '3 results': 1 },
  );
});
