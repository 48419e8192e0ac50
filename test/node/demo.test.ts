import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { startDemo, type RunningDemo } from '../../demo/servers.js';

const start = async (t: TestContext, options: Partial<Parameters<typeof startDemo>[0]> = {}): Promise<RunningDemo> => {
  const running = await startDemo({ port: 0, apiKey: randomUUID(), ...options });
  t.after(() => running.close());
  return running;
};

/** A browser's cookie and nothing else. */
async function logIn(
  { demo }: RunningDemo,
  merchant = '0',
): Promise<(path: string, form?: object) => Promise<Response>> {
  const headers: Record<string, string> = { origin: demo.origin };
  const ask = (path: string, form?: object): Promise<Response> =>
    fetch(demo.origin + path, {
      headers,
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams({ ...form }) }),
    });
  const answer = await ask('/log-in', { merchant });
  const [cookie] = answer.headers.getSetCookie();
  if (cookie) {
    assert.match(cookie, /; HttpOnly/);
    assert.match(cookie, /; SameSite=Lax/);
    headers['cookie'] = cookie.split(';')[0]!;
  }
  return ask;
}

const offered = async (answer: Response): Promise<string[]> =>
  ((await answer.json()) as { results: { key: string }[] }).results.map(({ key }) => key);

describe('the demo host', () => {
  it('takes another port when its own is taken', async (t) => {
    const first = await start(t);
    const second = await start(t, { port: Number(new URL(first.demo.origin).port) });
    assert.notEqual(second.demo.origin, first.demo.origin);
    assert.equal((await fetch(`${second.demo.origin}/log-in`)).status, 200);
  });

  it('listens on loopback only', async (t) => {
    const { codat, demo } = await start(t);
    for (const { origin } of [demo, codat!]) assert.equal(new URL(origin).hostname, '127.0.0.1');
  });

  it('asks whoever is not logged in to log in, and tells the picker 401', async (t) => {
    const { demo } = await start(t);
    const page = await fetch(demo.origin, { redirect: 'manual' });
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/log-in']);
    assert.equal((await fetch(`${demo.origin}/api/codat/integrations`)).status, 401);
  });

  it('lets in only the merchants it knows', async (t) => {
    const ask = await logIn(await start(t), '99');
    assert.equal((await ask('/')).status, 303);
  });

  it('forgets a session when its merchant logs out', async (t) => {
    const ask = await logIn(await start(t));
    assert.equal((await ask('/api/codat/integrations')).status, 200);
    await ask('/log-out', {});
    assert.equal((await ask('/api/codat/integrations')).status, 401);
  });

  it('offers accounting software as commerce software, and the other way round', async (t) => {
    const ask = await logIn(await start(t));
    assert.deepEqual(await offered(await ask('/api/codat/integrations')), [
      'qudb',
      'pbbf',
      'fbrh',
      'pdvj',
      'tgff',
      'qhyg',
      'gbol',
    ]);
    await ask('/role', { role: 'Accounting' });
    assert.deepEqual(await offered(await ask('/api/codat/integrations')), ['fqly', 'ldgh', 'fztf', 'ugxp']);
  });

  it('refuses a form of another site', async (t) => {
    const { demo } = await start(t);
    const answer = await fetch(`${demo.origin}/log-in`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({ merchant: '0' }),
    });
    assert.equal(answer.status, 403);
  });

  it('passes the wordmarks of the embedded Codat on, from its own origin', async (t) => {
    const { demo } = await start(t);
    const answer = await fetch(`${demo.origin}/public/officialLogos/Full/Xero_Full.svg`);
    assert.equal(answer.headers.get('content-type'), 'image/svg+xml');
    assert.match(await answer.text(), /Xero/);
  });

  it('starts no embedded Codat when it is given the real one, and can not change what it is then', async (t) => {
    const running = await start(t, { real: { apiKey: 'a key', connectors: { Commerce: 'dfxm' } } });
    assert.equal(running.codat, undefined);
    const ask = await logIn(running);
    const page = await (await ask('/')).text();
    assert.doesNotMatch(page, /_faults|action="\/role"/);
    assert.match(page, /allowed-hosts="codat\.io"/);
    await ask('/role', { role: 'Accounting' });
    assert.match(await (await ask('/')).text(), /Harbour Till/);
  });
});
