import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const folder = new URL('../../src/element/styles/', import.meta.url);
const css = readdirSync(folder)
  .filter((file) => file !== 'index.ts')
  .map((file) => /css`([^`]*)`/.exec(readFileSync(new URL(file, folder), 'utf8'))![1]!)
  .join('\n');

interface Declaration {
  readonly property: string;
  readonly value: string;
}

/** The declarations outside of forced colours, where the system's colours are the only ones. */
const declarations: readonly Declaration[] = [
  ...withoutBlocks(css, '@media (forced-colors: active)').matchAll(/([\w-]+):\s*([^;{}]+);/g),
].map(([, property, value]) => ({ property: property!, value: value!.replace(/\s+/g, ' ') }));

/** What a page can't set: a value without what stands in a `var()`, the default included. */
const fixed = ({ value }: Declaration): string => withoutCalls(value, 'var(');

const COLOURED = /^(--_\w+|background|fill|stroke|outline|border|box-shadow|(.+-)?color)$/;

/** The page's own colour, or one that it can set, fainter. */
const FAINTER = /color-mix\(in oklab, (currentColor)? ?[\d.]+%, transparent\)/g;

/** The page's own colour, none, and what is no colour. */
const HARMLESS = new Set(['currentColor', 'transparent', 'inherit', 'none', 'solid', 'inset', 'px', 'calc']);

describe('the styles', () => {
  it('are read as a whole', () => {
    assert.ok(declarations.length > 200, `${declarations.length}`);
    assert.ok(declarations.some(({ property }) => property === '--_accent'));
  });

  it('have no colour of their own that a page can’t set', () => {
    const own = declarations.filter(
      (declaration) =>
        COLOURED.test(declaration.property) &&
        fixed(declaration)
          .replace(FAINTER, '')
          .match(/#\w+|[a-z][\w-]*/gi)
          ?.some((word) => !HARMLESS.has(word)),
    );
    assert.deepEqual(own, []);
  });

  it('have no corner that a page can’t set', () => {
    const own = declarations
      .filter(({ property, value }) => property.endsWith('radius') && value !== '50%')
      .filter(({ value }) => !value.startsWith('var('));
    assert.deepEqual(own, []);
  });

  it('have no font and no shadow that a page can’t set', () => {
    const own = declarations.filter(
      ({ property, value }) =>
        /^(font|font-family)$/.test(property) && value !== 'inherit' && !value.startsWith('var('),
    );
    assert.deepEqual(own, []);
    for (const { property, value } of declarations) {
      if (property === 'box-shadow') assert.match(value, /var\(--codat-shadow/);
    }
  });

  it('have a default for whatever a page may set, at the place of its use', () => {
    const bare = [...css.matchAll(/var\(--codat-[\w-]+\s*\)/g)].map(([text]) => text);
    assert.deepEqual(bare, []);
    assert.deepEqual([...css.matchAll(/^\s*--codat-[\w-]+:/gm)], [], 'set on the element, it would beat the page');
  });

  it('use every alias they have, and have every alias they use', () => {
    const defined = [...css.matchAll(/(--_[\w-]+):/g)].map(([, name]) => name!);
    const used = [...css.matchAll(/var\((--_[\w-]+)/g)].map(([, name]) => name!);
    assert.deepEqual([...new Set(used)].toSorted(), [...new Set(defined)].toSorted());
  });
});

/** A text without the calls that begin like this, up to the bracket that closes each. */
function withoutCalls(text: string, beginning: string): string {
  const start = text.indexOf(beginning);
  if (start < 0) return text;
  let end = text.indexOf('(', start) + 1;
  for (let depth = 1; depth > 0; end += 1) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
  return text.slice(0, start) + withoutCalls(text.slice(end), beginning);
}

function withoutBlocks(text: string, beginning: string): string {
  const start = text.indexOf(beginning);
  if (start < 0) return text;
  let end = text.indexOf('{', start) + 1;
  for (let depth = 1; depth > 0; end += 1) depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
  return text.slice(0, start) + withoutBlocks(text.slice(end), beginning);
}
