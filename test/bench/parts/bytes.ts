import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundled } from '../bundle.js';
import type { Part } from '../part.js';
import { markdown } from '../table.js';

const dist = (file: string): string => fileURLToPath(new URL(`../../../dist/${file}`, import.meta.url));

const rendered = (imports: string, what: string): string =>
  `${imports}
   import { createElement } from 'react';
   import { createRoot } from 'react-dom/client';
   createRoot(document.body).render(createElement(${what}, {}));`;

interface Product {
  what: string;
  /** What a page writes to have it on screen. */
  code: string;
  /** What the page may have already. */
  framework?: { name: string; is: RegExp };
}

const REACT = { name: 'React', is: /^react(-dom)?(\/|$)/ };
const LIT = { name: 'lit', is: /^(lit|@lit)(\/|$)|^(lit-html|lit-element)/ };

const PRODUCTS: readonly Product[] = [
  { what: 'picker, from npm', code: `import ${JSON.stringify(dist('index.js'))};`, framework: LIT },
  {
    what: 'picker’s companion alone',
    code: `import { handleSelection } from ${JSON.stringify(dist('handler.js'))}; handleSelection(document, { syncEndpoint: '/' });`,
  },
  {
    what: '@unified-api/react-directory',
    code: rendered(`import Directory from '@unified-api/react-directory';`, 'Directory'),
    framework: REACT,
  },
  {
    what: '@unified-api/vuejs-directory',
    code: `import Directory from '@unified-api/vuejs-directory'; import { createApp } from 'vue'; createApp(Directory).mount(document.body);`,
    framework: { name: 'Vue', is: /^vue$/ },
  },
  {
    what: '@stackone/hub',
    code: rendered(`import { StackOneHub } from '@stackone/hub';`, 'StackOneHub'),
    framework: REACT,
  },
  {
    what: 'react-plaid-link (opens a page of its vendor’s, which is not counted)',
    code: rendered(`import { PlaidLink } from 'react-plaid-link';`, 'PlaidLink'),
    framework: REACT,
  },
  { what: 'emoji-picker-element (without its data)', code: `import 'emoji-picker-element';` },
  {
    what: '@shoelace-style/shoelace, button and card (without its theme)',
    code: `import '@shoelace-style/shoelace/dist/components/button/button.js'; import '@shoelace-style/shoelace/dist/components/card/card.js';`,
    framework: LIT,
  },
];

const NOTE =
  'All that a page needs to have it on screen, in one minified file. What a product fetches while it runs is not counted.';

const number = (bytes: number): string => bytes.toLocaleString('en');
const brotli = (code: string): number =>
  brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }).byteLength;

const cellsOf = (what: string, code: string, own: number): string[] => [
  what,
  number(Buffer.byteLength(code)),
  number(gzipSync(code, { level: 9 }).byteLength),
  number(brotli(code)),
  own === 0 ? '' : (own / brotli(code)).toFixed(2) + (own > brotli(code) ? ' (**behind**)' : ''),
];

export const bytes: Part = async ({ say }) => {
  const script = await readFile(dist('codat-commerce-picker.min.js'), 'utf8');
  const own = brotli(script);
  const lines: string[][] = [[...cellsOf('picker, script-tag file with lit inside', script, 0), '']];
  for (const { code, framework, what } of PRODUCTS) {
    say(what);
    const isOurs = what.startsWith('picker');
    const without = framework ? brotli(await bundled({ code }, [framework.is])) : undefined;
    lines.push([
      ...cellsOf(what, await bundled({ code }), isOurs ? 0 : own),
      without === undefined ? '' : `${number(without)} (${framework!.name})`,
    ]);
  }
  const head = ['what', 'minified', 'gzip 9', 'brotli 11', 'script-tag file ÷ it', 'brotli 11 without its framework'];
  return { sections: [{ title: 'Bytes', note: NOTE, table: markdown([head, ...lines]), goals: [] }] };
};
