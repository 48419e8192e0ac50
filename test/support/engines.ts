import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromeLauncher, type BrowserLauncher } from '@web/test-runner';
import { browserFlags, findBrowser, installWithApt, onPath } from './browser.js';
import { WebKitLauncher } from './webkit.js';

interface Engine {
  readonly name: string;
  /** Makes sure that the browser is there, by installing it if need be. Says what to do where that can't be done. */
  readonly find: () => Promise<string>;
  readonly launcher: () => Promise<BrowserLauncher>;
}

/** Every engine that the tests of the suite `browser` can be run in. */
export const engines = {
  chromium: {
    name: 'Chromium',
    find: findBrowser,
    launcher: async () =>
      named(
        'Chromium',
        chromeLauncher({ launchOptions: { executablePath: await findBrowser(), args: [...browserFlags] } }),
      ),
  },
  firefox: { name: 'Firefox', find: findFirefox, launcher: launchFirefox },
  webkit: {
    name: 'WebKit',
    find: findWebKit,
    launcher: () => Promise.resolve(new WebKitLauncher()),
  },
} as const satisfies Record<string, Engine>;

export type EngineName = keyof typeof engines;

export const isEngine = (name: string): name is EngineName => Object.hasOwn(engines, name);

function named<T extends BrowserLauncher>(name: string, launcher: T): T {
  return Object.assign(launcher, { name });
}

async function findFirefox(): Promise<string> {
  const set = process.env['FIREFOX_PATH'];
  if (set) {
    if (existsSync(set)) return set;
    throw new Error(`FIREFOX_PATH is ${set}, and no such file exists: set it to the executable of a Firefox.`);
  }
  const installed = (): string | undefined =>
    [
      ...['firefox-esr', 'firefox'].flatMap(onPath),
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      path.join(process.env['PROGRAMFILES'] ?? '', 'Mozilla Firefox', 'firefox.exe'),
    ].find((file) => existsSync(file) && starts(file));
  if (!installed()) installWithApt('firefox-esr', 'fonts-liberation');
  const found = installed();
  if (found) return found;
  throw new Error('The tests need Firefox: install it, or set FIREFOX_PATH to the executable.');
}

// Ubuntu's /usr/bin/firefox can be a script that only says to install the snap. On Windows the question would open a
// window.
function starts(file: string): boolean {
  return process.platform === 'win32' || spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0;
}

async function launchFirefox(): Promise<BrowserLauncher> {
  // A home that it can write to, and that belongs to the user it is started by: as root it accepts no other.
  const home = mkdtempSync(path.join(tmpdir(), 'firefox-'));
  const launcher = chromeLauncher({
    launchOptions: {
      browser: 'firefox',
      executablePath: await findFirefox(),
      headless: true,
      env: { ...process.env, HOME: home },
    },
  });
  process.once('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  return named('Firefox', launcher);
}

async function findWebKit(): Promise<string> {
  const commands = ['WebKitWebDriver', 'Xvfb'];
  const missing = (): string[] => commands.filter((command) => onPath(command).length === 0);
  if (missing().length > 0) installWithApt('webkit2gtk-driver', 'xvfb', 'fonts-liberation');
  if (missing().length === 0) return onPath('WebKitWebDriver')[0]!;
  throw new Error(
    `The tests need ${missing().join(' and ')}, for WebKit: on Debian or Ubuntu, install webkit2gtk-driver and xvfb.`,
  );
}
