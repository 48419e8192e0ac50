import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkRelease, makeRelease, Refusal } from '../../.ci/releasing.js';
import { compare, leastAfter, REQUIRED } from '../../.ci/surface/compare.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = path.join(root, '.ci/release.ts');
const tsx = import.meta.resolve('tsx');
const work = mkdtempSync(path.join(tmpdir(), 'release-'));
const project = path.join(work, 'project');
after(() => {
  process.chdir(root);
  rmSync(work, { recursive: true, force: true });
});

const at = (file: string): string => path.join(project, file);
const read = (file: string): string => readFileSync(at(file), 'utf8');

function write(file: string, content: string | object): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
}

// The script and the tests have one identity, and no settings of whoever runs them.
Object.assign(process.env, {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@shop.example',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@shop.example',
});

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: project, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

function commit(message = 'Change something'): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

/** As `npm run release -- …` does it. */
function release(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', tsx, script, ...args], {
    cwd: project,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

/** Says why there is no release, and that nothing was changed. */
async function assertRefused(reason: RegExp, wanted: string): Promise<void> {
  const [head, tags, changed] = [git('rev-parse', 'HEAD'), git('tag'), git('status', '--porcelain')];
  await assert.rejects(wanted === 'check' ? checkRelease() : makeRelease(wanted), (error) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.match(error.message, reason);
    return true;
  });
  assert.deepEqual([git('rev-parse', 'HEAD'), git('tag'), git('status', '--porcelain')], [head, tags, changed]);
}

const PKG = {
  name: 'codat-commerce-picker',
  version: '0.1.0',
  type: 'module',
  files: ['dist'],
  repository: 'github:shop/picker',
  homepage: 'https://shop.example',
  bugs: 'https://shop.example/bugs',
  scripts: { build: 'node build.mjs' },
};

const BUILD = `import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const file = 'codat-commerce-picker.min.js';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const code = \`// \${version}\\n\`;
mkdirSync('dist', { recursive: true });
writeFileSync(\`dist/\${file}\`, code);
const hash = createHash('sha384').update(code).digest('base64');
writeFileSync('dist/integrity.json', JSON.stringify({ [file]: \`sha384-\${hash}\` }));
`;

function guards(last: string, status = 0): void {
  write('.ci/run', `#!/bin/sh\necho 'ok      tests'\necho '${last}'\nexit ${status}\n`);
  chmodSync(at('.ci/run'), 0o755);
}

/** A project that is ready to be released. */
function begin(): void {
  process.chdir(root);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(at('docs'), { recursive: true });
  write('package.json', PKG);
  write('package-lock.json', { ...PKG, lockfileVersion: 3, packages: { '': PKG } });
  write('build.mjs', BUILD);
  write('.gitignore', 'dist\n*.tgz\n');
  write('CHANGELOG.md', '# Changelog\n\n## 0.1.0 – unreleased\n\nThe first one.\n\n- It works.\n');
  write('docs/public.json', { parts: ['tile'] });
  write('src/host/openapi.yaml', 'info:\n  title: Endpoints\n  version: 0.1.0\n');
  copyFileSync(path.join(root, 'docs/releases.md'), at('docs/releases.md'));
  guards('12 passed, 0 failed');
  // The script works where it is called.
  process.chdir(project);
  git('init', '--quiet', '--initial-branch=main');
  commit('Begin');
}

/** The first version is out, and something has been done since. */
function released(surface: object, notes = '- Something is better.'): void {
  git('tag', '--annotate', 'v0.1.0', '--message', '0.1.0');
  write('CHANGELOG.md', `# Changelog\n\n## Unreleased\n\n${notes}\n\n## 0.1.0 – 2026-01-01\n\n- It works.\n`);
  write('docs/public.json', surface);
  commit();
}

describe('a release', () => {
  let first: ReturnType<typeof release>;
  let checked: ReturnType<typeof release>;
  let second: ReturnType<typeof release>;

  // One after the other, as they take their time. The tests look at what has become of it.
  before(() => {
    begin();
    first = release('0.1.0');
    checked = release('check');
    write('CHANGELOG.md', read('CHANGELOG.md').replace('## ', '## Unreleased\n\n- Something is better.\n\n## '));
    write('docs/public.json', { parts: ['tile', 'badge'] });
    commit();
    second = release('patch');
  });

  it('may be the first one, of the version that is named', () => {
    assert.equal(first.status, 0, first.said);
    assert.match(git('show', 'v0.1.0:CHANGELOG.md'), /^## 0\.1\.0 – \d{4}-\d\d-\d\d$/m);
  });

  it('is what npm publishes', () => {
    assert.deepEqual(checked, { status: 0, said: '' });
  });

  it('shows the guards, and says how to publish', () => {
    assert.equal(second.status, 0, second.said);
    assert.match(second.said, /^12 passed, 0 failed$/m);
    assert.match(second.said, /npm publish --provenance --access public/);
  });

  it('is one commit with a tag, and leaves nothing behind', () => {
    assert.equal(git('status', '--porcelain'), '');
    assert.equal(git('log', '-1', '--format=%s'), 'Release 0.1.1');
    assert.equal(git('cat-file', '-t', 'v0.1.1'), 'tag');
    assert.equal(git('rev-parse', 'v0.1.1^{commit}'), git('rev-parse', 'HEAD'));
    assert.equal(git('tag'), 'v0.1.0\nv0.1.1');
  });

  it('writes the version wherever it stands', () => {
    const lock = JSON.parse(read('package-lock.json')) as { version: string; packages: { '': { version: string } } };
    const { version } = JSON.parse(read('package.json')) as { version: string };
    assert.deepEqual([version, lock.version, lock.packages[''].version], ['0.1.1', '0.1.1', '0.1.1']);
    assert.match(read('src/host/openapi.yaml'), /^ {2}version: 0\.1\.1$/m);
  });

  it('dates its section of the changelog, and leaves the others', () => {
    const [newest, older] = read('CHANGELOG.md').split(/^## /m).slice(1) as [string, string];
    assert.match(newest, /^0\.1\.1 – \d{4}-\d\d-\d\d\n\n- Something is better\.\n\n$/);
    assert.match(older, /^0\.1\.0 – \d{4}-\d\d-\d\d\n\nThe first one\.\n\n- It works\.\n$/);
  });

  it('writes the integrity of the very file that is packed into the page that hosts copy it from', () => {
    const tarball = at('codat-commerce-picker-0.1.1.tgz');
    const packed = spawnSync('tar', ['-xzOf', tarball, 'package/dist/codat-commerce-picker.min.js']).stdout;
    const hash = `sha384-${createHash('sha384').update(packed).digest('base64')}`;
    const tags = [...read('docs/releases.md').matchAll(/<script\s+src="([^"]+)"\s+integrity="([^"]+)"/g)];
    assert.deepEqual(
      tags.map(([, src, integrity]) => [src, integrity]),
      [
        ['/assets/codat-commerce-picker.min.js', hash],
        ['https://unpkg.com/codat-commerce-picker@0.1.1/dist/codat-commerce-picker.min.js', hash],
        ['https://cdn.jsdelivr.net/npm/codat-commerce-picker@0.1.1/dist/codat-commerce-picker.min.js', hash],
      ],
    );
  });

  it('is not published from another build', async () => {
    write('dist/integrity.json', { 'codat-commerce-picker.min.js': 'sha384-other' });
    await assertRefused(/is not the file whose integrity docs\/releases\.md names/, 'check');
  });
});

describe('there is no release', () => {
  beforeEach(begin);

  it('of a commit without a tag, to be published', async () => {
    await assertRefused(/This commit is not tagged v0\.1\.0/, 'check');
  });

  it('of what is not committed', async () => {
    write('new.txt', 'new');
    await assertRefused(/Commit or put aside what is not committed:\n\?\? new\.txt/, '0.1.0');
  });

  it('of another branch', async () => {
    git('switch', '--quiet', '--create', 'next');
    await assertRefused(/This is the branch next: releases are made of main\./, '0.1.0');
  });

  for (const [what, changelog] of [
    ['no such section', '# Changelog\n\n## 0.1.0 – 2026-01-01\n\n- It works.\n'],
    ['an empty one', '# Changelog\n\n## Unreleased\n\n## 0.1.0 – 2026-01-01\n\n- It works.\n'],
  ] as const) {
    it(`without a word in the changelog: ${what}`, async () => {
      write('CHANGELOG.md', changelog);
      commit();
      await assertRefused(/CHANGELOG\.md has nothing under “## Unreleased”/, '0.1.0');
    });
  }

  it('without the addresses that npm shows', async () => {
    const { homepage, ...rest } = PKG;
    write('package.json', { ...rest, bugs: '' });
    commit();
    await assertRefused(/package\.json has no "homepage", "bugs": set them/, '0.1.0');
    assert.ok(homepage);
  });

  it('without a version, or with a wrong one', async () => {
    await assertRefused(/Say which: npm run release/, 'big');
    await assertRefused(/Nothing has been released yet: name the version itself/, 'minor');
    released({ parts: ['tile'] });
    await assertRefused(/0\.1\.0 is not above 0\.1\.0, the last version\./, '0.1.0');
  });

  it('of a tag that there is already', async () => {
    released({ parts: ['tile'] });
    git('branch', 'old', 'HEAD~1');
    git('tag', 'v0.1.1', git('commit-tree', 'HEAD^{tree}', '-m', 'Elsewhere'));
    await assertRefused(/There is a tag v0\.1\.1 already\./, 'patch');
  });

  it('of a version that is too small for what breaks', async () => {
    released({ parts: ['card'] }, '- **Breaking**: `tile` is called `card`.');
    await assertRefused(
      /0\.1\.1 is too little after 0\.1\.0, take 0\.2\.0 .*\n {2}- parts: tile\n {2}\+ parts: card/,
      'patch',
    );
  });

  it('of what breaks, while the changelog does not say so', async () => {
    released({ parts: [] });
    await assertRefused(/CHANGELOG\.md has no line with “Breaking”.*\n {2}- parts: tile/, 'minor');
  });

  for (const [what, last, status] of [
    ['one test has failed', '11 passed, 1 failed', 1],
    ['it did not succeed', '12 passed, 0 failed', 1],
    ['nothing was run', '0 passed, 0 failed', 0],
  ] as const) {
    it(`while a guard is red: ${what}`, async () => {
      guards(last, status);
      commit();
      await assertRefused(new RegExp(`A guard is red: make \\.ci/run end with 0 failed \\(“${last}”\\)`), '0.1.0');
    });
  }

  it('of what the guards have changed', async () => {
    write('.ci/run', "#!/bin/sh\necho new > new.txt\necho '12 passed, 0 failed'\n");
    chmodSync(at('.ci/run'), 0o755);
    commit();
    await assert.rejects(makeRelease('0.1.0'), /Commit or put aside what is not committed/);
    assert.equal(git('tag'), '');
  });

  it('by the command, which says so and fails', () => {
    git('switch', '--quiet', '--create', 'next');
    const { status, said } = release('0.1.0');
    assert.deepEqual({ status, said }, { status: 1, said: '✖ This is the branch next: releases are made of main.\n' });
  });
});

describe('a change of the public surface', () => {
  it('breaks where something goes, or another name takes its place', () => {
    const { level, removed, added } = compare({ parts: ['a', 'b'] }, { parts: ['a', 'c'] });
    assert.deepEqual({ level, removed, added }, { level: 'major', removed: ['parts: b'], added: ['parts: c'] });
  });

  it('breaks where something new has to be given', () => {
    assert.equal(compare({}, { types: [`HostOptions.key: string${REQUIRED}`] }).level, 'major');
  });

  it('is small where something is new, and none where nothing is', () => {
    assert.equal(compare({ parts: ['a'] }, { parts: ['a', 'b'], slots: ['c'] }).level, 'minor');
    assert.equal(compare({ parts: ['a'] }, { parts: ['a'] }).level, 'patch');
  });

  it('asks for the second number before 1.0.0, and for the first one after', () => {
    const levels = ['major', 'minor', 'patch'] as const;
    assert.deepEqual(
      levels.map((level) => leastAfter('0.4.2', level)),
      ['0.5.0', '0.4.3', '0.4.3'],
    );
    assert.deepEqual(
      levels.map((level) => leastAfter('1.4.2', level)),
      ['2.0.0', '1.5.0', '1.4.3'],
    );
  });
});
