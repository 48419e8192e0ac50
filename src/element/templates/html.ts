import { html as litHtml, isServer } from 'lit';

/** Ends what stands before a text: the last attribute of a start tag, in quotes or not. */
const SETS_TEXT = /\s+\.textContent=["']?$/;

const moved = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/** The same template with its texts between the tags. Once for each, since lit knows a template by its strings. */
const withTextsMoved = (strings: TemplateStringsArray): TemplateStringsArray => {
  const known = moved.get(strings);
  if (known) return known;
  const texts = strings.map((string, index) => {
    const isAfterText = SETS_TEXT.test(strings[index - 1] ?? '');
    return (isAfterText ? string.replace(/^["']?\s*>/, '') : string).replace(SETS_TEXT, '>');
  });
  const template = Object.assign(texts, { raw: texts });
  moved.set(strings, template);
  return template;
};

/**
 * lit's `html`. A server writes no properties, and all texts of ours are one: `.textContent=${…}`, always as the last
 * attribute. There they are put where they would be in the end.
 */
export const html: typeof litHtml = isServer
  ? (strings, ...values) => litHtml(withTextsMoved(strings), ...values)
  : litHtml;
