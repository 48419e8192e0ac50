import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What every browser of the tests is started with: no sandbox where root couldn't have one, and no calls home. */
export const browserFlags: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const COMMANDS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

/** The executable of a Chrome, Chromium or Edge; where the machine has none, one is installed. */
export async function findBrowser(): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH is ${named}, and no such file exists: set it to the executable of a Chrome.`);
  }
  const found = installed() ?? (await downloaded());
  if (found) return found;
  // A browser without a font draws nothing where text should be.
  for (const install of [() => installWithApt('chromium', 'fonts-liberation'), downloadWithPlaywright]) {
    install();
    const browser = installed() ?? (await downloaded());
    if (browser) return browser;
  }
  throw new Error('The tests need a browser: install Chrome, Chromium or Edge, or set CHROME_PATH to the executable.');
}

function installed(): string | undefined {
  return candidates().find((file) => existsSync(file) && starts(file));
}

function candidates(): string[] {
  const { env, platform } = process;
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((root) => root != null);
    return [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ].flatMap((app) => roots.map((root) => path.join(root, app)));
  }
  const byPreference = COMMANDS.flatMap(onPath);
  if (platform !== 'darwin') return [...byPreference, '/snap/bin/chromium', '/opt/google/chrome/chrome'];
  const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((app) =>
    ['/Applications', path.join(homedir(), 'Applications')].map((root) => `${root}/${app}.app/Contents/MacOS/${app}`),
  );
  return [...apps, ...byPreference];
}

// Ubuntu's /usr/bin/chromium-browser can be a script that only says to install the snap. On Windows the
// question would open a window.
function starts(file: string): boolean {
  return process.platform === 'win32' || spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0;
}

async function downloaded(): Promise<string | undefined> {
  const { chromium } = await import('playwright-core');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

/** Where a command of this name would be, in the order of the PATH. */
export function onPath(command: string): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, command)).filter((file) => existsSync(file));
}

/** Installs Debian's packages, where there is apt and the right to use it. */
export function installWithApt(...packages: string[]): void {
  if (process.platform !== 'linux' || !runs('apt-get', ['--version'])) return;
  const root = process.getuid?.() === 0;
  if (!root && !runs('sudo', ['-n', 'true'])) return;
  say(`Installing Debian’s ${packages.join(', ')}…`);
  const apt = (...args: string[]): boolean => {
    const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const [file = '', ...rest] = root ? command : ['sudo', '-n', ...command];
    return runs(file, rest);
  };
  // Stale lists are no reason to give up: the packages may still be there.
  apt('update');
  if (!apt('install', '-y', '--no-install-recommends', ...packages)) say('apt-get couldn’t install it.');
}

function downloadWithPlaywright(): void {
  say('No browser found: downloading Chromium with Playwright…');
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  if (!runs(process.execPath, [cli, 'install', 'chromium'])) say('Playwright couldn’t download it.');
}

function runs(file: string, args: string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.stdout.write(`${await findBrowser()}\n`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
