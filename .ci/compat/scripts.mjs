import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { writeFloorLib } from './lib.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = path.join(root, 'node_modules/.cache/compat');
const tsc = path.join(root, 'node_modules/typescript/lib/tsc.js');

/** What runs in a host's server, or at its developer's, not in a merchant's browser. */
const ON_SERVERS = ['src/check', 'src/host', 'src/node', 'src/node.ts'];

/** Runs the compiler, and returns its complaints, each on one line. */
async function complaints(config) {
  const file = path.join(cache, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(config));
  const run = promisify(execFile)(process.execPath, [tsc, '-p', file, '--pretty', 'false'], { cwd: root });
  const { stdout } = await run.catch((error) => error);
  const lines = stdout.split('\n').filter((line) => line && !line.startsWith(' '));
  const elsewhere = lines.find((line) => !/^(src|node_modules\/\.cache\/compat\/bundle)[^(]*\(/.test(line));
  if (elsewhere) throw new Error(`The compiler could not compare: ${elsewhere}`);
  // Two complaints about one place say the same: that it may be missing, and that it can't be called then.
  const places = new Map(lines.map((line) => [line.slice(0, line.indexOf(': ')), line]));
  return [...places.values()];
}

const MODULE = /^\/\/(?:#region)? ((?:src|node_modules)\/\S+)$/;

const FLOOR = { noLib: true, lib: null, types: [] };

/** Uses of what a browser of the floor lacks, without a guard, in the element's own sources. */
export async function inSources() {
  writeFloorLib(path.join(cache, 'lib'));
  return complaints({
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: FLOOR,
    include: ['lib/*.d.ts', path.join(root, 'src')],
    exclude: ON_SERVERS.map((folder) => path.join(root, folder)),
  });
}

/**
 * The same in the packages that the script-tag file holds. They are JavaScript, in which the compiler complains of much
 * else: only what it has nothing against while it knows a browser of today counts.
 */
export async function inPackages() {
  const [{ output }] = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, target: 'es2022', lib: { entry: 'src/index.ts', formats: ['es'] } },
  });
  const code = output.map((chunk) => chunk.code).join('\n');
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, 'bundle.js'), code);
  const javascript = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: false,
    strictNullChecks: true,
    skipLibCheck: true,
  };
  const common = { ...javascript, target: 'es2022', module: 'esnext', types: [] };
  const today = new Set(
    await complaints({
      compilerOptions: { ...common, lib: ['esnext', 'dom', 'dom.iterable'] },
      include: ['bundle.js'],
    }),
  );
  const then = await complaints({ compilerOptions: { ...common, ...FLOOR }, include: ['lib/*.d.ts', 'bundle.js'] });
  const lines = code.split('\n');
  return then
    .filter((line) => !today.has(line))
    .map((line) => {
      const [, row, what] = /\((\d+),\d+\): error TS\d+: (.*)/.exec(line);
      // The bundler names each module above its code.
      const heading = lines.slice(0, Number(row)).findLast((text) => MODULE.test(text));
      return { file: MODULE.exec(heading)[1], text: lines[row - 1].trim().slice(0, 120), what };
    })
    .filter(({ file }) => !file.startsWith('src/'))
    .map(({ file, text, what }) => `${file}: ${what}\n    ${text}`);
}
