// Makes a release of the project in the working directory. Whatever speaks against it is said before anything is changed.
import { execFileSync, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import semver from 'semver';
import { compare, leastAfter, listOf, type Surface } from './surface/compare.js';

/** One sentence that says why there is no release, and what to do. */
export class Refusal extends Error {}

const INTEGRITY = 'dist/integrity.json';
const PAGE = 'docs/releases.md';
const SCRIPT = 'codat-commerce-picker.min.js';

const json = async (file: string) => JSON.parse(await readFile(file, 'utf8'));
const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: 'utf8' }).trim();
const git = (...args: string[]): string => run('git', ...args);

/** What git answers, or undefined where there is no such thing. */
function found(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function refuseUnlessClean(): void {
  const changed = git('status', '--porcelain');
  if (changed) throw new Refusal(`Commit or put aside what is not committed:\n${changed}`);
}

/** The version that was released last, by its tag. */
const lastVersion = (): string | undefined => found('describe', '--tags', '--abbrev=0', '--match=v[0-9]*')?.slice(1);

function versionAfter(last: string | undefined, wanted: string | undefined): string {
  const raise = (['major', 'minor', 'patch'] as const).find((each) => each === wanted);
  if (raise && !last) throw new Refusal('Nothing has been released yet: name the version itself, as in 0.1.0.');
  const version = raise ? semver.inc(last!, raise) : semver.valid(wanted);
  if (!version) throw new Refusal('Say which: npm run release -- patch, minor, major, or a version such as 1.0.0.');
  if (last && semver.lte(version, last)) throw new Refusal(`${version} is not above ${last}, the last version.`);
  if (found('rev-parse', '--verify', `v${version}`)) throw new Refusal(`There is a tag v${version} already.`);
  return version;
}

/** The section of CHANGELOG.md that is to be released: its heading, and what stands below. */
function unreleased(changelog: string): { heading: string; text: string } {
  const [, heading, text] = /^(## .*unreleased)$([^]*?)(?=^## |(?![^]))/im.exec(changelog) ?? [];
  if (!heading || !/^- /m.test(text ?? '')) {
    throw new Refusal('CHANGELOG.md has nothing under “## Unreleased”: say there what is new for a host.');
  }
  return { heading, text: text! };
}

async function refuseWithoutAddresses(): Promise<void> {
  const pkg = await json('package.json');
  const missing = ['repository', 'homepage', 'bugs'].filter((field) => !pkg[field]);
  if (missing.length > 0) {
    const fields = missing.map((field) => `"${field}"`).join(', ');
    throw new Refusal(
      `package.json has no ${fields}: set them, as npm's provenance and the links of README.md need them.`,
    );
  }
}

/** Held against what the last version promised. */
async function refuseSmallJump(last: string, version: string, text: string): Promise<void> {
  const before = found('show', `v${last}:docs/public.json`);
  if (!before) return;
  const change = compare(JSON.parse(before) as Surface, (await json('docs/public.json')) as Surface);
  const least = leastAfter(last, change.level);
  if (semver.lt(version, least)) {
    throw new Refusal(
      `${version} is too little after ${last}, take ${least} at the least, because of:\n${listOf(change)}`,
    );
  }
  if (change.level === 'major' && !/breaking/i.test(text)) {
    throw new Refusal(
      `CHANGELOG.md has no line with “Breaking”: say there how a host does without:\n${listOf(change)}`,
    );
  }
}

/** All guards of the project, whose output is shown as it comes. */
async function refuseUnlessGreen(): Promise<void> {
  const guards = spawn('.ci/run', { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => guards.once('close', resolve).once('error', reject));
  let last = '';
  for await (const line of createInterface({ input: guards.stdout })) {
    console.log(line);
    last = line.trim() || last;
  }
  if ((await ended) !== 0 || !/^[1-9]\d* passed, 0 failed$/.test(last)) {
    throw new Refusal(`A guard is red: make .ci/run end with 0 failed (“${last}”).`);
  }
}

async function replace(file: string, ...changes: readonly [RegExp, string][]): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = changes.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`${file} has nothing that ${from} would find.`);
    return text.replaceAll(new RegExp(from.source, `g${from.flags}`), () => to);
  }, before);
  await writeFile(file, after);
}

/** Writes the version wherever it stands, commits, tags and packs. */
async function release(version: string, heading: string): Promise<void> {
  run('npm', 'version', version, '--no-git-tag-version', '--allow-same-version', '--ignore-scripts');
  await replace('src/host/openapi.yaml', [/(?<=^ {2}version: ).+$/m, version]);
  await replace('CHANGELOG.md', [
    new RegExp(`^${heading.replaceAll(/[^\w ]/g, '.')}$`, 'm'),
    `## ${version} – ${new Date().toISOString().slice(0, 10)}`,
  ]);
  run('npm', 'run', '--silent', 'build');
  await replace(
    PAGE,
    [/(?<=codat-commerce-picker@)[^/\s]+(?=\/dist)/, version],
    [/(?<=integrity=")[^"]+/, (await json(INTEGRITY))[SCRIPT]],
  );
  // Loaded only now: it takes its time, and most attempts end before.
  const { format, resolveConfig } = await import('prettier');
  await writeFile(PAGE, await format(await readFile(PAGE, 'utf8'), { ...(await resolveConfig(PAGE)), filepath: PAGE }));
  git('commit', '--all', '--quiet', '--message', `Release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', version);
  const packed = run('npm', 'pack', '--ignore-scripts', '--loglevel=error');
  console.log(`
${version} is committed, tagged v${version}, and packed as ${packed.split('\n').at(-1)}. Push it:

  git push --follow-tags

and let the CI publish that tag, which npm's provenance needs, after npm ci:

  npm publish --provenance --access public
`);
}

/**
 * Before `npm publish`: what would be published is what was released.
 *
 * @throws {Refusal}
 */
export async function checkRelease(): Promise<void> {
  await refuseWithoutAddresses();
  refuseUnlessClean();
  const { version } = await json('package.json');
  if (!git('tag', '--points-at', 'HEAD').split('\n').includes(`v${version}`)) {
    throw new Refusal(`This commit is not tagged v${version}: release it first, by npm run release.`);
  }
  if (!(await readFile(PAGE, 'utf8')).includes((await json(INTEGRITY))[SCRIPT])) {
    throw new Refusal(
      `${SCRIPT} is not the file whose integrity ${PAGE} names: build what was released, after npm ci.`,
    );
  }
}

/**
 * @param wanted `patch`, `minor`, `major`, or a version
 * @throws {Refusal}
 */
export async function makeRelease(wanted: string | undefined): Promise<void> {
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== 'main') throw new Refusal(`This is the branch ${branch}: releases are made of main.`);
  refuseUnlessClean();
  const last = lastVersion();
  const version = versionAfter(last, wanted);
  await refuseWithoutAddresses();
  const { heading, text } = unreleased(await readFile('CHANGELOG.md', 'utf8'));
  if (last) await refuseSmallJump(last, version, text);
  await refuseUnlessGreen();
  // The guards may have left something.
  refuseUnlessClean();
  await release(version, heading);
}
