import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { AtomicStore } from '../../src/host/index.js';
import { byCookie, postChoice, setUp } from '../node/host/support.js';
import { load } from './install.js';

/** PostgreSQL, in this process. */
interface Database {
  query(sql: string, values?: readonly unknown[]): Promise<{ affectedRows?: number }>;
  close(): Promise<void>;
}

let database: Database;
let store: AtomicStore;

before(async () => {
  const { PGlite } = (await load('@electric-sql/pglite')) as { PGlite: new () => Database };
  database = new PGlite();
  await database.query('CREATE TABLE codat_places (key text PRIMARY KEY, ends timestamptz NOT NULL)');
  const page = await readFile(new URL('../../docs/machines.md', import.meta.url), 'utf8');
  const statement = /```sql\n(.*?)```/s.exec(page)![1]!;
  const changed = async (sql: string, values: readonly unknown[]): Promise<number> =>
    (await database.query(sql, values)).affectedRows ?? 0;
  store = {
    add: async (key, ttl) => (await changed(statement, [key, ttl])) === 1,
    delete: (key) => changed('DELETE FROM codat_places WHERE key = $1', [key]),
  };
});

after(() => database.close());

test('the statement of the docs adds a key that is not there, or whose time is over, and no other', async () => {
  assert.equal(await store.add('a', 60), true);
  assert.equal(await store.add('a', 60), false);
  assert.equal(await store.add('b', 60), true);
  await database.query("UPDATE codat_places SET ends = now() - interval '1 second' WHERE key = 'a'");
  assert.equal(await store.add('a', 60), true);
  assert.equal(await store.add('a', 60), false);
  await store.delete('a');
  assert.equal(await store.add('a', 60), true);
});

test('with it, of forty picks that reach eight instances at the same moment ten mint', async () => {
  const hosts = Array.from({ length: 8 }, () => setUp({ merchant: byCookie, limit: { store, atATime: 40 } }));
  const pick = (time: number): Promise<Response> =>
    hosts[time % 8]!.host(postChoice(undefined, { headers: { cookie: 'greedy' } }));
  await Promise.all(Array.from({ length: 40 }, (_, time) => pick(time)));
  const told = hosts.flatMap(({ errors }) => errors.map(({ info }) => info.step));
  assert.deepEqual([hosts.flatMap(({ calls }) => calls).length, told], [10, []]);
});
