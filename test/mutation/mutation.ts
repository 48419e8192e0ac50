/**
 * `npm run mutation [-- --sample=100] [--seed=1] [part of a path …]`: puts one small fault after the other into `src/`,
 * each in a copy of the project, and sees whether the tests find it. Prints the score, and the faults that no test found:
 * each of those is either a test that is missing, or a fault that changes nothing. By hand: a sample of a hundred takes hours.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantsOf, type Mutant } from './mutants.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(path.join(tmpdir(), 'mutation-'));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** What has nothing to break but words and styles, which have tests of their own kind. */
const LEFT_OUT = /^src\/(element\/styles\/|strings\/[a-z]{2}\.ts|cdn\.ts|react\.ts|index\.ts)/;

/** How many test files are asked one by one, the likeliest first. The others follow in runs of a few: the first that fails will do. */
const LIKELY = 3;
const FEW = 6;

/** ms for one run of tests. A fault that never ends is found. */
const PATIENCE = 1_800_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => file.endsWith(ending))
    .toSorted();

/** The same numbers for the same seed. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

function sampleOf(all: readonly Mutant[], count: number, seed: number): Mutant[] {
  const random = numbers(seed);
  return all
    .map((mutant) => ({ mutant, at: random.next().value }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

/** How many faults each test file has found: those that find most are asked first. */
const finds = new Map<string, number>();

/** The test files that may find a fault in this file, the likeliest first. */
function testsFor(file: string): string[] {
  const isHost = /^src\/(host\/|node\.ts)/.test(file);
  const name = path.basename(file, '.ts');
  const likely = (test: string): number => (path.basename(test).includes(name) ? 1_000 : 0) + (finds.get(test) ?? 0);
  return filesIn(isHost ? 'test/node' : 'test/browser', '.test.ts').toSorted((a, b) => likely(b) - likely(a));
}

function fails(...tests: string[]): Promise<boolean> {
  const suite = tests[0]!.split('/')[1]!;
  const child = spawn('npx', ['tsx', 'test/run.ts', suite, ...tests], { cwd: copy, stdio: 'ignore', detached: true });
  return new Promise((resolve) => {
    const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), PATIENCE);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code !== 0);
    });
  });
}

/** The test file that finds the fault, or how many files there are of which one does. */
async function finder({ code, file }: Mutant): Promise<string | undefined> {
  const target = path.join(copy, file);
  const sound = readFileSync(target);
  writeFileSync(target, code);
  try {
    const tests = testsFor(file);
    for (const test of tests.slice(0, LIKELY)) {
      if (!(await fails(test))) continue;
      finds.set(test, (finds.get(test) ?? 0) + 1);
      return test;
    }
    for (let at = LIKELY; at < tests.length; at += FEW) {
      const few = tests.slice(at, at + FEW);
      if (await fails(...few)) return few.length > 1 ? `one of ${few.join(', ')}` : few[0];
    }
    return undefined;
  } finally {
    writeFileSync(target, sound);
  }
}

const oneLine = (code: string): string => {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
};

for (const name of readdirSync(root)) {
  if (/^(node_modules|\.git)$/.test(name)) continue;
  cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
}
symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

const all = filesIn('src', '.ts')
  .filter((file) => !LEFT_OUT.test(file) && (!positionals.length || positionals.some((part) => file.includes(part))))
  .flatMap((file) => mutantsOf(file, readFileSync(path.join(root, file), 'utf8')));
const sample = sampleOf(all, Number(values.sample), Number(values.seed));
const survivors: Mutant[] = [];
for (const [index, mutant] of sample.entries()) {
  const found = await finder(mutant);
  if (!found) survivors.push(mutant);
  const { file, from, line, to } = mutant;
  console.log(`${index + 1}/${sample.length} ${found ? `found by ${found}` : '✖ NOT FOUND'}  ${file}:${line}`);
  console.log(`    ${oneLine(from)}  →  ${oneLine(to)}`);
}
const found = sample.length - survivors.length;
console.log(
  `\n${found} of ${sample.length} found (${Math.round((100 * found) / sample.length)}%), of ${all.length} in all.`,
);
