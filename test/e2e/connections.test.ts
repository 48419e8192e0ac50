import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MERCHANTS } from '../../demo/sessions.js';
import { awkward, syncPage, useWorld, type Visit } from '../support/demo.js';

const { enter, world } = useWorld();

/** Picks a software in the role that the visit has, and ends the set-up on Codat's side. */
async function setUp({ page }: Visit, software: string, end: 'Finish' | 'Cancel'): Promise<void> {
  await page.goto(world().origin);
  await page.getByRole('button', { name: new RegExp(`^${software}`) }).click();
  assert.equal((await syncPage(page))['software'], software);
  await page.getByRole('button', { name: end }).click();
  if (end === 'Cancel') await page.getByRole('heading', { name: 'Sync set-up is cancelled' }).waitFor();
  else await page.waitForURL(`${world().origin}/?linked`);
}

/** What the host answers the merchant's browser: the statuses by platformKey, and what came with them. */
async function connections({ context }: Visit): Promise<{ said: object; text: string; etag: string | undefined }> {
  const response = await context.request.get(`${world().origin}/api/codat/integrations`);
  assert.equal(response.status(), 200);
  const headers = response.headers();
  assert.equal(headers['cache-control'], 'private, no-cache');
  const text = await response.text();
  const { results } = JSON.parse(text) as { results: { key: string; connection?: { status: string } }[] };
  const said = Object.fromEntries(
    results.flatMap(({ key, connection }) => (connection ? [[key, connection.status]] : [])),
  );
  return { said, text: text + JSON.stringify(headers), etag: headers['etag'] };
}

const callsFor = (endpoint: string): number =>
  world().codat.requests.filter((request) => request.endpoint === endpoint).length;

describe('the list says how far the merchant is', () => {
  it('nothing before the first pick, and Codat is not asked about a company that is not there', async () => {
    const merchant = await enter();
    assert.deepEqual((await connections(merchant)).said, {});
    assert.equal(callsFor('connections'), 0);
  });

  it('linked, once the set-up is finished', async () => {
    const merchant = await enter();
    await setUp(merchant, 'Xero', 'Finish');
    assert.deepEqual((await connections(merchant)).said, { gbol: 'linked' });
  });

  it('pending, where it was picked and cancelled', async () => {
    const merchant = await enter();
    await setUp(merchant, 'Xero', 'Cancel');
    assert.deepEqual((await connections(merchant)).said, { gbol: 'pending' });
  });

  it('pending, then linked, with another ETag each', async () => {
    const merchant = await enter();
    const etags = [(await connections(merchant)).etag];
    for (const end of ['Cancel', 'Finish'] as const) {
      await setUp(merchant, 'Xero', end);
      etags.push((await connections(merchant)).etag);
    }
    assert.equal(new Set(etags).size, 3);
  });

  it('on the tile itself, which leads to the Sync page as before', async () => {
    const merchant = await enter();
    const { page } = merchant;
    const xero = page.getByRole('button', { name: /^Xero/ });
    await setUp(merchant, 'Xero', 'Cancel');
    await page.goto(world().origin);
    await page.getByRole('button', { name: 'Xero, Not finished, Finish linking your Xero account' }).waitFor();
    await setUp(merchant, 'Xero', 'Finish');
    await page.getByRole('button', { name: 'Xero, Linked, Manage your Xero account' }).waitFor();
    await xero.click();
    assert.equal((await syncPage(page))['software'], 'Xero');
  });

  it('also on a page that the back button brings back as it was left', async () => {
    const { page } = await enter();
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    await page.goBack({ waitUntil: 'commit' });
    await page.getByRole('button', { name: /^Xero, Not finished/ }).waitFor();
  });

  it('of the one accounting software that is linked now, not of the one before', async () => {
    const merchant = await enter();
    await setUp(merchant, 'Xero', 'Finish');
    await setUp(merchant, 'FreeAgent', 'Finish');
    assert.deepEqual((await connections(merchant)).said, { fbrh: 'linked' });
  });

  it('of several, where the host is accounting software', async () => {
    const merchant = await enter({ role: 'Accounting' });
    await setUp(merchant, 'Shopify', 'Finish');
    await setUp(merchant, 'Clover', 'Finish');
    await setUp(merchant, 'Zettle by PayPal', 'Cancel');
    assert.deepEqual((await connections(merchant)).said, { fqly: 'linked', fztf: 'linked', ugxp: 'pending' });
  });

  it('to this merchant alone', async () => {
    const one = await enter();
    const other = await enter({ merchant: awkward });
    await setUp(one, 'Xero', 'Finish');
    await setUp(other, 'QuickBooks Online', 'Cancel');
    assert.deepEqual((await connections(one)).said, { gbol: 'linked' });
    assert.deepEqual((await connections(other)).said, { qhyg: 'pending' });
  });

  it('in an answer that does not name the company', async () => {
    const merchant = await enter();
    await setUp(merchant, 'Xero', 'Finish');
    const { id } = world().codat.companyOf(MERCHANTS[0]!.id)!;
    const { said, text } = await connections(merchant);
    assert.deepEqual(said, { gbol: 'linked' });
    assert.ok(!text.includes(id));
  });

  it('with one call to Codat for each list', async () => {
    const merchant = await enter();
    await setUp(merchant, 'Xero', 'Cancel');
    const asked = callsFor('connections');
    await connections(merchant);
    await connections(merchant);
    assert.equal(callsFor('connections') - asked, 2);
  });
});

describe('a Codat that does not say how far the merchant is', () => {
  for (const name of ['status-401', 'status-404', 'status-503', 'dropped', 'truncated', 'html', 'stalled'] as const) {
    it(`leaves the list as it is, to a merchant of whom nothing is known yet: ${name}`, async () => {
      const merchant = await enter();
      const { page } = merchant;
      world().codat.faults.set({ name, scope: 'connections' });
      await setUp(merchant, 'Xero', 'Finish');
      await page.getByRole('button', { name: 'Xero, Link your Xero account' }).waitFor();
      assert.deepEqual((await connections(merchant)).said, {});
    });
  }

  // A company that Codat doesn't know is an answer, and no failure.
  for (const name of ['status-401', 'status-503', 'dropped', 'truncated', 'html', 'stalled'] as const) {
    it(`leaves what was said a moment ago on the tile: ${name}`, async () => {
      const merchant = await enter();
      await setUp(merchant, 'Xero', 'Finish');
      const { page } = merchant;
      const linked = page.getByRole('button', { name: 'Xero, Linked, Manage your Xero account' });
      await linked.waitFor();
      world().codat.faults.set({ name, scope: 'connections' });
      await page.reload();
      await linked.waitFor();
      assert.deepEqual((await connections(merchant)).said, { gbol: 'linked' });
    });
  }

  it('says it again once it can', async () => {
    const merchant = await enter();
    world().codat.faults.set({ name: 'dropped', scope: 'connections' });
    await setUp(merchant, 'Xero', 'Finish');
    assert.deepEqual((await connections(merchant)).said, {});
    world().codat.faults.clear();
    assert.deepEqual((await connections(merchant)).said, { gbol: 'linked' });
  });
});
