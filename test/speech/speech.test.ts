import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserName } from './browsers.js';
import { startDesktop, until, type Desktop } from './desktop.js';
import { offerOf, SCENES, type Scene } from './scenes.js';
import { startTill, type Till } from './till.js';
import { LANGUAGES, phrasesIn, type Language } from './words.js';

const { BROWSER = 'firefox', MAIN, ROUNDS = '1', VERBOSE } = process.env;

/** How often the focus is put on the button before the picker, once a second, until Orca is there to tell. */
const CALLS = 120;

/** The last words of a scene: whatever was to be heard before them has been heard by then. */
const END = 'That was all.';

describe(`what Orca says of ${BROWSER}`, () => {
  let till: Till;
  let desktop: Desktop | undefined;

  before(async () => {
    till = await startTill();
  });
  after(async () => {
    await desktop?.close();
    await till?.close();
  });

  /** Plays it on a new page, and listens until it is over. */
  const play = async (scene: Scene, lang: Language): Promise<void> => {
    const words = LANGUAGES[lang];
    till.open({ lang, ...offerOf(scene) });
    const { press, spoken, type } = (desktop ??= await startDesktop(BROWSER as BrowserName, till.url));
    let start = spoken().length;
    const heard = (): string[] => spoken().slice(start);
    const phrases = (): string[] => phrasesIn(heard(), words);
    // Orca comes to a new page when it has the time: what happened there before goes unheard.
    for (let calls = 0; !heard().join(' ').includes('Start'); calls += 1) {
      assert.ok(calls < CALLS, `Orca does not come to the page. ${heard().join(' | ')}`);
      till.order({ do: 'start' });
      await wait(1_000);
    }
    start = spoken().length;
    till.order({ do: 'show' });
    await till.shown();
    const expected: string[] = [];
    await scene.play(
      {
        hears: async (...next) => {
          expected.push(...next);
          await until(
            `“${next.join('”, “')}” is heard`,
            () => phrases().length >= expected.length,
            () => heard().join(' | '),
          );
          assert.deepEqual(phrases().slice(0, expected.length), expected, heard().join(' | '));
        },
        presses: press,
        types: type,
        answers: (status) => till.answer(status),
        hasNothingToTell: () => till.emptied(),
      },
      words,
    );
    till.order({ do: 'say', what: END });
    await until(
      'the end is heard',
      () => heard().includes(END),
      () => heard().join(' | '),
    );
    if (VERBOSE) console.log(heard().join(' | '));
    assert.deepEqual(phrases(), expected, heard().join(' | '));
  };

  for (const lang of Object.keys(LANGUAGES) as Language[]) {
    for (const scene of SCENES) {
      if (scene.onlyIn && scene.onlyIn !== BROWSER) continue;
      if (MAIN && !(scene.isMain && lang === 'en')) continue;
      for (let round = 1; round <= Number(ROUNDS); round += 1) {
        it(`${lang}: ${scene.name}${ROUNDS === '1' ? '' : ` (${round})`}`, async () => {
          try {
            await play(scene, lang);
          } catch (error) {
            // Nobody knows where the focus is now: the next one begins anew.
            await desktop?.close();
            desktop = undefined;
            throw error;
          }
        });
      }
    }
  }
});
