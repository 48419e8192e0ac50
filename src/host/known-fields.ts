import { type Branding, type Integration, parseIntegrations } from '../shared/integrations.js';

// What is kept of what Codat, or the host's own cache, answers: what is written here, and nothing else. Both go to
// every browser, and either may hold anything: megabytes, or objects so deep that nobody can write them as JSON again.

/** Characters that an address may have. One that is longer is no use when cut, so it is left out. */
const LONGEST_URL = 2_048;

/** Characters of other texts. */
const LONGEST_TEXT = 200;

type Pick = (value: unknown) => unknown;

const text =
  (longest: number): Pick =>
  (value) =>
    typeof value === 'string' && value.length <= longest ? value : undefined;

const cutText: Pick = (value) =>
  typeof value === 'string' ? value.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '') : undefined;

const flag: Pick = (value) => (typeof value === 'boolean' ? value : undefined);

/** An object's own fields of these names, as far as they are what they should be. */
const fields =
  (picks: Record<string, Pick>): Pick =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const kept = Object.entries(picks).flatMap(([name, pick]) => {
      const given = Object.hasOwn(value, name) ? pick((value as Record<string, unknown>)[name]) : undefined;
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
  // Cut by whoever parses it.
  name: (value) => (typeof value === 'string' ? value : undefined),
  logoUrl: text(LONGEST_URL),
  sourceType: text(LONGEST_TEXT),
  enabled: flag,
  isBeta: flag,
  isOfflineConnector: flag,
});

/** Codat's *Branding* object, in what is known of it; undefined where there is no object. */
export const brandingIn = (value: unknown): Branding | undefined => branding(value) as Branding | undefined;

/** The rows of Codat's list, in what is known of them; a bad one is left out. */
export function integrationsIn(rows: readonly unknown[]): { integrations: Integration[]; bad: number } {
  const { integrations, bad } = parseIntegrations(rows.map((row) => integration(row) ?? {}))!;
  return { integrations, bad: bad.length };
}
