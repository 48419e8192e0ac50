// Writes docs/faults.md from the tests' table of faults and the source's table of error codes, the table of checks into
// docs/http.md, the examples into docs/hosts.md, docs/servers.md and docs/observability.md, what was measured into
// docs/machines.md, docs/frameworks.md from the apps in demo/hosts, and docs/llms.txt from all pages: `tsx .ci/docs.ts`.
// With --check it only says whether the pages are as they should be.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import { CHECKS } from '../src/check/conduct.js';
import { ERRORS, type Meaning, type PickerErrorCode } from '../src/shared/errors.js';
import { FAULTS } from '../test/support/fault-table.js';
import { frameworks } from './frameworks.js';
import { llms } from './llms.js';
import { machines } from './machines.js';

const docs = new URL('../docs/', import.meta.url);
const source = await readFile(new URL('../src/shared/errors.ts', import.meta.url), 'utf8');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The comment above a code's row in the source. */
const meaningOf = (code: string): string => {
  const [, comment = ''] =
    new RegExp(`/\\*\\* ([^\\n]*) \\*/\\n  '?${code}'?: `).exec(source) ??
    new RegExp(`/\\*\\*\\n([^/]*?)\\*/\\n  '?${code}'?: `).exec(source) ??
    [];
  if (!comment) throw new Error(`src/shared/errors.ts says nothing about ${code}: write a comment above its row.`);
  return comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim();
};

const codes = table(
  ['`code`', 'meaning', '`retryable`', 'HTTP statuses'],
  (Object.keys(ERRORS) as PickerErrorCode[]).map((code) => {
    const { statuses, wayOut }: Meaning = ERRORS[code];
    return [`\`${code}\``, meaningOf(code), wayOut === 'retry' ? 'yes' : '–', statuses?.join(', ') ?? '–'];
  }),
);

const WHAT_IS_SENT = { list: 'one `GET`', 'sync-url': 'one `POST`' };

const faults = table(
  ['fault', 'of', 'the merchant reads', '`code`', '`retryable`', '`retryAfter`', 'sent', 'held by'],
  FAULTS.flatMap(({ at, button, code, fault, message, retryable, retryAfter }) =>
    at.map((endpoint) => [
      fault,
      endpoint === 'list' ? 'the list' : 'the Sync URL',
      `${message}${button ? ` [${button}]` : ''}`,
      `\`${code}\``,
      retryable ? 'yes' : 'no',
      retryAfter === undefined ? '–' : String(retryAfter),
      WHAT_IS_SENT[endpoint],
      `faults.test.ts: “a fault of the ${endpoint === 'list' ? 'list' : 'Sync URL'}”`,
    ]),
  ),
);

const faultsPage = await format(
  `# Faults

What can go wrong between the element and a host's two endpoints, and what becomes of it. The tables are made from the
source and from the table that the tests run (\`npm run docs\`).

While a fault of the list is shown, the slots stay. After a fault of the Sync URL the tiles stay, the choice is kept,
and the focus is on its tile. Nothing is sent again by itself, with two exceptions. After a list that failed without an
answer one \`HEAD\` finds out whether a guard in front of the endpoint redirects to a log-in page of another origin
(\`unauthenticated\`). And a request for a Sync URL that is redirected goes on to where it is sent, once, with the same
\`Idempotency-Key\`: whoever redirects has made nothing. A host that makes a Sync URL must not redirect after it.

## Codes

${codes}

Where a problem (RFC 9457) has a \`code\`, that counts; else the status; else 4xx are \`bad-request\` and 5xx \`unavailable\`.

## Fault by fault

${faults}
`,
  { parser: 'markdown', printWidth: 120 },
);

/** A page with what stands between `<!-- name -->` and `<!-- /name -->` made anew; `name:argument` is handed over. */
async function filledIn(name: string, made: (argument: string) => Promise<string>): Promise<string> {
  let text = await readFile(new URL(name, docs), 'utf8');
  for (const [whole, open, kind, argument] of text.matchAll(
    /(<!-- (file|checks|machines)(?::(\S+))? -->).*?<!-- \/\2 -->/gs,
  )) {
    const section = `${open}\n\n${(await made(argument ?? '')).trim()}\n\n<!-- /${kind} -->`;
    text = text.replace(whole, () => section);
  }
  return format(text, { parser: 'markdown', printWidth: 120, singleQuote: true });
}

/** GitHub's address of a heading. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

async function checks(): Promise<string> {
  const text = await readFile(new URL('http.md', docs), 'utf8');
  const headings = new Map([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => [anchorOf(heading!), heading!]));
  return table(
    ['check', 'what a host does', 'section', 'Sync URLs'],
    CHECKS.map(({ name, promise, section, mints }) => {
      if (!headings.has(section)) throw new Error(`docs/http.md has no section #${section}, to which ${name} leads.`);
      return [`\`${name}\``, promise, `[${headings.get(section)}](#${section})`, mints === 'never' ? '–' : mints];
    }),
  );
}

/** The names that GitHub colours code by. */
const LANGUAGES: Readonly<Record<string, string>> = {
  '.cs': 'csharp',
  '.go': 'go',
  '.java': 'java',
  '.js': 'js',
  '.php': 'php',
  '.py': 'python',
  '.rb': 'ruby',
  '.ts': 'ts',
};

async function example(file: string): Promise<string> {
  const code = await readFile(new URL(`../demo/${file}`, import.meta.url), 'utf8');
  return `\`\`\`${LANGUAGES[path.extname(file)]}\n${code.trim()}\n\`\`\``;
}

const pages = {
  'faults.md': faultsPage,
  'http.md': await filledIn('http.md', checks),
  'hosts.md': await filledIn('hosts.md', (file) => example(`backends/${file}`)),
  'servers.md': await filledIn('servers.md', (file) => example(`servers/${file}`)),
  'observability.md': await filledIn('observability.md', example),
  'machines.md': await filledIn('machines.md', async (name) => machines(name, table)),
  'frameworks.md': await format(await frameworks(), { parser: 'markdown', printWidth: 120, singleQuote: true }),
  'llms.txt': await llms(),
};
for (const [name, right] of Object.entries(pages)) {
  const page = new URL(name, docs);
  if (!process.argv.includes('--check')) {
    await writeFile(page, right);
  } else if ((await readFile(page, 'utf8').catch(() => '')) === right) {
    console.log(`docs/${name} is up to date.`);
  } else {
    console.error(`✖ docs/${name} is not what its sources say: run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}
