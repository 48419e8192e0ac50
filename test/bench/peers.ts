import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the picker is compared with, and what that needs. For the bench alone, hence not in package.json. */
export const VERSIONS: Readonly<Record<string, string>> = {
  '@hookform/resolvers': '5.2.2',
  '@shoelace-style/shoelace': '2.20.1',
  '@stackone/hub': '1.11.4',
  '@unified-api/react-directory': '1.1.25',
  '@unified-api/vuejs-directory': '1.1.19',
  'emoji-picker-element': '1.29.1',
  react: '19.3.1',
  'react-dom': '19.3.1',
  'react-hook-form': '7.60.0',
  'react-plaid-link': '5.0.0',
  vue: '3.5.45',
  zod: '4.1.12',
};

const root = fileURLToPath(new URL('../..', import.meta.url));
// Apart from the tests' own dependencies, and gone with them.
const cache = path.join(root, 'node_modules/.cache/bench');

/** Installs the peers where that has not been done yet, and returns the folder that they are to be imported from. */
export function peersFolder(): string {
  const wanted = JSON.stringify({ private: true, dependencies: VERSIONS }, null, 2);
  const done = path.join(cache, 'installed.json');
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return cache;
  console.log(`Installing what the picker is compared with into ${path.relative(root, cache)} …`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, 'package.json'), wanted);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: cache });
  // Only a whole one is known as installed.
  writeFileSync(done, wanted);
  return cache;
}
