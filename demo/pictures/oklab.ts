/** A colour as 0xrrggbb in OKLab, with the lightness that Ottosson corrects for dark colours. */
export type Lab = readonly [lightness: number, a: number, b: number];

// https://bottosson.github.io/posts/oklab/ and https://bottosson.github.io/posts/colorpicker/
export function labOf(colour: number): Lab {
  const [red, green, blue] = [colour >> 16, colour >> 8, colour].map((value) => linear((value & 255) / 255));
  const long = Math.cbrt(0.4122214708 * red! + 0.5363325363 * green! + 0.0514459929 * blue!);
  const middle = Math.cbrt(0.2119034982 * red! + 0.6806995451 * green! + 0.1073969566 * blue!);
  const short = Math.cbrt(0.0883024619 * red! + 0.2817188376 * green! + 0.6299787005 * blue!);
  return [
    toe(0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short),
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

/** The HyAB distance: black and white are 1 apart. The measure that pixelmatch takes. */
export const distance = (one: Lab, other: Lab): number =>
  Math.abs(one[0] - other[0]) + Math.hypot(one[1] - other[1], one[2] - other[2]);

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

const K1 = 0.206;
const K2 = 0.03;
const K3 = (1 + K1) / (1 + K2);

function toe(lightness: number): number {
  const scaled = K3 * lightness - K1;
  return (scaled + Math.sqrt(scaled ** 2 + 4 * K2 * K3 * lightness)) / 2;
}
