import {
  assert,
  array,
  asyncProperty,
  boolean,
  constantFrom,
  nat,
  record,
  type Arbitrary,
  constant,
  oneof,
} from 'fast-check';
import type { handleSelection } from '../../src/index.js';
import { KEYS, MINT_ANSWERS, PLACES, QUERIES, type Action } from '../support/model/actions.js';
import { deafen, play, type Companion, type Rooms } from '../support/model/play.js';
import { room } from '../support/model/windows.js';
import '../support/page.js';

/** Sequences that went wrong once, here or in somebody's hands. */
const EXAMPLES: Readonly<Record<string, readonly Action[]>> = {
  'disabled, and enabled again': [
    { do: 'disable', picker: 0, on: true },
    { do: 'disable', picker: 0, on: false },
    { do: 'disable fieldset', picker: 0, on: true },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'disable fieldset', picker: 0, on: false },
    { do: 'click', picker: 0, key: 'gbol' },
  ],
  'Enter held down while the host fails, and a double click': [
    { do: 'hold Enter', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: '500', last: true },
    { do: 'double click', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: '500', last: true },
    { do: 'sync endpoint', picker: 0, on: false },
    { do: 'double click', picker: 0, key: 'qhyg' },
  ],
  'Try again while disabled': [
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: '429', last: true },
    { do: 'disable', picker: 0, on: true },
    { do: 'try again', picker: 0 },
    { do: 'disable', picker: 0, on: false },
    { do: 'try again', picker: 0 },
    { do: 'answer mint', as: 'url', last: true },
  ],
  'the list has failed, and then another endpoint': [
    { do: 'endpoint', picker: 0 },
    { do: 'answer list', last: true, fails: true },
    { do: 'endpoint', picker: 0 },
    { do: 'answer list', last: true, fails: false },
  ],
  'a failure, and then another list': [
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: 'drop', last: true },
    { do: 'endpoint', picker: 0 },
    { do: 'answer list', last: true, fails: false },
    { do: 'click', picker: 0, key: 'qhyg' },
  ],
  'another endpoint before the first has answered': [
    { do: 'endpoint', picker: 0 },
    { do: 'endpoint', picker: 0 },
    { do: 'answer list', last: true, fails: false },
    { do: 'answer list', last: false, fails: true },
    { do: 'reload', picker: 0 },
    { do: 'reload', picker: 0 },
    { do: 'answer list', last: true, fails: true },
  ],
  'two copies, two pickers': [
    { do: 'second copy', on: true },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'click', picker: 1, key: 'qhyg' },
    { do: 'answer mint', as: 'url', last: false },
    { do: 'click', picker: 1, key: 'qhyg' },
    { do: 'come back', place: 'home', by: 'pageshow' },
    { do: 'sync endpoint', picker: 1, on: false },
    { do: 'click', picker: 1, key: 'qhyg' },
    { do: 'click', picker: 0, key: 'gbol' },
  ],
  'away and back, by each door': PLACES.flatMap((place): Action[] =>
    (['pageshow', 'visibilitychange', 'focus'] as const).flatMap((by): Action[] => [
      { do: 'put into', picker: 0, place },
      { do: 'click', picker: 0, key: 'gbol' },
      { do: 'answer mint', as: 'url', last: true },
      { do: 'click', picker: 0, key: 'qhyg' },
      { do: 'come back', place, by },
    ]),
  ),
  'not left at all': [
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: 'url', last: true },
    { do: 'time passes' },
    { do: 'click', picker: 0, key: 'gbol' },
  ],
  'removed, put back, picked': [
    { do: 'remove', picker: 0 },
    { do: 'put into', picker: 0, place: 'home' },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'remove', picker: 0 },
    { do: 'put into', picker: 0, place: 'away' },
    { do: 'click', picker: 0, key: 'qhyg' },
    { do: 'answer mint', as: 'url', last: true },
  ],
  'removed in the task of the click': [
    { do: 'click and remove', picker: 0, key: 'gbol' },
    { do: 'second copy', on: true },
    { do: 'sync endpoint', picker: 1, on: false },
    { do: 'click and remove', picker: 1, key: 'gbol' },
  ],
  'moved and taken into another window while it waits': [
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'move', picker: 0 },
    { do: 'put into', picker: 0, place: 'away' },
    { do: 'answer mint', as: 'url', last: true },
    { do: 'leave', place: 'away' },
  ],
  'left while it waits': [
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'leave', place: 'home' },
    { do: 'come back', place: 'home', by: 'pageshow' },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'time passes' },
  ],
  'away and back after a list that has failed': [
    { do: 'leave', place: 'home' },
    { do: 'endpoint', picker: 0 },
    { do: 'time passes' },
    { do: 'come back', place: 'home', by: 'pageshow' },
    { do: 'come back', place: 'home', by: 'pageshow' },
    { do: 'remove', picker: 0 },
    { do: 'reload', picker: 0 },
    { do: 'put into', picker: 0, place: 'away' },
    { do: 'time passes' },
    { do: 'reload', picker: 0 },
    { do: 'answer list', last: true, fails: true },
  ],
  'removed while a copy waits, which is stopped then': [
    { do: 'sync endpoint', picker: 0, on: false },
    { do: 'second copy', on: true },
    { do: 'double click', picker: 0, key: 'gbol' },
    { do: 'second copy', on: true },
    { do: 'double click', picker: 0, key: 'gbol' },
    { do: 'remove', picker: 0 },
    { do: 'second copy', on: true },
    { do: 'put into', picker: 0, place: 'home' },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: 'url', last: false },
  ],
  'cancelled by the host': [
    { do: 'cancel select', on: true },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'cancel select', on: false },
    { do: 'cancel redirect', on: true },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: 'url', last: true },
    { do: 'click', picker: 0, key: 'gbol' },
    { do: 'answer mint', as: 'garbage', last: true },
  ],
};

const picker = nat({ max: 1 });
const key = constantFrom(...KEYS);
const on = boolean();
const last = boolean();
const place = constantFrom(...PLACES);

/** An action of these names, with these things chosen at random. */
const some = (names: readonly Action['do'][], things: Record<string, Arbitrary<unknown>> = {}): Arbitrary<Action> =>
  record({ do: constantFrom(...names), ...things }) as Arbitrary<Action>;

const anyAction = oneof(
  { weight: 6, arbitrary: some(['click'], { picker, key }) },
  { weight: 6, arbitrary: some(['answer mint'], { as: constantFrom('url', 'url', ...MINT_ANSWERS), last }) },
  { weight: 3, arbitrary: some(['double click', 'hold Enter', 'click and remove'], { picker, key }) },
  { weight: 3, arbitrary: some(['come back'], { place, by: constantFrom('pageshow', 'visibilitychange', 'focus') }) },
  { weight: 3, arbitrary: some(['put into'], { picker, place }) },
  { weight: 3, arbitrary: some(['disable', 'disable fieldset', 'sync endpoint'], { picker, on }) },
  { weight: 3, arbitrary: some(['remove', 'move', 'try again', 'focus'], { picker }) },
  { weight: 3, arbitrary: some(['integrations', 'endpoint', 'reload'], { picker }) },
  { weight: 3, arbitrary: some(['answer list'], { last, fails: constantFrom(false, false, true) }) },
  { weight: 2, arbitrary: some(['second copy', 'cancel select', 'cancel redirect'], { on }) },
  { weight: 1, arbitrary: some(['set value'], { picker, value: constantFrom('', ...KEYS) }) },
  { weight: 1, arbitrary: some(['search'], { picker, query: constantFrom(...QUERIES) }) },
  { weight: 1, arbitrary: some(['leave'], { place }) },
  { weight: 1, arbitrary: constant<Action>({ do: 'time passes' }) },
);

describe('whatever is done, one pick is one mint and one navigation', () => {
  let rooms: Rooms;
  let copy: Companion;

  beforeEach(async () => {
    rooms = { home: await room(), away: await room() };
    for (const opened of Object.values(rooms)) deafen(opened);
    const file = '/src/companion/handler.ts?model';
    copy = ((await import(file)) as { handleSelection: typeof handleSelection }).handleSelection;
  });

  for (const [name, actions] of Object.entries(EXAMPLES)) {
    it(`as where it is ${name}`, () => play(actions, rooms, copy));
  }

  // Three seeds that are always the same, and one that never is: a failure names it, and shrinks to what matters.
  for (const seed of [1, 20, 300, undefined]) {
    it(`at random, ${seed === undefined ? 'anew each time' : `from the seed ${seed}`}`, async function () {
      this.timeout(300_000);
      await assert(
        asyncProperty(array(anyAction, { minLength: 5, maxLength: 30, size: 'max' }), (actions) =>
          play(actions, rooms, copy),
        ),
        { numRuns: 25, includeErrorInReport: true, ...(seed !== undefined && { seed }) },
      );
    });
  }
});
