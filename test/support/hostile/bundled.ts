import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** A file of this folder as a host's bundler makes it: the package and its lit in one file with the host's own. */
export async function bundled(file: string): Promise<string> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    build: {
      write: false,
      rolldownOptions: { input: fileURLToPath(new URL(file, import.meta.url)) },
    },
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}
