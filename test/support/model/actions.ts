/** What may happen to the two pickers of a page, in words and numbers alone: what failed can be written down and played again. */
export type Action =
  // The merchant
  | { do: 'click' | 'double click' | 'hold Enter'; picker: number; key: string }
  | { do: 'try again' | 'focus'; picker: number }
  | { do: 'search'; picker: number; query: string }
  // The host
  | { do: 'disable' | 'disable fieldset'; picker: number; on: boolean }
  | { do: 'sync endpoint'; picker: number; on: boolean }
  | { do: 'set value'; picker: number; value: string }
  | { do: 'integrations' | 'endpoint' | 'reload' | 'remove' | 'move'; picker: number }
  | { do: 'click and remove'; picker: number; key: string }
  | { do: 'put into'; picker: number; place: Place }
  | { do: 'second copy'; on: boolean }
  | { do: 'cancel select' | 'cancel redirect'; on: boolean }
  // The network
  | { do: 'answer mint'; as: MintAnswer; last: boolean }
  | { do: 'answer list'; last: boolean; fails: boolean }
  | { do: 'time passes' }
  // The browser
  | { do: 'come back'; place: Place; by: 'pageshow' | 'visibilitychange' | 'focus' }
  | { do: 'leave'; place: Place };

/** The windows that a picker may stand in. */
export type Place = 'home' | 'away';
export const PLACES: readonly Place[] = ['home', 'away'];

export const MINT_ANSWERS = ['url', '500', '429', 'garbage', 'drop'] as const;
export type MintAnswer = (typeof MINT_ANSWERS)[number];

/** The software of each list. */
export const ROWS = [
  { key: 'gbol', name: 'Xero', sourceType: 'Accounting' },
  { key: 'qhyg', name: 'QuickBooks', sourceType: 'Accounting' },
];
export const KEYS = ROWS.map(({ key }) => key);
export const QUERIES = ['', 'xero'];

/** Whether software is found by a query. */
export const isFound = (key: string, query: string): boolean =>
  ROWS.some((row) => row.key === key && row.name.toLowerCase().includes(query));
