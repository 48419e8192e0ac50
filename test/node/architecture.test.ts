import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** From the outermost to the innermost: a file imports from its own row and from the rows below, never upwards. */
const LAYERS: readonly (readonly string[])[] = [
  ['react', 'cdn', 'node', 'check'],
  ['index'],
  ['define'],
  ['element/codat-commerce-picker'],
  [
    'element/form-control',
    'element/templates',
    'element/live-region',
    'element/search-box',
    'element/batches',
    'element/misspelt-attributes',
    'element/reused',
    'element/tile-focus',
    'element/merchant-return',
    'element/styles',
    'element/companion',
    'host',
  ],
  ['companion'],
  ['element/view', 'strings'],
  ['element/list', 'element/search', 'element/choice'],
  ['shared/failed-answer', 'shared/events', 'shared/http', 'shared/safe-url'],
  ['shared/integrations', 'shared/errors'],
  ['shared/statuses', 'element/supported', 'element/inline-list', 'xhtml', 'shared/attempt'],
];

/** What ships on its own: everything that it reaches, by whatever way. */
const STANDALONE: Readonly<Record<string, readonly string[]>> = {
  companion: ['attempt', 'errors', 'events', 'failed-answer', 'http', 'integrations', 'safe-url', 'statuses'].map(
    shared,
  ),
  host: [
    ...['attempt', 'errors', 'events', 'failed-answer', 'http', 'integrations', 'safe-url', 'statuses'].map(shared),
    // For the page that a failed form leads to.
    'strings',
  ],
  check: ['attempt', 'errors', 'failed-answer', 'integrations', 'safe-url', 'statuses']
    .map(shared)
    .concat('node:http', 'node:https', 'node:util'),
  'shared/integrations': ['attempt', 'statuses'].map(shared),
  'shared/errors': [],
  'shared/statuses': [],
  'shared/attempt': [],
};

/** Who may import which package, Node's own modules included. Whoever isn't named imports none. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'element/codat-commerce-picker': ['lit'],
  'element/list': ['lit', '@lit/task'],
  'element/merchant-return': ['lit'],
  'element/form-control': ['lit'],
  'element/live-region': ['lit'],
  'element/search-box': ['lit'],
  'element/batches': ['lit'],
  'element/misspelt-attributes': ['lit'],
  'element/tile-focus': ['lit'],
  'element/templates': ['lit'],
  'element/styles': ['lit'],
  strings: ['@shoelace-style/localize'],
  react: ['@lit/react', 'react'],
  check: ['node:http', 'node:https', 'node:util'],
  node: ['node:http', '@remix-run/node-fetch-server'],
};

const MOST_LINES = 400;

interface Import {
  /** `errors.ts` for a file of src, otherwise the specifier. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const sources = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    // Declarations for frameworks, which are shipped as they are, import what a host has.
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file))
    .toSorted()
    .map((file) => [file, readFileSync(path.join(src, file), 'utf8')]),
);
const graph = new Map([...sources].map(([file, code]) => [file, importsOf(file, code)]));

describe('architecture', () => {
  it('has a place for every file', () => {
    const homeless = [...graph.keys()].filter((file) => layerOf(file) < 0);
    assert.deepEqual(homeless, [], 'These files are in no layer: add each to LAYERS where it belongs.');
  });

  it('imports only files that exist', () => {
    const missing = edges().filter(({ to }) => to.endsWith('.ts') && !graph.has(to));
    assert.deepEqual(missing.map(arrow), []);
  });

  it('imports one way', () => {
    const upward = edges().filter(({ from, to }) => graph.has(to) && layerOf(to) < layerOf(from));
    assert.deepEqual(upward.map(arrow), [], 'These imports point outwards, against the order of LAYERS.');
  });

  it('has no cycles', () => {
    const cycles = [...graph.keys()].flatMap((file) => (reachedFrom(file).has(file) ? [file] : []));
    assert.deepEqual(cycles, [], 'These files reach themselves through their imports, types included.');
  });

  for (const [part, allowed] of Object.entries(STANDALONE)) {
    it(`keeps ${part} on its own`, () => {
      const files = [...graph.keys()].filter((file) => partOf(file) === part);
      assert.ok(files.length > 0, `src has no ${part}`);
      const strangers = files.flatMap((file) =>
        [...reachedFrom(file)]
          .filter((reached) => ![part, ...allowed].includes(partOf(reached)))
          .map((reached) => `${file} reaches ${reached}`),
      );
      assert.deepEqual(strangers, [], `${part} may reach ${allowed.join(', ') || 'nothing'}, and no package.`);
    });
  }

  it('imports packages only where they belong', () => {
    const foreign = edges().filter(
      ({ from, to }) => !graph.has(to) && !to.endsWith('.ts') && !PACKAGES[partOf(from)]?.includes(packageOf(to)),
    );
    assert.deepEqual(foreign.map(arrow), [], 'Allow a package in PACKAGES, or do without it.');
  });

  it(`keeps every file within ${MOST_LINES} lines`, () => {
    const long = [...sources]
      .map(([file, code]) => ({ file, lines: code.trimEnd().split('\n').filter(isToBeRead).length }))
      .filter(({ lines }) => lines > MOST_LINES)
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    assert.deepEqual(long, [], 'Split these along what they are about.');
  });
});

function importsOf(file: string, code: string): Import[] {
  const { module, errors } = parseSync(file, code);
  assert.deepEqual(errors, [], `src/${file} can't be parsed`);
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({ specifier: moduleRequest.value, entries })),
    ...module.staticExports
      .flatMap(({ entries }) => entries)
      .flatMap((entry) => (entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, entries: [entry] }] : [])),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      specifier: code.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      entries: [],
    })),
  ];
  return specifiers.map(({ specifier, entries }) => ({
    to: specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts')
      : specifier,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
}

function edges(): (Import & { from: string })[] {
  return [...graph].flatMap(([from, imports]) => imports.map((edge) => ({ from, ...edge })));
}

function arrow({ from, to, typeOnly }: Import & { from: string }): string {
  return `${from} → ${to}${typeOnly ? ' (types only)' : ''}`;
}

function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  for (const { to } of graph.get(file) ?? []) {
    if (reached.has(to)) continue;
    reached.add(to);
    reachedFrom(to, reached);
  }
  return reached;
}

/** `strings/fr.ts` is of the part `strings`; in the element and in what is shared, each file or folder is a part of its own. */
function partOf(file: string): string {
  const [folder, name] = file.replace(/\.tsx?$/, '').split('/');
  return /^(element|shared)$/.test(folder!) ? `${folder}/${name}` : folder!;
}

// The rows of a doc block, one for each part or custom property, are data: the lists of docs/reference.md are made of them.
function isToBeRead(line: string): boolean {
  return !line.startsWith(' * @');
}

function shared(name: string): string {
  return `shared/${name}`;
}

function layerOf(file: string): number {
  return LAYERS.findIndex((layer) => layer.includes(partOf(file)));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
