// What a host copies beside a file that is linked by itself: its integrity, written to dist/integrity.json, and the
// Content Security Policy that the script-tag file runs under.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';

const dist = new URL('../dist/', import.meta.url);
const script = 'codat-commerce-picker.min.js';
const languages = (await readdir(new URL('strings/', dist))).filter((file) => file.endsWith('.js'));

const integrity = {};
for (const file of [script, 'handler.js', ...languages.map((language) => `strings/${language}`)]) {
  const content = await readFile(new URL(file, dist));
  integrity[file] = `sha384-${createHash('sha384').update(content).digest('base64')}`;
}
await writeFile(new URL('integrity.json', dist), `${JSON.stringify(integrity, null, 2)}\n`);

console.log(`
<script src="${script}" integrity="${integrity[script]}" crossorigin="anonymous" defer></script>

Content-Security-Policy: script-src 'self'; connect-src 'self'; img-src https://static.codat.io; require-trusted-types-for 'script'; trusted-types codat-commerce-picker
`);
