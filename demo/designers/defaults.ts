import { CodatCommercePicker } from '../../src/index.js';

/** The element's own style sheet: what it says beside a custom property is what holds where a host sets none. */
const sheet = [CodatCommercePicker.styles]
  .flat(Infinity)
  .map((part) => (part as { cssText?: string } | undefined)?.cssText ?? '')
  .join('\n');

/**
 * A custom property's fallback, such as `#fff` in `var(--codat-plate-background, #fff)`. What the sheet calls by another
 * name of its own is written out, as that name means nothing outside of the picker.
 */
export function fallbackOf(name: string): string | undefined {
  const use = `var(${name}, `;
  const start = sheet.indexOf(use) + use.length;
  if (start < use.length) return undefined;
  let depth = 1;
  let end = start;
  for (; depth > 0 && end < sheet.length; end += 1) {
    if (sheet[end] === '(') depth += 1;
    else if (sheet[end] === ')') depth -= 1;
  }
  return sheet.slice(start, end - 1).replaceAll(/var\((--_[\w-]+)\)/g, (whole, alias: string) => {
    const meaning = sheet.indexOf(`${alias}: `);
    return meaning < 0 ? whole : sheet.slice(meaning + alias.length + 2, sheet.indexOf(';', meaning));
  });
}
