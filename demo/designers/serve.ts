import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import { getMimeType } from 'hono/utils/mime';

const built = fileURLToPath(new URL('dist/', import.meta.url));

const filesOf = (site: string): string[] => {
  try {
    return readdirSync(site, { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));
  } catch {
    return [];
  }
};

/**
 * The designers' page as it was built: a site of files, with a policy of its own. It registers a service worker, and the
 * library that does it names the worker's address by a mere string: so no Trusted Types here.
 *
 * @param site the folder it was built to
 */
export function designersSite(site = built): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  );
  app.use(compress());
  // Without the slash, what is relative would lead elsewhere.
  app.get('/', (c, next) => (c.req.path.endsWith('/') ? next() : c.redirect(`${c.req.path}/`, 301)));
  app.get('/*', async (c) => {
    const asked = decodeURI(c.req.path.replace(/^.*?\/designers\//, '')) || 'index.html';
    // Of the list, so that nothing outside the site is ever read.
    const file = filesOf(site).find((known) => known === asked);
    if (!file) return c.text(asked === 'index.html' ? 'Build it first: npm run build:designers' : 'Not found', 404);
    const body = await readFile(path.join(site, file));
    return c.body(body, 200, {
      'content-type': getMimeType(file) ?? 'application/octet-stream',
      // The names of these hold a hash of what is in them.
      'cache-control': file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  });
  return app;
}
