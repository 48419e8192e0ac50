import { PNG } from 'pngjs';

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

const TEAL: Pixel = [20, 104, 107, 255];
const WHITE: Pixel = [255, 255, 255, 255];
const CLEAR: Pixel = [0, 0, 0, 0];

function png(width: number, height: number, pixelAt: (x: number, y: number) => Pixel): Uint8Array {
  const image = new PNG({ width, height });
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) image.data.set(pixelAt(x, y), (y * width + x) * 4);
  }
  return PNG.sync.write(image);
}

const stripes = (at: number): Pixel => (Math.floor(at / 100) % 2 ? TEAL : CLEAR);

/** Logos as badly made as logos are, by file name. */
export const awkwardLogos = (): Record<string, Uint8Array | string> => ({
  'dot.png': png(1, 1, () => TEAL),
  'wide.png': png(4000, 100, (x) => stripes(x)),
  'tall.png': png(100, 4000, (_x, y) => stripes(y)),
  // Drawn for a dark page: nothing is seen of it on a white plate.
  'white.png': png(200, 80, (x, y) => ((x - 100) ** 2 / 4 + (y - 40) ** 2 < 900 ? WHITE : CLEAR)),
  'bare.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 2"><path fill="#14686b" d="M0 0h2l3 2H0z" /></svg>',
});
