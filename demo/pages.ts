import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Returned } from './returned.js';
import { MERCHANTS, type Role, type Session } from './sessions.js';

/** What the demo's own pages speak. */
export type Language = 'en' | 'fr';

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

const languages = (lang: Language, path: string): Html =>
  html`<nav aria-label="${lang === 'fr' ? 'Langue' : 'Language'}">
    <a href="${path}lang=en" hreflang="en" lang="en">English</a>
    <a href="${path}lang=fr" hreflang="fr" lang="fr">Français</a>
  </nav>`;

const noPassword = (lang: Language): Html =>
  html`<p class="notice">
    ${
      lang === 'fr'
        ? 'Derrière cette démo se trouve le vrai Codat, avec votre clé. La connexion ne demande pas de mot de passe : c’est fait pour essayer sur cet ordinateur, pas pour la production.'
        : 'Behind this demo is the real Codat, with your key. Logging in takes no password: this is for trying things out on this computer, and not for production.'
    }
  </p>`;

/** What one can log in as: no password, it is a demo. */
export const logInPage = ({ lang, real }: { lang: Language; real: boolean }): Html => {
  const french = lang === 'fr';
  return layout(
    `${french ? 'Connexion' : 'Log in'} – Harbour`,
    lang,
    html`<body class="narrow">
      <main>
        <h1>Harbour</h1>
        ${real ? noPassword(lang) : ''}
        <form method="post" action="/log-in">
          <fieldset>
            <legend>${french ? 'Se connecter en tant que' : 'Log in as'}</legend>
            ${MERCHANTS.map(
              ({ id, name }, index) =>
                html`<label
                  ><input type="radio" name="merchant" value="${index}" ${raw(index === 0 ? 'checked' : '')} />
                  <span
                    >${name}<small>${french ? 'identifiant du commerçant :' : 'merchant id:'} ${id}</small></span
                  ></label
                >`,
            )}
          </fieldset>
          <button type="submit">${french ? 'Se connecter' : 'Log in'}</button>
        </form>
        ${languages(lang, '/log-in?')}
      </main>
    </body>`,
  );
};

/** What a merchant is told on coming back from Codat: what really happened, as far as it is known here. */
const welcome = ({ linked, software }: Returned, french: boolean): string => {
  if (!software) {
    return french
      ? 'Bon retour. Ce qui est lié est indiqué ci-dessous.'
      : 'Welcome back. What is linked says so below.';
  }
  if (linked) return french ? `Bon retour : ${software} est lié.` : `Welcome back: ${software} is linked.`;
  if (linked === false) {
    return french
      ? `Bon retour. ${software} n’est pas encore lié : choisissez-le de nouveau pour terminer.`
      : `Welcome back. ${software} is not linked yet: choose it again to finish.`;
  }
  return french
    ? `Bon retour. Codat ne nous a pas encore dit si ${software} est lié.`
    : `Welcome back. Codat has not told us yet whether ${software} is linked.`;
};

/** What the dashboard shows. */
export interface Dashboard {
  session: Session;
  lang: Language;
  /** How the merchant has just come back from Codat; undefined where nobody has. */
  returned: Returned | undefined;
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
export const dashboardPage = ({ allowedHosts, faultsUrl, lang, returned, session }: Dashboard): Html => {
  const product = PRODUCTS[session.role];
  const french = lang === 'fr';
  return layout(
    `${french ? 'Intégrations' : 'Integrations'} – ${product}`,
    lang,
    html`<body>
      <header>
        <strong>${product}</strong>
        ${languages(lang, returned ? '/?linked&' : '/?')}
        <form method="post" action="/log-out">
          <span id="merchant">${session.merchant.name}</span>
          <button>${french ? 'Se déconnecter' : 'Log out'}</button>
        </form>
      </header>
      <main>
        <h1>${french ? 'Intégrations' : 'Integrations'}</h1>
        ${returned ? html`<p role="status" class="notice">${welcome(returned, french)}</p>` : ''}
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
          ? html`<aside aria-label="Demo controls" lang="en">
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
