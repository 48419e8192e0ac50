/** What a developer copies: HTML and CSS with what differs from the default, and nothing else. */

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);

const WIDEST = 80;
const TAG = 'codat-commerce-picker';

/**
 * The element's tag.
 *
 * @param attributes by name; an empty value stands for a bare attribute
 * @param slots text by the slot's name
 */
export function htmlOf(attributes: ReadonlyMap<string, string>, slots: ReadonlyMap<string, string>): string {
  const written = [...attributes].map(([name, value]) => (value === '' ? name : `${name}="${escaped(value)}"`));
  const children = [...slots].map(([name, text]) => `\n  <p slot="${name}">${escaped(text)}</p>`).join('');
  const oneLine = `<${[TAG, ...written].join(' ')}>`;
  const opening = oneLine.length > WIDEST ? `<${[TAG, ...written].join('\n  ')}\n>` : oneLine;
  return `${opening}${children}${children && '\n'}</${TAG}>`;
}

/**
 * The rule for the custom properties, below the theme that it starts from.
 *
 * @param theme a stylesheet, or nothing
 */
export function cssOf(theme: string, properties: ReadonlyMap<string, string>): string {
  const lines = [...properties].map(([name, value]) => `  ${name}: ${value};\n`);
  return [theme.trim(), lines.length > 0 ? `${TAG} {\n${lines.join('')}}` : ''].filter(Boolean).join('\n');
}
