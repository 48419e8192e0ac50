// Lints src/host/openapi.yaml: `tsx .ci/openapi.ts`. The linter is installed where that has not been done yet, apart from
// the project's own dependencies: it is larger than all of them that a build needs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest that was tried; it runs in Node 20. */
const VERSION = '2.77.0';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'node_modules/.cache', `redocly-${VERSION}`);
const command = path.join(folder, 'node_modules/@redocly/cli/bin/cli.js');
// It would tell its makers of each run, and look for a newer version.
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

if (!existsSync(command)) {
  mkdirSync(folder, { recursive: true });
  const npm = ['install', '--prefix', folder, '--no-audit', '--no-fund', `@redocly/cli@${VERSION}`];
  const shell = process.platform === 'win32';
  const { status } = spawnSync('npm', npm, { stdio: ['ignore', 'ignore', 'inherit'], shell });
  if (status !== 0) throw new Error('The linter of src/host/openapi.yaml could not be installed.');
}
const lint = [command, 'lint', 'src/host/openapi.yaml', '--extends=recommended-strict'];
const { status } = spawnSync(process.execPath, lint, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
process.exitCode = status ?? 1;
