// What the package weighs: `node .ci/size.mjs [--modules] [--update]`.
// --modules lists what the script-tag file is made of, --update makes that the baseline growth is told against.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, createBuilder, minifySync } from 'vite';

/** Bytes after brotli 11, a little above what is reached: change a budget only together with the reason for it. */
const BUDGETS = [
  // lit is whole in it (some 5,300), with search, statuses, fourteen languages' worth of hooks and both built-in ones. It
  // grew with old browsers, hostile data, translated pages and what a failure says: being right came before being small.
  { name: 'script tag, lit inside', budget: 24_500, read: () => shipped('dist/codat-commerce-picker.min.js') },
  // The companion, the localization library, both languages and the styles are in it. It grew with the event of a search,
  // picks on tiles that a server has drawn, and the name of a misspelt attribute.
  { name: 'element, lit external', budget: 18_200, read: () => bundled('dist/element.js', [/^lit(\/|$)/, /^@lit\//]) },
  // It holds the page-wide lock, the ways to leave, the idempotency key, and the table of error codes whole.
  { name: 'companion alone', budget: 2_950, read: () => shipped('dist/handler.js') },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const baselineFile = new URL('size-baseline.json', import.meta.url);
const brotli = (code) =>
  brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }).byteLength;

const shipped = (file) => readFile(path.join(root, file), 'utf8');

/** A file with its own chunks, as a host's bundler would ship it. */
async function bundled(file, external) {
  const [{ output }] = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: path.join(root, file), formats: ['es'] },
      rolldownOptions: { external },
    },
  });
  return minifySync(file, output.map(({ code }) => code).join('\n'), { module: true }).code;
}

/** Bytes by module of the script-tag file, without blanks and comments, before brotli. */
async function modules() {
  const builder = await createBuilder({ root, logLevel: 'error', build: { write: false } });
  const { script } = builder.environments;
  if (!script) throw new Error('vite.config.ts has no environment named "script": nothing to take apart.');
  const outputs = [await builder.build(script)].flat();
  const rendered = outputs.flatMap(({ output }) => output.flatMap((chunk) => Object.entries(chunk.modules ?? {})));
  return Object.fromEntries(
    rendered
      .map(([id, { code }]) => [nameOf(id), code ? minifySync('module.js', code, { compress: false }).code.length : 0])
      .filter(([, bytes]) => bytes > 0)
      .toSorted(([, a], [, b]) => b - a),
  );
}

const nameOf = (id) =>
  path
    .relative(root, id.replace('\0', ''))
    .split(path.sep)
    .join('/')
    .replace(/^.*node_modules\//, '');

const table = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const cell = (value, column) =>
    column === 0 ? String(value).padEnd(widths[column]) : String(value).padStart(widths[column]);
  for (const row of rows) console.log(row.map(cell).join('  '));
};

const sizes = [];
for (const { name, budget, read } of BUDGETS) {
  const bytes = brotli(await read());
  sizes.push({ name, bytes, budget, left: budget - bytes });
}
const baseline = JSON.parse(await readFile(baselineFile, 'utf8').catch(() => '{"files":{},"modules":{}}'));

table([
  ['file', 'bytes', 'budget', 'left', 'since the baseline'],
  ...sizes.map(({ name, bytes, budget, left }) => {
    const before = baseline.files[name];
    return [name, bytes, budget, left, before === undefined ? 'new' : signed(bytes - before)];
  }),
]);

const over = sizes.filter(({ left }) => left < 0);
const update = process.argv.includes('--update');

if (over.length > 0 || update || process.argv.includes('--modules')) {
  const now = await modules();
  console.log('\nWhat the script-tag file is made of, in bytes without blanks and comments, before brotli:\n');
  table([
    ['module', 'bytes', 'since the baseline'],
    ...Object.entries(now).map(([id, bytes]) => [id, bytes, signed(bytes - (baseline.modules[id] ?? 0))]),
  ]);
  const grown = Object.entries(now)
    .map(([id, bytes]) => ({ id, by: bytes - (baseline.modules[id] ?? 0) }))
    .filter(({ by }) => by > 0)
    .toSorted((a, b) => b.by - a.by);
  if (over.length > 0) {
    console.log(`\n✖ Over budget: ${over.map(({ name, left }) => `${name} by ${-left} B`).join(', ')}.`);
    if (Object.keys(baseline.modules).length === 0) console.log('  There is no baseline yet: .ci/size.mjs --update');
    else if (grown.length === 0)
      console.log('  No module has grown: look at the build itself, and at the shared chunks.');
    else console.log(`  Grown since the baseline: ${grown.map(({ id, by }) => `${id} (+${by})`).join(', ')}.`);
    console.log(
      '  Look there first: a new import, a lit directive where a conditional would do, words repeated in templates,\n' +
        '  styles that say the same thing twice. If the growth is worth its bytes, raise the budget in .ci/size.mjs,\n' +
        '  and say why in the commit.',
    );
    process.exitCode = 1;
  }
  if (update) {
    const files = Object.fromEntries(sizes.map(({ name, bytes }) => [name, bytes]));
    await writeFile(baselineFile, `${JSON.stringify({ files, modules: now }, null, 2)}\n`);
    console.log('\nThe baseline is up to date.');
  }
}

function signed(bytes) {
  return bytes > 0 ? `+${bytes}` : String(bytes);
}
