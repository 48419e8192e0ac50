import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { installWithApt, onPath } from './browser.js';

/** The executable of a Redis server; where the machine has none, one is installed. */
function findRedis(): string {
  const found = onPath('redis-server')[0];
  if (found) return found;
  installWithApt('redis-server');
  const installed = onPath('redis-server')[0];
  if (installed) return installed;
  throw new Error('The tests need Redis: install redis-server.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A Redis of this test's own, on loopback, that keeps nothing on disk. */
export class Redis {
  readonly url: string;
  readonly #port: number;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'redis-'));
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(): Promise<Redis> {
    const redis = new Redis(await freePort());
    await redis.start();
    return redis;
  }

  async start(): Promise<void> {
    const { pid } = process;
    const settings = ['--port', String(this.#port), '--bind', '127.0.0.1', '--dir', this.#folder];
    const nothingKept = ['--save', '', '--appendonly', 'no'];
    const started = spawn(findRedis(), [...settings, ...nothingKept], { stdio: 'ignore' });
    this.#process = started;
    // A test that is ended leaves none behind.
    process.once('exit', () => process.pid === pid && started.kill('SIGKILL'));
    while (!(await accepts(this.#port))) {
      if (started.exitCode !== null) throw new Error(`redis-server ended with ${started.exitCode}.`);
      await wait(20);
    }
  }

  /** As if the machine had gone: nothing is said to anybody. */
  async die(): Promise<void> {
    const dying = this.#process;
    if (!dying) return;
    this.#process = undefined;
    dying.kill('SIGKILL');
    await once(dying, 'exit');
  }

  async remove(): Promise<void> {
    await this.die();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
