import { html } from 'hono/html';
import type { Returned } from '../returned.js';
import type { Role, Session } from '../sessions.js';
import { productPage, type Html, type Page } from './layout.js';
import { whatHappened } from './what-happened.js';
import { WORDS, type Language } from './words.js';

/** What the page with the picker shows. */
export interface Integrations extends Page {
  session: Session;
  /** How the merchant has just come back from Codat; undefined where nobody has. */
  returned: Returned | undefined;
  /** Hosts the browser may be sent to. */
  allowedHosts: readonly string[];
  /** Where the embedded Codat's faults are switched on; undefined with the real one. */
  faultsUrl: string | undefined;
}

/** How many tiles there will be, by what `createHost` offers unless it is told otherwise. */
const OFFERED: Record<Role, number> = { Commerce: 7, Accounting: 4 };

/** What a merchant is told on coming back from Codat: what really happened, as far as it is known here. */
const welcome = ({ linked, software }: Returned, lang: Language): string => {
  const words = WORDS[lang];
  if (!software) return words.back;
  if (linked) return words.linked(software);
  return linked === false ? words.notYetLinked(software) : words.unknown(software);
};

const switcher = (action: string, name: string, now: string, choices: Record<string, string>): Html =>
  html`<form method="post" action="${action}" class="switch">
    ${Object.entries(choices).map(
      ([value, label]) =>
        html`<button name="${name}" value="${value}" aria-pressed="${value === now ? 'true' : 'false'}">
          ${label}
        </button>`,
    )}
  </form>`;

const demoControls = (faultsUrl: string, { role }: Session): Html =>
  html`<aside aria-label="Demo controls" lang="en">
    <h2>Demo controls</h2>
    <p>Harbour is invented, its figures are, and so is the Codat behind it. Harbour is</p>
    ${switcher('/role', 'role', role, { Commerce: 'commerce software', Accounting: 'accounting software' })}
    <ul role="list">
      <li><a href="${faultsUrl}">Switch on faults of the embedded Codat</a></li>
      <li><a href="/designers/">See every state, and make the picker yours</a></li>
    </ul>
  </aside>`;

/** The settings page with the picker in it. */
export const integrationsPage = (page: Integrations): Html => {
  const { allowedHosts, faultsUrl, lang, returned, session } = page;
  const words = WORDS[lang];
  return productPage(page, 'integrations', {
    description: words.lead[session.role],
    path: returned ? '/?linked&' : '/?',
    picker: true,
    main: html`<h1>${words.integrations}</h1>
      <p class="lead">${words.lead[session.role]}</p>
      ${returned ? html`<p role="status" class="notice">${welcome(returned, lang)}</p>` : ''}
      <codat-commerce-picker
        endpoint="/api/codat/integrations"
        sync-endpoint="/api/codat/sync-url"
        allowed-hosts="${allowedHosts.join(' ')}"
        placeholders="${OFFERED[session.role]}"
        search="always"
      >
        <p slot="not-listed">${words.notListed} <a href="mailto:help@harbour.example">${words.writeToUs}</a>.</p>
      </codat-commerce-picker>`,
    aside: html`${whatHappened()}${faultsUrl ? demoControls(faultsUrl, session) : ''}`,
  });
};
