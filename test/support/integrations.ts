import type { Integration } from '../../src/index.js';

/** An image that needs no network: 1 × 1, served by the tests' own server. */
const image = (name: string): { image: { src: string; alt: string } } => ({
  image: { src: `/test/support/logo.svg?${name}`, alt: `${name} icon` },
});

const row = (key: string, name: string, sourceType: string, more: Partial<Integration> = {}): Integration => ({
  key,
  name,
  sourceType,
  enabled: true,
  logoUrl: '/test/support/logo.svg',
  branding: { logo: { full: image(`${name} full`), square: image(`${name} square`) } },
  ...more,
});

export const xero = row('gbol', 'Xero', 'Accounting');
export const quickBooks = row('qhyg', 'QuickBooks Online', 'Accounting');
export const sage = row('tgff', 'Sage Accounting', 'Accounting', { comingSoon: true });
export const shopify = row('fztf', 'Shopify', 'Commerce');
export const zettle = row('ugxp', 'Zettle by PayPal', 'Commerce');

/** Both categories, commerce software first: the picker has to put them in order. */
export const both: readonly Integration[] = [shopify, xero, quickBooks, sage, zettle];
export const accounting: readonly Integration[] = [xero, quickBooks, sage];

/** A tile of every kind: linked, pending, to be linked anew, beta, on the merchant's own computer, with a web address, with its own button. */
export const withEverything: readonly Integration[] = [
  { ...xero, connection: { status: 'linked' }, website: 'xero.com' },
  {
    ...quickBooks,
    website: 'quickbooks.intuit.com',
    branding: { ...quickBooks.branding, button: { default: image('button'), hover: image('button hover') } },
  },
  row('pbbf', 'Exact (UK)', 'Accounting', { connection: { status: 'pending' }, website: 'exactonline.co.uk' }),
  row('pdvj', 'MYOB', 'Accounting', { isBeta: true }),
  row('fbrh', 'FreeAgent', 'Accounting', { isOfflineConnector: true }),
  sage,
  { ...shopify, connection: { status: 'deauthorized' } },
  zettle,
];
