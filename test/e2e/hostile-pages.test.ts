import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { bundled } from '../support/hostile/bundled.js';
import { LIBRARIES, otherVersion } from '../support/hostile/libraries.js';
import { HOSTILE_PAGES, type HostilePage } from '../support/hostile/pages.js';
import { tag, tileOf, useSite, type Answer } from '../support/model/site.js';

const site = useSite();
const TYPES: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript' };

let app = '';
before(async () => {
  app = await bundled('app.ts');
});

const answers =
  (body: string, type = 'text/html', headers: HostilePage['headers'] = {}): Answer =>
  (_request, response) =>
    response
      .writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers })
      .end(body.replaceAll('{elsewhere}', site.elsewhere).replaceAll('{origin}', site.origin));

const documentOf = ({ body = tag(), document, head = '' }: HostilePage): string =>
  document ??
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
    ${head}</head><body>${body}</body></html>`;

const serve = (hostile: HostilePage): void => {
  const { files = {}, headers, type } = hostile;
  site.pages = { ...files, '/': answers(documentOf(hostile), type, headers), '/favicon.ico': answers('') };
  for (const [path, code] of Object.entries({ ...LIBRARIES, '/app.js': () => app, '/other.js': otherVersion })) {
    site.pages[path] = (request, response) => answers(code(), TYPES[path.split('.').at(-1)!])(request, response);
  }
  for (const [path, body] of Object.entries(files)) {
    if (path === '/fragment' || body.startsWith('<!doctype')) site.pages[path] = answers(body);
  }
};

describe('a picker does its whole work on a page', () => {
  for (const [name, hostile] of Object.entries(HOSTILE_PAGES)) {
    it(name, async () => {
      serve(hostile);
      const page = await site.open('about:blank', '');
      const noise: string[] = [];
      page.on('console', (message) => {
        const text = message.text();
        if (/error|warning/.test(message.type()) && !hostile.noise?.test(text)) noise.push(text);
      });
      page.on('pageerror', (error) => noise.push(error.stack || error.message));
      await page.goto(site.origin);
      await hostile.before?.(page);
      if (hostile.pick) await hostile.pick(page);
      else await tileOf(hostile.frame?.(page) ?? page.mainFrame(), 'bbbb').click();
      await page.getByRole('heading', { name: 'Codat' }).waitFor();
      assert.deepEqual(
        [site.count('GET /list'), site.count('POST /mint'), site.count('GET /codat')],
        [hostile.lists ?? 1, 1, 1],
      );
      assert.deepEqual(noise, []);
    });
  }
});
