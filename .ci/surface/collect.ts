// The public surface, as it is built: what the manifest, the declarations, package.json, the OpenAPI document and the
// command say. docs/releases.md says what each of these is a promise of.
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { CHECKS } from '../../src/check/conduct.js';
import { ERRORS } from '../../src/shared/errors.js';
import { STATUSES } from '../../src/shared/statuses.js';
import type { Surface } from './compare.js';
import { declared } from './declared.js';
import { answered } from './http.js';

interface Member {
  name: string;
  kind?: string;
  static?: boolean;
  readonly?: boolean;
  default?: string;
  description?: string;
  type?: { text: string };
}

type Lists = Readonly<
  Record<'attributes' | 'cssParts' | 'cssProperties' | 'cssStates' | 'events' | 'members' | 'slots', readonly Member[]>
>;

const root = new URL('../../', import.meta.url);
const json = async (file: string) => JSON.parse(await readFile(new URL(file, root), 'utf8'));
const names = (list: readonly Member[]): string[] => list.map(({ name }) => name);

/** The values and the default apart: one more value takes nothing away. */
const valuesOf = ({ name, type, default: initial }: Member): string[] => [
  ...(type?.text ?? 'string').split(' | ').map((value) => `${name}: ${value}`),
  ...(initial === undefined ? [] : [`${name}, by default ${initial}`]),
];

/** What the description says of how an event travels. */
const eventOf = ({ name, type, description = '' }: Member): string =>
  [`${name}: ${type?.text}`, ...(description.toLowerCase().match(/\b(cancelable|bubbles|composed)\b/g) ?? [])].join(
    ', ',
  );

async function entries(): Promise<string[]> {
  const { exports } = await json('package.json');
  const languages = (await readdir(new URL('dist/strings', root))).flatMap(
    (file) => /^(.*)\.js$/.exec(file)?.[1] ?? [],
  );
  return Object.entries(exports)
    .filter(([, target]) => target !== null)
    .flatMap(([entry]) => (entry.includes('*') ? languages.map((language) => entry.replace('*', language)) : [entry]));
}

/** The options as the help lists them. */
function command(): string[] {
  const { stdout } = spawnSync(process.execPath, ['dist/check.js', '--help'], { cwd: root, encoding: 'utf8' });
  const options = [...stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => `check ${option}`);
  return [...options, ...CHECKS.map(({ name }) => `check makes ${name}`)];
}

/** What has to be there where the package is used. */
async function needed(): Promise<string[]> {
  const { engines, browserslist, dependencies, peerDependencies } = await json('package.json');
  return [
    `Node ${engines.node}`,
    ...browserslist,
    // Its class is the superclass of ours.
    `lit ${/\d+/.exec(dependencies.lit)![0]}`,
    ...Object.entries(peerDependencies).map(([name, range]) => `${name} ${range}`),
  ];
}

export async function collect(): Promise<Surface> {
  const manifest = await json('dist/custom-elements.json');
  const [element] = manifest.modules.flatMap(({ declarations }: { declarations: Lists[] }) => declarations) as [Lists];
  const fields = element.members.filter(({ kind }) => kind === 'field');
  const sections = {
    entries: await entries(),
    attributes: element.attributes.flatMap(valuesOf),
    properties: fields.map(({ name, readonly }) => (readonly ? `${name}, to be read` : name)),
    methods: names(element.members.filter(({ kind }) => kind === 'method')),
    events: element.events.map(eventOf),
    slots: names(element.slots),
    parts: names(element.cssParts),
    states: names(element.cssStates),
    'custom properties': names(element.cssProperties),
    ...(await declared(root)),
    'error codes': Object.keys(ERRORS),
    statuses: Object.keys(STATUSES),
    http: answered(await json('dist/openapi.json')),
    command: command(),
    needed: await needed(),
  };
  return Object.fromEntries(
    Object.entries(sections).map(([section, lines]) => [section, [...new Set(lines)].toSorted()]),
  );
}
