import { createHash } from 'node:crypto';
import { html } from 'hono/html';

/** Logos for software that has no artwork: a mark and the name, in a colour and a shape that follow from the name. */

const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';

// The mean advance of a bold sans, as a share of its size. It errs on the wide side.
const ADVANCE = 0.7;

const HEIGHT = 48;
const GAP = 11;
// The plate of a tile holds 96 × 28: as wide for its height as that.
const WIDEST = 165;
const ROOM = WIDEST - HEIGHT - GAP;
const LARGEST = 40;
const SMALLEST = 12;

/** Each fills 48 × 48. */
const MARKS = [
  'M0 0h24a24 24 0 0 1 0 48H0z',
  'M24 0l24 24-24 24L0 24z',
  'M0 48V24a24 24 0 0 1 48 0v24H28V24h-8v24z',
  'M0 0h48v20H20v28H0z',
  'M24 0a24 24 0 0 1 0 48A24 24 0 0 1 24 0zm0 14a10 10 0 0 0 0 20 10 10 0 0 0 0-20z',
  'M0 0h20v28h28v20H0z',
  'M0 24 24 0h24v24L24 48H0z',
  'M0 0h14v48H0zm17 14h14v34H17zm17 14h14v20H34z',
] as const;

/** The mark and the name beside it, in one line or two. */
export function drawnFull(name: string): string {
  const ink = colourOf(name, 32);
  const { lines, size, width } = fitted(name);
  const texts = lines.map((line, index) => {
    const y = HEIGHT / 2 + (index - (lines.length - 1) / 2) * size;
    // Only what is too long even in the smallest size is squeezed: the letters of all others keep their shape.
    const isSqueezed = line.length * ADVANCE * size > ROOM;
    return html`<text
      x="${HEIGHT + GAP}"
      y="${y}"
      dy=".35em"
      font-family="${FONT}"
      font-weight="700"
      font-size="${size}"
      fill="${ink}"
      ${isSqueezed ? html` textLength="${ROOM}" lengthAdjust="spacingAndGlyphs"` : ''}
      >${line}</text
    >`;
  });
  return frame(HEIGHT + GAP + width, name, html`${markOf(name, ink)}${texts}`);
}

/** The mark alone. */
export const drawnSquare = (name: string): string => frame(HEIGHT, name, markOf(name, colourOf(name, 36)));

function frame(width: number, title: string, content: unknown): string {
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${HEIGHT}"
    viewBox="0 0 ${width} ${HEIGHT}"
  >
    <title>${title}</title>
    ${content}
  </svg>`.toString();
}

interface Fitted {
  lines: readonly string[];
  size: number;
  width: number;
}

/** The larger letters of the two: in one line, or in two that are half as high. */
function fitted(name: string): Fitted {
  const [one, two] = [setIn([name], LARGEST), setIn(halves(name), HEIGHT / 2)];
  return one.size > two.size ? one : two;
}

function setIn(lines: readonly string[], largest: number): Fitted {
  const longest = Math.max(...lines.map(({ length }) => length)) * ADVANCE;
  const size = Math.max(SMALLEST, Math.min(largest, Math.floor(ROOM / longest)));
  return { lines, size, width: Math.min(ROOM, Math.ceil(longest * size)) };
}

// Parted at the space that is nearest to the middle.
function halves(words: string): string[] {
  const spaces = [...words.matchAll(/ /g)].map(({ index }) => index);
  const [nearest] = spaces.sort((a, b) => Math.abs(a - words.length / 2) - Math.abs(b - words.length / 2));
  return nearest === undefined ? [words] : [words.slice(0, nearest), words.slice(nearest + 1)];
}

const markOf = (name: string, fill: string): unknown =>
  html`<path d="${MARKS[digestOf(name)[2]! % MARKS.length]!}" fill="${fill}" fill-rule="evenodd" />`;

// Dark enough for 4.5:1 on white, whatever the hue.
const colourOf = (name: string, lightness: number): string =>
  `hsl(${digestOf(name).readUInt16BE(0) % 360}, 44%, ${lightness}%)`;

const digestOf = (name: string): Buffer => createHash('sha256').update(name).digest();
