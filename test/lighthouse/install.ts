import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The newest that runs in Node 20. */
export const VERSION = '12.8.2';

// Some 190 MB for one report: apart from the project's own dependencies, and gone with them.
const folder = fileURLToPath(new URL('../../node_modules/.cache/lighthouse', import.meta.url));

/** Lighthouse's command, installed where that has not been done yet. */
export async function lighthouse(): Promise<string> {
  const installed = path.join(folder, 'node_modules/lighthouse');
  if (!existsSync(installed) || !(await isThisVersion(installed))) {
    await mkdir(folder, { recursive: true });
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await run(npm, ['install', '--prefix', folder, '--no-audit', '--no-fund', `lighthouse@${VERSION}`]);
  }
  return path.join(installed, 'cli/index.js');
}

async function isThisVersion(installed: string): Promise<boolean> {
  const { version } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as { version: string };
  return version === VERSION;
}
