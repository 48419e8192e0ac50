/**
 * Hears what a merchant hears: `npm run test:speech`, with `-- chromium` in another browser than Firefox. `MAIN=1` plays
 * the main scenes in English, `ROUNDS=5` each scene five times, `VERBOSE=1` shows what was heard. The last line is
 * `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installWithApt, onPath } from '../support/browser.js';
import { BROWSERS } from './browsers.js';

const [browser = 'firefox'] = process.argv.slice(2);
if (!Object.hasOwn(BROWSERS, browser)) {
  console.error(`No such browser: ${browser}. These can be heard: ${Object.keys(BROWSERS).join(', ')}.`);
  process.exit(1);
}

/** What has to be there, by the command that it brings: Debian's names. */
const PACKAGES: Readonly<Record<string, string>> = {
  'xvfb-run': 'xvfb',
  xauth: 'xauth',
  'dbus-run-session': 'dbus-x11',
  '/usr/libexec/at-spi-bus-launcher': 'at-spi2-core',
  gsettings: 'libglib2.0-bin',
  openbox: 'openbox',
  orca: 'orca',
  xdotool: 'xdotool',
  ...(browser === 'firefox' ? { 'firefox-esr': 'firefox-esr' } : { chromium: 'chromium' }),
};

const missing = (): string[] =>
  Object.keys(PACKAGES)
    .filter((command) => !existsSync(onPath(command)[0] ?? command))
    .map((command) => PACKAGES[command]!);

if (missing().length > 0) installWithApt(...missing(), 'fonts-liberation');
if (missing().length > 0) {
  console.error(`To hear the picker, Debian’s packages are needed: apt-get install ${missing().join(' ')}`);
  process.exit(1);
}

const test = fileURLToPath(new URL('speech.test.ts', import.meta.url));
const display = ['-a', '-s', '-screen 0 1280x1024x24', 'dbus-run-session', '--'];
const runner = ['--import', 'tsx', '--test', '--test-reporter=spec', test];
const heard = spawn('xvfb-run', [...display, process.execPath, ...runner], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, BROWSER: browser },
});
let report = '';
heard.stdout.setEncoding('utf8').on('data', (text: string) => {
  report += text;
  process.stdout.write(text);
});
heard.once('close', (status) => {
  const [passed, failed] = ['pass', 'fail'].map(
    (word) => new RegExp(`^ℹ ${word} (\\d+)$`, 'm').exec(report)?.[1] ?? '0',
  );
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = status ?? 1;
});
