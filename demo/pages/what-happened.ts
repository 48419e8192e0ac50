import { html } from 'hono/html';
import type { Html } from './layout.js';

const STEPS = {
  shown: 'Shown',
  searched: 'Searched',
  picked: 'Picked',
  redirected: 'Sent to Codat',
  returned: 'Came back',
};

/** How far this visit has got. `public/what-happened.js` writes it on, with each event of the picker. */
export const whatHappened = (): Html =>
  html`<aside id="what-happened" aria-labelledby="what-happened-title" lang="en">
    <h2 id="what-happened-title">What happened here</h2>
    <p>This visit, counted from the picker’s public events alone. Nothing in it says who you are.</p>
    <ol role="list">
      ${Object.entries(STEPS).map(
        ([step, label]) => html`<li data-step="${step}"><span>${label}</span> <strong>0</strong></li>`,
      )}
    </ol>
    <dl>
      <div data-step="failed">
        <dt>Failed</dt>
        <dd><strong>0</strong></dd>
      </div>
      <div>
        <dt>Last step</dt>
        <dd><span id="last-step">none yet</span> <time></time></dd>
      </div>
    </dl>
  </aside>`;
