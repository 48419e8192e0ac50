import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { API_KEY, MERCHANT, simulate, textOf, unescaped, type Simulation } from './support.js';

const DONE = 'http://127.0.0.1:1/done?a=1&b=%26';

async function open({ visit }: Simulation, url: string) {
  const response = await visit(url);
  const html = await response.text();
  return { response, html, visitId: /name="visit" value="([^"]+)"/.exec(html)?.[1] ?? '' };
}

async function press({ visit }: Simulation, url: string, action: 'finish' | 'cancel', visitId: string) {
  return visit(new URL(action, url).href, { method: 'POST', body: new URLSearchParams({ visit: visitId }) });
}

async function statusesOf({ codat, connections }: Simulation) {
  const { results } = await connections(codat.companyOf(MERCHANT)?.id ?? '');
  return Object.fromEntries(results.map((row) => [row.integrationKey, row.status.toLowerCase()]));
}

describe('a code', () => {
  it('opens the page within 30 seconds', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    simulation.pass(30_000);
    assert.equal((await simulation.visit(url)).status, 200);
  });

  it('is refused after 30 seconds with HTTP 401', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    simulation.pass(30_001);
    const { response, html } = await open(simulation, url);
    assert.equal(response.status, 401);
    assert.match(html, /HTTP 401/);
  });

  it('is refused the second time with HTTP 401', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    assert.equal((await simulation.visit(url)).status, 200);
    const { response, html } = await open(simulation, url);
    assert.equal(response.status, 401);
    assert.match(html, /HTTP 401/);
  });

  it('does not depend on other codes of the same merchant', async (t) => {
    const { mint, visit } = await simulate(t);
    const urls = [await mint(), await mint()];
    for (const url of urls) assert.equal((await visit(url)).status, 200);
  });

  for (const [what, change] of [
    ['with another code', (url: URL) => url.searchParams.set('otp', url.searchParams.get('otp') === '0' ? '1' : '0')],
    ['without a code', (url: URL) => url.searchParams.delete('otp')],
    ['for another merchant', (url: URL) => url.searchParams.set('merchantIdentifier', 'somebody else')],
    ['in another session', (url: URL) => (url.pathname = url.pathname.replace(/[0-9a-f]{12}/, '000000000000'))],
  ] as const) {
    it(`is refused ${what}`, async (t) => {
      const { mint, visit } = await simulate(t);
      const url = new URL(await mint());
      change(url);
      assert.equal((await visit(url.href)).status, 401);
    });
  }

  it('is not used up by HEAD or POST, which are refused', async (t) => {
    const { mint, visit } = await simulate(t);
    const url = await mint();
    for (const method of ['HEAD', 'POST']) {
      const response = await visit(url, { method });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'GET');
    }
    assert.equal((await visit(url)).status, 200);
  });
});

describe('the Sync page', () => {
  it('shows the software, both keys and the merchant exactly as they came', async (t) => {
    const simulation = await simulate(t);
    const { html } = await open(simulation, await simulation.mint());
    assert.match(html, /<html lang="en">/);
    assert.match(html, /<h1>Sync set-up<\/h1>/);
    assert.equal(textOf(html, 'software'), 'Xero');
    assert.equal(textOf(html, 'commerceKey'), 'dfxm');
    assert.equal(textOf(html, 'accountingKey'), 'gbol');
    assert.equal(textOf(html, 'merchantIdentifier'), MERCHANT);
    assert.match(html, />Finish<\/button>/);
    assert.match(html, />Cancel<\/button>/);
  });

  it('escapes what it shows', async (t) => {
    const simulation = await simulate(t);
    const merchantIdentifier = `<script>alert("1")</script>'&amp;`;
    const redirectUrl = 'http://127.0.0.1:1/"><script>2</script>';
    const { html, visitId } = await open(simulation, await simulation.mint({ merchantIdentifier, redirectUrl }));
    assert.equal(textOf(html, 'merchantIdentifier'), merchantIdentifier);
    assert.equal(textOf(html, 'redirectUrl'), redirectUrl);
    const url = await simulation.mint({ merchantIdentifier, redirectUrl });
    const cancelled = await (await press(simulation, url, 'cancel', visitId)).text();
    for (const page of [html, cancelled]) assert.ok(!page.includes('<script'));
  });

  it('is not stored, tells nobody where it was, and runs nothing', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint({ redirectUrl: DONE });
    const { response: live, html } = await open(simulation, url);
    const { response: dead } = await open(simulation, url);
    for (const { headers } of [live, dead]) {
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'self';/);
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    }
    assert.match(live.headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/127\.0\.0\.1:1$/);
    assert.doesNotMatch(html, /<script|<style|\sstyle=|\son\w+=/);
  });

  it('has a stylesheet of its own', async (t) => {
    const simulation = await simulate(t);
    const { html } = await open(simulation, await simulation.mint());
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? [];
    const response = await simulation.visit(href);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/css/);
  });

  it('needs no key, and gives none away', async (t) => {
    const simulation = await simulate(t);
    const { html } = await open(simulation, await simulation.mint());
    assert.ok(!html.includes(API_KEY));
  });
});

describe('finishing', () => {
  it('links both sides and returns to the redirectUrl', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint({ redirectUrl: DONE });
    const { visitId } = await open(simulation, url);
    assert.deepEqual(await statusesOf(simulation), { dfxm: 'pendingauth', gbol: 'pendingauth' });
    const response = await press(simulation, url, 'finish', visitId);
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('location'), DONE);
    assert.deepEqual(await statusesOf(simulation), { dfxm: 'linked', gbol: 'linked' });
    const { results } = await simulation.connections(simulation.codat.companyOf(MERCHANT)?.id ?? '');
    assert.equal(results[1]?.lastSync, '2030-01-01T00:00:00.000Z');
  });

  it('ends on a page of its own without a redirectUrl', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    const { visitId } = await open(simulation, url);
    const response = await press(simulation, url, 'finish', visitId);
    assert.equal(response.status, 200);
    assert.match(textOf(await response.text(), 'outcome') ?? '', /^Xero is linked/);
  });

  it('returns to a redirectUrl that is not ASCII', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint({ redirectUrl: 'http://127.0.0.1:1/fertig/ü' });
    const { visitId } = await open(simulation, url);
    const response = await press(simulation, url, 'finish', visitId);
    assert.equal(response.headers.get('location'), 'http://127.0.0.1:1/fertig/%C3%BC');
  });

  it('works however long the merchant takes, and needs a visit', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    const { visitId } = await open(simulation, url);
    simulation.pass(3_600_000);
    assert.equal((await press(simulation, url, 'finish', 'made-up')).status, 401);
    assert.equal((await simulation.visit(new URL('finish', url).href, { method: 'POST' })).status, 401);
    assert.equal((await simulation.visit(new URL('finish', url).href)).status, 405);
    assert.deepEqual(await statusesOf(simulation), { dfxm: 'pendingauth', gbol: 'pendingauth' });
    assert.equal((await press(simulation, url, 'finish', visitId)).status, 200);
  });

  it('leaves one active accounting connection, and every commerce one', async (t) => {
    const simulation = await simulate(t);
    const link = async (accountingKey: string, commerceKey = 'dfxm') => {
      const url = await simulation.mint({ accountingKey, commerceKey });
      await press(simulation, url, 'finish', (await open(simulation, url)).visitId);
    };
    await link('gbol');
    await link('pdvj');
    assert.deepEqual(await statusesOf(simulation), { dfxm: 'linked', gbol: 'unlinked', pdvj: 'linked' });
    await link('lqai', 'fztf');
    assert.deepEqual(await statusesOf(simulation), {
      dfxm: 'linked',
      gbol: 'unlinked',
      pdvj: 'unlinked',
      fztf: 'linked',
      lqai: 'linked',
    });
  });

  it('is not undone when the merchant comes back to review the settings', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    await press(simulation, url, 'finish', (await open(simulation, url)).visitId);
    assert.equal((await simulation.visit(await simulation.mint())).status, 200);
    assert.deepEqual(await statusesOf(simulation), { dfxm: 'linked', gbol: 'linked' });
  });
});

describe('cancelling', () => {
  it('changes nothing and links back to the redirectUrl', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint({ redirectUrl: DONE });
    const { visitId } = await open(simulation, url);
    const response = await press(simulation, url, 'cancel', visitId);
    assert.equal(response.status, 200);
    const html = await response.text();
    assert.match(html, /cancelled/);
    assert.equal(unescaped(/<a href="([^"]+)"/.exec(html)?.[1] ?? ''), DONE);
    assert.deepEqual(await statusesOf(simulation), { dfxm: 'pendingauth', gbol: 'pendingauth' });
  });

  it('says that the page can be closed, without a redirectUrl', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    const { visitId } = await open(simulation, url);
    const html = await (await press(simulation, url, 'cancel', visitId)).text();
    assert.match(html, /close this page/);
    assert.doesNotMatch(html, /<a /);
  });

  it('needs a visit', async (t) => {
    const simulation = await simulate(t);
    const url = await simulation.mint();
    assert.equal((await press(simulation, url, 'cancel', 'made-up')).status, 401);
    assert.equal((await simulation.visit(new URL('cancel', url).href)).status, 405);
  });
});
