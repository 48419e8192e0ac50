import type { Integration } from './integrations.js';

interface Image {
  image: { src: string; alt: string };
}

/** The answer of `GET /config/integrations/{platformKey}/branding`. */
export interface Branding {
  logo: { full?: Image; square?: Image };
  button: { default?: Image; hover?: Image };
  sourceId: string;
}

const WITHOUT_BRANDING = 'fbrh';
const WITH_BUTTON = 'qhyg';

/** The small logo of the list. */
export const logoUrl = (key: string, staticBaseUrl: string): string => `${staticBaseUrl}/platforms/${key}.svg`;

/** The software's name as it stands in the address of its logos: `Xero_Full.svg`, `QuickBooksOnline_Square.svg`. */
export const fileName = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, '');

/** Full and square logo of everything; a button for QuickBooks Online, as Intuit requires; nothing for FreeAgent. */
export function brandingOf({ key, name, sourceId }: Integration, staticBaseUrl: string): Branding {
  if (key === WITHOUT_BRANDING) return { logo: {}, button: {}, sourceId };

  const image = (folder: 'Full' | 'Buttons', variant: string, what: string): Image => ({
    image: {
      src: `${staticBaseUrl}/officialLogos/${folder}/${encodeURIComponent(`${fileName(name)}_${variant}.svg`)}`,
      alt: `${name.toLowerCase()} ${what}`,
    },
  });
  const button = {
    default: image('Buttons', 'Default', 'button'),
    hover: image('Buttons', 'Hover', 'button hover'),
  };
  return {
    logo: { full: image('Full', 'Full', 'full icon'), square: image('Full', 'Square', 'square icon') },
    button: key === WITH_BUTTON ? button : {},
    sourceId,
  };
}
