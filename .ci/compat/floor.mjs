import { readFileSync } from 'node:fs';
import bcd from '@mdn/browser-compat-data' with { type: 'json' };

/** A browser of the floor as the compatibility data calls it, and the others of the same engine and version. */
const KIN = {
  chrome: ['chrome', 'chrome_android', 'webview_android'],
  firefox: ['firefox', 'firefox_android'],
  safari: ['safari', 'safari_ios'],
};

const { browserslist } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The oldest browsers that the element works in, as `{ chrome: 105, … }`: written once, in package.json. */
export const floor = Object.fromEntries(
  browserslist.map((line) => {
    const [, name, version] = /^(\w+) >= ([\d.]+)$/.exec(line) ?? [];
    if (!KIN[name]) throw new Error(`package.json: browserslist: ${line}: write it as "chrome >= 105".`);
    return [name, Number(version)];
  }),
);

const numberOf = (version) => (version === 'preview' ? Infinity : Number.parseFloat(String(version).replace('≤', '')));

/** Whether a browser of this version had it, without a flag, and under this name: wholly, or else at least in part. */
const hadBy = (support, version, wholly) => {
  const statements = [support ?? []].flat();
  return statements.some((statement, index) => {
    const { version_added: added, version_removed: removed } = statement;
    if (!added || statement.flags || statement.prefix || statement.alternative_name) return false;
    if (numberOf(added) > version || (removed && numberOf(removed) <= version)) return false;
    // Half of it is none where the rest came later; where it never came, nobody misses it.
    return !wholly || !statement.partial_implementation || statements.slice(0, index).every(({ flags }) => flags);
  });
};

/**
 * The browsers of the floor that lack what this entry of the compatibility data describes, or a part of it unless
 * `wholly` is false; undefined for no entry.
 */
export const lackedBy = (entry, wholly = true) => {
  const support = entry?.__compat?.support;
  if (!support) return undefined;
  return Object.entries(floor)
    .filter(([name, version]) => KIN[name].some((kin) => kin in support && !hadBy(support[kin], version, wholly)))
    .map(([name, version]) => `${name} ${version}`);
};

/**
 * All that JavaScript finds on a page today, and not in every browser of the floor: `owner` is the name of a global, and
 * `member` one of its own (`static`) or of its prototype; without a member it is the global itself. Of JavaScript's own
 * the data doesn't say which of the two: there `static` is undefined.
 */
export const newerThanFloor = [bcd.api, bcd.javascript.builtins].flatMap((group) =>
  Object.entries(group).flatMap(([owner, members]) => {
    const isNewer = (entry) => lackedBy(entry, false)?.length > 0;
    const newer = Object.entries(members)
      .filter(([name, entry]) => name !== owner && /^\w+$/.test(name) && !name.endsWith('_event') && isNewer(entry))
      .map(([name]) => ({
        owner,
        member: name.replace(/_static$/, ''),
        static: group === bcd.api ? name.endsWith('_static') : undefined,
      }));
    return isNewer(members) ? [...newer, { owner }] : newer;
  }),
);

export { bcd };
