import type { Translation } from '../../src/strings/translation.js';
import { ar } from '../../src/strings/ar.js';
import { da } from '../../src/strings/da.js';
import { de } from '../../src/strings/de.js';
import { en } from '../../src/strings/en.js';
import { es } from '../../src/strings/es.js';
import { fi } from '../../src/strings/fi.js';
import { fr } from '../../src/strings/fr.js';
import { it } from '../../src/strings/it.js';
import { ja } from '../../src/strings/ja.js';
import { nb } from '../../src/strings/nb.js';
import { nl } from '../../src/strings/nl.js';
import { pl } from '../../src/strings/pl.js';
import { pt } from '../../src/strings/pt.js';
import { sv } from '../../src/strings/sv.js';

/** Every language of the package, by tag. A test of `test/node/strings.test.ts` fails while one is missing here. */
export const LANGUAGES: readonly Translation[] = [ar, da, de, en, es, fi, fr, it, ja, nb, nl, pl, pt, sv];

/** Tags of the languages that the element brings itself. The others are for hosts to add. */
export const BUILT_IN = ['en', 'fr'];
