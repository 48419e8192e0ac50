import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of pixels, from the top left corner. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export type Comparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'resized'; readonly from: Size; readonly to: Size }
  | {
      readonly kind: 'changed';
      /** How many pixels differ, of how many. */
      readonly pixels: number;
      readonly of: number;
      /** The smallest rectangle around them all. */
      readonly within: Box;
      /** The picture, faded, with these pixels in red. */
      readonly diff: Buffer;
    };

// In OKLab, a difference of 0.02 is about the smallest that can be seen, and the most by which a packed picture is off.
// What is left is for the last bit of a colour, which another processor rounds otherwise. Smoothed edges count as well:
// to forgive them would be to forgive a hairline, a ring or a word that is gone.
const OPTIONS = { threshold: 0.025, includeAA: true };

/** What is different in `actual`. Both are the bytes of a PNG. */
export function compare(expected: Uint8Array, actual: Uint8Array): Comparison {
  const [before, after] = [read(expected), read(actual)];
  const { width, height } = after;
  if (before.width !== width || before.height !== height) {
    return { kind: 'resized', from: sizeOf(before), to: sizeOf(after) };
  }
  const mask = new PNG({ width, height });
  const pixels = pixelmatch(before.data, after.data, mask.data, width, height, { ...OPTIONS, diffMask: true });
  if (pixels === 0) return { kind: 'same' };
  const diff = new PNG({ width, height });
  pixelmatch(before.data, after.data, diff.data, width, height, OPTIONS);
  return { kind: 'changed', pixels, of: width * height, within: around(mask), diff: PNG.sync.write(diff) };
}

function read(png: Uint8Array): PNG {
  return PNG.sync.read(Buffer.from(png));
}

function sizeOf({ width, height }: PNG): Size {
  return { width, height };
}

/** Around everything that isn't transparent. */
function around({ data, width, height }: PNG): Box {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
