/** A host's server, and its page, which does what it is told to. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { listen } from '../../demo/codat/listen.js';
import type { Integration } from '../../src/index.js';
import { until } from './desktop.js';
import { deferred, type Deferred } from '../support/deferred.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/**
 * What the page can be told to do: to go on to another one, to put the focus before where the picker comes, to show the
 * picker, to say something.
 */
interface Order {
  do: 'go' | 'start' | 'show' | 'say';
  what?: string;
}

/** What a page has in it, and how the host answers. */
export interface Offer {
  lang: string;
  rows: readonly Integration[];
  /** Whether the page asks for them. Otherwise they are written in it. */
  isFetched: boolean;
}

export interface Till {
  /** Leads to the page. */
  url: string;
  /** Has the page left for a new one, which offers this. */
  open(offer: Offer): void;
  order(order: Order): void;
  /** Waits until the picker is there. */
  shown(): Promise<void>;
  /** Waits until there is nothing in its region any more. */
  emptied(): Promise<void>;
  /** Answers what the page has asked for, or will ask for: the list, or the Sync page. 200 is the list itself. */
  answer(status: number): Promise<void>;
  close(): Promise<void>;
}

// Told by the server: there is no other way into a browser that has only a keyboard.
const OBEY = `
  for (let isOver = false; !isOver; ) {
    const order = await (await fetch('/orders', { method: 'POST' })).json();
    switch (order.do) {
      case 'go':
        isOver = true;
        location.replace(order.what);
        break;
      case 'start':
        await start();
        break;
      case 'show':
        await show();
        break;
      case 'say':
        document.getElementById('mark').textContent = order.what;
    }
  }`;

// Two steps, and time between them: a focus that comes back to where it was is not told.
const START = `
  const start = async () => {
    document.getElementById('before').focus();
    await new Promise((resolve) => setTimeout(resolve, 300));
    document.getElementById('start').focus();
  };`;

// The picker comes when Orca is on the page, and tells the server what stands in its region.
const SHOW = `
  const show = async () => {
    const picker = document.querySelector('template').content.querySelector('codat-commerce-picker');
    document.querySelector('template').replaceWith(picker);
    await picker.updateComplete;
    const region = picker.shadowRoot.querySelector('[aria-live]');
    const tell = () => fetch(location.pathname + '/told', { method: 'POST', body: region.textContent });
    await tell();
    new MutationObserver(tell).observe(region, { characterData: true, childList: true, subtree: true });
  };`;

const html = ({ isFetched, lang, rows }: Offer, page: string): string => `<!doctype html>
  <html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><meta charset="utf-8"><title>Till</title>
  <h1>Software</h1>
  <button id="before">Before</button>
  <button id="start">Start</button>
  <template>
    <codat-commerce-picker endpoint="${page}/list" sync-endpoint="${page}/sync" search="always">
      ${isFetched ? '' : `<script type="application/json">${JSON.stringify({ results: rows })}</script>`}
    </codat-commerce-picker>
  </template>
  <p>The end of the page</p>
  <p id="mark" aria-live="polite"></p>
  <script type="module">
    import '/codat-commerce-picker.min.js';
    import '/strings/${lang}.js';
    ${START}
    ${SHOW}
    ${OBEY}
  </script>`;

/** One that gives out what was put into it, in the order in which it was. */
class Queue<T> {
  readonly #full: T[] = [];
  readonly #waiting: Deferred<T>[] = [];

  put(item: T): void {
    const first = this.#waiting.shift();
    if (first) first.resolve(item);
    else this.#full.push(item);
  }

  take(): Promise<T> {
    if (this.#full.length) return Promise.resolve(this.#full.shift()!);
    const later = deferred<T>();
    this.#waiting.push(later);
    return later.promise;
  }
}

export async function startTill(): Promise<Till> {
  let page = '';
  let offer: Offer = { lang: 'en', rows: [], isFetched: false };
  let orders = new Queue<Order>();
  let asked = new Queue<Deferred<Response>>();
  let told: string[] = [];

  const later = (): Promise<Response> => {
    const response = deferred<Response>();
    asked.put(response);
    return response.promise;
  };
  const server = await listen(
    async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/') return new Response(null, { status: 302, headers: { location: page } });
      if (pathname === page) {
        return new Response(html(offer, page), { headers: { 'content-type': 'text/html; charset=utf-8' } });
      }
      if (pathname === `${page}/told`) {
        told.push(await request.text());
        return new Response(null, { status: 204 });
      }
      if (pathname === '/orders') return Response.json(await orders.take());
      if ([`${page}/list`, `${page}/sync`].includes(pathname)) return later();
      if (!pathname.endsWith('.js')) return new Response(null, { status: 204 });
      return new Response(await readFile(dist + pathname), { headers: { 'content-type': 'text/javascript' } });
    },
    { port: 0 },
  );
  let pages = 0;
  return {
    url: server.origin,
    open: (newOffer) => {
      const before = orders;
      offer = newOffer;
      page = `/${(pages += 1)}`;
      orders = new Queue();
      asked = new Queue();
      told = [];
      before.put({ do: 'go', what: page });
    },
    order: (order) => orders.put(order),
    shown: () => until('the picker is there', () => told.length),
    emptied: () =>
      until(
        'the region is empty',
        () => told.at(-1) === '',
        () => told.join(' | '),
      ),
    answer: async (status) => {
      const response = await asked.take();
      response.resolve(status === 200 ? Response.json({ results: offer.rows }) : Response.json({}, { status }));
    },
    close: () => server.close(),
  };
}
