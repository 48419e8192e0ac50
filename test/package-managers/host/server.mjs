// A host's server: it answers one request, and ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createHost } from 'codat-commerce-picker/host';
import { toNodeHandler } from 'codat-commerce-picker/node';

const host = createHost({
  apiKey: 'of-a-test',
  connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
  merchant: () => ({ merchantIdentifier: 'of a test' }),
  fetch: async () => Response.json({}),
});
const server = createServer(toNodeHandler(host)).listen(0, '127.0.0.1');
await once(server, 'listening');
const response = await fetch(`http://127.0.0.1:${server.address().port}/api/codat/integrations`);
assert.equal(response.status, 200);
const { results } = await response.json();
assert.ok(results.some(({ name }) => name === 'Xero'));
server.close();
console.log(`${results.length} integrations`);
