/** A package manager, and how a host uses it. */
export interface Manager {
  name: string;
  /** The package that it comes as. npm is there with Node. */
  from?: string;
  bin: string;
  /** Files that lie beside the host's package.json. */
  settings?: Readonly<Record<string, string>>;
  install: readonly string[];
  /** Runs a command that a package brings along. */
  exec: readonly string[];
  /** Runs Node, where the manager has a way of its own to find modules. */
  node?: readonly string[];
}

/** What Yarn 4 is told; the others read npm's settings. */
const yarnrc = (registry: string): string =>
  [
    'nodeLinker: pnp',
    'enableTelemetry: false',
    // A cache of its own, in the host's folder.
    'enableGlobalCache: false',
    `npmRegistryServer: ${JSON.stringify(registry)}`,
    ...(registry.startsWith('http:') ? [`unsafeHttpWhitelist: ['${new URL(registry).hostname}']`] : []),
    '',
  ].join('\n');

/** Of fixed versions: what a new one says about something else is not the package's fault. */
export const managers = (registry: string): readonly Manager[] => [
  { name: 'npm', bin: 'npm', install: ['install', '--no-audit', '--no-fund'], exec: ['exec', '--offline', '--'] },
  {
    name: 'pnpm',
    from: 'pnpm@10.34.8',
    bin: 'pnpm',
    install: ['install', '--no-frozen-lockfile', '--store-dir', '../store'],
    exec: ['exec'],
  },
  {
    name: 'Yarn 1',
    from: 'yarn@1.22.22',
    bin: 'yarn',
    install: ['install', '--non-interactive', '--no-progress', '--cache-folder', '../cache'],
    exec: ['run', '--silent'],
  },
  {
    name: 'Yarn 4 with Plug’n’Play',
    from: '@yarnpkg/cli-dist@4.18.1',
    bin: 'yarn',
    // Without a lock file it takes a folder further out for the project.
    settings: { '.yarnrc.yml': yarnrc(registry), 'yarn.lock': '' },
    install: ['install', '--no-immutable'],
    exec: ['run'],
    node: ['node'],
  },
];
