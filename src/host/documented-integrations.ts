import type { Integration } from '../shared/integrations.js';

/**
 * The software that Codat's Sync for Commerce connects, as its guides list it. It is offered if a host names nothing
 * itself. It also holds `website` and `comingSoon`, which Codat's own list doesn't have.
 *
 * `enabled` is left out: nothing here knows what a host has switched on in Codat's portal.
 */
export const DOCUMENTED_INTEGRATIONS: readonly Readonly<Integration>[] = [
  { key: 'qudb', name: 'Exact (NL)', sourceType: 'Accounting', website: 'exactonline.nl' },
  { key: 'pbbf', name: 'Exact (UK)', sourceType: 'Accounting', website: 'exactonline.co.uk' },
  { key: 'fbrh', name: 'FreeAgent', sourceType: 'Accounting', website: 'freeagent.com' },
  { key: 'pdvj', name: 'MYOB', sourceType: 'Accounting', website: 'myob.com' },
  { key: 'tgff', name: 'Sage Accounting', sourceType: 'Accounting', website: 'sage.com', comingSoon: true },
  { key: 'qhyg', name: 'QuickBooks Online', sourceType: 'Accounting', website: 'quickbooks.intuit.com' },
  { key: 'gbol', name: 'Xero', sourceType: 'Accounting', website: 'xero.com' },
  { key: 'fqly', name: 'Clover', sourceType: 'Commerce', website: 'clover.com' },
  { key: 'ldgh', name: 'Lightspeed K', sourceType: 'Commerce', website: 'lightspeedhq.com' },
  { key: 'fztf', name: 'Shopify', sourceType: 'Commerce', website: 'shopify.com' },
  { key: 'ugxp', name: 'Zettle by PayPal', sourceType: 'Commerce', website: 'zettle.com' },
];

/** The documented integration with this platformKey, or undefined. */
export const documentedIntegration = (key: string): Readonly<Integration> | undefined =>
  DOCUMENTED_INTEGRATIONS.find((integration) => integration.key === key);
