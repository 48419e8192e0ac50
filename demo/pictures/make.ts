/** Draws the pictures of the README and of the visual tests anew: `npm run screenshots`. */
import { fileURLToPath } from 'node:url';
import { draw } from './draw.js';
import { Gallery } from './gallery.js';
import { PICTURES } from './list.js';

console.log(`Drawing ${PICTURES.length} pictures…`);
const { drawn, environment } = await draw(PICTURES);
try {
  const changes = new Gallery(fileURLToPath(new URL('.', import.meta.url))).renew(drawn, environment);
  console.log([...changes, `${drawn.length} pictures drawn, ${changes.length} files changed.`].join('\n'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
