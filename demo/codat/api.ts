import { Hono, type MiddlewareHandler } from 'hono';
import { brandingOf, logoUrl } from './branding.js';
import { errorAnswer, Refusal } from './errors.js';
import type { Endpoint, Fault } from './faults.js';
import type { Integration } from './integrations.js';
import { paginate } from './paging.js';
import { RateLimit, rateLimitHeaders } from './rate-limit.js';
import type { Env, World } from './world.js';
import { strike } from './strike.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

type ApiEnv = { Bindings: Env; Variables: { fault: Fault | undefined } };

/** Codat's REST API: everything that no page answers, and nothing without the key. */
export function apiRoutes(world: World): Hono<ApiEnv> {
  const { integrations, companies, codes } = world;
  const api = new Hono<ApiEnv>();
  api.use(limited(world), authorized(world.apiKey));

  api.all('/config/integrations', endpoint(world, 'list'), (c) => {
    const query = new URL(c.req.url).searchParams;
    // A guess: the facts name the parameter and don't say what it means.
    const search = query.get('query')?.toLowerCase() ?? '';
    const rows = [...integrations.values()].filter(({ name }) => name.toLowerCase().includes(search));
    const base = world.staticBaseUrl();
    const results = rows.map(({ key, ...rest }) => ({ key, logoUrl: logoUrl(key, base), ...rest }));
    return Response.json(paginate(results, query, '/integrations'));
  });

  api.all('/config/integrations/:platformKey/branding', endpoint(world, 'branding'), (c) =>
    Response.json(brandingOf(lookUp(integrations, c.req.param('platformKey')), world.staticBaseUrl())),
  );

  api.all('/config/sync/commerce/:commerceKey/:accountingKey/start', endpoint(world, 'sync'), (c) => {
    const { commerceKey, accountingKey } = c.req.param();
    const commerce = lookUp(integrations, commerceKey);
    const accounting = lookUp(integrations, accountingKey);
    const software = choiceOf(world, commerce, accounting);
    const query = new URL(c.req.url).searchParams;
    const merchantIdentifier = query.get('merchantIdentifier') ?? '';
    const redirectUrl = query.get('redirectUrl');
    if (!merchantIdentifier.trim()) {
      throw Refusal.parameter('merchantIdentifier', "'merchantIdentifier' must not be empty.", 'NotEmptyValidator');
    }
    if (redirectUrl !== null && !isAbsolute(redirectUrl)) {
      throw Refusal.parameter('redirectUrl', "'redirectUrl' must be an absolute http(s) URL.", 'UrlValidator');
    }
    const company = companies.start(merchantIdentifier, [commerceKey, accountingKey]);
    const flow = { companyId: company.id, commerceKey, accountingKey, merchantIdentifier, software };
    const dead = c.var.fault?.name === 'sync-expired';
    const path = codes.mint(redirectUrl === null ? flow : { ...flow, redirectUrl }, dead ? -1 : undefined);
    return Response.json({ url: `${world.origin()}${path}` }, { headers: { 'Cache-Control': 'no-store' } });
  });

  api.all('/companies/:companyId/connections', endpoint(world, 'connections'), (c) => {
    const company = companies.get(c.req.param('companyId'));
    if (!company) throw new Refusal(404, 'Company not found');
    const path = `/companies/${encodeURIComponent(company.id)}/connections`;
    return Response.json(paginate(company.connections, new URL(c.req.url).searchParams, path));
  });

  api.all('*', () => errorAnswer(404, 'Resource not found'));
  return api;
}

// 1,000 a minute from one address, and 1,000 a day for the account and for each company that is active.
function limited({ now, limits, companies, onReset }: World): MiddlewareHandler<ApiEnv> {
  const minute = new RateLimit(MINUTE, now);
  const day = new RateLimit(DAY, now);
  onReset(() => {
    minute.clear();
    day.clear();
  });
  return async (c, next) => {
    const address = c.env.incoming?.socket.remoteAddress ?? 'in-process';
    const allowances = [
      minute.take(address, limits.perMinute),
      day.take('account', limits.perDay * (1 + companies.active)),
    ];
    const exceeded = allowances.find((allowance) => allowance.exceeded);
    const tightest = allowances.reduce((a, b) => (b.remaining < a.remaining ? b : a));
    if (exceeded) {
      const seconds = Math.max(1, Math.ceil((exceeded.resetsAt - now()) / 1000));
      c.res = errorAnswer(429, 'Rate limit exceeded', { headers: { 'Retry-After': String(seconds) } });
    } else {
      await next();
    }
    for (const [name, value] of Object.entries(rateLimitHeaders(exceeded ?? tightest))) c.res.headers.set(name, value);
  };
}

function authorized(apiKey: string): MiddlewareHandler<ApiEnv> {
  const header = `Basic ${Buffer.from(apiKey).toString('base64')}`;
  return async (c, next) => {
    if (c.req.header('Authorization') === header) return next();
    return errorAnswer(401, 'The API key is missing or not valid');
  };
}

function endpoint(world: World, name: Endpoint): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.env.call.endpoint = name;
    // HEAD too: hono would otherwise run the GET for it, and minting has a side effect.
    if (c.req.method !== 'GET') return errorAnswer(405, 'Method not allowed', { headers: { Allow: 'GET' } });

    const leave = world.record.enter(name);
    try {
      const fault = world.faults.take(name, Object.values(c.req.param()));
      c.set('fault', fault);
      if (!fault) return await next();
      c.res = await strike(fault, {
        answer: async () => {
          await next();
          return c.res;
        },
        signal: c.req.raw.signal,
        behindSocket: c.env.outgoing !== undefined,
        now: world.now,
        origin: world.origin(),
      });
    } finally {
      leave();
    }
    return undefined;
  };
}

function lookUp(integrations: ReadonlyMap<string, Integration>, key: string): Integration {
  const integration = integrations.get(key);
  if (!integration) throw new Refusal(404, `Integration ${key.slice(0, 50)} not found`);
  return integration;
}

/** The merchant's choice of the two: the one that is not the connector. */
function choiceOf({ connectorKeys }: World, commerce: Integration, accounting: Integration): Integration {
  for (const [itemId, { key, sourceType }, expected] of [
    ['commerceKey', commerce, 'Commerce'],
    ['accountingKey', accounting, 'Accounting'],
  ] as const) {
    if (sourceType !== expected) {
      throw Refusal.parameter(itemId, `Integration ${key} is not a ${expected} integration.`, 'SourceTypeValidator');
    }
  }
  const isOwn = connectorKeys.has(commerce.key);
  if (isOwn === connectorKeys.has(accounting.key)) {
    throw Refusal.parameter('commerceKey', 'Exactly one of the two keys must be a connector’s.', 'ConnectorValidator');
  }
  const software = isOwn ? accounting : commerce;
  if (!software.enabled) {
    const itemId = isOwn ? 'accountingKey' : 'commerceKey';
    throw Refusal.parameter(itemId, `Integration ${software.key} is not enabled.`, 'EnabledValidator');
  }
  return software;
}

const isAbsolute = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);
