// Writes the tables of README.md between `<!-- api:NAME -->` and `<!-- /api:NAME -->`, from the manifest that the build
// makes of the source: `node .ci/readme.mjs [--check]`. With --check nothing is written, and stale tables are an error.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const readmeFile = fileURLToPath(new URL('../README.md', import.meta.url));
const manifestFile = new URL('../dist/custom-elements.json', import.meta.url);

const code = (text) => (text ? `\`${text}\`` : '–');
const cell = (text = '') => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');

/** What a table says of the element, one function a table: heads first, then a row each. */
const TABLES = {
  properties: ({ members = [] }) => [
    ['Attribute', 'Property', 'Type', 'Default', 'Meaning'],
    ...members
      .filter((member) => member.kind === 'field' && isPublic(member))
      .map((field) => [
        code(field.attribute),
        code(field.name),
        code(field.type?.text),
        field.readonly ? 'read-only' : code(defaultOf(field)),
        field.description,
      ]),
  ],
  methods: ({ members = [] }) => [
    ['Method', 'Returns', 'What it does'],
    ...members
      .filter((member) => member.kind === 'method' && isPublic(member))
      .map((method) => [code(signature(method)), code(method.return?.type?.text), method.description]),
  ],
  events: ({ events = [] }) => [
    ['Event', 'Type', 'When'],
    // An event without a name is one the analyzer saw dispatched; the documented ones have theirs.
    ...events
      .filter(({ name }) => name)
      .map(({ name, type, description }) => [code(name), code(type?.text), description]),
  ],
  slots: ({ slots = [] }) => [
    ['Slot', 'What for'],
    ...slots.map(({ name, description }) => [name ? code(name) : '(default)', description]),
  ],
  parts: ({ cssParts = [] }) => [
    ['Part', 'What it is'],
    ...cssParts.map(({ name, description }) => [code(name), description]),
  ],
  'css-properties': ({ cssProperties = [] }) => [
    ['Custom property', 'Default', 'What it sets'],
    ...cssProperties.map((property) => [code(property.name), code(property.default), property.description]),
  ],
  states: ({ cssStates = [] }) => [
    ['State', 'When'],
    ...cssStates.map(({ name, description }) => [code(`:state(${name})`), description]),
  ],
};

const manifest = JSON.parse(
  await readFile(manifestFile, 'utf8').catch(() => fail('There is no dist/custom-elements.json: run `npm run build`.')),
);
const element = manifest.modules
  .flatMap(({ declarations = [] }) => declarations)
  .find(({ tagName }) => tagName === 'codat-commerce-picker');
if (!element) fail('The manifest describes no codat-commerce-picker.');

const readme = await readFile(readmeFile, 'utf8');
const options = await resolveConfig(readmeFile);
const sections = [...readme.matchAll(/(<!-- api:([\w-]+) -->)(.*?)(<!-- \/api:\2 -->)/gs)];
if (sections.length === 0) fail('README.md has no <!-- api:NAME --> … <!-- /api:NAME -->.');

let updated = readme;
const stale = [];
for (const [whole, open, name, , close] of sections) {
  if (!TABLES[name]) fail(`README.md asks for api:${name}; there are ${Object.keys(TABLES).join(', ')}.`);
  const [heads, ...rows] = TABLES[name](element);
  const table =
    rows.length === 0
      ? 'None.'
      : [heads, heads.map(() => '---'), ...rows].map((row) => `|${row.map(cell).join('|')}|`).join('\n');
  const formatted = await format(table, { ...options, parser: 'markdown' });
  const section = `${open}\n\n${formatted.trim()}\n\n${close}`;
  if (section === whole) continue;
  stale.push(name);
  updated = updated.replace(whole, () => section);
}

if (process.argv.includes('--check')) {
  if (stale.length > 0) fail(`These tables of README.md are stale: ${stale.join(', ')}. Run \`npm run readme\`.`);
  console.log(`${sections.length} tables of README.md are up to date.`);
} else {
  await writeFile(readmeFile, updated);
  console.log(stale.length > 0 ? `Written: ${stale.join(', ')}.` : 'Nothing to write.');
}

function isPublic(member) {
  return !member.static && !member.name.startsWith('#') && (member.privacy ?? 'public') === 'public';
}

function signature({ name, parameters = [] }) {
  return `${name}(${parameters.map((parameter) => `${parameter.name}${parameter.optional ? '?' : ''}`).join(', ')})`;
}

function defaultOf({ name, type, default: value }) {
  // The analyzer leaves out what is falsy, and copies the name of a constant.
  if (value === undefined) {
    if (type?.text === 'boolean') return 'false';
    return /^(string$|'')/.test(type?.text ?? '') ? "''" : '';
  }
  if (/^[A-Z][A-Z\d_]+$/.test(value)) fail(`The default of ${name} is given as ${value}: say it with @default.`);
  return value;
}

function fail(message) {
  console.error(`✖ ${message}`);
  process.exit(1);
}
