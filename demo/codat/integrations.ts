import { createHash } from 'node:crypto';

/** A row of `GET /config/integrations`, without what depends on where the logos are served. */
export interface Integration {
  key: string;
  name: string;
  enabled: boolean;
  sourceId: string;
  integrationId: string;
  sourceType: string;
  isOfflineConnector: boolean;
  isBeta: boolean;
  dataProvidedBy: string;
  datatypeFeatures: unknown[];
}

/** Codat's connector to the host's own API. */
export interface Connector {
  platformKey: string;
  name: string;
  sourceType: 'Commerce' | 'Accounting';
}

/** The connectors of two invented products, one on each side. */
export const DEFAULT_CONNECTORS: readonly Connector[] = [
  { platformKey: 'dfxm', name: 'Tillwise', sourceType: 'Commerce' },
  { platformKey: 'lqai', name: 'Ledgerloft', sourceType: 'Accounting' },
];

const DOCUMENTED = [
  ['qudb', 'Exact (NL)', 'Accounting'],
  ['pbbf', 'Exact (UK)', 'Accounting'],
  ['fbrh', 'FreeAgent', 'Accounting'],
  ['pdvj', 'MYOB', 'Accounting'],
  ['tgff', 'Sage Accounting', 'Accounting'],
  ['qhyg', 'QuickBooks Online', 'Accounting'],
  ['gbol', 'Xero', 'Accounting'],
  ['fqly', 'Clover', 'Commerce'],
  ['ldgh', 'Lightspeed K', 'Commerce'],
  ['fztf', 'Shopify', 'Commerce'],
  ['ugxp', 'Zettle by PayPal', 'Commerce'],
] as const;

const COMING_SOON = 'tgff';

// As many rows as Codat's own sample has, so that the default page size doesn't hold them.
const TOTAL = 125;

// All names below are invented. In the alphabet they come before Q, so that QuickBooks, Sage, Shopify, Xero and Zettle
// stand on the second page of 100, where a client that reads only the first one misses them.
const PLACES = (
  'Aldermoor Brackwen Cindergate Dovehollow Elmsreach Farrowind Gladewick Hollowmere ' +
  'Ivorlea Juniperth Kestelby Larkvane Mossbarrow Nettlecombe Oxenfirth Pellwater'
).split(' ');
const TRADES = [
  ['Bank', 'Banking'],
  ['Mutual', 'Banking'],
  ['Feeds', 'BankFeed'],
  ['Statements', 'BankFeed'],
  ['Expenses', 'Expense'],
  ['Spend', 'Expense'],
  ['Services', 'Other'],
  ['Pilot', 'Unknown'],
] as const;

// A value that is in no list: clients must take it in their stride.
const NEW_SOURCE_TYPE = 'Loyalty';

/**
 * Every integration of the simulated Codat, sorted by name: the eleven of the documentation, the connectors, and invented
 * ones of other kinds that are switched off.
 *
 * @throws {TypeError} where a connector's key is malformed or taken
 */
export function allIntegrations(connectors: readonly Connector[]): Integration[] {
  const rows = new Map<string, Integration>();
  for (const [key, name, sourceType] of DOCUMENTED) {
    rows.set(key, integration(key, name, sourceType, { enabled: key !== COMING_SOON }));
  }
  for (const { platformKey, name, sourceType } of connectors) {
    if (!/^[a-z]{4}$/.test(platformKey)) throw new TypeError('A platformKey is four lower-case letters.');
    if (rows.has(platformKey)) throw new TypeError(`The platformKey ${platformKey} is taken.`);
    rows.set(platformKey, integration(platformKey, name, sourceType));
  }
  for (let index = 0; rows.size < TOTAL; index += 1) {
    const [trade, sourceType] = TRADES[index % TRADES.length]!;
    const name = `${PLACES[Math.floor(index / TRADES.length)]} ${trade}`;
    const key = freeKey(name, rows);
    const flags = { enabled: false, isBeta: index % 10 === 3, isOfflineConnector: index % 12 === 5 };
    rows.set(key, integration(key, name, index === 0 ? NEW_SOURCE_TYPE : sourceType, flags));
  }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function integration(key: string, name: string, sourceType: string, flags: Partial<Integration> = {}): Integration {
  return {
    key,
    name,
    enabled: true,
    sourceId: uuidOf(`source ${key}`),
    integrationId: uuidOf(`integration ${key}`),
    sourceType,
    isOfflineConnector: false,
    isBeta: false,
    dataProvidedBy: 'Codat',
    datatypeFeatures: [],
    ...flags,
  };
}

function freeKey(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let attempt = 0; ; attempt += 1) {
    const bytes = createHash('sha256').update(`${name} ${attempt}`).digest();
    const key = String.fromCharCode(...bytes.subarray(0, 4).map((byte) => 97 + (byte % 26)));
    if (!taken.has(key)) return key;
  }
}

// The same id in every run: hosts cache branding, and compare.
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
