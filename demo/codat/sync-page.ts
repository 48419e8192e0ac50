import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { formFields, page } from './page.js';
import type { Flow, SyncCodes } from './sync-codes.js';
import type { Env, World } from './world.js';

const BASE = '/:session{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}/partnercommerce/:slug';

type SyncEnv = { Bindings: Env };

/** The site that a Sync URL leads to. It has no key: whoever holds a live code is the merchant. */
export function syncPageRoutes({ codes, companies }: World): Hono<SyncEnv> {
  const routes = new Hono<SyncEnv>();

  routes.all(`${BASE}/start`, (c) => {
    // Before the code is looked at: no other method uses it up.
    if (c.req.method !== 'GET') return wrongMethod(c, 'GET');
    const query = new URL(c.req.url).searchParams;
    const opened = codes.redeem(c.req.param('session'), query.get('otp') ?? '', query.get('merchantIdentifier') ?? '');
    return opened ? setUp(c, opened.visit, opened.flow) : deadCode(c);
  });

  routes.all(`${BASE}/finish`, async (c) => {
    if (c.req.method !== 'POST') return wrongMethod(c, 'POST');
    const flow = await flowOf(c, codes);
    if (!flow) return deadCode(c);
    companies.finish(flow.companyId, [flow.commerceKey, flow.accountingKey]);
    if (flow.redirectUrl !== undefined) {
      c.header('Cache-Control', 'no-store');
      c.header('Referrer-Policy', 'no-referrer');
      return c.redirect(new URL(flow.redirectUrl).href, 303);
    }
    const done = html`<p data-testid="outcome">${flow.software.name} is linked. You can close this page.</p>`;
    return page(c, 'Sync set-up is finished', done);
  });

  routes.all(`${BASE}/cancel`, async (c) => {
    if (c.req.method !== 'POST') return wrongMethod(c, 'POST');
    const flow = await flowOf(c, codes);
    if (!flow) return deadCode(c);
    const { redirectUrl, software } = flow;
    const wayBack =
      redirectUrl === undefined
        ? html`<p>You can close this page, or go back to where you came from.</p>`
        : html`<p>You can close this page, or <a href="${redirectUrl}">go back to where you came from</a>.</p>`;
    return page(
      c,
      'Sync set-up is cancelled',
      html`<p data-testid="outcome">Nothing has changed: ${software.name} is waiting for you.</p>
        ${wayBack}`,
    );
  });

  return routes;
}

function setUp(c: Context<SyncEnv>, visit: string, flow: Flow): Response | Promise<Response> {
  const { software, commerceKey, accountingKey, merchantIdentifier, redirectUrl } = flow;
  const returns =
    redirectUrl === undefined
      ? ''
      : html`<dt>You return to</dt>
          <dd data-testid="redirectUrl">${redirectUrl}</dd>`;
  const content = html`<p>
      This page stands in for Codat’s. There, you would sign in to your software and choose what is synced.
    </p>
    <dl>
      <dt>Software</dt>
      <dd data-testid="software">${software.name}</dd>
      <dt>Merchant</dt>
      <dd data-testid="merchantIdentifier">${merchantIdentifier}</dd>
      <dt>Commerce key</dt>
      <dd data-testid="commerceKey">${commerceKey}</dd>
      <dt>Accounting key</dt>
      <dd data-testid="accountingKey">${accountingKey}</dd>
      ${returns}
    </dl>
    <form method="post" action="finish">
      <input type="hidden" name="visit" value="${visit}" />
      <div class="actions">
        <button class="primary" type="submit">Finish</button>
        <button type="submit" formaction="cancel">Cancel</button>
      </div>
    </form>`;
  return page(c, 'Sync set-up', content, {
    formTargets: redirectUrl === undefined ? [] : [new URL(redirectUrl).origin],
  });
}

function deadCode(c: Context<SyncEnv>): Response | Promise<Response> {
  const content = html`<p><strong>HTTP 401</strong></p>
    <p>
      This link has been used, or is older than 30 seconds. Go back to where you came from and choose your software
      again.
    </p>`;
  return page(c, 'This link does not work any more', content, { status: 401 });
}

function wrongMethod(c: Context<SyncEnv>, allowed: string): Response | Promise<Response> {
  c.header('Allow', allowed);
  return page(c, 'HTTP 405', html`<p>This page does not take ${c.req.method}.</p>`, { status: 405 });
}

async function flowOf(c: Context<SyncEnv>, codes: SyncCodes): Promise<Flow | undefined> {
  const { visit } = await formFields(c);
  return visit === undefined ? undefined : codes.visited(visit);
}
