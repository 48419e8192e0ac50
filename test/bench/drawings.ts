import { PNG } from 'pngjs';

const [WIDTH, HEIGHT] = [224, 88];

/**
 * A wordmark of our own: bars in a colour, as wide and as high as letters. A PNG, as most vendors' logos are: an SVG is
 * a document of its own for the browser, and eleven of them would cost more than all that is compared.
 */
export function drawingOf(index: number): Buffer {
  const picture = new PNG({ width: WIDTH, height: HEIGHT });
  const letters = 5 + (index % 5);
  const step = (WIDTH - 24) / letters;
  const colour = [40 + ((index * 37) % 140), 40 + ((index * 91) % 120), 60 + ((index * 53) % 140)];
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const letter = Math.floor((x - 12) / step);
      const isTall = (index + letter * 3) % 4 === 0;
      const isInk = letter >= 0 && letter < letters && (x - 12) % step < step * 0.7 && y > (isTall ? 20 : 34) && y < 66;
      picture.data.set([...colour, isInk ? 255 : 0], (y * WIDTH + x) * 4);
    }
  }
  return PNG.sync.write(picture);
}
