import { html } from 'hono/html';
import type { Status } from '../returned.js';
import type { Session } from '../sessions.js';
import { yesterdayOf } from '../shop.js';
import { productPage, type Html, type Page } from './layout.js';
import { WORDS, type Language } from './words.js';

/** What the product's first page shows. */
export interface Overview extends Page {
  session: Session;
  /** The software that the merchant has to do with; undefined where nobody can be asked. */
  software: readonly Status[] | undefined;
  today: Date;
}

const DAY = 86_400_000;

const money = (lang: Language, amount: number): string =>
  new Intl.NumberFormat(lang, { style: 'currency', currency: 'EUR' }).format(amount);

/** Seven columns, with the amount in words for whoever can't see them. */
const chart = (lang: Language, amounts: readonly number[], last: Date): Html => {
  const most = Math.max(...amounts);
  const weekday = (index: number, width: 'short' | 'long'): string =>
    new Intl.DateTimeFormat(lang, { weekday: width }).format(+last - (amounts.length - 1 - index) * DAY);
  return html`<ol class="chart" role="list">
    ${amounts.map((amount, index) => {
      const height = Math.round((amount / most) * 100);
      return html`<li>
        <svg viewBox="0 0 32 100" preserveAspectRatio="none" aria-hidden="true">
          <rect width="32" height="${height}" y="${100 - height}" />
        </svg>
        <span aria-hidden="true">${weekday(index, 'short')}</span>
        <span class="unseen">${weekday(index, 'long')}: ${money(lang, amount)}</span>
      </li>`;
    })}
  </ol>`;
};

const linkedSoftware = ({ lang, session, software }: Overview): Html => {
  const words = WORDS[lang];
  if (!software) return html`<p>${words.notAvailable}</p>`;
  if (software.length === 0) {
    return html`<p>${words.nothingConnected[session.role]}</p>
      <p><a class="button" href="/">${words.choose}</a></p>`;
  }
  return html`<ul class="software" role="list">
      ${software.map(
        ({ name, status }) =>
          html`<li>
            <strong>${name}</strong> <span data-status="${status}">${words.statuses[status] ?? status}</span>
          </li>`,
      )}
    </ul>
    <p><a class="button" href="/">${words.manage}</a></p>`;
};

/** How yesterday was, and where its figures go. */
export const overviewPage = (page: Overview): Html => {
  const { lang, session, today } = page;
  const words = WORDS[lang];
  const yesterday = new Date(+today - DAY);
  const { figures, table, week } = yesterdayOf(session.role, lang);
  const [item, number, amount] = table.columns;
  return productPage(page, 'overview', {
    description: words.lead[session.role],
    path: '/overview?',
    main: html`<h1>${words.overview}</h1>
      <p class="lead">${new Intl.DateTimeFormat(lang, { dateStyle: 'full' }).format(yesterday)}</p>
      <dl class="figures">
        ${figures.map(
          ({ amount: euros, count, label, note }) =>
            html`<div>
              <dt>${label}</dt>
              <dd><strong>${euros === undefined ? count : money(lang, euros)}</strong>${note}</dd>
            </div>`,
        )}
      </dl>
      <div class="cards">
        <section aria-labelledby="week">
          <h2 id="week">${week.title}</h2>
          ${chart(lang, week.amounts, yesterday)}
        </section>
        <section aria-labelledby="software">
          <h2 id="software">${words.connected}</h2>
          ${linkedSoftware(page)}
        </section>
        <section aria-labelledby="table">
          <h2 id="table">${table.title}</h2>
          <table aria-labelledby="table">
            <thead>
              <tr>
                <th scope="col">${item}</th>
                <th scope="col">${number}</th>
                <th scope="col">${amount}</th>
              </tr>
            </thead>
            <tbody>
              ${table.rows.map(
                ([name, count, euros]) =>
                  html`<tr>
                    <th scope="row">${name}</th>
                    <td>${count}</td>
                    <td>${money(lang, euros)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </section>
      </div>`,
  });
};
