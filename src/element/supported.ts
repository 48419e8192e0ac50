/**
 * Whether this browser has what the picker can't do without: Chrome 105, Firefox 110, Safari 16.4. What is younger than
 * these is done without where it is missing. Where there are no style sheets or no elements at all, as on a server and in
 * tests without a browser, nothing is missed.
 */
export const isSupported = (): boolean =>
  (!globalThis.CSS?.supports || CSS.supports('container-type', 'inline-size')) &&
  (!globalThis.HTMLElement || 'attachInternals' in HTMLElement.prototype);
