/**
 * Runs the tests: `node --import tsx test/run.ts [node|browser|e2e …] [--engines=chromium,firefox,webkit] [part of a
 * file's path …]`. The engines are those of the suite `browser`; it runs in Chromium alone unless told otherwise.
 * Green means that every test of every suite ran and passed in every engine: a skipped test, an empty file, an
 * empty suite, a missing engine and a crash are failures. The last line is `N passed, N failed`.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { startTestRunner, type TestSession, type TestSuiteResult } from '@web/test-runner';
import { findBrowser } from './support/browser.js';
import { bundled } from './support/bundle.js';
import { engines, isEngine, type EngineName } from './support/engines.js';

type Suite = (files: string[], tally: Tally) => Promise<void>;

class Tally {
  passed = 0;
  failed = 0;
  /** Why something failed that the test tool itself doesn't call a failure. */
  readonly reasons: string[] = [];

  pass(): void {
    this.passed += 1;
  }

  fail(reason?: string): void {
    this.failed += 1;
    if (reason) this.reasons.push(reason);
  }

  add(other: Tally): void {
    this.passed += other.passed;
    this.failed += other.failed;
    this.reasons.push(...other.reasons);
  }
}

const suites: Readonly<Record<string, Suite>> = {
  node: (files, tally) => runInNode(files, tally, true),
  browser: runInBrowser,
  e2e: async (files, tally) => {
    // Every test process is handed the browser that was found once.
    process.env['CHROME_PATH'] = await findBrowser();
    // One at a time: each starts servers and a browser of its own.
    await runInNode(files, tally, false);
  },
};

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const ENGINES = '--engines=';
const engineNames = process.argv.findLast((word) => word.startsWith(ENGINES))?.slice(ENGINES.length) ?? 'chromium';
const words = process.argv.slice(2).filter((word) => !word.startsWith(ENGINES));
const chosen = words.filter((word) => Object.hasOwn(suites, word));
const filters = words.filter((word) => !Object.hasOwn(suites, word));

const total = new Tally();
let running: string | undefined;
// Also said when a test tool ends the process, or an error nobody caught does.
process.once('exit', (code) => {
  if (running) total.fail(`The ${running} tests ended the process.`);
  else if (code !== 0 && total.failed === 0) total.fail('The tests ended with an error.');
  if (total.passed + total.failed === 0) total.fail(`No test file matches ${filters.join(' ')}.`);
  if (total.failed > 0) process.exitCode = 1;
  console.log(['', ...total.reasons.map((reason) => `✖ ${reason}`), ''].join('\n'));
  console.log(`${total.passed} passed, ${total.failed} failed`);
});

// What the tests started ends with them.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

for (const [name, suite] of Object.entries(suites)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const files = testFiles(name).filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)));
  if (files.length === 0 && filters.length > 0) continue;
  console.log(`\n— ${name}: ${files.length} files —\n`);
  const tally = new Tally();
  running = name;
  try {
    if (files.length === 0) throw new Error(`No test/${name}/**/*.test.ts found.`);
    await suite(files, tally);
  } catch (error) {
    console.error(error);
    tally.fail(`The ${name} tests could not be run.`);
  }
  running = undefined;
  total.add(tally);
  console.log(`\n— ${name}: ${tally.passed} passed, ${tally.failed} failed —`);
}
// What a test left open must not keep the process.
process.exit();

function testFiles(suite: string): string[] {
  const folder = path.join('test', suite);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.posix.join('test', suite, file.split(path.sep).join('/')))
    .toSorted();
}

async function runInNode(files: string[], tally: Tally, concurrency: boolean): Promise<void> {
  // The children inherit this process's `--import tsx`.
  const events = run({ files: files.map((file) => path.resolve(file)), concurrency });
  events.on('test:pass', ({ name, file, skip, todo, details }) => {
    if (name === file) tally.fail(`No test was reported by ${path.relative(root, name)}`);
    else if (skip || todo) tally.fail(`Skipped or to do, which counts as failed: ${name}`);
    else if (details.type !== 'suite') tally.pass();
  });
  events.on('test:fail', ({ details }) => {
    // A suite fails with its tests, which have been counted; its own failure is that of a hook.
    const { failureType } = details.error as { failureType?: string };
    if (details.type !== 'suite' || failureType !== 'subtestsFailed') tally.fail();
  });
  for await (const line of events.compose(new spec())) process.stdout.write(line as string);
}

async function runInBrowser(files: string[], tally: Tally): Promise<void> {
  const found: EngineName[] = [];
  for (const engine of new Set(engineNames.split(','))) {
    try {
      if (!isEngine(engine)) throw new Error(`No such engine: choose from ${Object.keys(engines).join(', ')}.`);
      await engines[engine].find();
      found.push(engine);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tally.fail(`No browser tests were run in ${isEngine(engine) ? engines[engine].name : engine}. ${reason}`);
    }
  }
  if (found.length === 0) return;
  // The config reads it.
  process.env['TEST_ENGINES'] = found.join(',');
  const runner = await startTestRunner({
    readCliArgs: true,
    argv: ['--files', ...(await bundled(files))],
    autoExitProcess: false,
  });
  // Without a runner the reason has been printed, and the tool is about to end the process.
  if (!runner) return new Promise(() => {});
  await new Promise<void>((resolve) => void runner.on('stopped', () => resolve()));
  console.log();
  for (const browser of runner.config.browsers) {
    const inThis = new Tally();
    for (const session of runner.sessions.forBrowser(browser)) countSession(session, inThis);
    console.log(`— browser, in ${browser.name}: ${inThis.passed} passed, ${inThis.failed} failed —`);
    tally.add(inThis);
  }
}

function countSession(session: TestSession, tally: Tally): void {
  const file = `${path.basename(session.testFile, '.js')}.ts in ${session.browser.name}`;
  const tests = session.testResults ? testsOf(session.testResults) : [];
  for (const test of tests) {
    if (test.skipped) tally.fail(`Skipped, which counts as failed: ${test.name} (${file})`);
    else if (test.passed) tally.pass();
    else tally.fail();
  }
  if (tests.length === 0) tally.fail(`No test was run by ${file}`);
  else if (!session.passed && tests.every((test) => test.passed || test.skipped))
    tally.fail(`An error outside its tests: ${file}`);
}

function testsOf(suite: TestSuiteResult): TestSuiteResult['tests'] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
