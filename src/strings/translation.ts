import type { Translation as LibraryTranslation } from '@shoelace-style/localize';

/**
 * All texts of the element, by key: what a language has to bring, and what a host may replace one by one.
 * `{name}` stands for the software's name, `{query}` for what was searched for, `{time}` for how long to wait.
 */
export interface Strings {
  /** What to do. Begins the default text of the slot `intro`; a form says it when the required choice is missing. */
  choose: string;
  /** What happens then. Ends the default text of the slot `intro`. */
  next: string;
  /** The list takes longer than a moment; only announced. */
  loading: string;
  /** Heading of the group with the sourceType `Accounting`. */
  Accounting: string;
  /** Heading of the group with the sourceType `Commerce`. */
  Commerce: string;
  /** Heading of the group with the sourceTypes `Banking` and `BankFeed`. */
  Banking: string;
  /** Heading of the group with the sourceType `Expense`. */
  Expense: string;
  /** Heading of the group with every other sourceType. */
  Other: string;
  /** The line under the name. */
  link: string;
  /** The same line where the merchant has linked it: the same Sync page shows the settings. */
  manage: string;
  /** The same line where the merchant has begun to link it, and not come to the end. */
  resume: string;
  /** The same line where access was lost: the Sync page links it anew. */
  reconnect: string;
  /** The same line while the Sync page is being opened; announced. */
  opening: string;
  /** Badge of what the merchant has linked. */
  linked: string;
  /** Badge of what the merchant has begun to link, until the authorization is there. */
  pending: string;
  /** Badge of what was linked, until access was lost. */
  deauthorized: string;
  /** Badge of software that can't be picked yet. */
  soon: string;
  /** Badge of an integration that Codat calls beta. */
  beta: string;
  /** Badge of software that runs on the merchant's own computer, which Codat calls an offline connector. */
  offline: string;
  /** Stands between name, badges and line where a tile is read aloud, with its blank. */
  comma: string;
  /** Name of the search box, and what it says while it is empty. */
  search: string;
  /** The button that empties the search box. */
  clear: string;
  /** How many were found; announced. */
  found: (count: number) => string;
  /** Nothing was found: what happened, then what to do; announced. */
  none: string;
  /** The default text of the slot `empty`. */
  empty: string;
  /** The button that tries once more. */
  retry: string;
  /** The link to the host's log-in page. */
  logIn: string;
  /** The browser has no connection: what happened, then what to do. The button `retry` follows. */
  noInternet: string;
  /** What happened, in one sentence. What the merchant can do comes after it, in another. */
  network: string;
  unauthenticated: string;
  forbidden: string;
  'unknown-platform': string;
  'rate-limited': string;
  /** Everything that the merchant can do nothing about. */
  blocked: string;
  unsupported: string;
  failed: string;
  /** What to do: wait. The button `retry` follows. */
  again: string;
  /** The same where it is known how long. `{time}` is “in 40 seconds”, as the language says it. The button follows. */
  againIn: string;
  /** What to do when the session has ended. The link `logIn` follows, where the host gave one. */
  logInAgain: string;
  /** What to do where the merchant's account may not. */
  ask: string;
  /** What to do where this software can't be linked. */
  another: string;
  /** What can be done where the browser opens no window. */
  allow: string;
  /** What to do where nothing else helps. */
  contact: string;
}

/** The texts of one language, with its BCP 47 tag (`$code`), its own name (`$name`) and its direction (`$dir`). */
export interface Translation extends Strings, LibraryTranslation {}
