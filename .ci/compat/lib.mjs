import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseSync } from 'vite';
import { bcd, lackedBy } from './floor.mjs';

const { api, javascript } = bcd;
const { builtins } = javascript;

/** TypeScript's own declarations of the web and of JavaScript: beside its compiler, which is a package of its own. */
const folder = path.join(
  createRequire(createRequire(import.meta.url).resolve('typescript/package.json')).resolve(
    `@typescript/typescript-${process.platform}-${process.arch}/package.json`,
  ),
  '../lib',
);

/** The names that TypeScript gives to what the compatibility data calls otherwise. */
const BUILTIN_NAMES = [
  [/^(.+)Constructor$/, '$1'],
  [/^Readonly(Array|Map|Set)$/, '$1'],
  [/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/, 'TypedArray'],
  [/^IteratorObject$/, 'Iterator'],
];

const builtinOf = (name, within) => {
  for (const [pattern, ours] of BUILTIN_NAMES) {
    const other = name.replace(pattern, ours);
    if (Object.hasOwn(within, other)) return within[other];
  }
  return Object.hasOwn(within, name) ? within[name] : undefined;
};

/**
 * Writes TypeScript's declarations as the oldest browsers of the floor know them: what any of them lacks is optional
 * there. So the compiler asks for a guard at each use of it, and takes a guard for what it is.
 *
 * @returns how many declarations were made optional
 */
export function writeFloorLib(target) {
  const files = readdirSync(folder)
    .filter((name) => /^lib\.(es|dom|decorators).*\.d\.ts$/.test(name) && !/\.(full|scripthost|webworker)/.test(name))
    .map((name) => {
      const code = readFileSync(path.join(folder, name), 'utf8');
      return { name, code, body: parseSync(name, code, { lang: 'dts' }).program.body };
    });
  const users = mixinUsers(files.flatMap(({ body }) => body));
  const lacking = [];
  mkdirSync(target, { recursive: true });
  for (const { name, code, body } of files) {
    const inserts = [];
    optional(body, { users, within: builtins, inserts, lacking, name });
    let text = code;
    for (const [at, what] of inserts.toSorted(([a], [b]) => b - a)) text = text.slice(0, at) + what + text.slice(at);
    writeFileSync(path.join(target, name), text);
  }
  return lacking;
}

/** The interfaces that take members from another one, which the compatibility data lists under each of them. */
function mixinUsers(statements) {
  const users = new Map();
  for (const { type, id, extends: bases = [] } of statements) {
    if (type !== 'TSInterfaceDeclaration') continue;
    for (const { expression } of bases) users.set(expression.name, [...(users.get(expression.name) ?? []), id.name]);
  }
  const all = (name) => (Object.hasOwn(api, name) ? [name] : (users.get(name) ?? []).flatMap(all));
  return (name) => [...new Set(all(name))];
}

function optional(statements, context) {
  const { inserts, users, within } = context;
  // What several interfaces share is optional where none of them has it in every browser of the floor.
  const lacked = (label, ...entries) => {
    const known = entries.map((entry) => lackedBy(entry)).filter((by) => by);
    if (known.length === 0 || known.some((by) => by.length === 0)) return false;
    context.lacking.push({ label, by: [...new Set(known.flat())] });
    return true;
  };
  const members = (owner, list, entriesOf) => {
    for (const { type, key, kind, computed, optional: already, returnType } of list) {
      if (!/^TS(Method|Property)Signature$/.test(type) || computed || already || !key.name) continue;
      if (key.name === 'prototype' || !lacked(`${owner}.${key.name}`, ...entriesOf(key.name))) continue;
      // An accessor can't be optional; its value can.
      if (kind === 'get') inserts.push([returnType.end, ' | undefined']);
      else if (kind !== 'set') inserts.push([key.end, '?']);
    }
  };
  for (const outer of statements) {
    const statement = outer.declaration ?? outer;
    const name = statement.id?.name;
    if (statement.type === 'TSModuleDeclaration') {
      optional(statement.body.body, { ...context, within: Object.hasOwn(builtins, name) ? builtins[name] : {} });
    } else if (statement.type === 'TSInterfaceDeclaration') {
      const builtin = builtinOf(name, within);
      // Whoever holds one of a kind that is newer as a whole has made sure of it already.
      if (lacked(name, builtin ?? api[name])) continue;
      members(name, statement.body.body, (member) =>
        // Not those that build on one of the language's own, such as RTCStatsReport on Map.
        builtin
          ? [builtin[member]]
          : users(name).map((user) => api[user][member] ?? (user === 'Window' && api[member])),
      );
    } else if (statement.type === 'VariableDeclaration') {
      for (const { id } of statement.declarations) {
        const type = id.typeAnnotation?.typeAnnotation;
        if (!type) continue;
        if (type.type === 'TSTypeLiteral') {
          members(id.name, type.members, (member) => [api[id.name]?.[`${member}_static`], within[id.name]?.[member]]);
        }
        if (lacked(id.name, api[id.name], within[id.name])) inserts.push([type.end, ' | undefined']);
      }
    }
  }
}
