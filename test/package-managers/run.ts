/**
 * Installs the package, as it would be published, by each package manager in a host of its own, and uses it there:
 * `npm run test:package-managers [-- pnpm]`. Everything is fetched anew.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pack } from '../support/installed.js';
import { managers, type Manager } from './managers.js';

const run = promisify(execFile);

/** All that comes with the package. Of what only some hosts need, nothing does. */
const BROUGHT_ALONG = [
  '@lit-labs/ssr-dom-shim',
  '@lit/reactive-element',
  '@lit/task',
  '@remix-run/node-fetch-server',
  '@shoelace-style/localize',
  '@types/trusted-types',
  'codat-commerce-picker',
  'lit',
  'lit-element',
  'lit-html',
];

/** As each manager begins a line that a host's developers would have to read. */
const COMPLAINT = /\bwarn(ing)?\b|\bdeprecated\b|\berror\b|\bYN00(02|60|86)\b/i;

const hostFiles = fileURLToPath(new URL('host', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

let [passed, failed] = [0, 0];

async function check(what: string, task: () => Promise<string>): Promise<boolean> {
  const start = performance.now();
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    const result = await task();
    passed += 1;
    console.log(`  ✔ ${what}${result && `: ${result}`} (${seconds()})`);
    return true;
  } catch (error) {
    failed += 1;
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
    console.log(`  ✖ ${what} (${seconds()})\n${`${message}\n${stdout}${stderr}`.replaceAll(/^/gm, '      ')}`);
    return false;
  }
}

function expectQuiet(said: string): string {
  const complaints = said.split('\n').filter((line) => COMPLAINT.test(line));
  if (complaints.length > 0) throw new Error(`It was not quiet:\n${complaints.join('\n')}`);
  return '';
}

interface Installed {
  name: string;
  bytes: number;
}

/** Yarn 4 writes a package's name without a slash. */
const nameOf = (flat: string): string => BROUGHT_ALONG.find((name) => name.replace('/', '-') === flat) ?? flat;

/** What lies in the host's folder: packages in node_modules, however deep, or in the cache that Yarn 4 takes them from. */
async function installedIn(folder: string): Promise<Installed[]> {
  const found = new Map<string, number>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // A link leads to what is counted elsewhere.
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const at = path.relative(folder, file).split(path.sep).join('/');
    const unpacked = /^.*node_modules\/((?:@[^/]+\/)?[^/.][^/]*)\/./.exec(at)?.[1];
    const zipped = /^\.yarn\/cache\/(.+?)-(?:npm|file)-.*\.zip$/.exec(at)?.[1];
    const name = unpacked ?? (zipped && nameOf(zipped));
    if (name) found.set(name, (found.get(name) ?? 0) + (await stat(file)).size);
  }
  return [...found].map(([name, bytes]) => ({ name, bytes })).toSorted((a, b) => a.name.localeCompare(b.name));
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;

async function whatCame(folder: string): Promise<string> {
  const installed = await installedIn(folder);
  const names = installed.map(({ name }) => name);
  const strange = names.filter((name) => !BROUGHT_ALONG.includes(name));
  const missing = BROUGHT_ALONG.filter((name) => !names.includes(name));
  if (strange.length > 0) throw new Error(`Not expected: ${strange.join(', ')}`);
  if (missing.length > 0) throw new Error(`Not there: ${missing.join(', ')}`);
  const total = installed.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    `${installed.length} packages, ${kilobytes(total)}`,
    ...installed.map(({ name, bytes }) => `      ${name} ${kilobytes(bytes)}`),
  ].join('\n');
}

/** The element, as a host's own bundler has put it into a file. */
async function expectBuilt(folder: string): Promise<string> {
  const assets = path.join(folder, 'dist/assets');
  const files = (await readdir(assets)).filter((file) => file.endsWith('.js'));
  const code = (await Promise.all(files.map((file) => readFile(path.join(assets, file), 'utf8')))).join('\n');
  if (!/customElements[^;]{0,60}define/.test(code)) throw new Error('What was built does not define the element.');
  return kilobytes(code.length);
}

/** The version that the project itself is built with: a newer one may have trouble of its own. */
async function versionOf(name: string): Promise<string> {
  const manifest = await readFile(path.join(root, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function use(manager: Manager, work: string, tarball: string): Promise<void> {
  const folder = path.join(work, manager.name.replaceAll(/\W+/g, '-').toLowerCase());
  const host = path.join(folder, 'host');
  const tools = path.join(folder, 'tools');
  await cp(hostFiles, host, { recursive: true });
  for (const [file, text] of Object.entries(manager.settings ?? {})) await writeFile(path.join(host, file), text);
  /** Nothing that was fetched before is used, and nothing of it is left. */
  const env = {
    ...process.env,
    npm_config_cache: path.join(folder, 'cache'),
    npm_config_update_notifier: 'false',
    npm_config_registry: registry,
    YARN_REGISTRY: registry,
    YARN_GLOBAL_FOLDER: path.join(folder, 'global'),
  };
  const call = async (file: string, args: readonly string[], cwd = host): Promise<string> => {
    const { stdout, stderr } = await run(file, [...args], { cwd, env, maxBuffer: 2 ** 26 });
    return `${stdout}${stderr}`;
  };
  if (manager.from) {
    await mkdir(tools, { recursive: true });
    await call('npm', ['install', '--prefix', tools, '--no-audit', '--no-fund', manager.from], tools);
  }
  const bin = manager.from ? path.join(tools, 'node_modules/.bin', manager.bin) : manager.bin;
  const managed = (...args: readonly string[]): Promise<string> => call(bin, args);
  const write = (more: object = {}): Promise<void> =>
    writeFile(
      path.join(host, 'package.json'),
      JSON.stringify({
        name: 'host',
        version: '1.0.0',
        license: 'MIT',
        private: true,
        type: 'module',
        dependencies: { 'codat-commerce-picker': `file:${tarball}` },
        ...more,
      }),
    );

  await write();
  const isInstalled = await check('is installed without a warning', async () =>
    expectQuiet(await managed(...manager.install)),
  );
  if (!isInstalled) return;
  await check('brings along what it needs, and nothing else', () => whatCame(host));
  await check('answers a request on a server', async () => {
    const said = manager.node ? await managed(...manager.node, 'server.mjs') : await call('node', ['server.mjs']);
    if (!/^\d+ integrations$/.test(said.trim())) throw new Error(`It says more:\n${said}`);
    return said.trim();
  });
  await check('has its command', async () => {
    const said = await managed(...manager.exec, 'codat-commerce-picker', 'check', '--help');
    if (!said.includes('codat-commerce-picker check <base-url>')) throw new Error(`It says:\n${said}`);
    return '';
  });
  await check('is built into a page', async () => {
    await write({
      devDependencies: { vite: await versionOf('vite') },
      resolutions: { rolldown: await versionOf('rolldown') },
    });
    await managed(...manager.install);
    expectQuiet(await managed(...manager.exec, 'vite', 'build'));
    return expectBuilt(host);
  });
}

// What was started ends with this.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

if (!existsSync(path.join(root, 'dist/index.js'))) throw new Error('There is no build to pack: run `npm run build`.');
const registry = (await run('npm', ['config', 'get', 'registry'])).stdout.trim();
const wanted = (process.argv[2] ?? '').toLowerCase();
// Outside of the project, in which a manager would look further out.
const work = await mkdtemp(path.join(tmpdir(), 'codat-commerce-picker-managers-'));
try {
  const tarball = await pack(work);
  for (const manager of managers(registry).filter(({ name }) => name.toLowerCase().includes(wanted))) {
    console.log(`\n— ${manager.name} —\n`);
    await use(manager, work, tarball);
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
