import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTS, SCOPES } from '../../../demo/codat/index.js';
import { simulate, type Simulation } from './support.js';

const post = ({ origin, visit }: Simulation, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  visit('/_faults', { method: 'POST', headers: { Origin: origin, ...headers }, body: new URLSearchParams(fields) });

describe('the page of faults', () => {
  it('offers every fault and every scope, each with a label and a description', async (t) => {
    const { visit } = await simulate(t);
    const html = await (await visit('/_faults')).text();
    for (const { name } of FAULTS) {
      assert.match(html, new RegExp(`value="${name}"\\s+id="${name}"\\s+aria-describedby="${name}-is"`));
      assert.ok(html.includes(`<label for="${name}">`) && html.includes(`<p id="${name}-is">`), name);
    }
    for (const { scope } of SCOPES) assert.ok(html.includes(`<option value="${scope}">`));
    for (const [, id] of html.matchAll(/<(?:select|input)[^>]* id="([^"]+)"/g)) {
      assert.ok(html.includes(`<label for="${id}">`), id);
    }
  });

  it('works without script, under a policy that allows none', async (t) => {
    const { visit } = await simulate(t);
    const { headers } = await visit('/_faults');
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; style-src 'self'; .*frame-ancestors 'none'; form-action 'self'$/);
    assert.equal(headers.get('referrer-policy'), 'same-origin', 'no-referrer would blank the Origin of its own form');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.doesNotMatch(await (await visit('/_faults')).text(), /<script|<style|\sstyle=|\son\w+=/);
  });

  it('switches a fault on, shows it, and switches it off', async (t) => {
    const simulation = await simulate(t);
    const fields = { action: 'set', fault: 'status-429', scope: 'branding', platformKey: 'gbol', times: '2' };
    const response = await post(simulation, { ...fields, retryAfter: '5', delay: '' });
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('location'), '/_faults');
    assert.deepEqual(simulation.codat.faults.active, [
      { name: 'status-429', scope: 'branding', platformKey: 'gbol', times: 2, retryAfter: 5 },
    ]);
    const html = await (await simulation.visit('/_faults')).text();
    assert.match(html, /429 Too many requests: the branding of an integration, only gbol, 2 more times/);
    await post(simulation, { action: 'clear', fault: 'status-429' });
    assert.deepEqual(simulation.codat.faults.active, []);
  });

  it('switches everything off at once', async (t) => {
    const simulation = await simulate(t);
    await post(simulation, { action: 'set', fault: 'empty', scope: 'all' });
    await post(simulation, { action: 'set', fault: 'slow', scope: 'list', delay: '200' });
    assert.deepEqual(
      simulation.codat.faults.active.map(({ name }) => name),
      ['slow', 'empty'],
    );
    await post(simulation, { action: 'clear', fault: '' });
    assert.deepEqual(simulation.codat.faults.active, []);
  });

  for (const [what, fields] of [
    ['an unknown fault', { action: 'set', fault: '<b>' }],
    ['an unknown scope', { action: 'set', fault: 'empty', scope: 'x' }],
    ['a fault where it cannot be', { action: 'set', fault: 'sync-http', scope: 'list' }],
    ['a number that is none', { action: 'set', fault: 'empty', times: 'x' }],
    ['no action', {}],
  ] as const) {
    it(`says what is wrong with ${what}`, async (t) => {
      const simulation = await simulate(t);
      const response = await post(simulation, fields);
      assert.equal(response.status, 400);
      assert.match(await response.text(), /role="alert"/);
      assert.deepEqual(simulation.codat.faults.active, []);
    });
  }

  for (const [what, headers] of [
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['another port', { Origin: 'http://127.0.0.1:1', 'Sec-Fetch-Site': 'same-site' }],
    ['a page that hides its origin', { Origin: 'null' }],
    ['a name that was pointed at this machine', { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'same-origin' }],
    ['an old browser on another site', { Origin: 'https://evil.example' }],
  ] as const) {
    it(`refuses ${what} with 403`, async (t) => {
      const simulation = await simulate(t);
      const response = await post(simulation, { action: 'set', fault: 'empty' }, headers);
      assert.equal(response.status, 403);
      assert.deepEqual(simulation.codat.faults.active, []);
    });
  }

  it('believes Sec-Fetch-Site where there is no Origin, and nobody who says nothing', async (t) => {
    const { codat, origin } = await simulate(t);
    const statusOf = async (headers: Record<string, string>) => {
      const body = new URLSearchParams({ action: 'set', fault: 'empty', times: '1' });
      return (await codat.fetch(new Request(`${origin}/_faults`, { method: 'POST', body, headers }))).status;
    };
    assert.equal(await statusOf({}), 403);
    for (const site of ['cross-site', 'same-site', 'none']) {
      assert.equal(await statusOf({ 'Sec-Fetch-Site': site }), 403, site);
    }
    assert.deepEqual(codat.faults.active, []);
    assert.equal(await statusOf({ 'Sec-Fetch-Site': 'same-origin' }), 303);
    assert.equal(await statusOf({ Origin: origin }), 303);
  });
});
