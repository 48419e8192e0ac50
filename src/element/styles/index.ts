import { adoptStyles } from 'lit';
import { badge } from './badge.js';
import { brandButton } from './brand-button.js';
import { frame } from './frame.js';
import { message } from './message.js';
import { placeholder } from './placeholder.js';
import { preferences } from './preferences.js';
import { search } from './search.js';
import { tile } from './tile.js';

// Text, font and background are the host's own, and all colours are mixed with its text colour: a light, a dark and a
// tinted page come out right without a theme. Defaults stand inside their var(), and none on :host, so that what a page
// sets on :root wins. The aliases on the inner container only save repetition; what the host puts into a slot inherits
// them, hence the underscore.
//
// outline-color stands alone: where a browser doesn't know AccentColor, only that declaration falls back.
// What a merchant prefers comes last: it has the last word.
export const styles = [frame, search, tile, badge, brandButton, message, placeholder, preferences];

/** Gives a root its look. A stylesheet belongs to the document that it was made in: another one needs sheets of its own. */
export const adopt = (root: ShadowRoot, owner: Document): void => {
  if (owner === document) {
    adoptStyles(root, styles);
    return;
  }
  // A document that is not shown has no window, and nothing to style.
  if (!owner.defaultView) return;
  const { CSSStyleSheet } = owner.defaultView as typeof globalThis & Window;
  root.adoptedStyleSheets = styles.map(({ cssText }) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(cssText);
    return sheet;
  });
};
