/** A desktop without a screen, on which Debian's own screen reader, Orca, says what Firefox shows. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onPath } from '../support/browser.js';

/** What has to be there, by the command that it brings: Debian's names. */
const PACKAGES: Readonly<Record<string, string>> = {
  Xvfb: 'xvfb',
  'dbus-run-session': 'dbus-x11',
  '/usr/libexec/at-spi-bus-launcher': 'at-spi2-core',
  gsettings: 'libglib2.0-bin',
  openbox: 'openbox',
  orca: 'orca',
  'firefox-esr': 'firefox-esr',
  xdotool: 'xdotool',
};

/** Debian's packages that are missing here. */
export const missingPackages = (): string[] =>
  Object.entries(PACKAGES).flatMap(([command, name]) =>
    spawnSync('test', ['-x', onPath(command)[0] ?? command]).status === 0 ? [] : [name],
  );

/** ms of silence after which Orca is taken to have said all that it had to say. */
const SILENCE = 3_000;

/** ms until what was to be heard is taken not to come any more. */
const PATIENCE = 25_000;

/** Python's own start-up file: whatever is written to a log is there at once. */
const LINE_BY_LINE = `import builtins
plain = builtins.open
def line_by_line(file, *args, **named):
    opened = plain(file, *args, **named)
    if str(file).endswith('.log'):
        opened.reconfigure(line_buffering=True)
    return opened
builtins.open = line_by_line
`;

export interface Desktop {
  /** Opens a page in a Firefox that has never been used before, with an Orca that knows of nothing else. */
  browse(url: string): Promise<Browser>;
  close(): void;
}

export interface Browser {
  /** Presses these keys, one after the other, as `xdotool` calls them. */
  press(...keys: string[]): void;
  type(text: string): void;
  /** What Orca has said since this was asked the last time, once it has said this, and come to an end. */
  heard(...phrases: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Starts it, within this process's own session bus: see `test/speech/run.ts`.
 */
export async function startDesktop(): Promise<Desktop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'speech-'));
  const modules = path.join(folder, 'modules');
  const runtime = path.join(folder, 'runtime');
  mkdirSync(modules);
  mkdirSync(runtime, { mode: 0o700 });
  // Without a voice Orca writes down what it would say, line by line: left to itself it would keep the last lines back.
  writeFileSync(path.join(modules, 'speechd.py'), 'raise ImportError\n');
  writeFileSync(path.join(modules, 'sitecustomize.py'), LINE_BY_LINE);
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
  const start = (command: string, ...args: string[]): ChildProcess => {
    // In a group of its own, so that what it starts ends with it.
    const child = spawn(command, args, { env, stdio: 'ignore', detached: true });
    running.push(child);
    return child;
  };
  const end = ({ pid }: ChildProcess): void => {
    try {
      if (pid) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  const run = (command: string, ...args: string[]): string =>
    spawnSync(command, args, { env, encoding: 'utf8' }).stdout ?? '';
  const until = async (what: string, condition: () => unknown, limit = 60_000): Promise<void> => {
    for (const last = Date.now() + limit; !condition();) {
      if (Date.now() > last) throw new Error(`${what}: not within ${limit} ms`);
      await wait(100);
    }
  };

  start('/usr/libexec/at-spi-bus-launcher', '--launch-immediately', '--screen-reader=1');
  run('gsettings', 'set', 'org.gnome.desktop.interface', 'toolkit-accessibility', 'true');
  run('gsettings', 'set', 'org.gnome.desktop.a11y.applications', 'screen-reader-enabled', 'true');
  start('openbox');

  const close = (): void => {
    for (const child of running.splice(0).toReversed()) end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', close);
  process.once('SIGTERM', () => process.exit(1));

  const browse = async (url: string): Promise<Browser> => {
    const profile = mkdtempSync(path.join(folder, 'profile-'));
    const preferences = {
      'accessibility.force_disabled': -1,
      'browser.shell.checkDefaultBrowser': false,
      'browser.aboutwelcome.enabled': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      'toolkit.telemetry.reportingpolicy.firstRun': false,
      'browser.startup.homepage_override.mstone': 'ignore',
      'termsofuse.bypassNotification': true,
      'browser.translations.automaticallyPopup': false,
      // A page that is loaded for later is told of, too.
      'browser.newtab.preload': false,
    };
    writeFileSync(
      path.join(profile, 'user.js'),
      Object.entries(preferences)
        .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
        .join(''),
    );
    const log = `${profile}.log`;
    const spoken = (): string[] =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .split('\n')
            .flatMap((line) => /SPEECH OUTPUT: '(.*?)'(?:\{|$)/.exec(line)?.[1]?.trim() || [])
        : [];
    const orca = start('orca', '--replace', `--debug-file=${log}`);
    await until('Orca', () => spoken().length > 0);
    let past = spoken().length;
    const firefox = start('firefox-esr', '--no-remote', '--profile', profile, url);
    await until('Firefox', () => run('xdotool', 'search', '--onlyvisible', '--class', 'firefox').trim());
    const xdotool = (...args: string[]): void => void run('xdotool', ...args);
    return {
      press: (...keys) => {
        for (const key of keys) xdotool('key', '--clearmodifiers', key);
      },
      type: (text) => xdotool('type', '--delay', '60', text),
      heard: async (...phrases) => {
        const fresh = (): string[] => spoken().slice(past);
        const last = Date.now() + PATIENCE;
        await until('what was to be heard', () => {
          const text = fresh().join(' ');
          return Date.now() > last || phrases.every((phrase) => text.includes(phrase));
        });
        let count = -1;
        let since = Date.now();
        await until('silence', () => {
          const now = spoken().length;
          if (now !== count) since = Date.now();
          count = now;
          return Date.now() - since > SILENCE;
        });
        const heard = fresh();
        past += heard.length;
        return heard;
      },
      close: async () => {
        for (const child of [firefox, orca]) {
          end(child);
          await until('its end', () => child.exitCode !== null || child.signalCode !== null);
          running.splice(running.indexOf(child), 1);
        }
      },
    };
  };
  return { browse, close };
}
