// @ts-check
/**
 * How far a merchant gets, and what fails on the way. `redirected` is the last that a page sees before Codat's.
 *
 * @typedef {'shown' | 'searched' | 'picked' | 'redirected' | 'returned' | 'failed'} Step
 *
 * @typedef {object} Reached What is told of a step: nothing that says who the merchant is, or what was typed.
 * @property {Step} step
 * @property {number} count How often it was reached in this visit.
 * @property {number} at ms since the epoch.
 * @property {string} [platformKey] The software, of `picked` and `redirected`.
 * @property {string} [code] The error's, of `failed`.
 *
 * @typedef {object} Visit What is kept of a visit: that is, for as long as the browser's tab is open.
 * @property {Partial<Record<Step, number>>} counts
 * @property {boolean} isAway Whether the merchant was sent to Codat, and is not back yet.
 * @property {Reached} [last]
 */

const KEY = 'codat-funnel';

/** @returns {Visit} */
function storedVisit() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '');
  } catch {
    // The first page of a visit, or a browser that keeps nothing.
    return { counts: {}, isAway: false };
  }
}

/** @param {Visit} visit */
function store(visit) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(visit));
  } catch {
    // Then nobody knows on the way back from Codat that there was a visit.
  }
}

/**
 * Tells each step of a merchant, by the picker's events. To be called before the picker has its list.
 *
 * @param {HTMLElementTagNameMap['codat-commerce-picker']} picker
 * @param {(reached: Reached) => void} tell Your analytics. What `navigator.sendBeacon` is given outlives the page.
 * @returns {Visit} what was reached so far; it follows what happens
 */
export function watchFunnel(picker, tell) {
  const visit = storedVisit();

  /** @type {(step: Step, more?: { platformKey?: string, code?: string }) => void} */
  const reach = (step, more) => {
    const count = (visit.counts[step] ?? 0) + 1;
    visit.counts[step] = count;
    visit.last = { step, count, at: Date.now(), ...more };
    store(visit);
    tell(visit.last);
  };

  let isSearching = false;
  picker.addEventListener('codat-loaded', () => {
    // Once a visit: the list is also loaded anew, whenever the merchant is back.
    if (!visit.counts.shown) reach('shown');
  });
  picker.addEventListener('codat-searched', ({ detail: { query } }) => {
    // It comes with each key: a search lasts until the box is empty.
    if (query && !isSearching) reach('searched');
    isSearching = query !== '';
  });
  picker.addEventListener('codat-select', (event) => {
    const { platformKey } = event.detail;
    // Once all listeners have run: one of them may cancel it.
    queueMicrotask(() => event.defaultPrevented || reach('picked', { platformKey }));
  });
  picker.addEventListener('codat-redirect', ({ detail: { platformKey } }) => {
    visit.isAway = true;
    reach('redirected', { platformKey });
  });
  picker.addEventListener('codat-error', ({ detail: { error } }) => reach('failed', { code: error.code }));

  const lookWhetherBack = () => {
    if (!visit.isAway || document.visibilityState === 'hidden') return;
    visit.isAway = false;
    reach('returned');
  };
  // Codat's page leads to a new page, the back button to this one as it was, and a window of its own lies above it. (Not
  // at once: what is told of it may need what this function returns.)
  queueMicrotask(lookWhetherBack);
  for (const type of ['pageshow', 'focus']) addEventListener(type, lookWhetherBack);
  document.addEventListener('visibilitychange', lookWhetherBack);
  return visit;
}
