import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./host-process.mjs', import.meta.url));

export const API_KEY = 'k3y-of-the-processes';
/** What stands in each Sync URL, and may be kept nowhere. */
export const OTP = '0ne-t1me-c0de';

/** The platformKeys of Codat's list. */
export const KEYS = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff', 'gggg'];

/** What a process has answered to a request for the list. */
export interface Listed {
  status: number;
  rows: number;
  branded: number;
}
export const ALL: Listed = { status: 200, rows: KEYS.length, branded: KEYS.length };

/** What a process has answered to a pick. */
export interface Minted {
  status: number;
  url?: string;
  retryAfter: number;
}

export type Kind = 'list' | 'branding' | 'start';

/** Codat, as far as several processes of a host call it, with what it has been called for. */
export class PlainCodat {
  calls: Kind[] = [];
  /** Answers in place of the usual one, if it returns true. */
  instead: (kind: Kind, response: ServerResponse) => boolean = () => false;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', ({ url = '' }, response) => {
      const kind = (/branding|start/.exec(url)?.[0] ?? 'list') as Kind;
      this.calls.push(kind);
      response.setHeader('content-type', 'application/json');
      if (this.instead(kind, response)) return;
      const results = KEYS.map((key) => ({ key, name: `Name of ${key}`, enabled: true, sourceType: 'Accounting' }));
      const start = { url: `https://sync-flow.codat.io/x?otp=${OTP}-${this.calls.length}` };
      response.end(JSON.stringify({ list: { results }, branding: { button: {} }, start }[kind]));
    });
  }

  static async start(): Promise<PlainCodat> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PlainCodat(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  called(kind: Kind): number {
    return this.calls.filter((call) => call === kind).length;
  }

  /** Waits until it has been asked for so many of these in all: a process that looks anew may take its time. */
  async untilCalled(kind: Kind, count: number): Promise<void> {
    while (this.called(kind) < count) await wait(20);
  }

  /** Waits until it has been asked for nothing for a moment: what goes on behind the answers has ended. */
  async untilQuiet(): Promise<void> {
    let last: number;
    do {
      last = this.calls.length;
      await wait(300);
    } while (last !== this.calls.length);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** A process of a host that shares a Redis with others. */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (answer: never) => void>();
  #last = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', ({ id, answer }: { id: number; answer: never }) => this.#answers.get(id)?.(answer));
  }

  /** @param timeout ms that a call to Codat may take. Default: the host module's own */
  static async start(codatUrl: string, redisUrl: string, timeout?: number): Promise<HostProcess> {
    const env = {
      ...process.env,
      API_KEY,
      CODAT_URL: codatUrl,
      REDIS_URL: redisUrl,
      ...(timeout && { TIMEOUT: String(timeout) }),
    };
    // The driver writes of a Redis that is gone on the console: its own matter.
    const child = fork(script, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    await once(child, 'message');
    return new HostProcess(child);
  }

  #ask<T>(task: string, argument?: unknown): Promise<T> {
    const id = (this.#last += 1);
    return new Promise<T>((resolve) => {
      this.#answers.set(id, resolve as (answer: never) => void);
      this.#child.send({ id, task, argument });
    });
  }

  list = (): Promise<Listed> => this.#ask('list');
  mint = (merchant: string): Promise<Minted> => this.#ask('mint', merchant);
  setClockAhead = (ms: number): Promise<object> => this.#ask('clock', ms);
  reported = async (): Promise<string[]> => (await this.#ask<{ reported: string[] }>('reported')).reported;

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }

  /** In the middle of whatever it does. */
  async die(): Promise<void> {
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
