// @ts-check
import { watchFunnel } from './funnel.js';

const panel = /** @type {HTMLElement} */ (document.querySelector('#what-happened'));
const picker = /** @type {import('codat-commerce-picker').CodatCommercePicker} */ (
  document.querySelector('codat-commerce-picker')
);

const visit = watchFunnel(picker, show);
show();

/** Writes what this visit has reached so far. */
function show() {
  for (const element of panel.querySelectorAll('[data-step]')) {
    const count = visit.counts[/** @type {HTMLElement} */ (element).dataset['step']] ?? 0;
    element.toggleAttribute('data-reached', count > 0);
    /** @type {Element} */ (element.querySelector('strong')).textContent = String(count);
  }
  const { last } = visit;
  if (!last) return;
  const time = /** @type {HTMLTimeElement} */ (panel.querySelector('time'));
  time.dateTime = new Date(last.at).toISOString();
  time.textContent = new Date(last.at).toLocaleTimeString('en-GB');
  const label = panel.querySelector(`[data-step="${last.step}"] :is(span, dt)`)?.textContent;
  const more = last.code ?? last.platformKey;
  /** @type {Element} */ (panel.querySelector('#last-step')).textContent = more ? `${label}: ${more}` : String(label);
}
