import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { peersFolder, VERSIONS } from './peers.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is imported by a package's name comes from the peers' own folder, where it lies there. */
const fromPeers: Plugin = {
  name: 'from-peers',
  enforce: 'pre',
  resolveId(source, importer, options) {
    const [, name = ''] = /^((@[^/]+\/)?[^/]+)/.exec(source) ?? [];
    if (!Object.hasOwn(VERSIONS, name) || importer?.includes('node_modules')) return null;
    return this.resolve(source, path.join(peersFolder(), 'index.js'), { ...options, skipSelf: true });
  },
};

const VIRTUAL = 'bench-entry.js';

/** Code, or a file, as a host's bundler would ship it: all that it needs in one minified file. */
export async function bundled(
  entry: { code: string } | { file: string },
  external: readonly RegExp[] = [],
): Promise<string> {
  const inMemory: Plugin = {
    name: 'in-memory',
    enforce: 'pre',
    resolveId: (source) => (source === VIRTUAL ? path.join(peersFolder(), VIRTUAL) : null),
    load: (id) => ('code' in entry && id.endsWith(VIRTUAL) ? entry.code : null),
  };
  const { output } = (await build({
    root: peersFolder(),
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    plugins: [inMemory, fromPeers],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: 'code' in entry ? VIRTUAL : entry.file,
        external: [...external],
        output: { format: external.length > 0 ? 'es' : 'iife', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  return output.find((chunk) => chunk.type === 'chunk')!.code;
}

const page = (name: string): string => fileURLToPath(new URL(`page/${name}.ts`, import.meta.url));

export const CONTESTANTS = ['picker', 'floor', 'React', 'Vue'] as const;

/** Who is compared, by the names in the tables. */
export type Name = (typeof CONTESTANTS)[number];

/** What is built from the sources of this project and of the peers, and the picker's own file as it is shipped. */
export async function scripts(): Promise<Record<string, string>> {
  const script = await readFile(path.join(root, 'dist/codat-commerce-picker.min.js'), 'utf8').catch(() => {
    throw new Error('The bench measures what is built: run `npm run build` first.');
  });
  return {
    '/picker.js': script,
    '/bench-picker.js': await bundled({ file: page('picker') }),
    '/bench-floor.js': await bundled({ file: page('floor') }),
    '/bench-React.js': await bundled({ file: page('react') }),
    '/bench-Vue.js': await bundled({ file: page('vue') }),
    '/watch.js': await bundled({ file: page('watch') }),
    '/measure.js': await bundled({ file: page('measure') }),
  };
}
