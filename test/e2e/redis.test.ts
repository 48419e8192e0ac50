import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from '../support/redis.js';

const HOUR = 60 * 60_000;
const KEYS = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff', 'gggg'];
const script = fileURLToPath(new URL('../support/host-process.mjs', import.meta.url));

interface Listed {
  status: number;
  rows: number;
  branded: number;
}
const ALL: Listed = { status: 200, rows: KEYS.length, branded: KEYS.length };

/** A process of the host. */
class HostProcess {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (answer: never) => void>();
  #last = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', ({ id, answer }: { id: number; answer: never }) => this.#answers.get(id)?.(answer));
  }

  static async start(): Promise<HostProcess> {
    const env = { ...process.env, CODAT_URL: codatUrl, REDIS_URL: redis.url };
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
  mint = async (merchant: string): Promise<number> => (await this.#ask<{ status: number }>('mint', merchant)).status;
  setClockAhead = (ms: number): Promise<object> => this.#ask('clock', ms);
  reported = async (): Promise<string[]> => (await this.#ask<{ reported: string[] }>('reported')).reported;

  async end(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}

let redis: Redis;
let codat: Server;
let codatUrl: string;
let calls: string[] = [];
let processes: HostProcess[] = [];

const called = (kind: string): number => calls.filter((call) => call === kind).length;

before(async () => {
  redis = await Redis.start();
  codat = createServer(({ url = '' }, response) => {
    const kind = /branding|start/.exec(url)?.[0] ?? 'list';
    calls.push(kind);
    const results = KEYS.map((key) => ({ key, name: `Name of ${key}`, enabled: true, sourceType: 'Accounting' }));
    const answers = { list: { results }, branding: { button: {} }, start: { url: 'https://sync-flow.codat.io/x' } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[kind as keyof typeof answers]));
  }).listen(0, '127.0.0.1');
  await once(codat, 'listening');
  codatUrl = `http://127.0.0.1:${(codat.address() as AddressInfo).port}`;
  processes = await Promise.all(Array.from({ length: 8 }, () => HostProcess.start()));
});

after(async () => {
  await Promise.all(processes.map((one) => one.end()));
  await redis.remove();
  codat.closeAllConnections();
  codat.close();
});

/** Everybody asks for the list. */
const listAll = (): Promise<Listed[]> => Promise.all(processes.map((one) => one.list()));

/** Waits until Codat has been asked for nothing for a moment: what goes on behind the answers has ended. */
async function untilQuiet(): Promise<void> {
  let last: number;
  do {
    last = calls.length;
    await wait(300);
  } while (last !== calls.length);
}

/** Waits until Codat has been asked for so many of these in all: a process that looks anew may take its time. */
async function untilCalled(kind: string, count: number): Promise<void> {
  while (called(kind) < count) await wait(20);
}

async function moveClocks(ms: number): Promise<void> {
  await Promise.all(processes.map((one) => one.setClockAhead(ms)));
}

test('a day of eight processes with a Redis costs what one process would, and a new one asks nothing', async () => {
  // A slow machine may take longer for the logos than a first list waits for them.
  await listAll();
  await untilQuiet();
  for (const listed of await listAll()) assert.deepEqual(listed, ALL);
  // Each once; some leeway for a machine that stands still for longer than a marker is waited for.
  assert.ok(called('list') <= 2 && called('branding') <= 10, calls.join());
  for (let hour = 3; hour < 24; hour += 3) {
    const asked = called('list');
    await moveClocks(hour * HOUR + 60_000);
    for (const listed of await listAll()) assert.deepEqual(listed, ALL);
    await untilCalled('list', asked + 1);
    await untilQuiet();
  }
  assert.ok(calls.length >= 15 && calls.length <= 40, String(calls.length));

  calls = [];
  const late = await HostProcess.start();
  await late.setClockAhead(22 * HOUR + 60_000);
  assert.deepEqual(await late.list(), ALL);
  assert.deepEqual(calls, []);
  await late.end();
});

test('when branding turns a day old, eight processes fetch each about once', async () => {
  calls = [];
  await moveClocks(24 * HOUR + 60_000);
  for (const listed of await listAll()) assert.deepEqual(listed, ALL);
  await untilCalled('branding', KEYS.length);
  await untilQuiet();
  assert.ok(called('branding') >= 7 && called('branding') <= 10, calls.join());
});

test('a merchant who goes from process to process gets ten Sync URLs a minute in all', async () => {
  calls = [];
  for (let time = 0; time < 40; time += 1) await processes[time % 8]!.mint('greedy');
  assert.equal(called('start'), 10);
  assert.equal(await processes[0]!.mint('another'), 200);
});

test('when Redis dies, all goes on; when it is back, it is used again', async () => {
  await redis.die();
  await moveClocks(27 * HOUR);
  for (const listed of await listAll()) assert.deepEqual(listed, ALL);
  for (const [index, one] of processes.entries()) assert.equal(await one.mint(`merchant ${index}`), 200);
  const cold = await HostProcess.start();
  const { branded, ...listed } = await cold.list();
  assert.deepEqual(listed, { status: 200, rows: KEYS.length });
  assert.ok(branded > 0);
  assert.deepEqual((await cold.reported()).slice(0, 1), ['cache.get of list:dfxm']);
  await cold.end();
  for (const one of processes) assert.ok((await one.reported()).every((what) => /^(cache|limit\.store)\./.test(what)));

  await redis.start();
  // The pause of those that found it dead is over, and what they hold is old.
  await moveClocks(30 * HOUR);
  let found: Listed | undefined;
  // Until its driver has connected anew: what was fetched is in Redis again, and a new process asks nothing.
  for (let hours = 30; !found; hours += 3) {
    assert.ok(hours < 90, 'Redis was never used again');
    await moveClocks(hours * HOUR);
    await listAll();
    await untilQuiet();
    const late = await HostProcess.start();
    await late.setClockAhead(hours * HOUR);
    calls = [];
    const answer = await late.list();
    if (!calls.includes('list')) found = answer;
    await late.end();
  }
  assert.deepEqual(found, ALL);
});
