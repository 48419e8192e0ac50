/**
 * Starts each server of demo/servers for real, with the package as it would be published and the embedded Codat behind
 * it, and puts all of them to one suite, over HTTP: `npm run test:servers [-- express-5 bun …]`. The last line is
 * `N passed, N failed`.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { environmentOf, startCodat } from '../support/checked-host.js';
import { folderFor, install, npm, pack } from '../support/installed.js';
import { startServer } from '../support/server-process.js';
import { entriesOf, importSilently, RUNTIMES } from './imports.js';
import { SERVERS, type Server } from './servers.js';
import { CHECKS } from './suite.js';

let [passed, failed] = [0, 0];

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Does one thing that can fail, counts it, and says so where it has failed. */
async function count<T>(what: string, task: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await task();
    passed += 1;
    return result;
  } catch (error) {
    failed += 1;
    console.log(`  ✖ ${what}\n${messageOf(error).replaceAll(/^/gm, '      ')}`);
    return undefined;
  }
}

async function put({ name, waitsForBodies }: Server, installing: Promise<string>): Promise<void> {
  const folder = await count('is installed', () => installing);
  if (folder === undefined) return;
  const { scripts } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  // Without a key: those who build have none.
  if (scripts['build']) {
    const built = await count('is built', () => npm(folder, 'run', '--silent', 'build'));
    if (built === undefined) return;
  }
  // At an address of Codat's own, as the host module wants it.
  const listening = await startCodat('https://sync.codat.io');
  try {
    const command = () => ['npm', 'run', '--silent', 'start'];
    // Otherwise Express shows lines of code for what its parsers refuse.
    const env = { ...environmentOf(listening), NODE_ENV: 'production' };
    const server = await count('starts', () => startServer({ command, cwd: folder, env }));
    if (!server) return;
    const address = `http://127.0.0.1:${server.port}/api/codat`;
    const served = { server, address, answersEndless: waitsForBodies === undefined, codat: listening.codat };
    if (waitsForBodies !== undefined)
      console.log(`  – a body that never ends is not tried: ${waitsForBodies} waits for it`);
    const before = failed;
    for (const [what, check] of Object.entries(CHECKS)) await count(what, () => check(served));
    if (failed > before) console.log(`  ${name} has printed:\n${server.said().replaceAll(/^/gm, '      ')}`);
    await server.stop();
  } finally {
    await listening.close();
  }
}

/** Every entry of the package can be imported in each runtime, and prints nothing. */
async function importAll(installing: Promise<string>): Promise<void> {
  const folder = await count('is installed', () => installing);
  if (folder === undefined) return;
  await npm(folder, 'run', '--silent', 'build');
  const entries = await entriesOf(folder);
  for (const [runtime, how] of Object.entries(RUNTIMES)) {
    for (const some of entries) {
      await count(`${runtime} imports silently: ${some.join(', ')}`, () => importSilently(how, some, folder));
    }
  }
}

// What was started ends with this.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Something that is installed, and put to its checks. */
interface Part {
  name: string;
  title: string;
  sources: readonly string[];
  put(installing: Promise<string>): Promise<void>;
}

const PARTS: readonly Part[] = [
  ...SERVERS.map((server) => ({
    ...server,
    sources: ['demo/servers/shared', `demo/servers/${server.name}`],
    put: (installing: Promise<string>) => put(server, installing),
  })),
  {
    name: 'imports',
    title: 'Every entry in Bun, Deno and workerd',
    sources: ['test/servers/runtimes'],
    put: importAll,
  },
];

const names = process.argv.slice(2);
const strange = names.filter((name) => !PARTS.some((part) => part.name === name));
if (strange.length > 0) throw new Error(`No such server: ${strange.join(', ')}.`);
if (!existsSync('dist/index.js')) throw new Error('There is no build to pack: run `npm run build`.');

const cache = folderFor('servers');
const tarball = await pack(cache);
const chosen = PARTS.filter(({ name }) => names.length === 0 || names.includes(name));
// One after the other, and each while those before it are tried: it mostly waits for the network.
let last: Promise<unknown> = Promise.resolve();
const installing = chosen.map((part) => {
  const folder = last.then(() => install(part, tarball, cache));
  last = folder.catch(() => {});
  return folder;
});
for (const [index, part] of chosen.entries()) {
  const [start, before] = [performance.now(), { passed, failed }];
  console.log(`\n— ${part.title} (${part.name}) —`);
  await part.put(installing[index]!);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`  ${passed - before.passed} passed, ${failed - before.failed} failed, ${seconds} s`);
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
