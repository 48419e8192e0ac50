import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';

interface Named {
  name: string;
}

interface Member extends Named {
  kind: 'field' | 'method';
  privacy?: string;
  static?: boolean;
  readonly?: boolean;
  attribute?: string;
}

interface Element {
  attributes: readonly Named[];
  events: readonly Named[];
  slots: readonly Named[];
  members: readonly Member[];
  cssParts: readonly Named[];
  cssProperties: readonly Named[];
}

interface Manifest {
  modules: readonly {
    path: string;
    declarations: readonly Element[];
    exports: readonly (Named & { kind: string })[];
  }[];
}

const dist = new URL('../../dist/', import.meta.url);
const json = async <Content>(file: URL | string): Promise<Content> =>
  JSON.parse(await readFile(new URL(file, dist), 'utf8')) as Content;

const manifest = await json<Manifest>('custom-elements.json');
const [element] = manifest.modules.flatMap(({ declarations }) => declarations) as [Element];

const names = (list: readonly Named[]): string[] => list.map(({ name }) => name).toSorted();
const uniqueNames = (list: readonly Named[]): string[] => [...new Set(names(list))];

describe('the manifest of the element, as it is built', () => {
  it('is valid by its schema', async () => {
    const schema = await json<object>(new URL(import.meta.resolve('custom-elements-manifest/schema.json')));
    const ajv = new Ajv({ strict: false });
    assert.ok(ajv.validate(schema, manifest), ajv.errorsText());
  });

  it('names files of the package, and none of the source', () => {
    const paths = [...JSON.stringify(manifest).matchAll(/"(?:path|module)":"([^"]*)"/g)].map(([, path]) => path!);
    const missing = paths.filter((path) => !path.startsWith('dist/') || !existsSync(new URL(`../${path}`, dist)));
    assert.deepEqual(missing, []);
    assert.ok(paths.length > 0);
  });

  it('says which module defines the tag', () => {
    const defined = manifest.modules.flatMap(({ path, exports }) =>
      exports.filter(({ kind }) => kind === 'custom-element-definition').map(({ name }) => [name, path]),
    );
    assert.deepEqual(defined, [['codat-commerce-picker', 'dist/index.js']]);
  });

  it('has no private or protected member', () => {
    const hidden = element.members.filter(({ name, privacy }) => name.startsWith('#') || /pr/.test(privacy ?? ''));
    assert.deepEqual(names(hidden), []);
  });
});

describe('what is typed for the frameworks', () => {
  const types = readFileSync(new URL('types/element.d.ts', dist), 'utf8');
  const named = (declaration: RegExp): string[] =>
    [...declaration.exec(types)![1]!.matchAll(/'(\w+)'/g)].map(([, name]) => name!).toSorted();
  const members = element.members.filter((member) => !member.static);

  it('has an attribute for each property that has one', () => {
    const without = members.filter(({ kind, readonly, attribute }) => kind === 'field' && !readonly && !attribute);
    assert.deepEqual(named(/type WithAttribute = (.*?);/s), names(without));
  });

  it('has each property that a host may set, and nothing else', () => {
    // The focus is every element's, and left out with what Lit's have.
    const left = members.filter(({ kind, name, readonly }) => (kind === 'method' || readonly) && name !== 'focus');
    const leftOut = named(/type NotToBeSet =(.*?);/s).filter((name) => !name.endsWith('Callback'));
    assert.deepEqual(leftOut, names(left));
  });
});

describe('what editors are told', () => {
  it('is all of the manifest, in JetBrains’ editors', async () => {
    const { contributions } = await json<{
      contributions: {
        html: { elements: [Element & { js: { properties: Named[]; events: Named[] } }] };
        css: { properties: Named[]; 'pseudo-elements': Named[] };
      };
    }>('web-types.json');
    const [{ attributes, slots, js }] = contributions.html.elements;
    assert.deepEqual(names(attributes), names(element.attributes));
    assert.deepEqual(names(slots), names(element.slots));
    assert.deepEqual(names(js.events), names(element.events));
    assert.deepEqual(names(contributions.css.properties), names(element.cssProperties));
    assert.deepEqual(
      names(contributions.css['pseudo-elements']),
      names(element.cssParts).map((part) => `part(${part})`),
    );
  });

  it('is each attribute with its values, and each custom property, in VS Code', async () => {
    const html = await json<{ tags: [{ attributes: (Named & { values: Named[] })[] }] }>(
      'vscode.html-custom-data.json',
    );
    const css = await json<{ properties: Named[] }>('vscode.css-custom-data.json');
    const [{ attributes }] = html.tags;
    assert.deepEqual(names(attributes), names(element.attributes));
    assert.deepEqual(uniqueNames(css.properties), names(element.cssProperties));
    const choices = attributes.filter(({ values }) => values.length).map(({ name, values }) => [name, names(values)]);
    assert.deepEqual(Object.fromEntries(choices), {
      'source-type': ['Accounting', 'Commerce'],
      logo: ['full', 'square'],
      search: ['always', 'auto', 'never'],
      target: ['_blank', '_self', '_top'],
    });
  });
});
