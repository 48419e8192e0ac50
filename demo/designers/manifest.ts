import { declaration } from 'virtual:manifest';

/** What is read of the element's manifest. */
export interface Declaration {
  attributes: readonly Attribute[];
  cssProperties: readonly CssProperty[];
  slots: readonly { name: string; description: string }[];
  cssParts: readonly { name: string }[];
}

export interface Attribute {
  name: string;
  type: { text: string };
  default: string;
  description?: string;
}

export interface CssProperty {
  name: string;
  default?: string;
  description: string;
}

/** An attribute's control: the values to choose from, or how it is typed. */
export type AttributeControl = { options: readonly string[] } | 'boolean' | 'number' | 'text';

export function controlOf({ type }: Attribute): AttributeControl {
  if (type.text === 'boolean' || type.text === 'number') return type.text;
  const options = [...type.text.matchAll(/'([^']*)'/g)].map(([, option]) => option!);
  return options.length > 0 ? { options } : 'text';
}

/** An attribute's default, without the manifest's quotes. */
export const defaultOf = ({ default: value }: Attribute): string => value.replace(/^'(.*)'$/, '$1');

/** By the last words of its name: a property that comes later finds its control by itself. */
const SYNTAX = [
  ['color', /(color|background|accent)$/],
  ['length', /(radius|gap|padding|width|height|size)$/],
  ['number', /weight$/],
] as const;
export type Syntax = (typeof SYNTAX)[number][0] | 'text';

export const syntaxOf = ({ name }: CssProperty): Syntax =>
  SYNTAX.find(([, ending]) => ending.test(name))?.[0] ?? 'text';

/** The CSS property that takes the same values, to check what is typed. */
export const likeOf = ({ name }: CssProperty): string =>
  ({
    color: 'color',
    number: 'font-weight',
    length: 'padding',
    text: name.endsWith('shadow') ? 'box-shadow' : 'font-family',
  })[syntaxOf({ name, description: '' })];

/** The end of a length's slider, in px: room to both sides of the default. */
export function rangeOf({ default: value = '', name }: CssProperty): number {
  const [, amount = '0', unit = ''] = /^([\d.]+)(px|r?em)/.exec(value) ?? [];
  const px = Number(amount) * (unit.endsWith('em') ? 16 : 1);
  if (name.endsWith('border-width')) return 8;
  return Math.max(px * 2, /(width|height)$/.test(name) ? 160 : 40);
}

export const { attributes, cssProperties, slots } = declaration;
