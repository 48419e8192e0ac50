import type { Integration } from '../../../src/index.js';

/** What the bench asks of each contestant; its script leaves it at the window. */
export interface Contestant {
  /** Puts it on the page: with these rows, or with the URL that it fetches them from. */
  show(place: Element, source: readonly Integration[] | string): void;
  /** Takes all off the page that it has put there. */
  remove(): void;
  /** Where its tiles are, and what finds one. */
  tiles(): { root: ParentNode; selector: string };
  /** Shows other rows. Who can only fetch has no such thing. */
  change?(rows: readonly Integration[]): void;
}

declare global {
  interface Window {
    contestant: Contestant;
  }
}
