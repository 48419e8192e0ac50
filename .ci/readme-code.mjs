// Holds the code blocks of the documentation to the package as it was built: `node .ci/readme-code.mjs [file.md …]`.
// TypeScript and JavaScript are type-checked as a host's code would be, HTML and CSS must parse and use only what the
// manifest knows, shell commands must exist. `<!-- no-check: reason -->` before a block leaves it out.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { parsers as htmlParsers } from 'prettier/plugins/html';

const TAG = 'codat-commerce-picker';
// What any element takes, and any form-associated one.
const GLOBAL_ATTRIBUTE =
  /^(aria-[\w-]+|data-[\w-]+|id|class|slot|lang|dir|hidden|title|tabindex|role|part|form|autofocus)$/;

const root = fileURLToPath(new URL('..', import.meta.url));
const work = path.join(root, 'node_modules', '.cache', 'readme-code');
const json = async (file) => JSON.parse(await readFile(path.join(root, file), 'utf8'));

const { scripts } = await json('package.json');
const manifest = await json('dist/custom-elements.json');
const element = manifest.modules
  .flatMap(({ declarations = [] }) => declarations)
  .find(({ tagName }) => tagName === TAG);
const known = (list = []) => new Set(list.map(({ name }) => name).filter(Boolean));
const attributes = new Map((element.attributes ?? []).map((attribute) => [attribute.name, attribute.type?.text ?? '']));
const slots = known(element.slots);
const cssNames = [
  [/(?<![\w-])(--codat-[\w-]+)/g, known(element.cssProperties), 'CSS custom property'],
  [/::part\(([^)]*)\)/g, known(element.cssParts), 'CSS part'],
  [/:state\(([^)]*)\)/g, known(element.cssStates), 'state'],
];

/** By language. Each takes a block and returns what is wrong with it, or leaves it in `typed` for the compiler. */
const typed = { strict: [], loose: [] };
const CHECKS = {
  ts: (block) => void typed.strict.push({ ...block, extension: 'ts' }),
  tsx: (block) => void typed.strict.push({ ...block, extension: 'tsx' }),
  js: (block) => void typed.loose.push({ ...block, extension: 'js' }),
  jsx: (block) => void typed.loose.push({ ...block, extension: 'jsx' }),
  html: checkHtml,
  css: checkCss,
  json: ({ code }) => parses(() => JSON.parse(code)),
  sh: checkShell,
};
CHECKS.typescript = CHECKS.ts;
CHECKS.javascript = CHECKS.mjs = CHECKS.js;
CHECKS.bash = CHECKS.shell = CHECKS.console = CHECKS.sh;

const documents = process.argv.length > 2 ? process.argv.slice(2) : ['README.md'];
const problems = [];
let [blocks, checked] = [0, 0];

for (const document of documents) {
  const found = blocksOf(await readFile(path.join(root, document), 'utf8'));
  if (found.length === 0) problems.push(`${document}: no code block found`);
  blocks += found.length;
  for (const { language, reason, ...block } of found) {
    const where = `${document}:${block.line}`;
    const check = CHECKS[language];
    if (reason) console.log(`– ${where} left out: ${reason}`);
    else if (!check) console.log(`– ${where} not checked: ${language || 'plain text'}`);
    else {
      checked += 1;
      for (const wrong of (await check({ ...block, document })) ?? [])
        problems.push(`${where} (${language}): ${wrong}`);
    }
  }
}
await typeCheck();

for (const problem of problems) console.error(`✖ ${problem}`);
console.log(`${blocks} code blocks, ${checked} checked, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function blocksOf(markdown) {
  const found = [];
  let open;
  let reason;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)/.exec(text);
    if (open) {
      if (fence && fence[2].startsWith(open.fence) && !fence[3]) {
        found.push({ language: open.language, reason: open.reason, line: open.line, code: open.lines.join('\n') });
        open = undefined;
      } else open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text.trimStart());
    } else if (fence) {
      const [, indent, marks, language] = fence;
      open = { indent, fence: marks, language: language.toLowerCase(), reason, line: index + 2, lines: [] };
      reason = undefined;
    } else if (text.trim()) reason = /^\s*<!-- no-check: (.+?) -->\s*$/.exec(text)?.[1];
  }
  return found;
}

async function checkHtml({ code, line, document }) {
  const wrong = await parses(() => format(code, { parser: 'html' }));
  if (wrong.length > 0) return wrong;
  const visit = (node, parent) => {
    if (node.name === TAG) wrong.push(...checkAttributes(node));
    if (parent?.name === TAG) {
      const slot = node.attrs?.find(({ name }) => name === 'slot')?.value;
      if (slot && !slots.has(slot)) wrong.push(`${TAG} has no slot "${slot}"`);
    }
    const content = node.children?.[0]?.value;
    if (node.name === 'style' && content) wrong.push(...unknownNames(content));
    if (
      node.name === 'script' &&
      content &&
      !/json/.test(node.attrs.find(({ name }) => name === 'type')?.value ?? '')
    ) {
      const before = code.slice(0, node.children[0].sourceSpan.start.offset).split('\n').length - 1;
      typed.loose.push({ code: content, line: line + before, document, extension: 'js' });
    }
    for (const child of node.children ?? []) visit(child, node);
  };
  visit(await htmlParsers.html.parse(code, { parser: 'html', originalText: code }));
  return wrong;
}

function checkAttributes({ attrs = [] }) {
  return attrs.flatMap(({ name, value }) => {
    if (GLOBAL_ATTRIBUTE.test(name)) return [];
    const type = attributes.get(name);
    if (type === undefined) return [`${TAG} has no attribute ${name}`];
    if (type === 'boolean') return value ? [`${name} is a boolean attribute: its value means nothing`] : [];
    const values = /^'.*'$/.test(type) && type.split('|').map((one) => one.trim().slice(1, -1));
    return values && !values.includes(value) ? [`${name}="${value}": there are ${values.join(', ')}`] : [];
  });
}

async function checkCss({ code }) {
  return [...(await parses(() => format(code, { parser: 'css' }))), ...unknownNames(code)];
}

function unknownNames(css) {
  return cssNames.flatMap(([pattern, names, kind]) =>
    [...css.matchAll(pattern)]
      .flatMap(([, used]) => used.trim().split(/\s+/))
      .filter((used) => !names.has(used))
      .map((used) => `unknown ${kind}: ${used}`),
  );
}

function checkShell({ code }) {
  const commands = code.matchAll(/\bnpm\s+(?:run\s+([\w:.-]+)|(test|start)\b)/g);
  return [...commands].flatMap(([, run, short]) => (scripts[run ?? short] ? [] : [`no script "${run ?? short}"`]));
}

async function parses(attempt) {
  try {
    await attempt();
    return [];
  } catch (error) {
    return [String(error.message).split('\n')[0]];
  }
}

/** A host's project, with this package installed: each block is a module, on the same lines as in the document. */
async function typeCheck() {
  await rm(work, { recursive: true, force: true });
  await mkdir(path.join(work, 'node_modules'), { recursive: true });
  // A junction needs no rights on Windows; elsewhere the kind of link is not looked at.
  await symlink(root, path.join(work, 'node_modules', TAG), 'junction');
  await writeFile(path.join(work, 'package.json'), '{ "type": "module" }\n');
  // The tag's type, as any file of the project that registers the element brings it.
  await writeFile(path.join(work, 'tags.d.ts'), `import '${TAG}';\n`);
  const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  for (const [name, list] of Object.entries(typed)) {
    if (list.length === 0) continue;
    const files = await Promise.all(
      list.map(async ({ code, line, document, extension }) => {
        const file = `${document.replaceAll(/[^\w]/g, '-')}.${line}.${extension}`;
        await writeFile(path.join(work, file), `${'\n'.repeat(line - 1)}${code}\n`);
        return { file, document };
      }),
    );
    const strict = name === 'strict';
    const config = {
      compilerOptions: {
        target: 'es2022',
        module: 'nodenext',
        moduleDetection: 'force',
        lib: ['es2023', 'dom', 'dom.iterable'],
        jsx: 'react-jsx',
        types: ['node'],
        strict,
        ...(!strict && { allowJs: true, checkJs: true }),
        skipLibCheck: true,
        noEmit: true,
      },
      files: ['tags.d.ts', ...files.map(({ file }) => file)],
    };
    await writeFile(path.join(work, `${name}.json`), JSON.stringify(config));
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', `${name}.json`, '--pretty', 'false'], {
      cwd: work,
      encoding: 'utf8',
    });
    if (status === 0) continue;
    let output = `${stdout}${stderr}`.trim();
    for (const { file, document } of files) output = output.replaceAll(`${file}(`, `${document}(`);
    problems.push(...(output || `tsc ended with ${status}`).split('\n').filter((text) => !text.startsWith(' ')));
  }
}
