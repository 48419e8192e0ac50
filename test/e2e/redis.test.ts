import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ALL, HostProcess, KEYS, type Listed, PlainCodat } from '../support/host-processes.js';
import { Redis } from '../support/redis.js';

const HOUR = 60 * 60_000;

let redis: Redis;
let codat: PlainCodat;
let processes: HostProcess[] = [];

const start = (): Promise<HostProcess> => HostProcess.start(codat.url, redis.url);

before(async () => {
  redis = await Redis.start();
  codat = await PlainCodat.start();
  processes = await Promise.all(Array.from({ length: 8 }, start));
});

after(async () => {
  await Promise.all(processes.map((one) => one.end()));
  await redis.remove();
  codat.close();
});

/** Everybody asks for the list. */
const listAll = (): Promise<Listed[]> => Promise.all(processes.map((one) => one.list()));

async function moveClocks(ms: number): Promise<void> {
  await Promise.all(processes.map((one) => one.setClockAhead(ms)));
}

test('a day of eight processes with a Redis costs what one process would, and a new one asks nothing', async () => {
  // A slow machine may take longer for the logos than a first list waits for them.
  await listAll();
  await codat.untilQuiet();
  for (const listed of await listAll()) assert.deepEqual(listed, ALL);
  // Each once; some leeway for a machine that stands still for longer than a marker is waited for.
  assert.ok(codat.called('list') <= 2 && codat.called('branding') <= 10, codat.calls.join());
  for (let hour = 3; hour < 24; hour += 3) {
    const asked = codat.called('list');
    await moveClocks(hour * HOUR + 60_000);
    for (const listed of await listAll()) assert.deepEqual(listed, ALL);
    await codat.untilCalled('list', asked + 1);
    await codat.untilQuiet();
  }
  assert.ok(codat.calls.length >= 15 && codat.calls.length <= 40, String(codat.calls.length));

  codat.calls = [];
  const late = await start();
  await late.setClockAhead(22 * HOUR + 60_000);
  assert.deepEqual(await late.list(), ALL);
  assert.deepEqual(codat.calls, []);
  await late.end();
});

test('when branding turns a day old, eight processes fetch each about once', async () => {
  codat.calls = [];
  await moveClocks(24 * HOUR + 60_000);
  for (const listed of await listAll()) assert.deepEqual(listed, ALL);
  await codat.untilCalled('branding', KEYS.length);
  await codat.untilQuiet();
  assert.ok(codat.called('branding') >= 7 && codat.called('branding') <= 10, codat.calls.join());
});

test('when Redis dies, all goes on; when it is back, it is used again', async () => {
  await redis.die();
  await moveClocks(27 * HOUR);
  for (const listed of await listAll()) assert.deepEqual(listed, ALL);
  for (const [index, one] of processes.entries()) assert.equal((await one.mint(`merchant ${index}`)).status, 200);
  const cold = await start();
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
    await codat.untilQuiet();
    const late = await start();
    await late.setClockAhead(hours * HOUR);
    codat.calls = [];
    const answer = await late.list();
    if (!codat.calls.includes('list')) found = answer;
    await late.end();
  }
  assert.deepEqual(found, ALL);
});
