// What the declarations say: the names that each entry exports, and what the types behind them are made of.
import { readdir, readFile } from 'node:fs/promises';
import { parseSync } from 'vite';
import { REQUIRED } from './compare.js';

// The parts of a syntax tree (ESTree's, with TypeScript's own) that are looked at here.
interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}

interface Declaration {
  node: Node;
  code: string;
}

/** Types that a host fills in. One more property that has to be there breaks every host that doesn't give it. */
const GIVEN = /(Options|Connector|HostMerchant|HostLimit)$/;

/** Lit's and the browser's own members, which they call by themselves. */
const NOT_OURS = /Callback$|^(properties|requestUpdate|styles)$/;

export async function declared(root: URL): Promise<Record<'exports' | 'types', string[]>> {
  const dist = new URL('dist/', root);
  const declarations = new Map<string, Declaration>();
  for (const file of await readdir(dist, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const code = await readFile(new URL(file, dist), 'utf8');
    for (const [name, node] of namedIn(await parsed(new URL(file, dist)))) declarations.set(name, { node, code });
  }
  const exported = await exportedBy(root);
  /** By its own name, the one that it is public under. */
  const names = new Map(exported.map(({ local }) => [local, local]));
  const types: string[] = [];
  // It grows while it is gone through: what a public type refers to is public with it.
  for (const [local, name] of names) {
    const declaration = declarations.get(local);
    if (!declaration) continue;
    const { above, lines, refersTo } = linesOf(name, declaration);
    types.push(...lines);
    // What a superclass of ours has, belongs to the class that is exported.
    for (const other of above) if (!declarations.has(other)) types.push(`${name} extends ${other}`);
    for (const other of above) if (!names.has(other)) names.set(other, name);
    for (const other of refersTo) if (!names.has(other)) names.set(other, other);
  }
  return { exports: exported.map(({ entry, exported: name }) => `${entry} ${name}`), types };
}

interface Exported {
  entry: string;
  exported: string;
  local: string;
}

async function exportedBy(root: URL): Promise<Exported[]> {
  const { exports } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
    exports: Record<string, { types?: string } | string | null>;
  };
  const languages = (await readdir(new URL('dist/strings', root))).flatMap(
    (file) => /^(.*)\.js$/.exec(file)?.[1] ?? [],
  );
  const entries = Object.entries(exports).flatMap(([entry, target]) => {
    const types = typeof target === 'object' && target?.types;
    if (!types) return [];
    return (entry.includes('*') ? languages : ['']).map((star) =>
      [entry, types].map((text) => text.replace('*', star)),
    );
  }) as [string, string][];
  const found = await Promise.all(
    entries.map(async ([entry, file]) =>
      exportedIn(await parsed(new URL(file, root))).map(([name, local]) => ({ entry, exported: name, local })),
    ),
  );
  return found.flat();
}

const list = (part: unknown): Node[] => (Array.isArray(part) ? (part as Node[]) : []);

const nameOf = (node: unknown): string => (node as { name: string }).name;

async function parsed(file: URL): Promise<Node> {
  const { program, errors } = parseSync(file.pathname, await readFile(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file.pathname} can't be parsed: ${errors[0]!.message}`);
  return program as unknown as Node;
}

/** Each name that a file exports, and by which it is known there. */
function exportedIn(program: Node): [string, string][] {
  const statements = list(program['body']).filter(({ type }) => type.startsWith('Export'));
  return statements.flatMap((statement) => {
    const declaredHere = [...namedIn({ ...statement, body: [statement] })].map(
      ([name]) => [name, name] as [string, string],
    );
    if (statement.type !== 'ExportNamedDeclaration' || statement['source']) {
      throw new Error(`This way of exporting is not understood here: ${statement.type}`);
    }
    const listed = list(statement['specifiers']).map(
      ({ exported, local }) => [nameOf(exported), nameOf(local)] as [string, string],
    );
    return [...declaredHere, ...listed];
  });
}

function* namedIn(program: Node): Generator<[string, Node]> {
  for (const statement of list(program['body'])) {
    const node = (statement['declaration'] as Node | null | undefined) ?? statement;
    const nodes = node.type === 'VariableDeclaration' ? list(node['declarations']) : [node];
    for (const each of nodes) {
      const id = each['id'] as { name?: string } | null | undefined;
      if (id?.name) yield [id.name, each];
    }
  }
}

interface Lines {
  lines: string[];
  /** What it extends. */
  above: string[];
  refersTo: string[];
}

function linesOf(name: string, { node, code }: Declaration): Lines {
  const lines: string[] = [];
  const above: string[] = [];
  const refersTo: string[] = [];

  const textOf = ({ start, end }: Node): string =>
    code
      .slice(start, end)
      .replaceAll(/\/\*[^]*?\*\//g, '')
      .replaceAll(/\s+/g, ' ')
      .replace(/[;,]$/, '')
      .trim();

  /** Each part of a union by itself: one more takes nothing away. */
  function typed(prefix: string, annotation: unknown): void {
    const type = (annotation as { typeAnnotation?: Node } | null | undefined)?.typeAnnotation ?? (annotation as Node);
    const isOptional = prefix.endsWith('?');
    const parts = type.type === 'TSUnionType' ? list(type['types']) : [type];
    for (const part of parts) {
      if (isOptional && part.type === 'TSUndefinedKeyword') continue;
      lines.push(`${prefix}: ${textOf(part)}`);
    }
    refersTo.push(...referredIn(type));
  }

  function member(each: Node): void {
    const key = each['key'] as Node | undefined;
    if (key && (key.type === 'PrivateIdentifier' || NOT_OURS.test(textOf(key)))) return;
    const isOptional = each['optional'] === true;
    const prefix = `${name}.${key && textOf(key)}${isOptional ? '?' : ''}`;
    if (GIVEN.test(name) && !isOptional) lines.push(`${prefix}${REQUIRED}`);
    if (key && each['typeAnnotation']) typed(prefix, each['typeAnnotation']);
    else {
      lines.push(`${name}: ${textOf(each)}`);
      refersTo.push(...referredIn(each));
    }
  }

  const body = node['body'] as Node | undefined;
  for (const each of [node['superClass'], ...list(node['extends'])] as (Node | null | undefined)[]) {
    if (each) above.push(textOf(each));
  }
  refersTo.push(...referredIn([node['superTypeArguments'], node['extends']]));
  if (node.type === 'TSTypeAliasDeclaration') typed(name, node['typeAnnotation']);
  else if (node.type === 'VariableDeclarator') typed(name, (node['id'] as Node)['typeAnnotation']);
  else if (body) list(body['body']).forEach(member);
  else {
    lines.push(textOf(node).replace(/^(export )?(declare )?/, ''));
    refersTo.push(...referredIn(node));
  }
  return { above, lines, refersTo };
}

/** The types that are named in a part of the tree. What `typeof` names is data, and no promise. */
function referredIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(referredIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, typeName } = node as Node & { typeName?: { name?: string } };
  if (type === 'TSTypeQuery') return [];
  const own = type === 'TSTypeReference' && typeName?.name ? [typeName.name] : [];
  return [...own, ...Object.values(node).flatMap(referredIn)];
}
