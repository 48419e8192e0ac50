/**
 * Installs each app of demo/hosts apart, with the package as it would be published, builds and serves it, and picks:
 * `npm run hosts [-- name …]`.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { browserFlags, findBrowser } from '../support/browser.js';
import { folderFor, install, npm, pack } from '../support/installed.js';
import { startServer } from '../support/server-process.js';
import { APPS, type App } from './apps.js';
import { COURSES } from './checks.js';
import { serve, type AppAt } from './server.js';
import { visit, type Visit } from './visit.js';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !APPS.some((app) => app.name === name));
if (unknown.length > 0) throw new Error(`No such app: ${unknown.join(', ')}.`);
const chosen = APPS.filter(({ name }) => names.length === 0 || names.includes(name));

let [passed, failed] = [0, 0];
const summary: string[] = [];

/** Does one thing that can fail, counts it, and says so. */
async function count<T>(what: string, task: () => Promise<T>): Promise<T | undefined> {
  const start = performance.now();
  try {
    const result = await task();
    passed += 1;
    console.log(`  ✔ ${what} (${seconds(start)} s)`);
    return result;
  } catch (error) {
    failed += 1;
    console.log(`  ✖ ${what} (${seconds(start)} s)\n${messageOf(error).replaceAll(/^/gm, '      ')}`);
    return undefined;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const seconds = (start: number): string => ((performance.now() - start) / 1000).toFixed(1);

/** Lit's own line, which every page with any element made with Lit has while it is developed. */
const isOfDevelopment = (line: string): boolean => line.startsWith('Lit is in dev mode.');

/** As a word, and not in the name of a file. */
const COMPLAINT = /(?<![\w/.-])(warn(ing)?s?|errors?|mismatch(es)?)(?![\w/.-])/i;

/** What a tool has printed may not hold a complaint. */
function expectQuiet(said: string): void {
  const complaints = said.split('\n').filter((line) => COMPLAINT.test(line));
  if (complaints.length > 0) throw new Error(`It was not quiet:\n${complaints.join('\n')}`);
}

async function check(browser: Browser, app: App, folder: string, at: AppAt, how: string): Promise<void> {
  const { definedFirst, pages = ['/'] } = app;
  const site = await serve(folder, at);
  try {
    for (const page of pages) {
      for (const { checks, options } of COURSES) {
        if (options?.late && definedFirst) continue;
        const visited = await visit(browser, site, page, options);
        for (const [name, run] of Object.entries(checks)) {
          await count(`${how}, ${page}: ${name}`, () => quietly(visited, run));
        }
        await visited.close();
      }
    }
  } finally {
    await site.close();
  }
}

/** Runs a check, during which nothing may be said on the console. */
async function quietly(visited: Visit, run: (visit: Visit) => Promise<void>): Promise<void> {
  const said = (): string => visited.noise.filter((line) => !isOfDevelopment(line)).join('\n');
  try {
    await run(visited);
  } catch (error) {
    throw new Error(`${messageOf(error)}\n${said()}`, { cause: error });
  }
  if (said()) throw new Error(`It was said on the console:\n${said()}`);
}

/** A development server builds what the first page asks for, and may then have that page loaded anew. Nothing answers at its own port. */
async function warmUp(browser: Browser, port: number): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`, { timeout: 60_000 });
  await page.locator('codat-commerce-picker [part~="failure"]').waitFor({ timeout: 60_000 });
  await page.close();
}

async function checkServed(browser: Browser, app: App, folder: string, script: string, how: string): Promise<void> {
  const server = await count(`${how}: starts`, () =>
    startServer({ command: () => ['npm', 'run', '--silent', script], cwd: folder }),
  );
  if (!server) return;
  try {
    if (script === 'dev') await warmUp(browser, server.port);
    await check(browser, app, folder, { port: server.port }, how);
    await count(`${how}: its server is quiet`, async () => expectQuiet(server.said()));
  } finally {
    await server.stop();
  }
}

async function checkApp(browser: Browser, app: App, installing: Promise<string>): Promise<void> {
  const folder = await count('is installed', () => installing);
  if (!folder) return;
  const { scripts = {} } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    scripts?: Record<string, string>;
  };
  if (scripts['types']) await count('its types are right', () => npm(folder, 'run', '--silent', 'types'));
  if (scripts['build']) {
    const said = await count('is built', () => npm(folder, 'run', '--silent', 'build'));
    if (said === undefined) return;
    await count('is built without complaints', async () => expectQuiet(said));
  }
  if (app.files) await check(browser, app, folder, { folder: path.join(folder, app.files) }, 'production');
  else await checkServed(browser, app, folder, 'start', 'production');
  if (scripts['dev']) await checkServed(browser, app, folder, 'dev', 'development');
}

// What was started ends with this.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

if (!existsSync('dist/index.js')) throw new Error('There is no build to pack: run `npm run build`.');
const cache = folderFor('hosts');
const tarball = await pack(cache);
const sourcesOf = ({ from, name }: App): string[] =>
  [from, name].flatMap((folder) => (folder === undefined ? [] : [`demo/hosts/${folder}`]));
const browser = await chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });
// One after the other, and each while the apps before it are checked: it mostly waits for the network.
let last: Promise<unknown> = Promise.resolve();
const installing = chosen.map((app) => {
  const folder = last.then(() => install({ name: app.name, sources: sourcesOf(app) }, tarball, cache));
  last = folder.catch(() => {});
  return folder;
});
for (const [index, app] of chosen.entries()) {
  console.log(`\n— ${app.title} (${app.name}) —\n`);
  const [start, before] = [performance.now(), { passed, failed }];
  try {
    await checkApp(browser, app, installing[index]!);
  } catch (error) {
    failed += 1;
    console.error(error);
  }
  summary.push(`${app.name}: ${passed - before.passed} passed, ${failed - before.failed} failed, ${seconds(start)} s`);
}
await browser.close();

console.log(['', ...summary, ''].join('\n'));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
