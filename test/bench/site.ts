import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { listen } from '../../demo/codat/listen.js';
import { scripts } from './bundle.js';
import { drawingOf } from './drawings.js';
import { directoryRowsOf, rowsOf } from './rows.js';

/** ms that the host takes for a Sync URL: long enough to see the busy tile painted among ten thousand. */
const MINTING = 500;

/** A loopback server: everything that the bench's pages ask for. */
export interface Site {
  origin: string;
  /** What the pages load, by its path. */
  scripts: Readonly<Record<string, string>>;
  /** Puts a page there, and returns its address. */
  page(name: string, html: string): string;
  close(): Promise<void>;
}

/** Compressed once: a file as well as a content delivery network does it, a list as a host can at each request. */
function compressed(text: string, type: string): () => Response {
  const quality = type === JSON_TYPE ? 4 : constants.BROTLI_MAX_QUALITY;
  const bytes = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  const headers = { 'content-type': type, 'content-encoding': 'br', 'cache-control': 'max-age=3600' };
  return () => new Response(new Uint8Array(bytes), { headers });
}

function picture(bytes: Buffer): () => Response {
  const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=3600' };
  return () => new Response(new Uint8Array(bytes), { headers });
}

export async function startSite(): Promise<Site> {
  const answers = new Map<string, () => Response>();
  const all = await scripts();
  for (const [name, code] of Object.entries(all)) answers.set(name, compressed(code, 'text/javascript'));
  const css = await readFile(new URL('page/peers.css', import.meta.url), 'utf8');
  answers.set('/peers.css', compressed(css, 'text/css'));

  const server = await listen(
    async (request) => {
      const { origin, pathname } = new URL(request.url);
      const [, kind, name = ''] = pathname.split('/');
      const count = Number.parseInt(name);
      if (kind === 'sync-url') {
        await wait(MINTING);
        return Response.json({ url: `${origin}/arrived` });
      }
      if (!answers.has(pathname)) {
        if (kind === 'integrations') answers.set(pathname, compressed(json({ results: rowsOf(count) }), JSON_TYPE));
        if (kind === 'directory') answers.set(pathname, compressed(json(directoryRowsOf(count)), JSON_TYPE));
        if (kind === 'logos') answers.set(pathname, picture(drawingOf(count)));
        if (kind === 'arrived') return html('<!doctype html><title>Arrived</title>');
      }
      return answers.get(pathname)?.() ?? new Response(null, { status: 404 });
    },
    { port: 0 },
  );
  return {
    origin: server.origin,
    scripts: all,
    page(name, markup) {
      answers.set(`/pages/${name}`, () => html(markup));
      return `${server.origin}/pages/${name}`;
    },
    close: () => server.close(),
  };
}

const JSON_TYPE = 'application/json';
const json = (value: unknown): string => JSON.stringify(value);
const html = (markup: string): Response =>
  new Response(markup, { headers: { 'content-type': 'text/html; charset=utf-8' } });
