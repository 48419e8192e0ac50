import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, it } from 'node:test';
import Fastify from 'fastify';
import { toNodeHandler } from '../../../src/node.js';
import { setUp } from '../host/support.js';

const LIST = '/api/codat/integrations';
const MINT = '/api/codat/sync-url';

describe('a request that came over no connection', () => {
  it('is answered, and nothing is left behind: Fastify’s inject', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const { host } = setUp();
    const app = Fastify();
    t.after(() => app.close());
    app.all('/api/codat/*', toNodeHandler(host));
    const list = await app.inject({ url: LIST });
    assert.equal(list.statusCode, 200);
    const headers = { 'sec-fetch-site': 'same-origin' };
    const minted = await app.inject({ method: 'POST', url: MINT, headers, payload: { platformKey: 'gbol' } });
    assert.equal(minted.statusCode, 200, minted.body);
    // Whatever a timer throws here would have ended the process.
    t.mock.timers.tick(10_000);
  });

  for (const [what, socket] of Object.entries({
    none: undefined,
    'one that can’t be closed': { bytesRead: 0 },
    'one that counts nothing': { destroy: () => assert.fail('there is nothing to close') },
  })) {
    it(`is answered, and nothing is left behind, where its socket is ${what}`, async (t) => {
      t.mock.timers.enable({ apis: ['setInterval'] });
      const { host } = setUp();
      const incoming = new IncomingMessage(new Socket());
      Object.assign(incoming, { url: LIST, headers: { host: 'shop.example' }, socket: socket ?? null });
      const outgoing = new ServerResponse(incoming);
      const answer = await toNodeHandler(host)({ raw: incoming }, { raw: outgoing });
      outgoing.emit('finish');
      assert.ok(answer.status < 500);
      t.mock.timers.tick(10_000);
    });
  }
});

it('a connection that was let go is closed once, also where nobody hears of its end', async (t) => {
  // Not the mocked clock: Node 20's goes on with an interval that ends itself.
  const looks = new Set<() => void>();
  t.mock.method(globalThis, 'setInterval', (look: () => void) => {
    looks.add(look);
    return { look, unref: () => {} };
  });
  t.mock.method(globalThis, 'clearInterval', ({ look }: { look: () => void }) => void looks.delete(look));
  const socket = new Socket();
  const closed = t.mock.method(socket, 'destroy', () => socket);
  const incoming = new IncomingMessage(socket);
  const outgoing = new ServerResponse(incoming);
  await toNodeHandler(() => new Response())({ raw: incoming }, { raw: outgoing });
  outgoing.emit('finish');
  for (let turn = 0; turn < 100; turn += 1) for (const look of looks) look();
  assert.deepEqual([closed.mock.callCount(), looks.size], [1, 0]);
});
