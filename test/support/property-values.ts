import { shopify } from './integrations.js';

/** An endpoint that answers with another list, and one that never answers. */
export const OTHER = '/api/other';
export const SILENT = '/api/silent';

/**
 * What the tests set each property to; and, as text, its attribute. The first value is not the default. A new property
 * belongs here.
 */
export const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  endpoint: [OTHER, SILENT, ''],
  integrations: [[shopify], []],
  syncEndpoint: ['/api/other-sync', ''],
  sourceType: ['Accounting', 'Commerce', 'Payroll', ''],
  connectorKey: ['gbol', 'qhyg fztf ugxp', ''],
  value: ['qhyg', 'zzzz', ''],
  allowedHosts: ['example.com', ''],
  target: ['_top', '_blank', 'elsewhere', ''],
  logo: ['square', 'full', 'round'],
  logInUrl: ['https://example.com/log-in', 'javascript:alert(1)', ''],
  name: ['other', ''],
  required: [true, false],
  disabled: [true, false],
  search: ['always', 'never', 'auto', 'sometimes'],
  groupOrder: ['Commerce', 'Other Payroll', ''],
  headingLevel: [1, 6, 9, NaN],
  placeholders: ['7 4', '30', 'many'],
  strings: [{ link: 'Connect {name}', choose: 'Pick one.', retry: 'Once more' }, { choose: '' }, {}],
  requestInit: [{ headers: { 'x-token': 'abc' } }, {}],
};
