import { attempt } from './attempt.js';
import type { ConnectionStatus } from './statuses.js';

/** Codat's own values of `sourceType`. A new one may appear at any time, hence the open string. */
export type SourceType =
  'Accounting' | 'Banking' | 'BankFeed' | 'Commerce' | 'Expense' | 'Other' | 'Unknown' | (string & {});

/** An image in Codat's *Branding*. Nothing in it is guaranteed. */
export interface BrandingImage {
  image?: { src?: string; alt?: string };
}

/**
 * Codat's *Branding* object, as `GET /config/integrations/{platformKey}/branding` answers it. Nothing is guaranteed.
 */
export interface Branding {
  logo?: { full?: BrandingImage; square?: BrandingImage };
  button?: { default?: BrandingImage; hover?: BrandingImage };
  sourceId?: string;
}

/** A software that the merchant can pick: Codat's *Integration* object, and what the host may add to it. */
export interface Integration {
  /** The platformKey: four lower-case letters. */
  key: string;
  /** The software's full name: "QuickBooks Online", not "QuickBooks". */
  name: string;
  /** Codat's small logo; used where `branding` has none. */
  logoUrl?: string;
  sourceType?: SourceType;
  /** Whether the host has it switched on in Codat's portal. If `false`, it is not shown. Default: true. */
  enabled?: boolean;
  isBeta?: boolean;
  isOfflineConnector?: boolean;
  /** Added by the host: Codat's branding, as it came. */
  branding?: Branding;
  /** Added by the host: it is shown, but can't be picked yet. */
  comingSoon?: boolean;
  /** Added by the host: the host name that merchants know the software by, such as `xero.com`. */
  website?: string;
  /** Added by the host: the merchant's connection to it. */
  connection?: { status: ConnectionStatus };
}

/** The result of {@link parseIntegrations}. */
export interface ParsedIntegrations {
  integrations: Integration[];
  /** Indexes of the rows that were left out. */
  bad: number[];
}

/** The form of a platformKey. */
export const PLATFORM_KEY = /^[a-z]{4}$/;

/** Characters that are not drawn, though Unicode calls some of them letters. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** A letter, a digit or a sign. A name has at least one. */
const READABLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Characters of a name, or of another text. Longer ones are cut. */
const LONGEST = 200;

/** Characters of a URL. A longer one is left out, because half a URL is of no use. */
const LONGEST_URL = 2_048;

/** Rows that are read. Codat has a few hundred integrations. */
const MOST_ROWS = 100_000;

// The last replacement removes half of a surrogate pair, if the cut has split one.
const cut = (text: string): string =>
  text
    .trim()
    .slice(0, LONGEST)
    .replace(/\s+/g, ' ')
    .replace(/[\uD800-\uDBFF]$/, '');

type Data = Record<string, unknown>;

const data = (value: unknown): Data => Object(value) as Data;

const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? cut(value) : undefined);
const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const url = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= LONGEST_URL ? value : undefined;

const picture = (value: unknown): BrandingImage => {
  const { src, alt } = data(data(value)['image']);
  return { image: defined({ src: url(src), alt: text(alt) }) };
};

const branding = (value: unknown): Branding => {
  const { logo, button, sourceId } = data(value);
  const { full, square } = data(logo);
  const { default: rest, hover } = data(button);
  return defined({
    logo: defined({ full: full && picture(full), square: square && picture(square) }),
    button: defined({ default: rest && picture(rest), hover: hover && picture(hover) }),
    sourceId: text(sourceId),
  }) as Branding;
};

/** How each known field of a row is read. A value of the wrong type counts as missing. */
const FIELDS: { readonly [Name in keyof Integration]-?: (value: unknown) => Integration[Name] | undefined } = {
  key: word,
  name: text,
  logoUrl: url,
  sourceType: text,
  enabled: flag,
  isBeta: flag,
  isOfflineConnector: flag,
  branding: (value) => (value ? branding(value) : undefined),
  comingSoon: flag,
  website: text,
  connection: (value) => (value ? ({ status: text(data(value)['status']) } as Integration['connection']) : undefined),
};

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

/** The object without properties that are undefined or null. */
function defined<T extends object>(values: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(values).filter(([, value]) => isThere(value));
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}

/**
 * Reads one row. Each known field is read once and by its name, so instances of a host's own classes are fine too.
 * Other properties of the row are kept for the host.
 */
function readRow(row: Data): Integration {
  const known = Object.entries(FIELDS).map(([name, read]) => [name, read(row[name])] as const);
  const own = Object.keys(row).filter((name) => !Object.hasOwn(FIELDS, name));
  // fromEntries keeps a property that is called __proto__; an assignment would set the prototype.
  return Object.fromEntries([
    ...own.map((name) => [name, row[name]] as const),
    ...known.filter(([, value]) => isThere(value)),
  ]) as unknown as Integration;
}

const isGood = ({ key, name }: Partial<Integration>): boolean =>
  !!key && PLATFORM_KEY.test(key) && !!name && READABLE.test(name.replace(INVISIBLE, ''));

/** The rows of an answer, and how many of them are read. */
function rowsOf(answer: unknown): { rows: readonly unknown[]; count: number } | undefined {
  const rows: unknown = Array.isArray(answer) ? answer : data(answer)['results'];
  return Array.isArray(rows) ? { rows, count: Math.min(rows.length, MOST_ROWS) } : undefined;
}

/**
 * Turns an endpoint's answer, or a host's own data, into integrations. It leaves out rows without a platformKey or a
 * readable name, rows whose platformKey was there before, and rows that throw when they are read.
 *
 * @param answer an array of rows, or an object with the rows in `results`, like Codat's list
 * @returns undefined if `answer` is neither
 */
export function parseIntegrations(answer: unknown): ParsedIntegrations | undefined {
  const list = attempt(() => rowsOf(answer));
  if (!list) return undefined;
  const integrations = new Map<string, Integration>();
  const bad: number[] = [];
  for (let index = 0; index < list.count; index += 1) {
    const integration = attempt(() => readRow(data(list.rows[index])));
    if (integration && isGood(integration) && !integrations.has(integration.key)) {
      integrations.set(integration.key, integration);
    } else {
      bad.push(index);
    }
  }
  return { integrations: [...integrations.values()], bad };
}

/**
 * Whether two integrations of {@link parseIntegrations} are equal. Known fields are compared by value, a host's own
 * properties by identity.
 */
export const isSameIntegration = (one: Integration, other: Integration): boolean => {
  const names = Object.keys(one) as (keyof Integration)[];
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) =>
        one[name] === other[name] ||
        (Object.hasOwn(FIELDS, name) && JSON.stringify(one[name]) === JSON.stringify(other[name])),
    )
  );
};
