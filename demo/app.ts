import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { parse } from 'hono/utils/cookie';
import { createHost } from '../src/host/index.js';
import { addresses, assets } from './assets.js';
import { designersSite } from './designers/serve.js';
import { integrationsPage } from './pages/integrations.js';
import type { Page } from './pages/layout.js';
import { logInPage } from './pages/log-in.js';
import { overviewPage } from './pages/overview.js';
import type { Language } from './pages/words.js';
import { returnedFrom, softwareOf } from './returned.js';
import { MERCHANTS, Sessions, type Role } from './sessions.js';

/** What a running demo needs to know. */
export interface DemoOptions {
  /** The demo's own address, such as `http://127.0.0.1:4300`. */
  origin: string;
  /** Codat's key. */
  apiKey: string;
  /** The connector's platformKey for each role the demo can take; one role alone can't be switched. */
  connectors: Partial<Record<Role, string>>;
  /** Address of the embedded Codat; undefined for the real one. */
  embeddedCodat?: string | undefined;
  /**
   * The id of a merchant's company at Codat, by the demo's own id of the merchant; the embedded Codat alone can be
   * asked. A real host stores the id with its merchant, when a webhook of Codat's or its portal tells it.
   */
  companyOf?: ((merchantIdentifier: string) => string | undefined) | undefined;
}

const COOKIE = 'harbour_session';
const LANGUAGE = 'harbour_language';

// `parse` of hono decodes the values, as `getCookie` does, from a plain Request.
const sessionIdOf = (request: Request): string | undefined => parse(request.headers.get('cookie') ?? '')[COOKIE];

/** The language that was chosen last, in whatever session. */
function languageOf(c: Context): Language {
  const asked = c.req.query('lang');
  const language = (asked ?? getCookie(c, LANGUAGE)) === 'fr' ? 'fr' : 'en';
  if (asked !== undefined) setCookie(c, LANGUAGE, language, { httpOnly: true, sameSite: 'Lax', path: '/' });
  return language;
}

const pageOf = async (c: Context): Promise<Page> => ({ lang: languageOf(c), addresses: await addresses() });

/** The demo host: a small dashboard, its sessions, and `createHost` mounted in it. */
export function createDemo({ apiKey, companyOf, connectors, embeddedCodat, origin }: DemoOptions): Hono {
  const roles = Object.keys(connectors) as Role[];
  const sessions = new Sessions();
  const allowedHosts = [embeddedCodat ? new URL(embeddedCodat).hostname : 'codat.io'];

  const hosts = Object.fromEntries(
    roles.map((role) => [
      role,
      createHost({
        apiKey,
        connector: { platformKey: connectors[role]!, sourceType: role },
        merchant: (request) => {
          const session = sessions.get(sessionIdOf(request));
          if (!session) return null;
          const { id } = session.merchant;
          return { merchantIdentifier: id, companyId: companyOf?.(id) };
        },
        redirectUrl: `${origin}/?linked`,
        allowedHosts,
        ...(embeddedCodat && { baseUrl: embeddedCodat }),
      }),
    ]),
  );

  const app = new Hono();
  // Before the headers of the pages that follow: it has its own.
  app.route('/designers', designersSite());
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'https://static.codat.io'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['codat-commerce-picker'],
      },
      strictTransportSecurity: false,
    }),
  );

  app.use('/api/codat/integrations', compress());
  // The whole of the host's part: the endpoints of the picker.
  app.all('/api/codat/*', async ({ req }) => {
    const session = sessions.get(sessionIdOf(req.raw));
    const copy = req.raw.clone();
    const answer = await hosts[session?.role ?? roles[0]!]!(req.raw);
    // For the words on coming back: the address that Codat sends the merchant to is the same for all software.
    if (session && answer.ok && req.method === 'POST') {
      session.chosen = ((await copy.json()) as { platformKey: string }).platformKey;
    }
    return answer;
  });

  app.use(csrf());
  app.use(compress());
  app.route('/', assets());
  app.get('/log-in', async (c) => c.html(logInPage(await pageOf(c), { real: !embeddedCodat })));
  app.post('/log-in', async (c) => {
    const { merchant } = await c.req.parseBody();
    const chosen = MERCHANTS[Number(merchant)];
    if (!chosen) return c.redirect('/log-in', 303);
    setCookie(c, COOKIE, sessions.open(chosen, roles[0]!), { httpOnly: true, sameSite: 'Lax', path: '/' });
    return c.redirect('/', 303);
  });
  app.post('/log-out', (c) => {
    sessions.close(deleteCookie(c, COOKIE));
    return c.redirect('/log-in', 303);
  });
  app.post('/role', async (c) => {
    const session = sessions.get(getCookie(c, COOKIE));
    const { role } = await c.req.parseBody();
    if (session && roles.includes(role as Role)) session.role = role as Role;
    return c.redirect('/', 303);
  });
  app.get('/overview', async (c) => {
    const session = sessions.get(getCookie(c, COOKIE));
    if (!session) return c.redirect('/log-in', 303);
    const software = await softwareOf(hosts[session.role]!, c.req.raw);
    return c.html(overviewPage({ ...(await pageOf(c)), session, software, today: new Date() }));
  });
  app.get('/', async (c) => {
    const page = await pageOf(c);
    const session = sessions.get(getCookie(c, COOKIE));
    if (!session) return c.redirect('/log-in', 303);
    const isBack = c.req.query('linked') !== undefined;
    return c.html(
      integrationsPage({
        ...page,
        session,
        allowedHosts,
        returned: isBack ? await returnedFrom(session, hosts[session.role]!, c.req.raw) : undefined,
        faultsUrl: embeddedCodat && `${embeddedCodat}/_faults`,
      }),
    );
  });

  // A picker shows logos from https: and from the page's own origin. The embedded Codat has neither, so the demo
  // passes its wordmarks on; the real one's come from https://static.codat.io.
  if (embeddedCodat) {
    app.get('/public/*', async (c) => {
      const logo = await fetch(embeddedCodat + c.req.path);
      return new Response(logo.body, logo);
    });
  }
  return app;
}
