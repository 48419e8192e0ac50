/** Codat's own values of `sourceType`. A new one may appear at any time, hence the open string. */
export type SourceType =
  'Accounting' | 'Banking' | 'BankFeed' | 'Commerce' | 'Expense' | 'Other' | 'Unknown' | (string & {});

/** An image in Codat's *Branding*. Nothing in it is guaranteed. */
export interface BrandingImage {
  image?: { src?: string; alt?: string };
}

/** Codat's *Branding* object, as `GET /config/integrations/{platformKey}/branding` answers it. Nothing is guaranteed. */
export interface Branding {
  logo?: { full?: BrandingImage; square?: BrandingImage };
  button?: { default?: BrandingImage; hover?: BrandingImage };
  sourceId?: string;
}

/** One software the merchant can pick: Codat's *Integration* object, and what the host may add to it. */
export interface Integration {
  /** The platformKey: four lower-case letters. */
  key: string;
  /** The software's full name: "QuickBooks Online", not "QuickBooks". */
  name: string;
  /** Codat's small logo; used where `branding` has none. */
  logoUrl?: string;
  sourceType?: SourceType;
  /** Whether the host has it switched on in Codat's portal; `false` is not shown. Default: true. */
  enabled?: boolean;
  isBeta?: boolean;
  isOfflineConnector?: boolean;
  /** Added by the host: Codat's branding, as it came. */
  branding?: Branding;
  /** Added by the host: shown, and can't be picked yet. */
  comingSoon?: boolean;
  /** Added by the host: the host name that merchants know the software by, such as `xero.com`. */
  website?: string;
  /** Added by the host: how far this merchant is with it. */
  connection?: { status: 'linked' | 'pending' | 'deauthorized' };
}

/** What {@link parseIntegrations} makes of an answer: the good rows, and where the bad ones stood. */
export interface ParsedIntegrations {
  integrations: Integration[];
  /** Indexes of the rows that were left out. */
  bad: number[];
}

/** A platformKey, as Codat writes it. */
export const PLATFORM_KEY = /^[a-z]{4}$/;

/** What there is to read, at least one of which a name has: a letter, a digit or a sign. */
const READABLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Characters of a name, or of a web address; longer ones are cut. */
const LONGEST = 200;

// Half of a character that the cut went through is none.
const cut = (text: string): string =>
  text
    .trim()
    .slice(0, LONGEST)
    .replace(/\s+/g, ' ')
    .replace(/[\uD800-\uDBFF]$/, '');

/**
 * Turns what an endpoint answered, or a host handed over, into integrations. A row without a platformKey, without a
 * name to read, or with a platformKey that stood before, is left out; the others stay.
 *
 * @param data an array of rows, or an object with the rows in `results`, as Codat's list has them
 * @returns undefined where `data` is neither
 */
export function parseIntegrations(data: unknown): ParsedIntegrations | undefined {
  const rows: unknown = Array.isArray(data) ? data : (data as { results?: unknown } | undefined)?.results;
  if (!Array.isArray(rows)) return undefined;
  const integrations = new Map<string, Integration>();
  const bad: number[] = [];
  rows.forEach((row: unknown, index) => {
    const { key, name, website } = Object(row) as Record<string, unknown>;
    const strings = typeof key === 'string' && typeof name === 'string';
    if (strings && READABLE.test(cut(name)) && PLATFORM_KEY.test(key) && !integrations.has(key)) {
      // A copy of the row's own properties: one called __proto__ stays a property.
      const integration = { ...(row as Integration), name: cut(name) };
      if (typeof website === 'string') integration.website = cut(website);
      else delete integration.website;
      integrations.set(key, integration);
    } else {
      bad.push(index);
    }
  });
  return { integrations: [...integrations.values()], bad };
}
