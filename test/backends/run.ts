/**
 * Starts the examples of `demo/backends` for real, with the embedded Codat behind them, and puts each to all the checks of
 * `codat-commerce-picker check`: `npm run test:backends [-- python go]`. An example whose runtime isn't installed is
 * named as not run; it has neither passed nor failed. The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_CONNECTORS } from '../../demo/codat/index.js';
import {
  countOf,
  environmentOf,
  failedChecks,
  misunderstood,
  startCodat,
  type ExpectedFault,
} from '../support/checked-host.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { BACKENDS, type Backend } from './backends.js';

const folder = fileURLToPath(new URL('../../demo/backends', import.meta.url));
const built = fileURLToPath(new URL('../../node_modules/.cache/backends', import.meta.url));

const isInstalled = ({ needs }: Backend): boolean =>
  needs.every((command) =>
    command.startsWith('/') ? existsSync(command) : spawnSync(command, ['--version']).error === undefined,
  );

// What was started ends with this.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const FAULTS: readonly ExpectedFault[] = [
  ['status-401', 502, 'unavailable', false],
  ['status-429', 429, 'rate-limited', true],
  ['status-500', 503, 'unavailable', true],
  ['dropped', 503, 'unavailable', true],
];

/** Everything that an example has to hold: the checks, what was seen at Codat's side, and what it tells of Codat's faults. */
async function put(backend: Backend): Promise<string[]> {
  const listening = await startCodat();
  const { codat } = listening;
  const cwd = path.join(folder, backend.name);
  const out = path.join(built, backend.name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const env = {
    ...environmentOf(listening),
    CODAT_CONNECTOR_KEY: DEFAULT_CONNECTORS[0]!.platformKey,
    // What they keep in files goes with the folder.
    TMPDIR: out,
  };
  let server: ServerProcess | undefined;
  try {
    for (const [command, ...args] of backend.build?.(out) ?? []) {
      const { status, stderr } = spawnSync(command!, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' });
      if (status !== 0) throw new Error(`it can't be built: ${stderr}`);
    }
    server = await startServer({ command: (port) => backend.start(out, port), cwd, env });
    const address = `http://127.0.0.1:${server.port}/api/codat`;
    const failed = await failedChecks(address, codat, '127.0.0.1');
    const lists = countOf(codat, 'list');
    const wrong = [
      ...failed,
      ...(lists === 1 ? [] : [`Codat was asked for its list ${lists} times, and not once`]),
      ...(await misunderstood(address, codat, FAULTS)),
    ];
    return wrong.length > 0 ? [...wrong, server.said()] : [];
  } catch (reason) {
    return [reason instanceof Error ? reason.message : String(reason), server?.said() ?? ''];
  } finally {
    await server?.stop();
    await listening.close();
  }
}

const wanted = process.argv.slice(2);
const strange = wanted.filter((name) => !BACKENDS.some((backend) => backend.name === name));
let [passed, failed] = [0, strange.length];
for (const name of strange) console.log(`✖ ${name}: there is no such example`);
for (const backend of BACKENDS) {
  if (wanted.length > 0 && !wanted.includes(backend.name)) continue;
  if (!isInstalled(backend)) {
    console.log(`– ${backend.name}: not run, for want of ${backend.needs.join(' and ')} (${backend.debian})`);
    continue;
  }
  const wrong = await put(backend);
  if (wrong.length > 0) failed += 1;
  else passed += 1;
  console.log(wrong.length > 0 ? `✖ ${backend.name}\n${wrong.join('\n')}` : `✔ ${backend.name}: all checks`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
