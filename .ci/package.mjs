// The package as a host gets it: publint without a complaint, every entry imported in Node without an error, the
// standalone files without an import, and the types of every entry readable in both ways of resolving modules.
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { parseSync } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const pkg = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const languages = (await readdir(path.join(root, 'dist/strings')))
  .filter((file) => file.endsWith('.js'))
  .map((file) => path.basename(file, '.js'));

/** What every entry has to export, at the least. */
const ENTRIES = {
  '.': ['CodatCommercePicker', 'CodatSelectEvent', 'PickerError', 'handleSelection', 'isPickerError'],
  './element': ['CodatCommercePicker'],
  './handler': ['handleSelection'],
  './host': ['createHost'],
  './react': ['CodatCommercePicker'],
  ...Object.fromEntries(languages.map((language) => [`./strings/${language}`, [language]])),
  './dist/codat-commerce-picker.min.js': [],
};
/** These are copied or linked by themselves: nothing beside them may be needed. */
const STANDALONE = [
  'dist/handler.js',
  'dist/host.js',
  'dist/codat-commerce-picker.min.js',
  ...languages.map((language) => `dist/strings/${language}.js`),
];

const modules = Object.keys(pkg.exports)
  .filter((entry) => !entry.endsWith('.json'))
  .flatMap((entry) => (entry === './strings/*' ? languages.map((language) => `./strings/${language}`) : [entry]));
const nameOf = (entry) => path.posix.join(pkg.name, entry);
const problems = [];

const { messages } = await publint({ pkgDir: root, strict: true });
problems.push(...messages.map((message) => `publint: ${formatMessage(message, pkg)}`));

for (const entry of new Set([...Object.keys(ENTRIES), ...modules])) {
  if (!modules.includes(entry)) problems.push(`package.json exports no ${entry}`);
  else if (!ENTRIES[entry]) problems.push(`${entry} is exported and not known here: add it to ENTRIES`);
  else problems.push(...imported(entry));
}

for (const file of STANDALONE) {
  const { module, errors } = parseSync(file, await readFile(path.join(root, file), 'utf8').catch(() => '}'));
  const { staticImports, dynamicImports, staticExports } = module;
  const reexports = staticExports.flatMap(({ entries }) => entries).filter(({ moduleRequest }) => moduleRequest);
  if (errors.length > 0) problems.push(`${file} is missing, or isn't JavaScript`);
  if (staticImports.length + dynamicImports.length + reexports.length > 0) problems.push(`${file} imports something`);
}

problems.push(...(await typesOf()));

for (const problem of problems) console.error(`✖ ${problem}`);
console.log(`${modules.length} entries, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** In a process of its own, so that no entry lives on what another has loaded. */
function imported(entry) {
  const script = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(nameOf(entry))}))))`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  // Not the whole of it: that may quote a minified file.
  if (status !== 0) return [`${entry} can't be imported in Node: ${/^\w*Error\b.*$/m.exec(stderr)?.[0] ?? stderr}`];
  const wrong = stderr.trim() ? [`${entry} says something when imported in Node: ${stderr.trim()}`] : [];
  const exported = JSON.parse(stdout.trim().split('\n').at(-1));
  return [
    ...wrong,
    ...ENTRIES[entry].filter((name) => !exported.includes(name)).map((name) => `${entry} doesn't export ${name}`),
  ];
}

/** With `skipLibCheck` off: a host that leaves it off sees the errors of our declarations as its own. */
async function typesOf() {
  const work = path.join(root, 'node_modules', '.cache', 'package');
  await rm(work, { recursive: true, force: true });
  await mkdir(path.join(work, 'node_modules'), { recursive: true });
  await symlink(root, path.join(work, 'node_modules', pkg.name), 'junction');
  await writeFile(path.join(work, 'package.json'), '{ "type": "module" }\n');
  const typed = Object.keys(ENTRIES).filter((entry) => !entry.endsWith('.min.js'));
  const lines = typed.flatMap((entry, index) => [
    `import * as entry${index} from '${nameOf(entry)}';`,
    ...ENTRIES[entry].map((name) => `void entry${index}.${name};`),
  ]);
  await writeFile(path.join(work, 'host.ts'), `${lines.join('\n')}\n`);
  const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const found = [];
  for (const [moduleResolution, module] of Object.entries({ nodenext: 'nodenext', bundler: 'esnext' })) {
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
    };
    await writeFile(path.join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['host.ts'] }));
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], {
      cwd: work,
      encoding: 'utf8',
    });
    if (status !== 0) found.push(`types, moduleResolution ${moduleResolution}:\n${stdout.trim()}`);
  }
  return found;
}
