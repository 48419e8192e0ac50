// Fills the lists of docs/reference.md and docs/designers.md from the manifest that the build makes of the source:
// `node .ci/reference.mjs [--check]`. What stands between `<!-- api:KIND NAME NAME … -->` and `<!-- /api -->` is a list
// of these names, in this order. With --check nothing is written, and a stale list is an error. A name that the reference
// lacks is one in any case.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const docs = new URL('../docs/', import.meta.url);
/** Lists all that there is. */
const COMPLETE = 'reference.md';
const PAGES = [COMPLETE, 'designers.md'];
const isCheck = process.argv.includes('--check');
const manifestFile = new URL('../dist/custom-elements.json', import.meta.url);
/** Characters of a line: the page is also read in terminals. */
const WIDTH = 118;

const code = (text) => `\`${text}\``;

/** What is listed of each kind: its name, what follows the name, and its text. */
const KINDS = {
  properties: ({ members = [] }) =>
    members
      .filter((member) => member.kind === 'field' && isPublic(member))
      .map((field) => ({
        name: field.name,
        title: field.attribute ?? field.name,
        facts: [
          !field.attribute && !field.readonly && 'property only',
          field.attribute && field.attribute !== field.name && `property ${code(field.name)}`,
          field.readonly && 'read-only',
          field.type?.text && code(field.type.text),
          !field.readonly && defaultOf(field) && `default ${code(defaultOf(field))}`,
        ],
        text: field.description,
      })),
  methods: ({ members = [] }) =>
    members
      .filter((member) => member.kind === 'method' && isPublic(member))
      .map((method) => ({
        name: method.name,
        title: signature(method),
        facts: [`returns ${code(method.return?.type?.text)}`],
        text: method.description,
      })),
  events: ({ events = [] }) =>
    events
      // An event without a name is one the analyzer saw dispatched; the documented ones have theirs.
      .filter(({ name }) => name)
      .map(({ name, type, description }) => ({ name, facts: [code(type?.text)], text: description })),
  slots: ({ slots = [] }) => slots.map(({ name, description }) => ({ name, text: description })),
  parts: ({ cssParts = [] }) => cssParts.map(({ name, description }) => ({ name, text: description })),
  'css-properties': ({ cssProperties = [] }) =>
    cssProperties.map((property) => ({
      name: property.name,
      facts: [property.default && `default ${code(property.default)}`],
      text: property.description,
    })),
  states: ({ cssStates = [] }) =>
    cssStates.map(({ name, description }) => ({ name, title: `:state(${name})`, text: description })),
};

const manifest = JSON.parse(
  await readFile(manifestFile, 'utf8').catch(() => fail('There is no dist/custom-elements.json: run `npm run build`.')),
);
const element = manifest.modules
  .flatMap(({ declarations = [] }) => declarations)
  .find(({ tagName }) => tagName === 'codat-commerce-picker');
if (!element) fail('The manifest describes no codat-commerce-picker.');

/** By kind and name: what there is. */
const known = Object.fromEntries(
  Object.entries(KINDS).map(([kind, entriesOf]) => [
    kind,
    new Map(entriesOf(element).map((entry) => [entry.name, entry])),
  ]),
);
const problems = [];
let stale = 0;

for (const page of PAGES) {
  const listed = new Set();
  const text = await readFile(new URL(page, docs), 'utf8');
  const filled = text.replaceAll(/(<!-- api:([\w-]+)\s+([^>]*?)\s*-->).*?<!-- \/api -->/gs, (_, open, kind, names) => {
    if (!known[kind]) fail(`docs/${page} asks for api:${kind}; there are ${Object.keys(KINDS).join(', ')}.`);
    const items = names.split(/\s+/).flatMap((name) => {
      const entry = known[kind].get(name);
      if (!entry || listed.has(entry)) problems.push(`docs/${page} lists ${name}: it is not there, or listed twice.`);
      listed.add(entry);
      return entry ? [itemOf(entry)] : [];
    });
    return `${open}\n\n${items.join('\n')}\n\n<!-- /api -->`;
  });
  if (page === COMPLETE) {
    for (const [kind, entries] of Object.entries(known)) {
      for (const [name, entry] of entries) {
        if (!listed.has(entry))
          problems.push(`docs/${page} lists no ${name}: add it to a comment <!-- api:${kind} … -->.`);
      }
    }
  }
  const options = await resolveConfig(fileURLToPath(new URL(page, docs)));
  const updated = await format(filled, { ...options, parser: 'markdown' });
  if (updated === text) continue;
  stale += 1;
  if (!isCheck) await writeFile(new URL(page, docs), updated);
  else problems.push(`docs/${page} is not what the source says: run \`npm run build && npm run reference\`.`);
}

if (problems.length > 0) fail(problems.join('\n✖ '));
console.log(stale > 0 ? `${stale} pages are written.` : 'The lists of the reference are up to date.');

function itemOf({ name, title = name, facts = [], text = '' }) {
  const given = facts.filter(Boolean);
  const line = `**${code(title)}**${given.length > 0 ? ` (${given.join(', ')})` : ''}: ${text}`;
  return wrapped(`- ${line.replaceAll(/\s+/g, ' ')}`);
}

/** The lines after the first are indented, as those of a list are. */
function wrapped(line) {
  const lines = [''];
  for (const word of line.split(' ')) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length > WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
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
