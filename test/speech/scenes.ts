/** What a merchant does, and what is heard then. */
import type { Integration } from '../../src/index.js';
import type { BrowserName } from './browsers.js';
import { BADGED_ROWS, ROWS, type Words } from './words.js';

/** A page with a picker, and a merchant who only listens. */
export interface Visit {
  /** What is to be heard next of the picker; anything else of it, or the same once more, is a fault. */
  hears(...phrases: string[]): Promise<void>;
  /** Presses these keys. */
  presses(...keys: string[]): void;
  types(text: string): void;
  /** The host answers what it has been asked for, as soon as it is: 200 is the list, everything else an error. */
  answers(status: number): Promise<void>;
  /** There is nothing left in the region that tells things. */
  hasNothingToTell(): Promise<void>;
}

export interface Scene {
  name: string;
  /** What the host offers. Default: three rows. */
  rows?: readonly Integration[];
  /** Whether they are fetched. Otherwise they are written into the page: however slow it is, nothing is loading. */
  isFetched?: boolean;
  /** Where it is not heard so in every browser: in this one it is. */
  onlyIn?: BrowserName;
  /** One of those that are heard at each change. */
  isMain?: boolean;
  play(visit: Visit, words: Words): Promise<void>;
}

export const SCENES: readonly Scene[] = [
  {
    name: 'a list that is there at once: nothing by itself',
    play: async ({ hears, presses }, { search }) => {
      presses('Tab');
      await hears(search);
    },
  },
  {
    name: 'a list that takes longer than a second: that it is loading, and then how many there are',
    isMain: true,
    isFetched: true,
    play: async ({ answers, hears }, { loading, three }) => {
      await hears(loading);
      await answers(200);
      await hears(three);
    },
  },
  {
    name: 'tiles: the name, each badge, and what they are for',
    rows: BADGED_ROWS,
    isMain: true,
    play: async ({ hears, presses }, words) => {
      const { search, deauthorized, linked, pending, beta, offline, soon, two } = words;
      presses('Tab');
      await hears(search);
      for (const tile of [deauthorized, linked, pending, beta, offline, soon, two]) {
        presses('Tab');
        await hears(tile);
      }
    },
  },
  {
    name: 'the page as a whole: what is seen, and nothing else',
    play: async ({ hears, presses }, { intro, search, xero, quickbooks, sage }) => {
      presses('ctrl+Home', 'KP_Add');
      await hears(intro, search, xero, quickbooks, sage);
    },
  },
  {
    name: 'a search: how many were found, once typing has stopped',
    isMain: true,
    play: async ({ hears, presses, types }, { search, one }) => {
      presses('Tab');
      await hears(search);
      types('qui');
      await hears(one);
    },
  },
  {
    name: 'a search for nothing that there is: so much, and after Clear search how many there are again',
    isMain: true,
    play: async ({ hears, presses, types }, { clear, none, search, three }) => {
      presses('Tab');
      await hears(search);
      types('xq');
      await hears(none);
      // The cross in the search box, and the button under the message.
      presses('Tab');
      await hears(clear);
      presses('Tab');
      await hears(clear);
      presses('Return');
      await hears(search, three);
    },
  },
  {
    name: 'a Sync page that can’t be opened, twice: that it is being opened, and then why it was not',
    isMain: true,
    play: async ({ answers, hears, presses }, { failed, opening, retry, search, xero }) => {
      presses('Tab');
      await hears(search);
      presses('Tab');
      await hears(xero);
      presses('Return');
      await hears(opening);
      await answers(503);
      await hears(failed);
      presses('Tab');
      await hears(retry, failed);
      presses('Return');
      await hears(opening);
      await answers(503);
      await hears(failed);
    },
  },
  {
    name: 'a list that can’t be had, twice at once, and then after a while: why, and how many there are',
    isMain: true,
    // In Chromium Orca also reads all that is in the container, which has the focus while there is no button.
    onlyIn: 'firefox',
    isFetched: true,
    play: async ({ answers, hears, presses }, { failed, loading, retry, three }) => {
      await answers(503);
      await hears(failed);
      presses('Tab');
      await hears(retry, failed);
      presses('Return');
      await answers(503);
      await hears(failed);
      presses('Tab');
      await hears(retry, failed);
      presses('Return');
      await hears(loading);
      await answers(200);
      await hears(three);
    },
  },
  {
    name: 'the page with a failure in it: the message once, and its button',
    isFetched: true,
    play: async ({ answers, hasNothingToTell, hears, presses }, { failed, retry }) => {
      await answers(503);
      await hears(failed);
      await hasNothingToTell();
      presses('ctrl+Home', 'KP_Add');
      await hears(failed, retry);
    },
  },
];

/** What its page has in it. */
export const offerOf = ({
  isFetched = false,
  rows = ROWS,
}: Scene): { isFetched: boolean; rows: readonly Integration[] } => ({
  isFetched,
  rows,
});
