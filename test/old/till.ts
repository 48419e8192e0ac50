import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { listen } from '../../demo/codat/listen.js';
import { browserFlags } from '../support/browser.js';

const ROWS = [
  { key: 'aaaa', name: 'Acorn Books', sourceType: 'Accounting', website: 'acorn.example' },
  { key: 'bbbb', name: 'Birch Ledger', sourceType: 'Accounting', isBeta: true },
  { key: 'cccc', name: 'Cedar Counts', sourceType: 'Accounting', connection: { status: 'linked' } },
  { key: 'dddd', name: 'Damson Desktop', sourceType: 'Accounting', isOfflineConnector: true },
  { key: 'eeee', name: '☂', sourceType: 'Accounting' },
  { key: 'ffff', name: 'Fig Finance', sourceType: 'Accounting', comingSoon: true },
  { key: 'gggg', name: 'Gorse Goods', sourceType: 'Commerce' },
  { key: 'hhhh', name: 'Hazel Shop', sourceType: 'Commerce' },
  { key: 'iiii', name: 'Iris Invoices', sourceType: 'Commerce' },
];

export const NAMES = ROWS.map(({ name }) => name);

const script = fileURLToPath(new URL('../../dist/codat-commerce-picker.min.js', import.meta.url));
const pictures = fileURLToPath(new URL('../../test-results/old', import.meta.url));

/** A host's server, and an old browser that looks at it. */
export interface Till {
  open(attributes?: string, options?: { lang?: string; around?: readonly [string, string] }): Promise<Visit>;
  /** Answers the next requests to this path with this status instead, one for each. */
  refuse(pathname: string, ...statuses: number[]): void;
  close(): Promise<void>;
}

/** One page in it, driven by what needs no API of the page: mouse, keyboard, and small functions. */
export interface Visit {
  page: Page;
  /** Requests that the page has made, as `POST /sync-url`. */
  requests: string[];
  /** Errors and other lines of the console, without the browser's own for each answer that is a refusal. */
  noise: string[];
  /** Waits until a function of the page returns something, and returns that. */
  until<T>(what: string, condition: (argument: string) => T, argument?: string): Promise<NonNullable<T>>;
  /** Presses the button that this selector finds in the picker, where the pointer would. */
  press(selector: string): Promise<void>;
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function startTill(executablePath: string, major: number): Promise<Till> {
  let pageHtml = '';
  let requests: string[] = [];
  const refusals = new Map<string, number[]>();
  const server = await listen(
    async (request) => {
      const { pathname, origin } = new URL(request.url);
      const body = await request.text();
      if (/integrations|sync/.test(pathname)) requests.push(`${request.method} ${pathname}${body && ` ${body}`}`);
      const refusal = refusals.get(pathname)?.shift();
      if (refusal) return Response.json({ retryable: true }, { status: refusal });
      switch (pathname) {
        case '/':
          return new Response(pageHtml, { headers: { 'content-type': 'text/html; charset=utf-8' } });
        case '/picker.js':
          return new Response(await readFile(script), { headers: { 'content-type': 'text/javascript' } });
        case '/integrations':
          return Response.json({ results: ROWS });
        case '/sync-url':
          return Response.json({ url: `${origin}/sync-page?otp=${requests.length}` });
        case '/sync-page':
          return new Response('<!doctype html><title>Sync</title><h1>Sync page</h1>', {
            headers: { 'content-type': 'text/html' },
          });
        default:
          return new Response(null, { status: 204 });
      }
    },
    { port: 0 },
  );
  const browser: Browser = await chromium.launch({ executablePath, args: [...browserFlags] });

  return {
    refuse: (pathname, ...statuses) => refusals.set(pathname, statuses),
    async open(attributes = 'sync-endpoint="/sync-url"', { lang = 'en', around = ['', ''] } = {}) {
      requests = [];
      pageHtml = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>Host</title>
        <meta name="viewport" content="width=device-width"><script src="/picker.js" defer></script>
        <body>${around[0]}<codat-commerce-picker endpoint="/integrations" allowed-hosts="127.0.0.1" ${attributes}>
          <p slot="not-listed">Not listed? Call us.</p><p slot="footer">Our own footer.</p>
        </codat-commerce-picker>${around[1]}
        <script>
          window.heard = [];
          for (const type of ['codat-loaded', 'codat-select', 'codat-redirect', 'codat-error'])
            document.querySelector('codat-commerce-picker').addEventListener(type, ({ detail: { error } }) =>
              heard.push(error ? type + ' ' + error.name + ' ' + error.code : type));
        </script>`;
      const page = await browser.newPage({ viewport: { width: 1024, height: 900 } });
      const noise: string[] = [];
      page.on('console', (message) => {
        if (!message.text().startsWith('Failed to load resource')) noise.push(message.text());
      });
      page.on('pageerror', (error) => noise.push(error.message));
      await page.goto(server.origin);
      return visit(page, requests, noise, major);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function visit(page: Page, requests: string[], noise: string[], major: number): Visit {
  const until: Visit['until'] = async (what, condition, argument = '') => {
    const end = Date.now() + 10_000;
    for (;;) {
      const found = await page.evaluate(condition, argument).catch((error: Error) => {
        // Between two pages there is nothing to ask.
        if (!/context was destroyed|navigat/i.test(error.message)) throw error;
      });
      if (found) return found;
      if (Date.now() > end) {
        await page.screenshot({ path: path.join(pictures, `${major} too late.png`) });
        throw new Error([`too late: ${what}`, ...noise].join('\n'));
      }
    }
  };
  mkdirSync(pictures, { recursive: true });
  return {
    page,
    requests,
    noise,
    until,
    async press(selector) {
      const point = await until(
        `a button ${selector}`,
        (wanted) => {
          const button = document.querySelector('codat-commerce-picker')!.shadowRoot?.querySelector(wanted);
          button?.scrollIntoView({ block: 'center' });
          const box = button?.getBoundingClientRect();
          return box?.width ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : undefined;
        },
        selector,
      );
      await page.mouse.click(point.x, point.y);
    },
    picture: async (name) =>
      void (await page.screenshot({ path: path.join(pictures, `${major} ${name}.png`), fullPage: true })),
    close: () => page.close(),
  };
}
