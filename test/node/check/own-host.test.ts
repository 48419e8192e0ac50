import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { begin, conduct, type Result } from '../../../src/check/conduct.js';
import { readSettings } from '../../../src/check/settings.js';
import { createHost, type HostOptions } from '../../../src/host/index.js';
import { toNodeHandler } from '../../../src/node.js';
import { createEmbeddedCodat } from '../../../demo/codat/index.js';
import { serve, servers } from '../servers/support.js';

const COOKIE = 'shop_session=open-Sesame-1234';

/** The host module with a session by cookie, and the embedded Codat behind it. */
async function serveOwn(t: TestContext, server: string, options: Partial<HostOptions> = {}) {
  const codat = createEmbeddedCodat({
    apiKey: 'k3y',
    origin: 'https://sync-flow.codat.io',
    staticBaseUrl: 'https://static.codat.io/public',
  });
  const host = createHost({
    apiKey: 'k3y',
    connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
    merchant: ({ headers }) => headers.get('cookie') === COOKIE && { merchantIdentifier: 'demo merchant' },
    fetch: (url, init) => codat.fetch(new Request(url, init)),
    onError: () => {},
    ...options,
  });
  const { port } = await serve(t, servers[server]!, toNodeHandler(host));
  const mints = (): number => codat.requests.filter(({ endpoint }) => endpoint === 'sync').length;
  return { address: `http://127.0.0.1:${port}/api/codat`, mints };
}

const failuresIn = ({ outcomes }: Result): unknown[] =>
  outcomes.flatMap(({ check, findings }) => (findings.length > 0 ? [{ name: check.name, findings }] : []));

const skippedIn = ({ outcomes }: Result): string[] =>
  outcomes.filter(({ result }) => result === 'skipped').map(({ check }) => check.name);

describe('the host module is as the contract says', () => {
  for (const server of ['node:http', 'Express 5', 'Fastify', 'Koa']) {
    it(`on ${server}, and is asked for two Sync URLs`, async (t) => {
      const { address, mints } = await serveOwn(t, server);
      const result = await conduct(await begin(readSettings(['check', address, '--cookie', COOKIE])!));
      assert.deepEqual(failuresIn(result), []);
      assert.deepEqual(skippedIn(result), ['list-own-page', 'rate-limit']);
      assert.deepEqual([result.minted, mints()], [2, 2]);
    });
  }

  it('with its limit', async (t) => {
    const { address, mints } = await serveOwn(t, 'node:http');
    const result = await conduct(await begin(readSettings(['check', address, '--cookie', COOKIE, '--rate-limit'])!));
    assert.deepEqual(failuresIn(result), []);
    assert.equal(mints(), 10);
  });

  it('with a list from Codat', async (t) => {
    const { address } = await serveOwn(t, 'node:http', { integrations: 'enabled' });
    assert.deepEqual(failuresIn(await conduct(await begin(readSettings(['check', address, '--cookie', COOKIE])!))), []);
  });

  it('for a page of another origin that is allowed', async (t) => {
    const till = 'https://till.example';
    const { address } = await serveOwn(t, 'node:http', { allowedOrigins: [till] });
    const result = await conduct(await begin(readSettings(['check', address, '--cookie', COOKIE, '--origin', till])!));
    assert.deepEqual(failuresIn(result), []);
    assert.deepEqual(skippedIn(result), ['rate-limit']);
  });

  it('and not for one that isn’t', async (t) => {
    const { address } = await serveOwn(t, 'node:http');
    const result = await conduct(
      await begin(readSettings(['check', address, '--cookie', COOKIE, '--origin', 'https://till.example'])!),
    );
    const names = result.outcomes.filter(({ findings }) => findings.length > 0).map(({ check }) => check.name);
    assert.ok(names.includes('list-own-page') && names.includes('sync-answers'), names.join());
  });
});
