/** A desktop without a screen, on which Debian's own screen reader, Orca, says what a browser shows. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BROWSERS, type BrowserName } from './browsers.js';

/** ms until what was to happen is taken not to come any more. */
const PATIENCE = 60_000;

/**
 * Orca's settings, as a user may write them: it leaves out to read each page as it comes, and to repeat each key. What it
 * says is written down, line by line.
 */
const settings = (file: string): string => `import logging
import orca.settings
orca.settings.sayAllOnLoad = False
orca.settings.enableKeyEcho = False
logging.getLogger('speech').addHandler(logging.FileHandler(${JSON.stringify(file)}, encoding='utf-8'))
`;

/** A browser that a screen reader reads aloud, and that has a keyboard alone. */
export interface Desktop {
  /** Presses these keys, one after the other, as `xdotool` calls them. */
  press(...keys: string[]): void;
  type(text: string): void;
  /** All that Orca has said so far, one utterance after the other. */
  spoken(): string[];
  close(): Promise<void>;
}

/** Starts it, within this process's own screen and session bus: see `run.ts`. */
export async function startDesktop(browser: BrowserName, url: string): Promise<Desktop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'speech-'));
  const [modules, runtime, orcas, profile] = ['modules', 'runtime', '.local/share/orca', 'profile'].map((name) => {
    const inside = path.join(folder, name);
    mkdirSync(inside, { mode: 0o700, recursive: true });
    return inside;
  }) as [string, string, string, string];
  // Without a voice Orca says nothing aloud, and takes everything for said at once.
  writeFileSync(path.join(modules, 'speechd.py'), 'raise ImportError\n');
  const log = path.join(folder, 'spoken');
  writeFileSync(path.join(orcas, 'orca-customizations.py'), settings(log));
  const env = {
    ...process.env,
    HOME: folder,
    XDG_RUNTIME_DIR: runtime,
    PYTHONPATH: modules,
    GTK_MODULES: 'gail:atk-bridge',
    ACCESSIBILITY_ENABLED: '1',
    GNOME_ACCESSIBILITY: '1',
    MOZ_ENABLE_ACCESSIBILITY: '1',
    LANG: 'C.UTF-8',
  };
  const running: ChildProcess[] = [];
  const start = (command: string, ...args: string[]): void => {
    // In a group of its own, so that what it starts ends with it.
    running.push(spawn(command, args, { env, stdio: 'ignore', detached: true }));
  };
  const run = (command: string, ...args: string[]): string =>
    spawnSync(command, args, { env, encoding: 'utf8' }).stdout;
  const kill = (): void => {
    for (const { pid } of running.splice(0).toReversed()) {
      try {
        if (pid) process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  };
  const tidyUp = (): void => {
    kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', tidyUp);

  const spoken = (): string[] =>
    existsSync(log)
      ? [...readFileSync(log, 'utf8').matchAll(/^SPEECH OUTPUT: '(.*?)'(?: voice=\w+)?$/gms)].map(([, said]) => said!)
      : [];

  start('/usr/libexec/at-spi-bus-launcher', '--launch-immediately', '--screen-reader=1');
  run('gsettings', 'set', 'org.gnome.desktop.interface', 'toolkit-accessibility', 'true');
  run('gsettings', 'set', 'org.gnome.desktop.a11y.applications', 'screen-reader-enabled', 'true');
  start('openbox');
  // It wants to be the only one of its user, and may have been left over.
  start('orca', '--replace');
  await until('Orca says that it is there', () => spoken().length);
  const { command, args, window } = BROWSERS[browser](profile);
  start(command, ...args, url);
  await until(`${browser} opens`, () => run('xdotool', 'search', '--onlyvisible', '--class', window).trim());

  return {
    press: (...keys) => {
      for (const key of keys) run('xdotool', 'key', '--clearmodifiers', key);
    },
    // At once: a pause between two keys would be one between two searches.
    type: (text) => void run('xdotool', 'type', '--delay', '1', text),
    spoken,
    close: async () => {
      const alive = running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      const ends = alive.map((child) => new Promise((resolve) => child.once('exit', resolve)));
      kill();
      await Promise.all(ends);
      tidyUp();
    },
  };
}

/** Waits until it is so. */
export async function until(what: string, condition: () => unknown, told: () => string = () => ''): Promise<void> {
  for (const last = Date.now() + PATIENCE; !condition(); await wait(50)) {
    if (Date.now() > last) throw new Error(`${what}: not within ${PATIENCE} ms. ${told()}`);
  }
}
