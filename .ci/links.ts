// Finds relative links in the documentation that lead to no file, or to no heading: `tsx .ci/links.ts`. The linter is
// installed where that has not been done yet, apart from the project's own dependencies: it brings 150 packages along.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest that were tried; they run in Node 20. */
const LINTER = { 'remark-cli': '12.0.1', 'remark-validate-links': '13.1.0' };
const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs'];

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'node_modules/.cache', `remark-${LINTER['remark-validate-links']}`);
const [command, plugin] = ['remark-cli/cli.js', 'remark-validate-links/index.js'].map((file) =>
  path.join(folder, 'node_modules', file),
) as [string, string];

if (!existsSync(plugin)) {
  mkdirSync(folder, { recursive: true });
  const packages = Object.entries(LINTER).map(([name, version]) => `${name}@${version}`);
  const npm = ['install', '--prefix', folder, '--no-audit', '--no-fund', ...packages];
  const shell = process.platform === 'win32';
  const { status } = spawnSync('npm', npm, { stdio: ['ignore', 'ignore', 'inherit'], shell });
  if (status !== 0) throw new Error('The linter of the links could not be installed.');
}
// Its own address is not known to the repository: links are held to the files that are here.
const check = [command, ...PAGES, '--use', `${plugin}=repository:false`, '--frail', '--quiet', '--no-stdout'];
const { status } = spawnSync(process.execPath, check, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
if (status === 0) console.log('All links of the documentation lead somewhere.');
process.exitCode = status ?? 1;
