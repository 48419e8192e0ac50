// @ts-check
import { watchFunnel } from './funnel.js';

/** @type {import('./funnel.js').Step[]} */
const STEPS = ['shown', 'searched', 'picked', 'redirected', 'returned', 'failed'];

const panel = /** @type {HTMLElement} */ (document.querySelector('#what-happened'));

/** @param {string} selectors */
const part = (selectors) => /** @type {HTMLElement} */ (panel.querySelector(selectors));

const visit = watchFunnel(
  /** @type {HTMLElementTagNameMap['codat-commerce-picker']} */ (document.querySelector('codat-commerce-picker')),
  show,
);
show();

/** Writes what this visit has reached so far. */
function show() {
  const { counts, last } = visit;
  for (const step of STEPS) {
    const count = counts[step] ?? 0;
    part(`[data-step="${step}"]`).toggleAttribute('data-reached', count > 0);
    part(`[data-step="${step}"] strong`).textContent = String(count);
  }
  if (!last) return;
  const label = part(`[data-step="${last.step}"] :is(span, dt)`).textContent;
  const more = last.code ?? last.platformKey;
  part('#last-step').textContent = more ? `${label}: ${more}` : label;
  const time = /** @type {HTMLTimeElement} */ (part('time'));
  time.dateTime = new Date(last.at).toISOString();
  time.textContent = new Date(last.at).toLocaleTimeString('en-GB');
}
