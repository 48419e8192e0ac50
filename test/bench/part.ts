import type { Browser } from 'playwright-core';
import type { Site } from './site.js';
import type { Section } from './table.js';

/** What a part of the bench is given. */
export interface Run {
  browser: Browser;
  site: Site;
  /** How many rounds, where so many are usual. */
  rounds(usual: number): number;
  /** Tells whoever waits where it stands. */
  say(what: string): void;
}

/** What the same costs for more and more work. */
export interface Growth {
  what: string;
  costs: readonly { work: number; cost: number }[];
}

/** What a part has found. */
export interface Findings {
  sections: readonly Section[];
  growth?: readonly Growth[];
}

/** One part of the bench. */
export type Part = (run: Run) => Promise<Findings>;
