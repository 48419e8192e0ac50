import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGE = 'codat-commerce-picker';

/** Imports entries in a folder where the package is installed, and returns what was printed. */
type Import = (entries: readonly string[], folder: string) => Promise<string>;

/** Whatever they export is used: a bundler would leave out the rest. */
const importing = (entries: readonly string[]): string =>
  [
    ...entries.map((entry, index) => `import * as entry${index} from ${JSON.stringify(entry)};`),
    `globalThis.used = [${entries.map((_entry, index) => `Object.keys(entry${index})`).join()}];\n`,
  ].join('\n');

/** Runs a file that imports the entries. */
const byCommand =
  (...command: string[]): Import =>
  async (entries, folder) => {
    const file = path.join(folder, 'import.mjs');
    await writeFile(file, importing(entries));
    const [program, ...args] = command;
    const { stdout, stderr } = await run(path.join(folder, program!), [...args, file], { cwd: folder });
    return stdout + stderr;
  };

/** The part of esbuild that is needed. */
interface Esbuild {
  build(options: object): Promise<{ outputFiles: { text: string }[] }>;
}

/** The part of Miniflare that is needed. */
type Miniflare = new (options: object) => {
  dispatchFetch(url: string): Promise<{ text(): Promise<string> }>;
  dispose(): Promise<void>;
};

/** Bundles the entries as wrangler does, and lets workerd run them. */
const inWorkerd: Import = async (entries, folder) => {
  const require = createRequire(path.join(folder, 'package.json'));
  const load = async <T>(name: string): Promise<T> => (await import(pathToFileURL(require.resolve(name)).href)) as T;
  const { build } = await load<Esbuild>('esbuild');
  const { Miniflare } = await load<{ Miniflare: Miniflare }>('miniflare');
  const { outputFiles } = await build({
    stdin: {
      contents: `${importing(entries)}export default { fetch: () => new Response() };`,
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*'],
    logLevel: 'silent',
  });
  let said = '';
  const listen = (stream: NodeJS.ReadableStream): void => {
    stream.on('data', (chunk) => (said += String(chunk)));
  };
  const worker = new Miniflare({
    modules: true,
    script: outputFiles[0]!.text,
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
    handleRuntimeStdio: (...streams: NodeJS.ReadableStream[]) => streams.forEach(listen),
  });
  try {
    await (await worker.dispatchFetch('http://127.0.0.1/')).text();
  } catch (error) {
    throw new Error(`${String(error)}\n${said}`, { cause: error });
  } finally {
    await worker.dispose();
  }
  return said;
};

/** Where entries are imported, besides Node. */
export const RUNTIMES: Readonly<Record<string, Import>> = {
  Bun: byCommand('node_modules/.bin/bun'),
  Deno: byCommand('node_modules/.bin/deno', 'run', '--quiet', '--allow-env'),
  workerd: inWorkerd,
};

/** Every entry of an installed package that is JavaScript, by the name that it is imported by: all languages together. */
export async function entriesOf(folder: string): Promise<string[][]> {
  const installed = path.join(folder, 'node_modules', PACKAGE);
  const { exports } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { default: string } | null>;
  };
  const single = Object.entries(exports).flatMap(([name, target]) => {
    const file = typeof target === 'string' ? target : target?.default;
    return file?.endsWith('.js') && !name.includes('*') ? [[path.posix.join(PACKAGE, name)]] : [];
  });
  const files = await readdir(path.join(installed, 'dist/strings'));
  const languages = files.flatMap((file) => /^(.*)\.js$/.exec(file)?.[1] ?? []);
  return [...single, languages.map((language) => `${PACKAGE}/strings/${language}`)];
}

/** Imports entries, which must print nothing. */
export async function importSilently(how: Import, entries: readonly string[], folder: string): Promise<void> {
  assert.equal(await how(entries, folder), '', 'it prints something');
}
