// Writes docs/faults.md from the tests' table of faults and the source's table of error codes, and docs/frameworks.md from
// the apps in demo/hosts: `tsx .ci/docs.ts`. With --check it only says whether the pages are as they should be.
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { ERRORS, type Meaning, type PickerErrorCode } from '../src/shared/errors.js';
import { FAULTS } from '../test/support/fault-table.js';
import { frameworks } from './frameworks.js';

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

const faultsPage = `# Faults

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
`;

for (const [name, markdown] of Object.entries({ 'faults.md': faultsPage, 'frameworks.md': await frameworks() })) {
  const page = new URL(`../docs/${name}`, import.meta.url);
  const text = await format(markdown, { parser: 'markdown', printWidth: 120, singleQuote: true });
  if (!process.argv.includes('--check')) {
    await writeFile(page, text);
  } else if ((await readFile(page, 'utf8').catch(() => '')) === text) {
    console.log(`docs/${name} is up to date.`);
  } else {
    console.error(`✖ docs/${name} is not what it is made from: run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}
