/** What came into sight on a page, in ms since its beginning, and what moved or blocked it. */
export interface Seen {
  tile: number;
  logos: number;
  fcp: number;
  lcp: number;
  shift: number;
  blocked: number;
}

declare global {
  interface Window {
    seen: Seen;
  }
}

/** As many as there are on the pages. */
const TILES = 11;

const seen: Seen = { tile: 0, logos: 0, fcp: 0, lcp: 0, shift: 0, blocked: 0 };
window.seen = seen;

const observe = (type: string, take: (entry: PerformanceEntry & { value?: number }) => void): void =>
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });

observe('paint', ({ name, startTime }) => (seen.fcp = name === 'first-contentful-paint' ? startTime : seen.fcp));
observe('largest-contentful-paint', ({ startTime }) => (seen.lcp = startTime));
observe('layout-shift', ({ value = 0 }) => (seen.shift += value));
// What a long task blocks beyond the 50 ms that nobody notices.
observe('longtask', ({ duration }) => (seen.blocked += duration - 50));

const look = (): void => {
  const root = document.querySelector('codat-commerce-picker')?.shadowRoot ?? document;
  const tiles = [...root.querySelectorAll('button[data-key], a.unified_vendor')];
  if (tiles.length > 0) seen.tile ||= performance.now();
  if (tiles.filter((tile) => tile.querySelector('img')?.naturalWidth).length === TILES) seen.logos = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
