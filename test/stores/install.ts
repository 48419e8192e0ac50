import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wanted = fileURLToPath(new URL('./package.json', import.meta.url));

/** A folder outside of the project, so that the project has not to be installed with servers that few tests need. */
const folder = path.join(
  tmpdir(),
  `codat-commerce-picker-stores-${createHash('sha256').update(readFileSync(wanted)).digest('hex').slice(0, 8)}`,
);

/** Installs what package.json beside this file names, unless it is there already. */
function install(): void {
  const done = path.join(folder, 'done');
  if (existsSync(done)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(wanted, path.join(folder, 'package.json'));
  // No scripts: the executables come ready made, in packages of their own.
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  writeFileSync(done, '');
}

/** Loads a module of what is installed there. */
export async function load(entry: string): Promise<unknown> {
  install();
  const require = createRequire(path.join(folder, 'package.json'));
  return import(pathToFileURL(require.resolve(entry)).href);
}
