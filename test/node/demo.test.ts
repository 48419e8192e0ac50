import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
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
    assert.equal((await fetch(`${demo.origin}/overview`, { redirect: 'manual' })).status, 303);
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

  it('lets browsers keep a file at the address that names its version, and packs it', async (t) => {
    const { demo } = await start(t);
    const page = await (await fetch(`${demo.origin}/log-in`)).text();
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
    const named = await fetch(demo.origin + style);
    assert.match(named.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
    assert.equal(named.headers.get('content-encoding'), 'gzip');
    for (const other of ['/demo.css', '/demo.css?v=of-yesterday']) {
      assert.equal((await fetch(demo.origin + other)).headers.get('cache-control'), 'no-cache', other);
    }
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

  it('says where nothing but the log-in stands before a real key', async (t) => {
    const running = await start(t, { real: { apiKey: 'a key', connectors: { Commerce: 'dfxm' } } });
    const english = await (await fetch(`${running.demo.origin}/log-in`)).text();
    assert.match(english, /real Codat, with your key\. Logging in takes no password.*not for production/s);
    const french = await (await fetch(`${running.demo.origin}/log-in?lang=fr`)).text();
    assert.match(french, /pas de mot de passe.*pas pour la production/s);
    const { demo } = await start(t);
    assert.doesNotMatch(await (await fetch(`${demo.origin}/log-in`)).text(), /your key/);
  });

  it('says so when it is started, too, without the key', async (t) => {
    const env = { ...process.env, CODAT_API_KEY: 'k3y-Kept-Secret', CODAT_CONNECTOR_KEY: 'dfxm', PORT: '0' };
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/start.ts'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.after(() => child.kill());
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.includes('production')) break;
    }
    assert.match(said, /real Codat, with your key\. Logging in takes no password.*not for production/s);
    assert.doesNotMatch(said, /k3y/);
  });
});

/** Asks under a name of one's own choice, as a page does whose name has been given this address. */
const statusUnder = (origin: string, path: string, host: string, method = 'GET'): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const headers = {
      host,
      origin: `http://${host}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
    };
    const asking = request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    });
    asking.on('error', reject);
    asking.end(method === 'POST' ? '{"platformKey":"gbol"}' : undefined);
  });

describe('a page whose name leads to this computer', () => {
  it('is answered by neither server, whatever it asks for', async (t) => {
    const { codat, demo } = await start(t);
    const { port } = new URL(demo.origin);
    for (const host of [
      `evil.example:${port}`,
      'evil.example',
      `127.0.0.1.evil.example:${port}`,
      `localhost.evil.example`,
      '192.168.0.1',
      '0.0.0.0',
    ]) {
      for (const path of ['/log-in', '/', '/designers/', '/codat-commerce-picker.min.js', '/api/codat/integrations']) {
        assert.equal(await statusUnder(demo.origin, path, host), 403, `${host} ${path}`);
      }
      assert.equal(await statusUnder(demo.origin, '/api/codat/sync-url', host, 'POST'), 403, host);
      assert.equal(await statusUnder(codat!.origin, '/_faults', host), 403, host);
    }
    assert.deepEqual(codat!.simulator.requests, []);
  });

  it('does not keep the computer’s own names from being answered', async (t) => {
    const { demo } = await start(t);
    const { port } = new URL(demo.origin);
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      for (const host of [name, `${name}:${port}`])
        assert.equal(await statusUnder(demo.origin, '/log-in', host), 200, host);
    }
  });
});
