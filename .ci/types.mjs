// Rolls the declarations that the compiler has written for each file of src into one for each entry. What several entries
// have in common lies in one file beside them, so that a class is the same class wherever it comes from.
import { cp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where src/tsconfig.json has them written to. */
const from = path.join(root, 'node_modules/.cache/declarations');
const dist = path.join(root, 'dist');

const languages = (await readdir(path.join(dist, 'strings'))).map((file) => `strings/${path.parse(file).name}`);
const ENTRIES = {
  index: 'index',
  element: 'element/codat-commerce-picker',
  handler: 'companion/handler',
  host: 'host/index',
  node: 'node',
  react: 'react',
  ...Object.fromEntries(languages.map((language) => [language, language])),
};

/** What is declared for the whole program is imported by nobody, and belongs to the package all the same. */
const wholeProgram = {
  name: 'whole-program',
  transform: (code) => (code.includes('declare global') ? { code, moduleSideEffects: true } : undefined),
};

const bundle = await rolldown({
  input: Object.fromEntries(
    Object.entries(ENTRIES).map(([entry, file]) => [`${entry}.d`, path.join(from, `${file}.d.ts`)]),
  ),
  external: /^[^./]/,
  // Where each part comes from is of no use to a host.
  experimental: { attachDebugInfo: 'none' },
  plugins: [wholeProgram, dts({ dtsInput: true, tsconfig: false })],
});
await bundle.write({
  dir: dist,
  entryFileNames: '[name].ts',
  chunkFileNames: 'shared/[name].d.ts',
});
await cp(path.join(root, 'src/types'), path.join(dist, 'types'), { recursive: true });
await rm(from, { recursive: true });
