/** Draws the pictures and holds them against the committed ones: `npx tsx demo/pictures/check.ts`. */
import { fileURLToPath } from 'node:url';
import { draw } from './draw.js';
import { Gallery } from './gallery.js';
import { PICTURES } from './list.js';
import { review } from './review.js';

console.log(`Drawing ${PICTURES.length} pictures…`);
const { drawn, environment } = await draw(PICTURES);
const committed = new Gallery(fileURLToPath(new URL('.', import.meta.url)));
const results = fileURLToPath(new URL('../../test-results/pictures', import.meta.url));
const { failed, lines } = review(drawn, environment, committed, results);
console.log(lines.join('\n'));
if (failed) process.exitCode = 1;
