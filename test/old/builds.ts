import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

/** A Chromium of some years ago. */
export interface Build {
  /** Chromium's major version. */
  major: number;
  /** Whether the element is to work in it, by `browserslist` in package.json. */
  supported: boolean;
  /** Downloads it where that has not been done yet, and returns its executable. */
  executable(): Promise<string>;
}

/**
 * Versions of an npm package that holds Chromium, made for functions on servers. There is none of 105 itself: 103 is the
 * newest one that is too old, and 106 the oldest one that is not.
 */
const VERSIONS = ['92.0.0', '103.0.0', '106.0.2', '109.0.6', '114.0.0', '119.0.2', '123.0.1', '126.0.0'];

const root = fileURLToPath(new URL('../..', import.meta.url));
// Some 1.5 GB: apart from the tests' own dependencies, and gone with them.
const cache = path.join(root, 'node_modules/.cache/old-browsers');

const { browserslist } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  browserslist: string[];
};
const OLDEST = Number(/chrome >= (\d+)/.exec(browserslist.join())![1]);

async function executable(version: string): Promise<string> {
  const folder = path.join(cache, version);
  const file = path.join(folder, 'chromium');
  if (existsSync(file)) return file;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const packed = execFileSync(npm, ['pack', `@sparticuz/chromium@${version}`, '--silent'], {
    cwd: folder,
    encoding: 'utf8',
  });
  execFileSync('tar', ['xzf', packed.trim(), 'package/bin/chromium.br'], { cwd: folder });
  await pipeline(
    createReadStream(path.join(folder, 'package/bin/chromium.br')),
    createBrotliDecompress(),
    createWriteStream(`${file}.part`),
  );
  for (const name of [packed.trim(), 'package']) rmSync(path.join(folder, name), { recursive: true });
  chmodSync(`${file}.part`, 0o755);
  // Only a whole one bears the name.
  renameSync(`${file}.part`, file);
  return file;
}

/** The builds, or only those named in `OLD_BUILDS` by their major versions, parted by commas. */
export const builds: readonly Build[] = VERSIONS.map((version) => ({
  major: Number.parseInt(version),
  supported: Number.parseInt(version) >= OLDEST,
  executable: () => executable(version),
})).filter(({ major }) => (process.env['OLD_BUILDS'] ?? String(major)).split(',').includes(String(major)));
