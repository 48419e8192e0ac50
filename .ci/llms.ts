// The text of docs/llms.txt, for coding assistants, in the format of llmstxt.org: what this is, the shortest blocks that
// work, what is easy to get wrong, and each page with its first sentence.
import { readdir, readFile } from 'node:fs/promises';

const root = new URL('../', import.meta.url);
const read = (file: string): Promise<string> => readFile(new URL(file, root), 'utf8');

/** For whoever has the time: what was measured. */
const OPTIONAL = ['lighthouse.md', 'speed.md'];

/** The first paragraph that is text, on one line. */
const firstParagraphOf = (markdown: string): string =>
  markdown
    .split('\n\n')
    .find((block) => /^[A-Z`]/.test(block))!
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();

const firstSentenceOf = (markdown: string): string => /^.*?[.!?](?= |$)/.exec(firstParagraphOf(markdown))![0];

const withoutLinks = (text: string): string => text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');

/** A code block of the README, as it stands there. */
function blockOf(readme: string, heading: string, language: string): string {
  const section = readme.split(`### ${heading}\n`)[1] ?? '';
  const block = new RegExp(`^\`\`\`${language}\n[^]*?^\`\`\`$`, 'm').exec(section)?.[0];
  if (!block) throw new Error(`README.md has no ${language} block below “${heading}”, which docs/llms.txt shows.`);
  return block;
}

async function entryOf(file: string): Promise<string> {
  const text = await read(`docs/${file}`);
  const title = /^# (.*)$/m.exec(text)?.[1] ?? file;
  return `- [${title}](${file}): ${withoutLinks(firstSentenceOf(text))}`;
}

/** docs/llms.txt. */
export async function llms(): Promise<string> {
  const readme = await read('README.md');
  const pages = (await readdir(new URL('docs/', root))).filter((file) => file.endsWith('.md')).toSorted();
  const listed = async (files: readonly string[]): Promise<string> =>
    (await Promise.all(files.map(entryOf))).join('\n');
  return `# codat-commerce-picker

> ${withoutLinks(firstParagraphOf(readme))}

The server, \`npm install codat-commerce-picker express\`:

${blockOf(readme, '1. The endpoint on your server', 'ts')}

The page. With a bundler, \`import 'codat-commerce-picker'\` stands in for the last line:

${blockOf(readme, '2. The tag', 'html')}

What is easy to get wrong:

- Codat's API key is for the server alone. No page calls Codat; it calls the two endpoints above, on its own origin.
- \`merchant\` says who is logged in, from the request's own session. Never take the merchant from body or query.
- The Sync URL works once, and for 30 seconds. It is asked for by POST on the click, never ahead of it, and it is not
  cached, logged or shown. The element does all of this; don't call \`…/sync-url\` yourself.
- \`integrations\`, \`strings\` and \`requestInit\` are properties. As attributes they do nothing.
- Listen at the element: \`codat-loaded\` and \`codat-error\` don't bubble.
- That a merchant is back says nothing: look at \`connection.status\` of the list, for which \`merchant\` gives \`companyId\`.
- Styles go through \`--codat-…\` properties and \`::part(…)\`. There is no other way into the shadow root, and no class names.
- \`npx codat-commerce-picker check URL --cookie 'session=…'\` says what is wrong with the two endpoints.

## Pages

- [README](../README.md): Ten minutes from nothing to a picker, each stack and where its block is.
${await listed(pages.filter((file) => !OPTIONAL.includes(file)))}
- [Security](../SECURITY.md): Who could attack what, and what is left to the host.

## Optional

${await listed(OPTIONAL)}
`;
}
