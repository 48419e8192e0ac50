import { expect } from '@open-wc/testing/pure';
import type { CodatCommercePicker } from '../../../src/index.js';
import { all } from '../page.js';
import { TRAP } from './shapes.js';

/** All that a picker is made of. */
const ELEMENTS = new Set('div p slot svg path input button section ul li span bdi img a style'.split(' '));

/** What may be loaded or gone to. */
const isSafe = (url: string): boolean => /^https:\/\/[^@]+$/.test(url) || new URL(url).origin === location.origin;

/** Waits for a turn of the page's own loop: a page that hangs never comes to it. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => (port1.close(), resolve()));
    port1.start();
    port2.postMessage(null);
  });

/** Watches over a page to which something hostile is done. What the package says on the console is collected. */
export class Guard {
  readonly escaped: unknown[] = [];
  readonly said: string[] = [];
  #ran = 0;
  readonly #console = { error: console.error, warn: console.warn };
  readonly #listening = new AbortController();

  constructor() {
    Object.assign(globalThis, { [TRAP]: () => (this.#ran += 1) });
    const { signal } = this.#listening;
    addEventListener('error', ({ message }) => this.escaped.push(message), { signal });
    addEventListener(
      'unhandledrejection',
      (event) => {
        // It is told by the run that it comes from.
        event.stopImmediatePropagation();
        event.preventDefault();
        this.escaped.push(event.reason);
      },
      { signal, capture: true },
    );
    const collect = (first: unknown, ...rest: unknown[]): void => {
      this.said.push([first, ...rest].map((part) => (part instanceof Error ? part.message : typeof part)).join(' '));
      if (first !== 'codat-commerce-picker') this.escaped.push(`on the console: ${String(first)}`);
    };
    Object.assign(console, { error: collect, warn: collect });
  }

  /** After each run: nothing escaped, no script ran, nothing but the picker's own elements is there, and it rests. */
  async check(...pickers: readonly CodatCommercePicker[]): Promise<void> {
    for (const picker of pickers) {
      await picker.updateComplete;
      await turn();
      expect(picker.isUpdatePending, 'it goes on updating').to.be.false;
      for (const element of all(picker, '*')) {
        expect(ELEMENTS.has(element.localName), element.localName).to.be.true;
        expect([...element.attributes].map(({ name }) => name).filter((name) => name.startsWith('on'))).to.deep.equal(
          [],
        );
        for (const attribute of ['src', 'href']) {
          if (element.hasAttribute(attribute)) {
            expect(isSafe(element.getAttribute(attribute)!), element.getAttribute(attribute)!).to.be.true;
          }
        }
      }
    }
    await turn();
    await turn();
    expect(this.#ran, 'a script ran').to.equal(0);
    expect(this.escaped.splice(0).map(describe)).to.deep.equal([]);
  }

  /** What a run has left behind is not the next one's. */
  async forget(): Promise<void> {
    await turn();
    this.escaped.length = this.said.length = 0;
  }

  stop(): void {
    this.#listening.abort();
    Object.assign(console, this.#console);
    Reflect.deleteProperty(globalThis, TRAP);
  }
}

const describe = (reason: unknown): string => {
  try {
    return reason instanceof Error ? `${reason.message}\n${reason.stack}` : String(reason);
  } catch {
    return 'what can’t be read';
  }
};
