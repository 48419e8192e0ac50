import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

/**
 * Bundles the browser tests, with source maps: a file of them is 5 requests instead of 170, and starts a second sooner.
 * What a test imports by an address, such as `/src/index.ts?again`, is served from the source as ever.
 *
 * @returns the bundled files, in the order of `files`; they are removed when the process ends
 */
export async function bundled(files: readonly string[]): Promise<string[]> {
  // Within the root that is served, and not the tests of another run.
  const cache = path.resolve('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(path.join(cache, 'tests-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const nameOf = (file: string): string => path.basename(file, '.ts');
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    // Without `development`: Lit's development build warns on the console, and the tests want it quiet.
    resolve: { conditions: ['production', 'browser', 'module', 'default'] },
    plugins: [
      {
        name: 'no maps of what is not ours',
        // Three quarters of all bytes otherwise, which every page would load.
        transform: (code, id) => (id.includes('/node_modules/') ? { code, map: { mappings: '' } } : undefined),
      },
    ],
    build: {
      outDir,
      target: 'es2022',
      minify: false,
      modulePreload: false,
      // In the files themselves: the test runner reads no others.
      sourcemap: 'inline',
      rolldownOptions: {
        input: Object.fromEntries(files.map((file) => [nameOf(file), file])),
        // The test runner serves it.
        external: (id) => id.startsWith('/__web-'),
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  });
  return files.map((file) => path.join(outDir, `${nameOf(file)}.js`));
}
