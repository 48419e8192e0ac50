import { type Branding, type Integration, parseIntegrations } from '../shared/integrations.js';

// Only the fields that are named here are kept of an answer of Codat's, or of an entry of the host's cache. Both are
// sent to every browser and may hold anything: megabytes, or objects that are nested too deep to be written as JSON
// again.

/** Characters that a URL may have. A longer one is left out, because half a URL is of no use. */
const LONGEST_URL = 2_048;

/** Characters of other texts. */
const LONGEST_TEXT = 200;

/** Makes what is kept of a value; undefined if it is of the wrong kind. */
type Keep = (value: unknown) => unknown;

const text =
  (longest: number): Keep =>
  (value) =>
    typeof value === 'string' && value.length <= longest ? value : undefined;

const cutText: Keep = (value) =>
  typeof value === 'string' ? value.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '') : undefined;

const flag: Keep = (value) => (typeof value === 'boolean' ? value : undefined);

/** Keeps an object's own fields of these names, each if it is of the right kind. */
const fields =
  (keepers: Record<string, Keep>): Keep =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const kept = Object.entries(keepers).flatMap(([name, keep]) => {
      const given = Object.hasOwn(value, name) ? keep((value as Record<string, unknown>)[name]) : undefined;
      return given === undefined ? [] : [[name, given] as const];
    });
    return Object.fromEntries(kept);
  };

const image = fields({ image: fields({ src: text(LONGEST_URL), alt: cutText }) });

const branding = fields({
  logo: fields({ full: image, square: image }),
  button: fields({ default: image, hover: image }),
  sourceId: text(LONGEST_TEXT),
});

const integration = fields({
  key: text(4),
  // Not cut here: the parser does that.
  name: (value) => (typeof value === 'string' ? value : undefined),
  logoUrl: text(LONGEST_URL),
  sourceType: text(LONGEST_TEXT),
  enabled: flag,
  isBeta: flag,
  isOfflineConnector: flag,
});

/** The known fields of Codat's *Branding* object; undefined if `value` is no object. */
export const brandingIn = (value: unknown): Branding | undefined => branding(value) as Branding | undefined;

/** The rows of Codat's list with their known fields, and how many bad ones were left out. */
export function integrationsIn(rows: readonly unknown[]): { integrations: Integration[]; bad: number } {
  const { integrations, bad } = parseIntegrations(rows.map((row) => integration(row) ?? {}))!;
  return { integrations, bad: bad.length };
}

/**
 * Branding out of an entry of the host's cache. Undefined also if it holds something of which nothing is known: then
 * another version wrote it, and it doesn't mean that Codat has none.
 */
export function keptBranding(value: unknown): Branding | undefined {
  const found = brandingIn(value);
  return found && !Object.keys(found).length && Object.keys(value as object).length ? undefined : found;
}

/** The rows out of an entry of the host's cache. Undefined also if it holds rows of which none is good. */
export function keptIntegrations(value: unknown): Integration[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const { integrations, bad } = integrationsIn(value);
  return bad && !integrations.length ? undefined : integrations;
}
