import { html, raw } from 'hono/html';
import { MERCHANTS } from '../sessions.js';
import { brand, documentOf, languages, type Html, type Page } from './layout.js';
import { WORDS } from './words.js';

/** What one can log in as: no password, it is a demo. */
export const logInPage = (page: Page, { real }: { real: boolean }): Html => {
  const words = WORDS[page.lang];
  return documentOf(page, {
    title: `${words.logIn} – Harbour`,
    description: words.aboutLogIn,
    body: html`<body class="door">
      <main>
        <h1>${brand('Harbour')}</h1>
        <p class="lead">${words.aboutLogIn}</p>
        ${real ? html`<p class="notice">${words.noPassword}</p>` : ''}
        <form method="post" action="/log-in">
          <fieldset>
            <legend>${words.logInAs}</legend>
            ${MERCHANTS.map(
              ({ id, name }, index) =>
                html`<label
                  ><input type="radio" name="merchant" value="${index}" ${raw(index === 0 ? 'checked' : '')} />
                  <span>${name}<small>${words.merchantId} ${id}</small></span></label
                >`,
            )}
          </fieldset>
          <button type="submit">${words.logIn}</button>
        </form>
        ${languages(page.lang, '/log-in?')}
      </main>
    </body>`,
  });
};
