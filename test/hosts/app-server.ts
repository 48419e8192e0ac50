import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** ms that a development server may take until it answers. */
const PATIENCE = 120_000;

/** A server that belongs to an app. */
export interface AppServer {
  port: number;
  /** What it has printed so far. */
  said(): string;
  stop(): Promise<void>;
}

/** Runs a script of the app's package.json, which is to listen on `PORT`, and waits until it answers. */
export async function startAppServer(folder: string, script: string): Promise<AppServer> {
  const port = await freePort();
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npm's children have to end with it.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = (): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGTERM');
  };
  process.once('exit', end);

  const deadline = Date.now() + PATIENCE;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      end();
      throw new Error(`\`npm run ${script}\` does not answer at port ${port}:\n${said}`);
    }
    await wait(100);
  }
  return {
    port,
    said: () => said,
    async stop() {
      process.removeListener('exit', end);
      end();
      await ended;
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
