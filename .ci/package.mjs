// The package as a host gets it: packed, unpacked beside a host's own files, and looked at from there. publint has no
// complaint, every entry can be imported in Node, the standalone files import nothing, what registers something survives
// a bundler, what is typed exists and nothing else is typed, in every way of resolving modules. Its pages have no dead links.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build, parseSync } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = path.join(root, 'node_modules', '.cache', 'package');
const pkg = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const installed = path.join(work, 'node_modules', pkg.name);
const problems = [];

await unpack();
const files = new Set((await readdir(installed, { recursive: true })).map((file) => file.split(path.sep).join('/')));
/** By entry, such as `./host`: the files behind it. What a `*` stands for is found by types and by code alike. */
const entries = new Map(Object.entries(pkg.exports).flatMap(([entry, target]) => expanded(entry, target)));
const languages = [...files].flatMap((file) => /^dist\/strings\/(.*)\.js$/.exec(file)?.[1] ?? []);

/** What every entry has to export, at the least. */
const ENTRIES = {
  '.': ['CodatCommercePicker', 'CodatSelectEvent', 'PickerError', 'handleSelection', 'isPickerError'],
  './element': ['CodatCommercePicker'],
  './handler': ['handleSelection'],
  './host': ['createHost'],
  './node': ['toNodeHandler'],
  './react': ['CodatCommercePicker'],
  ...Object.fromEntries(languages.map((language) => [`./strings/${language}`, [language.replaceAll('-', '')]])),
  ...Object.fromEntries(['preact', 'react', 'solid', 'svelte', 'vue'].map((framework) => [`./types/${framework}`, []])),
  './dist/codat-commerce-picker.min.js': [],
};
/** These are copied or linked by themselves: nothing beside them may be needed. */
const STANDALONE = [
  'dist/handler.js',
  'dist/host.js',
  'dist/codat-commerce-picker.min.js',
  ...languages.map((language) => `dist/strings/${language}.js`),
];
/** Imported for what they do: `sideEffects` has to keep a bundler from dropping them. */
const BUILT_IN = ['en', 'fr'];
const REGISTERING = [
  '.',
  './react',
  ...languages.filter((language) => !BUILT_IN.includes(language)).map((language) => `./strings/${language}`),
];

const nameOf = (entry) => path.posix.join(pkg.name, entry);

const { messages } = await publint({ pkgDir: installed, strict: true });
problems.push(...messages.map((message) => `publint: ${formatMessage(message, pkg)}`));

// Where TypeScript does not know `exports`, as in every Angular up to 16, it looks for `types` and `typesVersions`.
for (const [entry, { types }] of entries) {
  const older = typesForOlderTools(entry);
  if (types !== older) problems.push(`${entry} has its types at ${types}, and for older tools at ${older}`);
}

for (const [entry, target] of entries) {
  const missing = Object.values(target).filter((file) => !files.has(file));
  if (missing.length > 0) problems.push(`${entry} leads to files that aren't there: ${missing.join(', ')}`);
  else if (entry.endsWith('.json')) continue;
  else if (!ENTRIES[entry]) problems.push(`${entry} is exported and not known here: add it to ENTRIES`);
  else problems.push(...imported(entry));
}
problems.push(
  ...['customElements', 'web-types', 'main', 'types']
    .filter((field) => !files.has(path.posix.normalize(pkg[field])))
    .map((field) => `"${field}" of package.json leads to a file that isn't there`),
  ...Object.keys(ENTRIES)
    .filter((entry) => !entries.has(entry))
    .map((entry) => `package.json exports no ${entry}`),
);

for (const file of STANDALONE) {
  const { module, errors } = parseSync(file, await readFile(path.join(installed, file), 'utf8').catch(() => '}'));
  const { staticImports, dynamicImports, staticExports } = module;
  const reexports = staticExports.flatMap(({ entries: all }) => all).filter(({ moduleRequest }) => moduleRequest);
  if (errors.length > 0) problems.push(`${file} is missing, or isn't JavaScript`);
  if (staticImports.length + dynamicImports.length + reexports.length > 0) problems.push(`${file} imports something`);
}

for (const entry of REGISTERING) problems.push(...(await kept(entry)));
problems.push(...(await command()));
problems.push(...(await unneeded()), ...(await deadLinks()), ...(await wrongIntegrity()));
problems.push(...(await clientOnly()), ...(await typesOf()));

for (const problem of problems) console.error(`✖ ${problem}`);
console.log(`${entries.size} entries, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** A host's project in which the package has been installed. What it depends on is found further out. */
async function unpack() {
  await rm(work, { recursive: true, force: true });
  await mkdir(installed, { recursive: true });
  const npm = ['pack', '--json', '--ignore-scripts', '--pack-destination', work];
  const packed = spawnSync('npm', npm, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (packed.status !== 0) throw new Error(`npm pack failed: ${packed.stderr}`);
  const [{ filename }] = Object.values(JSON.parse(packed.stdout));
  const tar = ['-xzf', path.join(work, filename), '-C', installed, '--strip-components=1'];
  const unpacked = spawnSync('tar', tar, { encoding: 'utf8' });
  if (unpacked.status !== 0) throw new Error(`tar failed: ${unpacked.stderr}`);
  await writeFile(path.join(work, 'package.json'), '{ "type": "module" }\n');
}

function expanded(entry, target) {
  if (target === null) return [];
  const targets = typeof target === 'string' ? { default: target } : target;
  const stars = !entry.includes('*')
    ? ['']
    : Object.values(targets).flatMap((pattern) => {
        const [before, after] = pattern.slice(2).split('*');
        return [...files]
          .filter((file) => file.startsWith(before) && file.endsWith(after))
          .map((file) => file.slice(before.length, file.length - after.length));
      });
  return [...new Set(stars)]
    .map((star) => [
      entry.replace('*', star),
      Object.fromEntries(Object.entries(targets).map(([way, file]) => [way, file.slice(2).replace('*', star)])),
    ])
    .filter(([name]) => pkg.exports[name] !== null);
}

function typesForOlderTools(entry) {
  if (entry === '.') return path.posix.normalize(pkg.types);
  for (const [name, [target]] of Object.entries(pkg.typesVersions['*'])) {
    const [before, after = ''] = `./${name}`.split('*');
    const exact = !name.includes('*');
    if (exact ? entry !== before : !entry.startsWith(before) || !entry.endsWith(after)) continue;
    const star = exact ? '' : entry.slice(before.length, entry.length - after.length);
    return path.posix.normalize(target.replace('*', star));
  }
  return undefined;
}

function node(script) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: work, encoding: 'utf8' });
}

/** In a process of its own, so that no entry lives on what another has loaded. */
function imported(entry) {
  const { status, stdout, stderr } = node(
    `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(nameOf(entry))}))))`,
  );
  // Not the whole of it: that may quote a minified file.
  if (status !== 0) return [`${entry} can't be imported in Node: ${/^\w*Error\b.*$/m.exec(stderr)?.[0] ?? stderr}`];
  const wrong = stderr.trim() ? [`${entry} says something when imported in Node: ${stderr.trim()}`] : [];
  const exported = JSON.parse(stdout.trim().split('\n').at(-1));
  return [
    ...wrong,
    ...ENTRIES[entry].filter((name) => !exported.includes(name)).map((name) => `${entry} doesn't export ${name}`),
  ];
}

/** Whether a bundler keeps what an import alone has to do. */
async function kept(entry) {
  const from = path.join(work, 'bundled.js');
  await writeFile(from, `import '${nameOf(entry)}';\n`);
  const [{ output }] = [
    await build({
      root: work,
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        lib: { entry: from, formats: ['es'] },
        rolldownOptions: { external: /^(lit|@lit|@shoelace-style|react)(\/|$)/ },
      },
    }),
  ].flat();
  const code = output.map((chunk) => chunk.code).join('\n');
  const registers = /customElements[^;]{0,60}(define|whenDefined)/.test(code);
  return registers ? [] : [`import '${nameOf(entry)}' does nothing after bundling: see "sideEffects" in package.json`];
}

/** The command, by the name and the page that it speaks of. */
async function command() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(installed, pkg.bin), '--help'], {
    cwd: work,
    encoding: 'utf8',
  });
  if (status !== 0 || !stdout.startsWith(`${pkg.name} check`)) return [`${pkg.bin} doesn't run: ${stderr}`];
  const page = /docs\/[\w.-]+\.md/.exec(stdout)?.[0] ?? 'its page';
  return files.has(page) ? [] : [`${pkg.bin} speaks of ${page}, which is not in the package`];
}

/**
 * Links of the pages in the package that lead to no file of the package. Pictures are not in it: they would be most of
 * its size, and their texts say what they show.
 */
async function deadLinks() {
  const pages = [...files].filter((file) => /^[^/]+\.md$|^docs\//.test(file));
  const found = await Promise.all(
    pages.map(async (page) => {
      const text = (await readFile(path.join(installed, page), 'utf8')).replaceAll(/^ *```[^]*?^ *```$/gm, '');
      return [...text.matchAll(/(?<!!)\[[^\]]*\]\((?![a-z]+:|#)([^)#\s]+)/g)]
        .map(([, target]) => path.posix.join(path.posix.dirname(page), target))
        .filter((target) => !files.has(target))
        .map((target) => `${page} leads to ${target}, which is not in the package`);
    }),
  );
  return found.flat();
}

/** Declarations that no entry leads to. */
async function unneeded() {
  const reached = new Set([...entries.values()].flatMap(({ types }) => types ?? []));
  for (const file of reached) {
    const code = await readFile(path.join(installed, file), 'utf8');
    for (const [, to] of code.matchAll(/from ['"](\.[^'"]*)\.js['"]/g)) {
      reached.add(path.posix.join(path.posix.dirname(file), `${to}.d.ts`));
    }
  }
  return [...files]
    .filter((file) => file.endsWith('.d.ts') && !reached.has(file))
    .map((file) => `${file} is in the package, and no entry leads to it`);
}

/** What a host would copy into its page. */
async function wrongIntegrity() {
  const named = JSON.parse(await readFile(path.join(installed, 'dist/integrity.json'), 'utf8'));
  const linked = ['codat-commerce-picker.min.js', 'handler.js', ...languages.map((name) => `strings/${name}.js`)];
  const wrong = linked.map(async (file) => {
    const hash = createHash('sha384').update(await readFile(path.join(installed, 'dist', file)));
    return named[file] === `sha384-${hash.digest('base64')}` ? [] : [`dist/integrity.json is wrong about ${file}`];
  });
  return (await Promise.all(wrong)).flat();
}

/** React's server components take a file for a browser's by its first statement. */
async function clientOnly() {
  const { program } = parseSync('react.js', await readFile(path.join(installed, 'dist/react.js'), 'utf8'));
  return program.body[0]?.directive === 'use client' ? [] : ["dist/react.js doesn't begin with 'use client'"];
}

/** With `skipLibCheck` off: a host that leaves it off sees the errors of our declarations as its own. */
async function typesOf() {
  const typed = [...entries].filter(([, { types }]) => types);
  // What is typed for a framework needs the framework: test/types/frameworks.ts has each.
  const lines = typed
    .filter(([entry]) => !entry.startsWith('./types/'))
    .flatMap(([entry], index) => [
      `import * as entry${index} from '${nameOf(entry)}';`,
      ...(ENTRIES[entry] ?? []).map((name) => `void entry${index}.${name};`),
    ]);
  await writeFile(path.join(work, 'entries.ts'), `${lines.join('\n')}\n`);
  // Every other file is one that nobody can import, so nobody may find a type for it.
  const reached = new Set(typed.map(([, { types }]) => types));
  const blocked = [...files].filter((file) => file.endsWith('.d.ts') && !reached.has(file));
  const hidden = blocked.map((file) => `${pkg.name}/${file.replace(/^dist\/|\.d\.ts$/g, '')}`);
  const free = hidden.filter((name) => !entries.has(`.${name.slice(pkg.name.length)}`));
  const refused = free.map((name) => `// @ts-expect-error It is not exported.\nimport '${name}';`);
  await writeFile(path.join(work, 'hidden.ts'), `${refused.join('\n')}\nexport {};\n`);
  await cp(path.join(root, 'test', 'types'), work, { recursive: true });

  const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const found = [];
  for (const [moduleResolution, module] of Object.entries({
    nodenext: 'nodenext',
    node16: 'node16',
    bundler: 'esnext',
  })) {
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      module,
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      noUncheckedSideEffectImports: true,
    };
    for (const [list, more] of [
      [['entries.ts', 'hidden.ts'], { skipLibCheck: false }],
      // With types of others, which are theirs to keep right.
      [['servers.ts'], { skipLibCheck: true, types: ['node'] }],
    ]) {
      const config = { compilerOptions: { ...compilerOptions, ...more }, files: list };
      await writeFile(path.join(work, 'tsconfig.json'), JSON.stringify(config));
      const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], {
        cwd: work,
        encoding: 'utf8',
      });
      if (status !== 0) found.push(`types, moduleResolution ${moduleResolution}, ${list.join(' ')}:\n${stdout.trim()}`);
    }
  }
  return found;
}
