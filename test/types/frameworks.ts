// What a host's compiler says: the programs beside this file are checked with the package as it is packed, each with its
// framework and from the oldest TypeScript to the newest. What a program marks as an error has to be one.
// `-- svelte` checks what has that in its name.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface Project {
  program?: string;
  packages: Readonly<Record<string, string>>;
  options?: object;
  /** Whether a library in the same program has a copy of its own, of another version: the folder `other`. */
  hasCopy?: true;
  /** By its name, the compiler and what it is told. */
  compilers: Readonly<Record<string, readonly string[]>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
// Not in node_modules: svelte-check would look at nothing there.
const work = path.join(root, 'test-results/types');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const run = promisify(execFile);
const tarball = pack();

/** The oldest, the last one written in JavaScript, and the newest. */
const TYPESCRIPTS: Readonly<Record<string, string>> = { '5.5': '5.5.4', '5.9': '5.9.3', '7.0': '7.0.2' };

const tscs = Object.fromEntries(
  Object.keys(TYPESCRIPTS).map((version) => [
    `TypeScript ${version}`,
    [`../node_modules/typescript-${version}/bin/tsc`, '--pretty', 'false'],
  ]),
);
const react = (version: string): Readonly<Record<string, string>> => ({
  '@lit/react': '1.0.8',
  '@types/react': version,
});
const plain = { program: 'listeners.ts', packages: {}, compilers: tscs };
const preact = { program: 'preact.tsx', options: { jsx: 'react-jsx', jsxImportSource: 'preact' }, compilers: tscs };

/** What "Are the types wrong?" may find. */
const EXCEPTIONS = [
  // Modules alone: every Node that the package supports can require() them.
  '--ignore-rules',
  'cjs-resolves-to-esm',

  // One is for a script tag. The others are data, which compilers that don't read `exports` find in dist.
  '--exclude-entrypoints',
  'dist/codat-commerce-picker.min.js',
  'custom-elements.json',
  'integrity.json',
  'openapi.json',
];

const PROJECTS: Readonly<Record<string, Project>> = {
  'no framework, bundler': plain,
  'no framework, node16': { ...plain, options: { module: 'node16', moduleResolution: 'node16' } },
  'no framework, nodenext': { ...plain, options: { module: 'nodenext', moduleResolution: 'nodenext' } },
  'no framework, the resolution of older compilers': {
    program: 'older-resolution.ts',
    packages: react('19.3.3'),
    options: { moduleResolution: 'node', esModuleInterop: true },
    compilers: { 'TypeScript 5.5': tscs['TypeScript 5.5']!, 'TypeScript 5.9': tscs['TypeScript 5.9']! },
  },
  // Both are read, also where `skipLibCheck` is off, as long as neither has changed what the other one says.
  'two versions': { program: 'two-copies.ts', packages: {}, hasCopy: true, compilers: tscs },
  'React 18': { program: 'react-18.tsx', packages: react('18.3.32'), options: { jsx: 'react-jsx' }, compilers: tscs },
  'React 19': { program: 'react-19.tsx', packages: react('19.3.3'), options: { jsx: 'react-jsx' }, compilers: tscs },
  'Preact 10': { ...preact, packages: { preact: '10.29.8' } },
  'Preact 11': { ...preact, packages: { preact: '11.2.0' } },
  Solid: {
    program: 'solid.tsx',
    packages: { 'solid-js': '1.9.20' },
    options: { jsx: 'preserve', jsxImportSource: 'solid-js' },
    compilers: tscs,
  },
  Vue: {
    program: 'Vue.vue',
    packages: { typescript: '5.9.3', vue: '3.5.45', 'vue-tsc': '3.3.14' },
    compilers: { 'vue-tsc': ['node_modules/vue-tsc/bin/vue-tsc.js', '--pretty', 'false'] },
  },
  Svelte: {
    program: 'Svelte.svelte',
    packages: { typescript: '5.9.3', svelte: '5.57.3', 'svelte-check': '4.7.8' },
    compilers: { 'svelte-check': ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', 'tsconfig.json'] },
  },
  Angular: {
    program: 'angular.ts',
    packages: {
      '@angular/compiler': '20.3.35',
      '@angular/compiler-cli': '20.3.35',
      '@angular/core': '20.3.35',
      rxjs: '7.8.2',
      typescript: '5.9.3',
    },
    options: { experimentalDecorators: true },
    compilers: { ngc: ['node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js', '--project', 'tsconfig.json'] },
  },
  'every entry': {
    packages: { '@arethetypeswrong/cli': '0.18.5' },
    compilers: {
      attw: ['node_modules/@arethetypeswrong/cli/dist/index.js', tarball, '--format', 'ascii', ...EXCEPTIONS],
    },
  },
};

const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  // A host that leaves it off sees the errors of our declarations as its own.
  skipLibCheck: false,
  noEmit: true,
};

const wanted = (process.argv[2] ?? '').toLowerCase();
install(
  work,
  Object.fromEntries(Object.entries(TYPESCRIPTS).map(([name, is]) => [`typescript-${name}`, `npm:typescript@${is}`])),
);

const checks = Object.entries(PROJECTS)
  .filter(([name]) => name.toLowerCase().includes(wanted))
  .flatMap(([name, project]) => {
    const folder = prepare(name, project);
    return Object.entries(project.compilers).map(([compiler, command]) => ({ name, folder, compiler, command }));
  });
const queue = checks.values();
const failed = (await Promise.all([failedInTurn(), failedInTurn()])).flat().length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || checks.length === 0 ? 1 : 0;

/** Takes from the queue what the other one hasn't taken yet, and returns what of it has failed. */
async function failedInTurn(): Promise<string[]> {
  const found: string[] = [];
  for (const { name, folder, compiler, command } of queue) {
    try {
      await run(process.execPath, command, { cwd: folder });
      console.log(`✔ ${name}, ${compiler}`);
    } catch (error) {
      found.push(name);
      const { message, stdout } = error as Error & { stdout?: string };
      console.log(`✖ ${name}, ${compiler}\n${stdout || message}`);
    }
  }
  return found;
}

/** The package as it would be published. */
function pack(): string {
  mkdirSync(work, { recursive: true });
  const packed = execFileSync(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', work], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ filename }] = Object.values(JSON.parse(packed) as { filename: string }[]) as [{ filename: string }];
  return path.join(work, filename);
}

/** A host's project: its program, its framework, and the package. What the package depends on is found further out. */
function prepare(name: string, { program, packages, options, hasCopy }: Project): string {
  const folder = path.join(work, name.toLowerCase().replaceAll(/\W+/g, '-'));
  install(folder, packages);
  unpack(folder);
  if (hasCopy) {
    const other = path.join(folder, 'other');
    const manifest = path.join(unpack(other), 'package.json');
    // Of one version, the compiler takes the second one for the first.
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": "[^"]*"/, '"version": "0.0.0"'));
    writeFileSync(path.join(other, 'library.ts'), "export { CodatCommercePicker } from 'codat-commerce-picker';\n");
  }
  if (!program) return folder;
  cpSync(path.join(root, 'test/types', program), path.join(folder, program));
  const config = {
    compilerOptions: { ...COMPILER_OPTIONS, ...options },
    vueCompilerOptions: { strictTemplates: true },
    angularCompilerOptions: { strictTemplates: true },
    files: [program],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  // Otherwise svelte-check takes the first one that it finds further out.
  writeFileSync(path.join(folder, 'svelte.config.js'), 'export default {};\n');
  return folder;
}

/** Puts the package into a folder's `node_modules`, and returns where it is. */
function unpack(folder: string): string {
  const installed = path.join(folder, 'node_modules/codat-commerce-picker');
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  return installed;
}

/** Installs what hasn't been installed there yet. */
function install(folder: string, packages: Readonly<Record<string, string>>): void {
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: packages });
  const done = path.join(folder, 'installed.json');
  if (existsSync(done) && readFileSync(done, 'utf8') === manifest) return;
  rmSync(folder === work ? done : folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), manifest);
  execFileSync(npm, ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder });
  // Only a whole one is known as installed.
  writeFileSync(done, manifest);
}
