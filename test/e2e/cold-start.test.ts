import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { syncPage, useWorld } from '../support/demo.js';

// Each with a host of its own, which has no branding yet.
describe('a Codat that is down when the host starts', () => {
  const { enter, world } = useWorld();

  it('leaves the tiles without logos, and they can be picked once it is back', async () => {
    world().codat.faults.set({ name: 'status-503' });
    const { page } = await enter();
    const xero = page.getByRole('button', { name: /^Xero/ });
    await xero.waitFor();
    assert.equal(await page.locator('codat-commerce-picker img').count(), 0);
    assert.equal(await xero.locator('[part="monogram"]').textContent(), 'X');
    world().codat.faults.clear();
    await xero.click();
    assert.equal((await syncPage(page))['software'], 'Xero');
  });
});

describe('a Codat that refuses the key', () => {
  const { enter, world } = useWorld();

  it('is said on the page without jargon, and in the log of the host by the name of the option', async (t) => {
    world().codat.faults.set({ name: 'status-401' });
    const log = t.mock.method(console, 'error', () => {});
    const visited = await enter({ wait: false });
    await visited.page.locator('#failure').getByText('Something went wrong on our side.').waitFor();
    assert.deepEqual(visited.noise.splice(0), ['codat-commerce-picker endpoint HTTP 502 (misconfigured)']);
    const lines = log.mock.calls.map(({ arguments: words }) => words.join(' '));
    assert.ok(lines.length > 0);
    for (const line of lines) {
      assert.match(line, /401/);
      assert.match(line, /apiKey/);
      assert.ok(!line.includes(world().apiKey));
    }
  });
});
