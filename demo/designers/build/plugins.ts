import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import type { Plugin } from 'vite';
import type { Declaration } from '../manifest.js';
import { awkwardLogos } from './awkward-logos.js';
import { makeSamples } from './samples.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

// What the element inherits is in the manifest only if its base is read as well.
const SOURCES = ['src/element/form-control.ts', 'src/element/codat-commerce-picker.ts'];

/** A module without a file, made when it is first asked for. */
const virtual = (id: string, code: () => Promise<string>): Plugin => ({
  name: id,
  resolveId: (wanted) => (wanted === id ? `\0${id}` : undefined),
  load: (wanted) => (wanted === `\0${id}` ? code() : undefined),
});

/** The integrations as a module, and their logos as files. */
export function samplePlugins(): Plugin[] {
  const made = makeSamples();
  return [
    virtual('virtual:samples', async () => `export const samples = ${JSON.stringify((await made).samples)};`),
    {
      name: 'logos',
      async generateBundle() {
        for (const file of (await made).files) this.emitFile({ type: 'asset', ...file });
        for (const [name, source] of Object.entries(awkwardLogos())) {
          this.emitFile({ type: 'asset', fileName: `logos/awkward/${name}`, source });
        }
      },
    },
  ];
}

/** The element in the manifest of the source as it stands, whatever an earlier build has left in `dist`. */
export async function elementOf(): Promise<Declaration> {
  // Nothing is written to that folder, but its name is, into package.json: the one that stands there already.
  const argv = ['analyze', '--litelement', '--quiet', '--outdir', 'dist', '--globs', ...SOURCES];
  const { modules } = (await cli({ argv, cwd: root, noWrite: true })) as {
    modules: { declarations: (Declaration & { tagName?: string })[] }[];
  };
  return modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName)!;
}

export const manifestPlugin = (): Plugin =>
  virtual('virtual:manifest', async () => `export const declaration = ${JSON.stringify(await elementOf())};`);

/** The service worker, out of the very package whose other half the page holds. */
export const workerPlugin: Plugin = {
  name: 'msw-worker',
  async generateBundle() {
    const file = fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js'));
    this.emitFile({ type: 'asset', fileName: 'mockServiceWorker.js', source: await readFile(file, 'utf8') });
  },
};
