/** A host's server, and what the merchant does at its page with the keys alone. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { listen } from '../../demo/codat/listen.js';
import { deferred } from '../support/deferred.js';
import type { Browser, Desktop } from './desktop.js';

const ROWS = [
  { key: 'gbol', name: 'Xero', sourceType: 'Accounting' },
  { key: 'qhyg', name: 'QuickBooks', sourceType: 'Accounting' },
  { key: 'pdvj', name: 'Sage', sourceType: 'Accounting' },
];

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** ms until the host says no: as long as the first words take. */
const DELAY = 1_500;

export interface Circumstances {
  /** Statuses of the list's answers, in turn; the last one stays. Default: it is there. */
  list?: readonly number[];
  /** Whether the list waits until it is asked for with {@link Visit.answer}. */
  held?: boolean;
  lang?: string;
}

/** The page, open in a browser that a screen reader reads aloud. */
export interface Visit extends Omit<Browser, 'close'> {
  /** Waits until the page has told so: the type of an event, or `focus` and where. */
  told(what: string): Promise<void>;
  /** Lets the list be answered: by now the page as a whole has been read, which Orca does by itself. */
  answer(): void;
  /** Presses Tab until the focus is there. */
  reach(where: string): Promise<void>;
  /** Presses a key, and waits until the page has told this. */
  pressed(key: string, what: string): Promise<void>;
}

// The page tells the server what happens in it: there is no other way to see into a browser that only has a keyboard.
const REPORTS = `
  const tell = (what) => void fetch('/told', { method: 'POST', body: what });
  const picker = document.querySelector('codat-commerce-picker');
  for (const type of ['codat-loaded', 'codat-error']) picker.addEventListener(type, () => tell(type));
  picker.shadowRoot.addEventListener('focusin', ({ target: { dataset, part } }) =>
    tell('focus ' + (dataset.key || (dataset.clear === undefined ? part : part + ' clear'))));`;

/** Has the page opened, does something there, and closes it. */
export async function visit<T>(
  desktop: Desktop,
  { held = false, lang = 'en', list = [200] }: Circumstances,
  act: (visit: Visit) => Promise<T>,
): Promise<T> {
  const told: string[] = [];
  const answers = [...list];
  const asked = deferred();
  if (!held) asked.resolve();
  const html = { headers: { 'content-type': 'text/html; charset=utf-8' } };
  const server = await listen(
    async (request) => {
      const { pathname } = new URL(request.url);
      switch (pathname) {
        case '/':
          return new Response(
            `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>Till</title>
            <h1>Software</h1>
            <codat-commerce-picker endpoint="/list" sync-endpoint="/sync" search="always"></codat-commerce-picker>
            <script type="module">import '/codat-commerce-picker.min.js'; import '/strings/${lang}.js';${REPORTS}</script>`,
            html,
          );
        case '/told':
          told.push(await request.text());
          return new Response(null, { status: 204 });
        case '/list': {
          await asked.promise;
          const status = answers.length > 1 ? answers.shift()! : answers[0]!;
          await wait(DELAY);
          return status === 200 ? Response.json({ results: ROWS }) : Response.json({}, { status });
        }
        case '/sync':
          await wait(DELAY);
          return Response.json({}, { status: 503 });
        default:
          return pathname.endsWith('.js')
            ? new Response(await readFile(dist + pathname), { headers: { 'content-type': 'text/javascript' } })
            : new Response(null, { status: 204 });
      }
    },
    { port: 0 },
  );
  const browser = await desktop.browse(server.origin);
  let seen = 0;
  const next = async (what: string | undefined, limit = 20_000): Promise<string> => {
    for (const end = Date.now() + limit; ;) {
      const found = told.findIndex((report, index) => index >= seen && (!what || report === what));
      if (found >= 0) {
        seen = found + 1;
        return told[found]!;
      }
      if (Date.now() > end) throw new Error(`${what}: not told. ${told.join(', ')}`);
      await wait(50);
    }
  };
  try {
    return await act({
      ...browser,
      answer: () => asked.resolve(),
      told: async (what) => void (await next(what)),
      pressed: async (key, what) => {
        seen = told.length;
        browser.press(key);
        await next(what);
      },
      reach: async (where) => {
        for (let tabs = 0; tabs < 12; tabs += 1) {
          seen = told.length;
          browser.press('Tab');
          if ((await next(undefined)) === `focus ${where}`) return;
        }
        throw new Error(`${where}: not reached. ${told.join(', ')}`);
      },
    });
  } finally {
    await browser.close();
    await server.close();
  }
}
