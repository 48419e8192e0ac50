import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** ms until a server that was started has to answer. Some are compiled first. */
const PATIENCE = 120_000;

/** A server in a process of its own. */
export interface ServerProcess {
  port: number;
  /** What it has printed so far. */
  said(): string;
  /** Ends it, and all that it has started. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface Start {
  /** The command and its arguments. It is to listen at `port` of 127.0.0.1, which is also `PORT` in its environment. */
  command(port: number): readonly string[];
  cwd: string;
  /** Besides what this process has. */
  env?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    // With all that it has started: it has a group of its own.
    process.kill(-child.pid!, signal);
  } catch {
    // It has ended by itself.
  }
}

process.once('exit', () => running.forEach((child) => end(child, 'SIGKILL')));

/** Starts a server, and waits until something answers there, whatever that is. */
export async function startServer({ command, cwd, env }: Start): Promise<ServerProcess> {
  const port = await freePort();
  const [program, ...args] = command(port);
  const child = spawn(program!, args, {
    cwd,
    env: { ...process.env, ...env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  let failure: unknown;
  const exit = once(child, 'exit').catch((reason: unknown) => (failure = reason));
  const server: ServerProcess = {
    port,
    said: () => said,
    async stop() {
      end(child, 'SIGTERM');
      const isOver = await Promise.race([exit.then(() => true), wait(5_000, false, { ref: false })]);
      if (!isOver) end(child, 'SIGKILL');
      await exit;
      running.delete(child);
    },
  };
  for (const until = Date.now() + PATIENCE; ; await wait(100)) {
    if (await answers(port)) return server;
    const hasEnded = failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    if (!hasEnded && Date.now() < until) continue;
    if (!hasEnded) await server.stop();
    const why = hasEnded
      ? `ended with ${String(failure ?? child.exitCode ?? child.signalCode)}`
      : `is mute after ${PATIENCE / 1000} s`;
    throw new Error(`\`${[program, ...args].join(' ')}\` ${why}:\n${said}`);
  }
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
    async (answer) => {
      await answer.body?.cancel();
      return true;
    },
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
