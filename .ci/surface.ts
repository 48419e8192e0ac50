// Holds the package to docs/public.json, what hosts may rely on: `tsx .ci/surface.ts` writes it as it is built now,
// and with --check it only says what a host would find changed.
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { collect } from './surface/collect.js';
import { compare, listOf, type Surface } from './surface/compare.js';

const file = new URL('../docs/public.json', import.meta.url);
const now = await collect();

if (process.argv.includes('--check')) {
  const before = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Surface;
  const change = compare(before, now);
  const count = Object.values(now).flat().length;
  const advice = {
    major: 'breaking: raise the major (the minor before 1.0.0) and say so in CHANGELOG.md in a line with “Breaking”',
    minor: 'new: say so in CHANGELOG.md',
    patch: '',
  }[change.level];
  if (advice) {
    console.error(
      `✖ The public surface has changed:\n\n${listOf(change)}\n\nThis is ${advice}, then run \`npm run surface\`.`,
    );
    process.exitCode = 1;
  } else {
    console.log(`${count} promises, all kept.`);
  }
} else {
  await writeFile(file, await format(JSON.stringify(now, null, 2), { parser: 'json', printWidth: 120 }));
  console.log('docs/public.json is up to date.');
}
