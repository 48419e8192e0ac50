import type { Integration } from '../../src/index.js';

// Every name has an "a" in it, and a third of them an "al": what is typed into the search boxes.
const FIRST = ['Alder', 'Acorn', 'Walnut', 'Marble', 'Larch', 'Dalton', 'Saffron', 'Pacific', 'Valley'];
const SECOND = ['Books', 'Ledger', 'Counts', 'Invoices', 'Till', 'Orders', 'Payroll', 'Finance', 'Desk', 'Online'];

/** How many drawings there are. Each row has an address of its own all the same: an image that is known loads at once. */
const LOGOS = 48;

/** Four lower-case letters, as Codat's keys are. */
const keyOf = (index: number): string =>
  [17_576, 676, 26, 1].map((place) => String.fromCharCode(97 + (Math.floor(index / place) % 26))).join('');

/** A list as the host module answers it: the rows that Codat has, with their logos. */
export const rowsOf = (count: number): Integration[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `${FIRST[index % FIRST.length]} ${SECOND[Math.floor(index / FIRST.length) % SECOND.length]} ${index + 1}`;
    const logo = { image: { src: `/logos/${index % LOGOS}.png?${index}`, alt: `${name} logo` } };
    return {
      key: keyOf(index),
      name,
      logoUrl: logo.image.src,
      enabled: true,
      sourceType: index % 10 < 7 ? 'Accounting' : 'Commerce',
      isBeta: false,
      isOfflineConnector: false,
      branding: { logo: { full: logo, square: logo }, sourceId: keyOf(index) },
    };
  });

/**
 * The same list as the API of the two directories answers it. They load every logo at once, however far it is from being
 * seen: here many rows share one, as ten thousand requests would hide all else that they cost.
 */
export const directoryRowsOf = (count: number): object[] =>
  rowsOf(count).map(({ key, name, logoUrl, sourceType }) => ({
    type: key,
    name,
    categories: [sourceType === 'Commerce' ? 'commerce' : 'accounting'],
    logo_url: logoUrl!.split('?')[0],
  }));
