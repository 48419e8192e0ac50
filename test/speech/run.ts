/** Hears what a merchant hears: `npm run test:speech`. By hand, on Debian; `ROUNDS=5` hears each thing five times, `VERBOSE=1` shows it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { missingPackages } from './desktop.js';

const missing = missingPackages();
if (missing.length > 0) {
  console.error(`To hear the picker, Debian’s packages are needed: apt-get install ${missing.join(' ')}`);
  process.exit(1);
}
const test = fileURLToPath(new URL('speech.test.ts', import.meta.url));
const display = ['-a', '-s', '-screen 0 1280x1024x24', 'dbus-run-session', '--'];
const runner = ['--import', 'tsx', '--test', '--test-reporter=spec', ...process.argv.slice(2), test];
const { status } = spawnSync('xvfb-run', [...display, process.execPath, ...runner], { stdio: 'inherit' });
process.exit(status ?? 1);
