import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Frame, type Locator, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../browser.js';

export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

const SCRIPT = /\.js$/;

const built = (file: string): Buffer => readFileSync(fileURLToPath(new URL(`../../../dist/${file}`, import.meta.url)));

export const json = (response: ServerResponse, body: object, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** The picker as this site's own host would place it. */
export const tag = (more = ''): string =>
  `<codat-commerce-picker endpoint="/list" sync-endpoint="/mint" allowed-hosts="127.0.0.1" ${more}></codat-commerce-picker>
  <script src="/codat-commerce-picker.min.js"></script>`;

/** A host and Codat in one, over real HTTP, that writes down all that it is asked for. */
export class Site {
  readonly #server = createServer((request, response) => this.#answer(request, response));
  #browser!: Browser;
  #pages: Page[] = [];
  /** The pages of this test, by path: what is in the body, or whatever answers. */
  pages: Record<string, string | Answer> = {};
  /** What was asked for, as `POST /mint`, without what a browser asks for by itself. */
  seen: string[] = [];
  /** The `Idempotency-Key`s of all mints that have come in. */
  keys: unknown[] = [];
  mint!: Answer;
  codat!: Answer;

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The same server as another site. */
  get elsewhere(): string {
    return `http://localhost:${this.port}`;
  }

  count(what: string): number {
    return this.seen.filter((request) => request === what).length;
  }

  /** The Sync URL of the next mint, each with another code. */
  readonly syncUrl = (): string => `${this.origin}/codat?otp=${this.keys.length}`;

  reset(): void {
    this.pages = {};
    this.seen = [];
    this.keys = [];
    this.mint = (_request, response) => json(response, { url: this.syncUrl() });
    this.codat = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Codat</h1>');
  }

  async open(path = '/', from = this.origin): Promise<Page> {
    const page = await (await this.#browser.newContext()).newPage();
    this.#pages.push(page);
    await page.goto(from + path);
    return page;
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    this.#browser = await chromium.launch({
      executablePath: await findBrowser(),
      args: [...browserFlags],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    this.reset();
  }

  async clear(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((page) => page.context().close()));
    this.reset();
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url!, this.origin);
    const page = this.pages[pathname];
    if (typeof page === 'function') {
      page(request, response);
    } else if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html>
        <html lang="en"><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,"><body>${page}`);
    } else {
      this.#answerTheRest(request, response, pathname);
    }
  }

  #answerTheRest(request: IncomingMessage, response: ServerResponse, pathname: string): void {
    if (SCRIPT.test(pathname)) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(built(pathname.slice(1)));
      return;
    }
    this.seen.push(`${request.method} ${pathname}`);
    request.resume();
    if (pathname === '/list') {
      json(response, {
        results: [
          { key: 'aaaa', name: 'Acorn', sourceType: 'Accounting' },
          { key: 'bbbb', name: 'Birch', sourceType: 'Accounting' },
        ],
      });
    } else if (pathname.startsWith('/mint')) {
      if (pathname === '/mint') this.keys.push(request.headers['idempotency-key']);
      this.mint(request, response);
    } else if (pathname === '/codat') {
      this.codat(request, response);
    } else {
      response.writeHead(404).end();
    }
  }
}

/** A site for the tests of one file, as new for each of them. */
export function useSite(): Site {
  const site = new Site();
  before(() => site.start());
  after(() => site.stop());
  afterEach(() => site.clear());
  return site;
}

export const tileOf = (page: Page | Frame, key: string): Locator => page.locator(`[part~="tile"][data-key="${key}"]`);

/** Waits until the tiles can be picked again. */
export const free = async (page: Page | Frame): Promise<void> => {
  await page.locator('[part~="tile"][data-key="aaaa"][aria-disabled="false"]').waitFor();
};

/** Begins to count the failures that the page's picker tells of. */
export const countFailures = (page: Page): Promise<void> =>
  page.locator('codat-commerce-picker').evaluate((picker) => {
    picker.addEventListener('codat-error', () => (document.title = `failed ${parseInt(document.title.slice(7)) + 1}`));
    document.title = 'failed 0';
  });

/** Waits until there were so many. */
export const failed = async (page: Page, times: number): Promise<void> => {
  await page.waitForFunction((title) => document.title === title, `failed ${times}`);
  await free(page);
};
