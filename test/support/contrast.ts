import type { CodatCommercePicker } from '../../src/index.js';

// What axe calls incomplete is decided here: it reads no colour that is mixed with a transparent one, no placeholder and
// no outline.

/** Red, green and blue from 0 to 255, opacity from 0 to 1. */
type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;

/** A colour in any of CSS's notations, as the browser itself paints it. */
const colourOf = (css: string): Colour => {
  if (!CSS.supports('color', css)) throw new Error(`no colour: ${css}`);
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
};

const mix = (below: Colour, above: Colour, share: number): Colour => {
  const channel = (index: 0 | 1 | 2): number => below[index] * (1 - share) + above[index] * share;
  return [channel(0), channel(1), channel(2), 1];
};

const over = (above: Colour, below: Colour): Colour => mix(below, above, above[3]);

/** The element and all around it, the outermost first, through slots and shadow roots. */
const chainOf = (element: Element): Element[] => {
  const chain: Element[] = [];
  for (let node: Node | null = element; node;) {
    if (node instanceof Element) chain.unshift(node);
    node = (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null;
  }
  return chain;
};

/** What is seen where an element paints a colour: on all backgrounds behind it, through all opacities around it. */
const seen = (chain: readonly Element[], colour: Colour | undefined, below: Colour): Colour => {
  const [element, ...rest] = chain;
  if (!element) return colour ? over(colour, below) : below;
  const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
  if (backgroundImage !== 'none') throw new Error(`no one colour: ${backgroundImage}`);
  return mix(below, seen(rest, colour, over(colourOf(backgroundColor), below)), Number(opacity));
};

/** WCAG's relative luminance. */
const luminance = ([red, green, blue]: Colour): number => {
  const linear = (channel: number): number => {
    const value = channel / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
};

const ratio = (one: Colour, other: Colour): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

/** The page under everything; `Canvas` follows its `color-scheme`. */
const pageColour = (): Colour => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'Canvas';
  const { color } = getComputedStyle(probe);
  probe.remove();
  return colourOf(color);
};

/** WCAG's contrast between a colour that an element paints and what is behind it. */
export const contrastOf = (element: Element, css: string = getComputedStyle(element).color): number => {
  const chain = chainOf(element);
  return ratio(seen(chain, colourOf(css), pageColour()), seen(chain, undefined, pageColour()));
};

/** The same for what is painted around an element, such as its border: between it and what the element stands on. */
export const contrastAround = (element: Element, css: string): number => {
  const chain = chainOf(element).slice(0, -1);
  return ratio(seen(chain, colourOf(css), pageColour()), seen(chain, undefined, pageColour()));
};

/** Whether anyone sees an element's text: the words for screen readers alone, and those under a picture, are not. */
export const isSeen = (element: Element): boolean => {
  const { fontSize, visibility } = getComputedStyle(element);
  const { width } = element.getBoundingClientRect();
  return (
    width > 0 &&
    fontSize !== '0px' &&
    visibility === 'visible' &&
    !element.closest('.hidden') &&
    chainOf(element).every((around) => getComputedStyle(around).opacity !== '0')
  );
};

/** The text nodes that are seen, in order: those of a picker's own, or of a part of it. */
export const seenTexts = (within: CodatCommercePicker | Element): Text[] => {
  const walker = document.createTreeWalker(within.shadowRoot ?? within, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  return texts.filter(({ data, parentElement }) => /\S/.test(data) && isSeen(parentElement!));
};
