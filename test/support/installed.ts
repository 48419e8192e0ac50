import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Something that the package is installed in, as a stranger would. */
export interface App {
  name: string;
  /** The folders that its files are copied from, a later one over an earlier one. The last one has its package.json. */
  sources: readonly string[];
}

/**
 * A folder for apps of a kind. It is outside of the project: in it, an app would also find what the project has
 * installed for itself, and tools would look for their settings in the project's files.
 */
export const folderFor = (kind: string): string =>
  path.join(tmpdir(), `codat-commerce-picker-${kind}-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`);

/** Runs npm in a folder. It rejects with what npm has said. */
export async function npm(folder: string, ...args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run('npm', args, { cwd: folder, maxBuffer: 2 ** 26 });
    return `${stdout}${stderr}`;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`npm ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

/** Packs the package as it would be published, into a folder, and returns the file. */
export async function pack(into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  const said = await npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', into);
  const { name } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { name: string };
  // Under one name, whatever the version is.
  const file = path.join(into, `${name}.tgz`);
  await rename(path.join(into, filenameOf(said)), file);
  return file;
}

function filenameOf(said: string): string {
  const found = /"filename":\s*"([^"]+)"/.exec(said)?.[1];
  if (!found) throw new Error(`npm pack named no file:\n${said}`);
  return found;
}

/**
 * Copies an app out of the project, and installs there what it names, and the package. What was installed before for
 * the same package.json is used again; the app's own files and the package are always new.
 *
 * @param into the folder for its kind
 * @returns the app's folder in it
 */
export async function install({ name, sources }: App, tarball: string, into: string): Promise<string> {
  const folder = path.join(into, name);
  const wanted = await readFile(path.join(root, sources.at(-1)!, 'package.json'), 'utf8');
  const done = path.join(folder, 'node_modules/.installed-for');
  const isUsable = (await readFile(done, 'utf8').catch(() => '')) === wanted;
  for (const old of await readdir(folder).catch(() => [])) {
    if (isUsable && /^(node_modules|package-lock\.json)$/.test(old)) continue;
    await rm(path.join(folder, old), { recursive: true, force: true });
  }
  for (const source of sources) await cp(path.join(root, source), folder, { recursive: true });
  // No scripts of other packages: none of the apps needs one.
  await npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', tarball);
  await writeFile(done, wanted);
  return folder;
}
