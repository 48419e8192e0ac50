/**
 * All words of the element, by key: what a language has to bring, and what a host may replace one by one.
 * `{name}` stands for the software's name.
 */
export interface Strings {
  /** What to do. Begins the default text of the slot `intro`; a form says it when the required choice is missing. */
  choose: string;
  /** What happens then. Ends the default text of the slot `intro`. */
  next: string;
  /** Heading of the group with the sourceType `Accounting`. */
  Accounting: string;
  /** Heading of the group with the sourceType `Commerce`. */
  Commerce: string;
  /** Heading of the group with every other sourceType. */
  Other: string;
  /** The line under the name. */
  link: string;
  /** The same line while the Sync page is being opened; announced. */
  opening: string;
  /** Badge of software that can't be picked yet. */
  soon: string;
  /** The default text of the slot `empty`. */
  empty: string;
  /** The button that tries once more. */
  retry: string;
  /** Failures by the code of the error, in the merchant's words: what happened, then what to do. */
  network: string;
  unauthenticated: string;
  forbidden: string;
  'rate-limited': string;
  'unknown-platform': string;
  /** Every other failure. */
  failed: string;
}
