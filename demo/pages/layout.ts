import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Addresses } from '../assets.js';
import type { Role, Session } from '../sessions.js';
import { WORDS, type Language } from './words.js';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page of the demo product is made for. */
export interface Page {
  lang: Language;
  addresses: Addresses;
}

export const PRODUCTS: Record<Role, string> = { Commerce: 'Harbour Till', Accounting: 'Harbour Books' };

/** What listens to the picker comes before it, so that it misses nothing. */
const scripts = ({ script, whatHappened }: Addresses): Html =>
  html`<link rel="modulepreload" href="/funnel.js" />
    <script src="${whatHappened}" type="module"></script>
    <script src="${script}" defer></script>`;

/** The whole of a page: its head, and what its body holds. */
export const documentOf = (
  { addresses, lang }: Page,
  { title, description, body, picker = false }: { title: string; description: string; body: Html; picker?: boolean },
): Html =>
  html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${description}" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${addresses.icon}" />
        <link rel="stylesheet" href="${addresses.style}" />
        ${picker ? scripts(addresses) : ''}
      </head>
      ${body}
    </html>`;

/** The product's sign and its name. */
export const brand = (name: string): Html =>
  html`<span class="brand">
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M9 8v16M23 8v16M9 16h14" />
    </svg>
    ${name}
  </span>`;

export const languages = (lang: Language, path: string): Html => {
  const link = (code: Language, name: string): Html =>
    html`<a
      href="${path}lang=${code}"
      hreflang="${code}"
      lang="${code}"
      ${raw(code === lang ? 'aria-current="true"' : '')}
      >${name}</a
    >`;
  return html`<nav class="languages" aria-label="${WORDS[lang].language}">
    ${link('en', 'English')} ${link('fr', 'Français')}
  </nav>`;
};

const ICONS = {
  overview: 'M4 13h5v7H4zM10 4h5v16h-5zM16 9h4v11h-4z',
  integrations: 'M8 3v5M16 3v5M5 8h14v3a7 7 0 0 1-14 0zM12 18v3',
};

const initialsOf = (name: string): string =>
  (name.match(/\p{L}+/gu) ?? [])
    .slice(0, 2)
    .map((word) => word[0])
    .join('');

/** A page of somebody who is logged in: the product's frame, and what it holds. */
export const productPage = (
  page: Page & { session: Session },
  current: keyof typeof ICONS,
  {
    description,
    main,
    aside,
    path,
    picker,
  }: { description: string; main: Html; aside?: Html | ''; path: string; picker?: boolean },
): Html => {
  const { lang, session } = page;
  const words = WORDS[lang];
  const product = PRODUCTS[session.role];
  const item = (name: keyof typeof ICONS, href: string): Html =>
    html`<li>
      <a href="${href}" ${raw(name === current ? 'aria-current="page"' : '')}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="${ICONS[name]}" /></svg>
        ${words[name]}</a
      >
    </li>`;
  return documentOf(page, {
    title: `${words[current]} – ${product}`,
    description,
    ...(picker !== undefined && { picker }),
    body: html`<body class="product">
      <a class="skip" href="#content">${words.skip}</a>
      <header>
        <div class="bar">
          ${brand(product)}
          <nav aria-label="${words.mainMenu}">
            <ul role="list">
              ${item('overview', '/overview')} ${item('integrations', '/')}
            </ul>
          </nav>
          <form method="post" action="/log-out" class="account">
            <span class="avatar" aria-hidden="true">${initialsOf(session.merchant.name)}</span>
            <span id="merchant">${session.merchant.name}</span>
            <button>${words.logOut}</button>
          </form>
        </div>
      </header>
      <div class="content">
        <main id="content" tabindex="-1">${main}</main>
        <footer>${languages(lang, path)}</footer>
        ${aside ?? ''}
      </div>
    </body>`,
  });
};
