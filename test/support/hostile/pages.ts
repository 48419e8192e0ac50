import type { Frame, Page } from 'playwright-core';
import { tag, tileOf } from '../model/site.js';

/** A page that makes it hard for the picker in it. */
export interface HostilePage {
  /** Before the picker's own script. */
  head?: string;
  /** With the picker in it, or what brings it. Default: the picker, and its script. */
  body?: string;
  /** The whole document, where head and body don't do. */
  document?: string;
  headers?: Readonly<Record<string, string>>;
  type?: string;
  /** Other pages and files beside it, by path. */
  files?: Readonly<Record<string, string>>;
  /** What happens before the merchant picks. */
  before?: (page: Page) => Promise<unknown>;
  /** Where the picker is, if not in the page itself. */
  frame?: (page: Page) => Frame;
  /** How the merchant picks, where no tool finds the tile. */
  pick?: (page: Page) => Promise<unknown>;
  /** How often the list has been asked for by then. Default: once. */
  lists?: number;
  /** What it may say on its console. */
  noise?: RegExp;
}

const SCRIPT = '<script src="/codat-commerce-picker.min.js"></script>';

/** The picker without its script. */
const PICKER = tag().replace(SCRIPT, '').trim();

const script = (code: string): string => `<script>${code}</script>`;

const library = (name: string): string =>
  name.endsWith('.css') ? `<link rel="stylesheet" href="/lib/${name}">` : `<script src="/lib/${name}"></script>`;

const policy = (...directives: string[]): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "connect-src 'self'",
    'img-src https: data:',
    "style-src 'none'",
    ...directives,
  ].join('; '),
});

/** No sink for HTML, but for the one policy. */
const TRUSTED = ["require-trusted-types-for 'script'", 'trusted-types codat-commerce-picker'];

const POLICIES: Record<string, HostilePage> = {
  'under the strictest policy': { headers: policy("script-src 'self'", ...TRUSTED) },
  'under a policy of nonces': {
    headers: policy("script-src 'nonce-abc'", ...TRUSTED),
    body: PICKER + SCRIPT.replace('<script', '<script nonce="abc"'),
  },
  'under strict-dynamic, brought by a script of the page’s own': {
    headers: policy("script-src 'nonce-abc' 'strict-dynamic'", "require-trusted-types-for 'script'"),
    body: `${PICKER}<script nonce="abc">
      const picker = document.createElement('script');
      picker.src = trustedTypes.createPolicy('host', { createScriptURL: (url) => url })
        .createScriptURL('/codat-commerce-picker.min.js');
      document.head.append(picker);
    </script>`,
  },
  'where a default policy refuses all HTML': {
    headers: policy("script-src 'self' 'nonce-abc'", TRUSTED[0]!, `${TRUSTED[1]} default`),
    head: `<script nonce="abc">
      trustedTypes.createPolicy('default', { createHTML() { throw new Error('no HTML here'); } });
    </script>`,
  },
};

const COPIES: Record<string, HostilePage> = {
  'that loads the script twice': { body: PICKER + SCRIPT + SCRIPT.replace('.js', '.js?again') },
  'that loads the script, and then another version': { body: `${PICKER}${SCRIPT}<script src="/other.js"></script>` },
  'that loads another version, and then the script': { body: `${PICKER}<script src="/other.js"></script>${SCRIPT}` },
  'that has the package in its bundle, with a lit of its own': {
    headers: policy("script-src 'self'", TRUSTED[0]!, 'trusted-types lit-html'),
    body: `${PICKER}<script type="module" src="/app.js"></script>`,
  },
  'that has the script beside the package in its bundle': {
    headers: policy("script-src 'self'", TRUSTED[0]!, `${TRUSTED[1]} lit-html`),
    body: `${PICKER}${SCRIPT}<script type="module" src="/app.js"></script>`,
  },
  'that has the package in its bundle, and the script after it': {
    headers: policy("script-src 'self'", TRUSTED[0]!, `${TRUSTED[1]} lit-html`),
    body: `${PICKER}<script type="module" src="/app.js"></script>${SCRIPT.replace('>', ' type="module">')}`,
  },
};

const STYLES: Record<string, HostilePage> = {
  'with Tailwind’s preflight': { head: library('preflight.css') },
  'with Bootstrap': { head: library('bootstrap.css') + library('bootstrap.js') },
  'that unsets everything': { head: '<style>*, *::before, *::after { all: unset !important }</style>' },
  'that makes everything initial': { head: '<style>* { all: initial !important }</style>' },
  'that lets nothing be clicked or seen by default': {
    head: '<style>button, input, li, ul, section { display: none !important; pointer-events: none !important }</style>',
  },
  'in columns, with huge text': { head: '<style>body { columns: 2; font: 40px serif; word-spacing: 2em }</style>' },
};

const FROZEN = `
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = globalThis[name];
    if (typeof value !== 'function' || !/^[A-Z]/.test(name)) continue;
    if (value.prototype) Object.freeze(value.prototype);
    Object.freeze(value);
  }
  for (const value of [Math, JSON, Reflect, Intl, CSS]) Object.freeze(value);
  Object.freeze(Object.getPrototypeOf(async function () {}));
  Object.freeze(Object.getPrototypeOf(function* () {}));`;

const PATCHED = `
  Object.prototype.extend = function () {};
  Array.prototype.last = function () { return this[this.length - 1]; };
  Array.prototype.toJSON = function () { return 'patched'; };
  String.prototype.toJSON = function () { return String(this); };
  Array.from = (list) => Array.prototype.slice.call(list);
  Function.prototype.bind = function (self, ...first) { const that = this; return (...rest) => that.call(self, ...first, ...rest); };
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    return addEventListener.call(this, type, typeof listener === 'function' ? function (event) { return listener.call(this, event); } : listener, !!options?.capture);
  };
  const { fetch, setTimeout } = window;
  window.fetch = async (...request) => (await fetch(...request)).clone();
  window.setTimeout = (task, ...rest) => setTimeout(() => task(), ...rest);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) { return attachShadow.call(this, { ...init }); };
  window.Promise = class extends Promise {};
  window.queueMicrotask = (task) => void Promise.resolve().then(task);
  JSON.parse = ((parse) => (text, reviver) => parse(text, reviver))(JSON.parse);`;

const BUILT_INS: Record<string, HostilePage> = {
  'with an old zone.js': { head: library('zone.js') },
  'with core-js': { head: library('core.js') },
  'with Prototype': { head: library('prototype.js') },
  'with zone.js, core-js and Prototype': {
    head: library('prototype.js') + library('core.js') + library('zone.js'),
  },
  'that has frozen all built-ins': { head: script(FROZEN) },
  'that has patched many built-ins': { head: script(PATCHED) },
  'whose names stand in front of the document’s': {
    head: '<form name="URL"></form><form name="title"></form><img name="domain" alt=""><form name="links"></form>',
  },
  'without crypto.randomUUID, structuredClone and AbortSignal.any': {
    head: script('delete Crypto.prototype.randomUUID; delete window.structuredClone; delete AbortSignal.any;'),
  },
};

/** What a translator does to all text, in shadow roots too, as often as there is some. */
const TRANSLATOR = `
  const translate = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) if (texts.currentNode.data.trim() && !texts.currentNode.parentNode.closest('font, [translate=no]')) found.push(texts.currentNode);
    for (const text of found) {
      const outer = document.createElement('font');
      const inner = outer.appendChild(document.createElement('font'));
      outer.style.verticalAlign = inner.style.verticalAlign = 'inherit';
      inner.textContent = text.data.toUpperCase();
      text.replaceWith(outer);
    }
  };
  setInterval(() => {
    translate(document.body);
    for (const picker of document.querySelectorAll('codat-commerce-picker')) if (picker.shadowRoot) translate(picker.shadowRoot);
  }, 20);`;

const OVER_IT: Record<string, HostilePage> = {
  'that is translated': {
    body: tag() + script(TRANSLATOR),
    before: async (page) => {
      await page.locator('font font', { hasText: 'LINK YOUR' }).first().waitFor();
      // Other tiles, other words: all that was translated comes anew.
      await page.locator('codat-commerce-picker').evaluate((picker) => {
        (picker as HTMLElement & { sourceType: string }).sourceType = 'Commerce';
        picker.setAttribute('lang', 'fr');
      });
      await page.locator('font font', { hasText: 'AUCUN LOGICIEL' }).waitFor();
      await page.locator('codat-commerce-picker').evaluate((picker) => {
        (picker as HTMLElement & { sourceType: string }).sourceType = '';
      });
      await page.locator('font font', { hasText: 'LIEZ VOTRE' }).first().waitFor();
    },
  },
  'under Dark Reader': {
    head: library('darkreader.js') + script('DarkReader.setFetchMethod(fetch); DarkReader.enable();'),
  },
};

const XHTML = `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>
  <title>Host</title></head><body>${tag()}</body></html>`;

const DOCUMENTS: Record<string, HostilePage> = {
  'of XHTML': { document: XHTML, type: 'application/xhtml+xml' },
  'in quirks mode': { document: `<title>Host</title><table><tr><td>${tag()}</table>` },
  'in a frame of its own site, out of which it leads': {
    body: '<iframe src="/frame" width="600" height="500"></iframe>',
    files: { '/frame': tag('target="_top"') },
    frame: (page) => page.frames()[1]!,
  },
  'in a frame of another site, out of which it leads': {
    body: '<iframe src="{elsewhere}/frame" width="600" height="500"></iframe>',
    files: { '/frame': tag('target="_top"') },
    frame: (page) => page.frames()[1]!,
  },
  'in a frame that was written, not loaded': {
    body: `<iframe width="600" height="500"></iframe>${script(
      `const { contentDocument } = document.querySelector('iframe');
       contentDocument.write('<!doctype html><base href="{origin}/">' + ${JSON.stringify(tag('target="_top"'))}.replaceAll('</script', '<' + '/script'));
       contentDocument.close();`.replaceAll('</script', '<\\/script'),
    )}`,
    frame: (page) => page.frames()[1]!,
  },
  'with the picker in a declared shadow root, and one that is declared itself': {
    body: `<div><template shadowrootmode="open">${PICKER.replace(
      '></',
      '><template shadowrootmode="open"><p>Declared</p></template></',
    )}</template></div>${SCRIPT}`,
  },
  'with the picker in closed shadow roots, one in the other': {
    body: `<div></div>${SCRIPT}${script(`
      const outer = document.querySelector('div').attachShadow({ mode: 'closed' });
      outer.innerHTML = '<div></div>';
      const inner = outer.firstChild.attachShadow({ mode: 'closed' });
      inner.innerHTML = ${JSON.stringify(PICKER)};
      const tile = () => inner.firstChild.shadowRoot.querySelector('[data-key="bbbb"]');`)}`,
    pick: async (page) => {
      await page.waitForFunction('tile()');
      const { x, y } = (await page.evaluate('tile().getBoundingClientRect().toJSON()')) as DOMRect;
      await page.mouse.click(x + 20, y + 20);
    },
  },
  'with the picker in a modal dialog': {
    body: `<dialog>${PICKER}</dialog>${SCRIPT}${script('document.querySelector("dialog").showModal()')}`,
  },
  'with the picker in a popover': {
    body: `<div popover>${PICKER}</div>${SCRIPT}${script('document.querySelector("[popover]").showPopover()')}`,
  },
  'with the picker in a form of other elements': {
    body: `<form onsubmit="document.title = 'submitted'; return false"><input name="endpoint"><input name="value">
      <input name="integrations">${PICKER}<button>Save</button></form>${SCRIPT}`,
  },
};

const fragment = { '/fragment': PICKER, '/away': '<p>Away</p>' };

const turboPage = (body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><title>Host</title><link rel="icon" href="data:,">
    ${head}${library('turbo.js')}${SCRIPT.replace('>', ' defer>')}</head><body>${body}</body></html>`;

/** Morphs the picker's surroundings to what the server would send once more, at every moment of its life. */
const morphed = (morph: string): Partial<HostilePage> => ({
  body: `<div id="around">${PICKER}</div>${SCRIPT}${script(`
    const around = document.getElementById('around');
    const html = around.outerHTML;
    const morph = () => { ${morph} };
    const { localName } = around.firstElementChild;
    morph();
    for (const type of ['codat-loaded', 'codat-select', 'codat-redirect']) addEventListener(type, () => { morph(); queueMicrotask(morph); setTimeout(morph); }, true);`)}`,
  before: async (page) => {
    await tileOf(page, 'aaaa').waitFor();
    await page.evaluate('morph(); morph();');
  },
});

const FRAMEWORKS: Record<string, HostilePage> = {
  'of Turbo, come to by its links, left, and come back to by the back button': {
    document: turboPage('<a href="/picker">Link</a>'),
    files: { '/picker': turboPage(`<a href="/away">Away</a>${PICKER}`), '/away': turboPage('<p>Away</p>') },
    before: async (page) => {
      await page.getByText('Link').click();
      await tileOf(page, 'aaaa').waitFor();
      await page.getByText('Away').click();
      await page.locator('p', { hasText: 'Away' }).waitFor();
      await page.goBack();
      await page.getByText('Away').waitFor();
    },
    lists: 2,
  },
  'of Turbo, which morphs it at each refresh': {
    document: turboPage(PICKER, '<meta name="turbo-refresh-method" content="morph">'),
    before: async (page) => {
      await tileOf(page, 'aaaa').waitFor();
      await page.evaluate(`new Promise((resolve) => {
        addEventListener('turbo:render', resolve, { once: true });
        Turbo.session.refresh(location.href);
      })`);
    },
  },
  'of htmx, which swaps it in, and in again': {
    head: library('htmx.js'),
    body: `<div id="place" hx-get="/fragment" hx-trigger="load, again"></div>${SCRIPT}`,
    files: fragment,
    before: async (page) => {
      await tileOf(page, 'aaaa').waitFor();
      const answered = page.waitForResponse('**/fragment');
      await page.evaluate('document.getElementById("place").dispatchEvent(new Event("again"))');
      await answered;
      await page.waitForResponse('**/list');
    },
    lists: 2,
  },
  'that idiomorph goes over': {
    head: library('idiomorph.js'),
    ...morphed('Idiomorph.morph(around, html)'),
  },
  'that morphdom goes over': {
    head: library('morphdom.js'),
    ...morphed('morphdom(around, html)'),
  },
  'that is drawn from text again and again until it is picked': {
    body: `<div id="around">${PICKER}</div>${SCRIPT}`,
    before: async (page) => {
      await tileOf(page, 'aaaa').waitFor();
      await page.evaluate('{ const place = document.getElementById("around"); place.innerHTML = place.innerHTML; }');
      await tileOf(page, 'aaaa').waitFor();
    },
    lists: 2,
  },
};

/** Every hostile page, by what it is. */
export const HOSTILE_PAGES: Readonly<Record<string, HostilePage>> = {
  ...POLICIES,
  ...COPIES,
  ...STYLES,
  ...BUILT_INS,
  ...OVER_IT,
  ...DOCUMENTS,
  ...FRAMEWORKS,
};
