import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { MERCHANTS, type Role, type Session } from './sessions.js';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const PRODUCTS: Record<Role, string> = { Commerce: 'Harbour Till', Accounting: 'Harbour Books' };

const layout = (title: string, lang: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/demo.css" />
        <script src="/codat-commerce-picker.min.js" defer></script>
      </head>
      ${body}
    </html>`;

/** What one can log in as: no password, it is a demo. */
export const logInPage = (): Html =>
  layout(
    'Log in – Harbour',
    'en',
    html`<body class="narrow">
      <main>
        <h1>Harbour</h1>
        <form method="post" action="/log-in">
          <fieldset>
            <legend>Log in as</legend>
            ${MERCHANTS.map(
              ({ id, name }, index) =>
                html`<label
                  ><input type="radio" name="merchant" value="${index}" ${raw(index === 0 ? 'checked' : '')} />
                  <span>${name}<small>merchant id: ${id}</small></span></label
                >`,
            )}
          </fieldset>
          <button type="submit">Log in</button>
        </form>
      </main>
    </body>`,
  );

/** What the dashboard shows. */
export interface Dashboard {
  session: Session;
  lang: 'en' | 'fr';
  /** Whether the merchant has just come back from Codat. */
  linked: boolean;
  /** Hosts the browser may be sent to. */
  allowedHosts: readonly string[];
  /** Where the embedded Codat's faults are switched on; undefined with the real one. */
  faultsUrl: string | undefined;
}

const switcher = (action: string, name: string, now: string, choices: Record<string, string>): Html =>
  html`<form method="post" action="${action}" class="switch">
    ${Object.entries(choices).map(
      ([value, label]) =>
        html`<button name="${name}" value="${value}" aria-pressed="${value === now ? 'true' : 'false'}">
          ${label}
        </button>`,
    )}
  </form>`;

/** The dashboard: an ordinary product page with the picker in it. */
export const dashboardPage = ({ allowedHosts, faultsUrl, lang, linked, session }: Dashboard): Html => {
  const product = PRODUCTS[session.role];
  const french = lang === 'fr';
  return layout(
    `${french ? 'Intégrations' : 'Integrations'} – ${product}`,
    lang,
    html`<body>
      <header>
        <strong>${product}</strong>
        <nav aria-label="${french ? 'Langue' : 'Language'}">
          <a href="/?lang=en" hreflang="en" lang="en">English</a>
          <a href="/?lang=fr" hreflang="fr" lang="fr">Français</a>
        </nav>
        <form method="post" action="/log-out">
          <span id="merchant">${session.merchant.name}</span>
          <button>${french ? 'Se déconnecter' : 'Log out'}</button>
        </form>
      </header>
      <main>
        <h1>${french ? 'Intégrations' : 'Integrations'}</h1>
        ${
          linked
            ? html`<p role="status" class="notice">
                ${french ? 'Bon retour : la liaison est en place.' : 'Welcome back: your accounts are linked.'}
              </p>`
            : ''
        }
        <codat-commerce-picker
          endpoint="/api/codat/integrations"
          sync-endpoint="/api/codat/sync-url"
          allowed-hosts="${allowedHosts.join(' ')}"
        >
          <p slot="not-listed">
            ${french ? 'Votre logiciel n’y est pas ?' : 'Your software is not here?'}
            <a href="mailto:help@harbour.example">${french ? 'Écrivez-nous' : 'Write to us'}</a>.
          </p>
        </codat-commerce-picker>
      </main>
      ${
        faultsUrl
          ? html`<aside aria-label="Demo controls">
              <h2>Demo controls</h2>
              <p>Harbour is invented, and so is the Codat behind it. Harbour is</p>
              ${switcher('/role', 'role', session.role, {
                Commerce: 'commerce software',
                Accounting: 'accounting software',
              })}
              <p><a href="${faultsUrl}">Switch on faults of the embedded Codat</a></p>
              <p><a href="/designers/">See every state, and make the picker yours</a></p>
            </aside>`
          : ''
      }
    </body>`,
  );
};
