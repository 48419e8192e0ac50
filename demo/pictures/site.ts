import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview, type Plugin } from 'vite';
import designers from '../designers/vite.config.js';

/** The specimen alone, of the designers' pages, on an address of its own. */
export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

// package.json tells what of the published files has side effects, and would have a page's styles taken for unused.
const keepSideEffects: Plugin = {
  name: 'keep-side-effects',
  transform: (code, id) => (id.includes('/demo/') ? { code, map: null, moduleSideEffects: true } : undefined),
};

/** Built rather than served from the source: a development server reloads the page when it meets a new import. */
export async function startSite(): Promise<Site> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'specimen-'));
  const remove = (): void => rmSync(outDir, { recursive: true, force: true, maxRetries: 5 });
  const input = fileURLToPath(new URL('../designers/specimen.html', import.meta.url));
  try {
    await build({
      ...designers,
      configFile: false,
      logLevel: 'error',
      plugins: [...(designers.plugins ?? []), keepSideEffects],
      build: {
        ...designers.build,
        outDir,
        rolldownOptions: { ...designers.build?.rolldownOptions, input },
      },
    });
    const server = await preview({
      configFile: false,
      // Nothing is to be sent in place of a missing file.
      appType: 'mpa',
      build: { outDir },
      preview: { host: '127.0.0.1', port: 0, open: false },
    });
    return {
      origin: new URL(server.resolvedUrls!.local[0]!).origin,
      async close() {
        await server.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
