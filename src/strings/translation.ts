/**
 * All texts of the element by key. A language has all of them, and a host may replace each of them.
 * `{name}` stands for the software's name, `{query}` for what was searched for, `{time}` for how long to wait.
 */
export interface Strings {
  /** The first sentence of the default text of the slot `intro`. A form shows it if the required choice is missing. */
  choose: string;
  /** The second sentence of the default text of the slot `intro`. */
  next: string;
  /** Loading takes longer than a second. It is announced, and not shown. */
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
  /** The line under the name on a tile. */
  link: string;
  /** The same line if the merchant has linked it. The Sync page shows its settings then. */
  manage: string;
  /** The same line if the merchant has begun to link it, but has not finished. */
  resume: string;
  /** The same line if access was lost. The Sync page links it again. */
  reconnect: string;
  /** The same line while the Sync page is being opened. It is announced too. */
  opening: string;
  /** Badge of software that the merchant has linked. */
  linked: string;
  /** Badge of software that the merchant has begun to link, but has not finished. */
  pending: string;
  /** Badge of software that was linked, and has lost its access. */
  deauthorized: string;
  /** Badge of software that can't be picked yet. */
  soon: string;
  /** Badge of an integration that Codat calls beta. */
  beta: string;
  /** Badge of software that runs on the merchant's own computer, which Codat calls an offline connector. */
  offline: string;
  /** Separates name, badges and line when a screen reader reads a tile. With the space after it. */
  comma: string;
  /** The search box's label and placeholder. */
  search: string;
  /** The button that empties the search box. */
  clear: string;
  /** How many were found. It is only announced. */
  found: (count: number) => string;
  /** Nothing was found: what happened, then what to do. It is announced too. */
  none: string;
  /** The default text of the slot `empty`. */
  empty: string;
  /** The button that tries again. */
  retry: string;
  /** The link to the host's log-in page. */
  logIn: string;
  /** The browser has no connection: what happened, then what to do. The button `retry` follows. */
  noInternet: string;
  /** From here to `failed`: what happened, in one sentence. Another sentence says what the merchant can do. */
  network: string;
  unauthenticated: string;
  forbidden: string;
  'unknown-platform': string;
  'rate-limited': string;
  blocked: string;
  unsupported: string;
  /** Every other failure. */
  failed: string;
  /** What to do: wait. The button `retry` follows. */
  again: string;
  /** The same if it is known how long. `{time}` is “in 40 seconds” in the language. The button `retry` follows. */
  againIn: string;
  /** What to do when the session has ended. The link `logIn` follows, if the host has set its URL. */
  logInAgain: string;
  /** What to do if the merchant's account is not allowed to. */
  ask: string;
  /** What to do if this software can't be linked. */
  another: string;
  /** What to do if the browser has blocked the window. */
  allow: string;
  /** What to do if nothing else helps. */
  contact: string;
}

/** The texts of one language. */
export interface Translation extends Strings {
  /** Its BCP 47 tag. */
  $code: string;
  /** Its own name. */
  $name: string;
  /** Its direction. */
  $dir: 'ltr' | 'rtl';
}
