// What a host copies beside the script-tag file: its integrity, and the Content Security Policy that it runs under.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const file = new URL('../dist/codat-commerce-picker.min.js', import.meta.url);
const hash = createHash('sha384')
  .update(await readFile(file))
  .digest('base64');
console.log(`
<script src="codat-commerce-picker.min.js" integrity="sha384-${hash}" crossorigin="anonymous" defer></script>

Content-Security-Policy: script-src 'self'; connect-src 'self'; img-src https://static.codat.io; require-trusted-types-for 'script'; trusted-types codat-commerce-picker
`);
