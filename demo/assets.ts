import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';

const STYLES = ['base', 'product', 'overview', 'what-happened', 'log-in'].map((name) => `public/${name}.css`);

/** What the pages need, by the path it is served at: the files that it is made of, and its type. */
const FILES = {
  '/codat-commerce-picker.min.js': [['../dist/codat-commerce-picker.min.js'], 'text/javascript; charset=utf-8'],
  '/funnel.js': [['public/funnel.js'], 'text/javascript; charset=utf-8'],
  '/what-happened.js': [['public/what-happened.js'], 'text/javascript; charset=utf-8'],
  '/demo.css': [STYLES, 'text/css; charset=utf-8'],
  '/icon.svg': [['public/icon.svg'], 'image/svg+xml'],
} as const;

type Path = keyof typeof FILES;

async function read(path: Path): Promise<string> {
  const parts = FILES[path][0].map((file) => readFile(new URL(file, import.meta.url), 'utf8'));
  return (await Promise.all(parts)).join('\n');
}

const versionOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 12);

/** The addresses of these files as they are now: with another content, a file has another address. */
export interface Addresses {
  script: string;
  whatHappened: string;
  style: string;
  icon: string;
}

/** The addresses that a page names. */
export async function addresses(): Promise<Addresses> {
  const at = async (path: Path): Promise<string> => `${path}?v=${versionOf(await read(path))}`;
  const [script, whatHappened, style, icon] = await Promise.all([
    at('/codat-commerce-picker.min.js'),
    at('/what-happened.js'),
    at('/demo.css'),
    at('/icon.svg'),
  ]);
  return { script, whatHappened, style, icon };
}

/** Serves them: for good at an address that names the version, and otherwise to be asked for each time. */
export function assets(): Hono {
  const app = new Hono();
  for (const path of Object.keys(FILES) as Path[]) {
    app.get(path, async (c) => {
      const text = await read(path);
      const isThisVersion = c.req.query('v') === versionOf(text);
      return c.body(text, 200, {
        'content-type': FILES[path][1],
        'cache-control': isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
    });
  }
  return app;
}
