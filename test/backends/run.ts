/**
 * Starts the examples of `demo/backends` for real, with the embedded Codat behind them, and puts each to all the checks of
 * `codat-commerce-picker check`: `npm run test:backends [-- python go]`. An example whose runtime isn't installed is
 * named as not run; it has neither passed nor failed. The last line is `N passed, N failed`.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createEmbeddedCodat,
  DEFAULT_CONNECTORS,
  listen,
  type EmbeddedCodat,
  type FaultName,
} from '../../demo/codat/index.js';
import { begin, conduct } from '../../src/check/conduct.js';
import { lineOf } from '../../src/check/report.js';
import { readSettings } from '../../src/check/settings.js';
import { BACKENDS, type Backend } from './backends.js';

const API_KEY = 'k3y-Kept-Secret';
const SESSION = 'open-Sesame-1234';
/** Who is logged in, in each of the examples: an id that has to be encoded. */
const MERCHANT = 'Café & Co / #1';

/** ms until a server that was started has to answer. Go and C# are compiled first. */
const PATIENCE = 120_000;

const folder = fileURLToPath(new URL('../../demo/backends', import.meta.url));
const built = fileURLToPath(new URL('../../node_modules/.cache/backends', import.meta.url));

const isInstalled = ({ needs }: Backend): boolean =>
  needs.every((command) =>
    command.startsWith('/') ? existsSync(command) : spawnSync(command, ['--version']).error === undefined,
  );

const running = new Set<ChildProcess>();

function end(child: ChildProcess | undefined): void {
  if (!child || !running.delete(child)) return;
  try {
    // With all that it has started.
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

process.once('exit', () => running.forEach(end));
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until something answers there, whatever that is. */
async function answering(address: string, child: ChildProcess): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await wait(100)) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    try {
      await fetch(address);
      return;
    } catch {
      // Not yet.
    }
  }
  throw new Error(`it did not answer in ${PATIENCE / 1000} s`);
}

/** What Codat does wrong as it is asked for a Sync URL, and what the browser is to be told of it. */
const FAULTS: readonly [fault: FaultName, status: number, code: string, retryable: boolean][] = [
  ['status-401', 502, 'unavailable', false],
  ['status-429', 429, 'rate-limited', true],
  ['status-500', 503, 'unavailable', true],
  ['dropped', 503, 'unavailable', true],
];

/** What an example makes of them, where that is something else. */
async function misunderstood(codat: EmbeddedCodat, address: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, status, code, retryable] of FAULTS) {
    const stop = codat.faults.set({ name, scope: 'sync' });
    const answer = await fetch(`${address}/sync-url`, {
      method: 'POST',
      headers: {
        cookie: `session=${SESSION}`,
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'idempotency-key': name,
      },
      body: '{"platformKey":"gbol"}',
    });
    stop();
    const text = await answer.text();
    const told = JSON.parse(text) as Record<string, unknown>;
    const isRight = answer.status === status && told['code'] === code && told['retryable'] === retryable;
    const retryAfter = answer.headers.get('retry-after');
    if (!isRight) wrong.push(`${name} at Codat: ${answer.status}, ${text}, and not ${status}, ${code}, ${retryable}`);
    if (status === 429 && retryAfter !== '30') wrong.push(`${name} at Codat: Retry-After: ${retryAfter}, and not 30`);
  }
  return wrong;
}

/** Everything that an example has to hold: the checks, what was seen at Codat's side, and what it tells of Codat's faults. */
async function put(backend: Backend): Promise<string[]> {
  let codatOrigin = '';
  const codat = createEmbeddedCodat({
    apiKey: API_KEY,
    origin: () => codatOrigin,
    staticBaseUrl: 'https://static.codat.io/public',
  });
  const codatServer = await listen(codat, { port: 0 });
  codatOrigin = codatServer.origin;
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/api/codat`;
  const cwd = path.join(folder, backend.name);
  const out = path.join(built, backend.name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const env = {
    ...process.env,
    CODAT_API_KEY: API_KEY,
    CODAT_CONNECTOR_KEY: DEFAULT_CONNECTORS[0]!.platformKey,
    CODAT_BASE_URL: codatOrigin,
    PORT: String(port),
    SESSION,
    // What they keep in files goes with the folder.
    TMPDIR: out,
  };
  let child: ChildProcess | undefined;
  let log = '';
  try {
    for (const [command, ...args] of backend.build?.(out) ?? []) {
      const { status, stderr } = spawnSync(command!, args, { cwd, env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`it can't be built: ${stderr}`);
    }
    const [command, ...args] = backend.start(out, port);
    // In a group of its own, so that what it starts ends with it.
    child = spawn(command!, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    running.add(child);
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (log += text));
    await answering(address, child);
    const settings = readSettings(['check', address, '--cookie', `session=${SESSION}`, '--allowed-hosts', '127.0.0.1']);
    const { outcomes } = await conduct(await begin(settings!));
    const failed = outcomes.filter(({ result }) => result === 'failed').map(lineOf);
    const count = (endpoint: string): number =>
      codat.requests.filter((request) => request.endpoint === endpoint).length;
    const [mints, lists] = [count('sync'), count('list')];
    const wrong = [
      ...failed,
      ...(mints === 2 ? [] : [`Codat was asked for ${mints} Sync URLs, and not for 2`]),
      ...(lists === 1 ? [] : [`Codat was asked for its list ${lists} times, and not once`]),
      ...(codat.companyOf(MERCHANT) ? [] : ['Codat does not know the merchant by the id that the session has']),
      ...(await misunderstood(codat, address)),
    ];
    return wrong.length > 0 ? [...wrong, log] : [];
  } catch (reason) {
    return [reason instanceof Error ? reason.message : String(reason), log];
  } finally {
    end(child);
    await codatServer.close();
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
