import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { distance, labOf, type Lab } from './oklab.js';

const MOST_COLOURS = 256;
/** How far a colour may move, in OKLab: as little as will do, and less than `compare` takes notice of. */
const TOLERANCES = [0, 0.005, 0.01, 0.015, 0.02];
/** What fills at least this share of a picture is a surface or a line, and keeps its colour. */
const SURFACE = 1 / 4000;

interface Palette {
  /** Each as 0xrrggbb. */
  readonly colours: readonly number[];
  /** The place in it of each colour of the picture. */
  readonly places: ReadonlyMap<number, number>;
}

/**
 * The same picture in about a third of the bytes: each pixel names one of at most 256 colours. A page has few colours, and
 * many shades of them along the edges of its letters; those that nobody can tell apart become one. A picture that
 * has more stays as it is. Transparency is not kept: a page has none.
 */
export function pack(png: Uint8Array): Uint8Array {
  const { data, height, width } = PNG.sync.read(Buffer.from(png));
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) {
    pixels[at] = (data[at * 4]! << 16) | (data[at * 4 + 1]! << 8) | data[at * 4 + 2]!;
  }
  const frequent = byFrequency(pixels);
  for (const tolerance of TOLERANCES) {
    const palette = paletteOf(frequent, pixels.length * SURFACE, tolerance);
    if (palette.colours.length <= MOST_COLOURS) return encode(pixels, width, palette);
  }
  return png;
}

/** Each colour and how often it is there, the most frequent first. */
function byFrequency(pixels: Uint32Array): [colour: number, count: number][] {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return [...counts].toSorted(([a, many], [b, more]) => more - many || a - b);
}

/** The most frequent colours, and for each of the others one of them that is near. */
function paletteOf(frequent: readonly [number, number][], kept: number, tolerance: number): Palette {
  const labs: Lab[] = [];
  const colours: number[] = [];
  const places = new Map<number, number>();
  for (const [colour, count] of frequent) {
    const lab = labOf(colour);
    const near = count >= kept ? -1 : labs.findIndex((other) => distance(lab, other) <= tolerance);
    places.set(colour, near < 0 ? colours.length : near);
    if (near >= 0) continue;
    colours.push(colour);
    labs.push(lab);
  }
  return { colours, places };
}

// pngjs writes no palettes.
function encode(pixels: Uint32Array, width: number, { colours, places }: Palette): Buffer {
  const height = pixels.length / width;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, and they name a colour of the palette.
  header.set([8, 3], 8);
  const palette = Buffer.alloc(colours.length * 3);
  for (const [place, colour] of colours.entries()) palette.writeUIntBE(colour, place * 3, 3);
  // Each row begins with the filter it is stored with: none.
  const rows = Buffer.alloc(height * (width + 1));
  for (const [at, pixel] of pixels.entries()) {
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = places.get(pixel)!;
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
