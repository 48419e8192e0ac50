import { readFile } from 'node:fs/promises';
import { Hono, type Context } from 'hono';
import { fileName } from './branding.js';
import { drawnFull, drawnSquare } from './drawn-logos.js';
import type { Integration } from './integrations.js';

// What lies in each folder, by the ending of the file's name.
const VARIANTS: Record<string, readonly string[]> = { Full: ['Full', 'Square'], Buttons: ['Default', 'Hover'] };

/**
 * The logos' addresses below `/public`. None is a vendor's artwork: the software of Codat's documentation has logos
 * that were invented for it, in `artwork/`, and everything else is drawn from its name. The letters in `artwork/` are
 * outlines of fonts under the SIL Open Font License, so that they look the same whatever fonts a machine has.
 */
export function wordmarkRoutes(integrations: readonly Integration[]): Hono {
  const byFile = new Map(integrations.map(({ name }) => [fileName(name), name]));
  const byKey = new Map(integrations.map(({ key, name }) => [key, name]));

  const routes = new Hono();
  routes.get('/public/officialLogos/:folder{Full|Buttons}/:file{.+_[A-Za-z]+\\.svg}', async (c) => {
    const [, file = '', variant = ''] = /^(.+)_([A-Za-z]+)\.svg$/.exec(c.req.param('file')) ?? [];
    const name = byFile.get(file);
    if (name === undefined || !VARIANTS[c.req.param('folder')]?.includes(variant)) return c.text('Not found', 404);
    return answer(c, await logoOf(name, variant));
  });
  routes.get('/public/platforms/:file{[a-z]{4}\\.svg}', async (c) => {
    const name = byKey.get(c.req.param('file').slice(0, 4));
    return answer(c, name && (await logoOf(name, 'Square')));
  });
  return routes;
}

// Those that no artwork is there for; a button can't be drawn.
const DRAWN: Record<string, (name: string) => string> = { Full: drawnFull, Square: drawnSquare };

async function logoOf(name: string, variant: string): Promise<string | undefined> {
  try {
    return await readFile(new URL(`artwork/${fileName(name)}_${variant}.svg`, import.meta.url), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return DRAWN[variant]?.(name);
    throw error;
  }
}

function answer(c: Context, drawing: string | undefined): Response {
  if (drawing === undefined) return c.text('Not found', 404);
  return c.body(drawing, 200, {
    'Content-Type': 'image/svg+xml',
    'Cache-Control': 'public, max-age=86400',
    'Content-Security-Policy': "default-src 'none'; style-src 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'X-Content-Type-Options': 'nosniff',
  });
}
