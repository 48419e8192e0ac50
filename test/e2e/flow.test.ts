import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MERCHANTS } from '../../demo/sessions.js';
import { awkward, syncPage, useWorld } from '../support/demo.js';

const ACCOUNTING = {
  qudb: 'Exact (NL)',
  pbbf: 'Exact (UK)',
  fbrh: 'FreeAgent',
  pdvj: 'MYOB',
  qhyg: 'QuickBooks Online',
  gbol: 'Xero',
};
const COMMERCE = { fqly: 'Clover', ldgh: 'Lightspeed K', fztf: 'Shopify', ugxp: 'Zettle by PayPal' };

const { enter, world } = useWorld();

const minted = (): number => world().codat.requests.filter(({ endpoint }) => endpoint === 'sync').length;

describe('from the tile to the Sync page', () => {
  for (const [role, software, keys] of [
    ['Commerce', ACCOUNTING, (key: string) => ({ commerceKey: 'dfxm', accountingKey: key })],
    ['Accounting', COMMERCE, (key: string) => ({ commerceKey: key, accountingKey: 'lqai' })],
  ] as const) {
    for (const [key, name] of Object.entries(software)) {
      for (const way of ['pointer', 'keyboard'] as const) {
        it(`leads a merchant of ${role.toLowerCase()} software to ${name}, by ${way}`, async () => {
          const { page } = await enter({ role });
          const tile = page.getByRole('button', { name: new RegExp(`^${name.replace(/[()]/g, '\\$&')}, `) });
          if (way === 'pointer') {
            await tile.click();
          } else {
            await tile.focus();
            await page.keyboard.press('Enter');
          }
          assert.deepEqual(await syncPage(page), {
            software: name,
            merchantIdentifier: MERCHANTS[0]!.id,
            ...keys(key),
          });
          assert.equal(minted(), 1);
        });
      }
    }
  }

  it('carries a merchant id with spaces, &, #, /, accents and an emoji intact', async () => {
    const { page } = await enter({ merchant: awkward });
    await page.getByRole('button', { name: /^Xero/ }).click();
    assert.equal((await syncPage(page))['merchantIdentifier'], 'Café & Co / #1 😀 ünïcode');
  });

  it('brings the merchant back when the set-up is finished', async () => {
    const { page } = await enter();
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('Welcome back: Xero is linked.').waitFor();
    assert.ok(page.url().startsWith(world().origin));
  });

  it('says that nothing is linked yet to a merchant who cancels and takes the way back', async () => {
    const { page } = await enter();
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Sync set-up is cancelled' }).waitFor();
    await page.getByRole('link', { name: 'go back to where you came from' }).click();
    await page.getByText('Welcome back. Xero is not linked yet: choose it again to finish.').waitFor();
  });

  it('names nothing to whoever comes to that address without a choice', async () => {
    const { page } = await enter();
    await page.goto(`${world().origin}/?linked`);
    await page.getByText('Welcome back. What is linked says so below.').waitFor();
  });

  it('does not claim what Codat can not be asked for', async () => {
    const { page } = await enter();
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    world().codat.faults.set({ name: 'status-503', scope: 'connections' });
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('Welcome back. Codat has not told us yet whether Xero is linked.').waitFor();
  });

  it('goes on in French, past the set-up, another role and another log-in', async () => {
    const { page } = await enter({ lang: 'fr' });
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('Bon retour : Xero est lié.').waitFor();
    await page.getByRole('button', { name: 'accounting software', exact: true }).click();
    await page.getByRole('heading', { name: 'Intégrations' }).waitFor();
    assert.match(await page.title(), /Harbour Books/);
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByRole('heading', { name: 'Intégrations' }).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Integrations' }).waitFor();
  });

  it('speaks French on a French page', async () => {
    const { page } = await enter({ lang: 'fr' });
    await page.getByRole('button', { name: 'Xero, Liez votre compte Xero' }).click();
    await syncPage(page);
  });

  it('sends one request and one navigation for a double click', async () => {
    const { page } = await enter();
    await page.getByRole('button', { name: /^Xero/ }).dblclick();
    await syncPage(page);
    assert.equal(minted(), 1);
  });

  it('sends one request for an Enter key that is held down', async () => {
    const { page } = await enter();
    world().codat.faults.set({ name: 'slow', scope: 'sync', delay: 300 });
    await page.getByRole('button', { name: /^Xero/ }).focus();
    for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await syncPage(page);
    assert.equal(minted(), 1);
  });
});

describe('what can not be picked', () => {
  it('is Sage Accounting, which is coming soon, and the connector, which is not even shown', async () => {
    const { page } = await enter();
    const sage = page.getByRole('button', { name: 'Sage Accounting, Coming soon' });
    assert.equal(await sage.getAttribute('aria-disabled'), 'true');
    await sage.click({ force: true });
    await sage.press('Enter');
    assert.equal(await page.locator('codat-commerce-picker [data-key="dfxm"]').count(), 0);
    assert.equal(await page.locator('codat-commerce-picker [part~="tile"]').count(), 7);
    assert.equal(minted(), 0);
    assert.equal(page.url(), `${world().origin}/`);
  });

  for (const [name, platformKey] of [
    ['Sage', 'tgff'],
    ['the connector', 'dfxm'],
    ['software of the wrong side', 'fztf'],
    ['software nobody knows', 'zzzz'],
  ] as const) {
    it(`is refused to a hand-made POST as well: ${name}`, async () => {
      const { page } = await enter();
      const answer = await page.evaluate(async (key) => {
        const response = await fetch('/api/codat/sync-url', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ platformKey: key }),
        });
        return { status: response.status, body: (await response.json()) as { code: string } };
      }, platformKey);
      assert.equal(answer.status, 404);
      assert.equal(answer.body.code, 'unknown-platform');
      assert.equal(minted(), 0);
    });
  }
});

describe('a code that is dead', () => {
  it('after 31 seconds is cured by picking again', async () => {
    const { page } = await enter();
    await page.route(
      `${world().codatOrigin}/**/start**`,
      async (route) => {
        world().pass(31_000);
        await route.continue();
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: /^Xero/ }).click();
    await page.getByText('HTTP 401').waitFor();
    await page.goBack({ waitUntil: 'commit' });
    await page.getByRole('button', { name: /^Xero, Not finished/ }).click();
    assert.equal((await syncPage(page))['software'], 'Xero');
    assert.equal(minted(), 2);
  });

  it('is cured by picking again also when the back button brings the page back from the cache', async () => {
    const { page } = await enter();
    await page.evaluate(() => {
      addEventListener('pageshow', (event) => (document.title = event.persisted ? 'from the cache' : 'anew'));
    });
    const tile = page.getByRole('button', { name: /^Xero/ });
    await tile.click();
    await syncPage(page);
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.title === 'from the cache');
    assert.equal(await tile.getAttribute('aria-busy'), 'false');
    await tile.click();
    assert.equal((await syncPage(page))['software'], 'Xero');
    assert.equal(minted(), 2);
  });

  it('by being used twice shows HTTP 401, and works again when picked again', async () => {
    const { context, page } = await enter();
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    const again = await context.newPage();
    assert.equal((await again.goto(page.url()))!.status(), 401);
    await again.goto(world().origin);
    await again.getByRole('button', { name: /^Xero/ }).click();
    assert.equal((await syncPage(again))['software'], 'Xero');
  });
});

describe('a session that has ended', () => {
  it('before the list is fetched is said on the page', async () => {
    const { context, page } = await enter();
    await context.clearCookies();
    await page.evaluate(() =>
      document.querySelector('codat-commerce-picker')!.setAttribute('endpoint', '/api/codat/integrations?'),
    );
    await page.locator('#failure').getByText('Your session has ended. Log in again.').waitFor();
    assert.equal(world().codat.requests.filter(({ endpoint }) => endpoint === 'sync').length, 0);
  });

  it('before the choice is said on the tile, and the choice is kept', async () => {
    const { context, page } = await enter();
    await context.clearCookies();
    await page.getByRole('button', { name: /^Xero/ }).click();
    await page.locator('#failure').getByText('Your session has ended.').waitFor();
    assert.equal(
      await page.locator('codat-commerce-picker').evaluate((picker) => (picker as HTMLInputElement).value),
      'gbol',
    );
    assert.equal(minted(), 0);
  });
});

describe('a Codat that is down', () => {
  for (const name of [
    'status-500',
    'status-503',
    'status-429',
    'dropped',
    'truncated',
    'empty',
    'html',
    'sync-other-host',
    'sync-http',
  ] as const) {
    it(`while the Sync URL is asked for is said on the tile, and one more try helps: ${name}`, async (t) => {
      const visited = await enter();
      const { page } = visited;
      world().codat.faults.set({ name, scope: 'sync', times: 1 });
      await page.getByRole('button', { name: /^Xero/ }).click();
      await page.locator('#failure').waitFor();
      assert.equal(minted(), 1, 'nothing is asked for twice by itself');
      // A Sync URL that leads elsewhere is no accident: there is no button, and the tile can be picked once more.
      // Nobody asks a Codat that wants to be left alone, before a minute is over.
      const { now } = Date;
      t.mock.method(Date, 'now', () => now() + 61_000);
      const again = page.getByRole('button', { name: name.startsWith('sync-') ? /^Xero/ : 'Try again' });
      assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), name.startsWith('sync-') ? 0 : 1);
      await again.click();
      assert.equal((await syncPage(page))['software'], 'Xero');
      // What is the developer's to mend is in the console, in one line, by its code alone.
      const lines = visited.noise.splice(0);
      for (const line of lines) assert.match(line, /^codat-commerce-picker sync-endpoint HTTP 502 \([a-z-]+\)$/);
    });
  }
});

describe('secrets', () => {
  it('are in no request, no answer and no page on the way: key, merchant id, and the Sync URL but once', async () => {
    const { context, page } = await enter({ merchant: awkward });
    const seen: string[] = [];
    context.on('response', async (response) => {
      if (!response.url().startsWith(world().origin)) return;
      seen.push(response.url(), JSON.stringify(await response.allHeaders()));
      if (response.request().resourceType() === 'fetch') seen.push(await response.text().catch(() => ''));
    });
    await page.reload();
    await page.getByRole('button', { name: /^Xero/ }).waitFor();
    const html = await page.evaluate(() => document.documentElement.getHTML({ serializableShadowRoots: true }));
    assert.ok(!html.includes(world().apiKey));
    assert.ok(!seen.join('\n').includes(world().apiKey));
    assert.ok(!seen.join('\n').includes('ünïcode'));
    await page.getByRole('button', { name: /^Xero/ }).click();
    await syncPage(page);
    assert.ok(!seen.join('\n').includes(world().apiKey));
  });
});
