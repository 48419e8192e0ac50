import 'axe-core/axe.min.js';
import { expect, fixtureCleanup } from '@open-wc/testing/pure';
import { executeServerCommand } from '@web/test-runner-commands';
import type { AxeResults, RunOptions } from 'axe-core';
import { setupWorker } from 'msw/browser';
import type { CodatCommercePicker } from '../../src/index.js';
import { watchListeners } from './kept.js';

declare const axe: { run(context: unknown, options: RunOptions): Promise<AxeResults> };

/** The service worker that answers the page's requests. Each test says what to. */
export const worker = setupWorker();

/** What a test expects on the console, in order; anything else fails it. */
export const expectedOnConsole: RegExp[] = [];

const said: string[] = [];
const rejected: unknown[] = [];

// At the window, elements of ours and tools listen for as long as they are there.
const atDocument = watchListeners(() => [document, document.documentElement, document.body]);
let listening: string[];
let test = new AbortController();

/** Aborted when the test is over: for what it adds to the page itself, such as listeners, or a companion. */
export const untilTheEnd = (): AbortSignal => test.signal;

for (const level of ['error', 'warn'] as const) {
  const original = console[level].bind(console);
  console[level] = (...args: unknown[]) => {
    said.push(args.map(String).join(' '));
    if (!expectedOnConsole.some((expected) => expected.test(said.at(-1)!))) original(...args);
  };
}
addEventListener('unhandledrejection', (event) => rejected.push(event.reason));

before(() => worker.start({ quiet: true, onUnhandledRequest: 'bypass' }));
after(() => worker.stop());

beforeEach(() => (listening = atDocument.list()));

// After each test, whatever it did: no rule of axe is broken, nothing was said on the console that the test did not
// expect, no rejection went unheard, and nothing is left that listens at the document.
afterEach(async () => {
  test.abort();
  test = new AbortController();
  try {
    const pickers = [...document.querySelectorAll('codat-commerce-picker')];
    if (pickers.length) await expectAccessible(...pickers);
    expect(said.length, said.join('\n')).to.equal(expectedOnConsole.length);
    for (const [index, expected] of expectedOnConsole.entries()) expect(said[index]).to.match(expected);
    expect(rejected).to.deep.equal([]);
    // Without its pickers the page is as it was. They notice by the next microtask that they were not only moved.
    fixtureCleanup();
    await nextFrame();
    expect(atDocument.list()).to.deep.equal(listening);
  } finally {
    said.length = expectedOnConsole.length = rejected.length = 0;
    fixtureCleanup();
    worker.resetHandlers();
    document.documentElement.lang = 'en';
  }
});

/**
 * The rules that are about the whole page, and not about a picker: that of the tests has no landmarks, may hold a picker
 * twice, and its colours are a test's own. What contrast the picker has, `accessibility-contrast.test.ts` measures.
 */
const withoutThePage = (pickers: number): RunOptions['rules'] & {} => ({
  region: { enabled: false },
  'landmark-unique': { enabled: pickers === 1 },
  'color-contrast': { enabled: false },
});

async function expectAccessible(...elements: Element[]): Promise<void> {
  const { incomplete, violations } = await axe.run(
    { include: elements },
    { rules: withoutThePage(elements.length), preload: false, resultTypes: ['violations', 'incomplete'] },
  );
  const undecided = incomplete.filter(({ id }) => /^(aria|duplicate-id)/.test(id));
  const report = [...violations, ...undecided].map(({ help, id, nodes }) => `${id}: ${help}\n${nodes[0]?.html}`);
  expect(report, report.join('\n')).to.deep.equal([]);
}

/** Waits for the next frame. */
export const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** What is in the picker's shadow root and matches, one by one. */
export const all = (picker: CodatCommercePicker, selector: string): HTMLElement[] => [
  ...picker.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];

/** The first such element. */
export const one = (picker: CodatCommercePicker, selector: string): HTMLElement => {
  const element = picker.shadowRoot!.querySelector<HTMLElement>(selector);
  expect(element, selector).to.exist;
  return element!;
};

/** An element's text, its white space folded. */
export const textOf = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();

/** The tile of this software: its button. */
export const tile = (picker: CodatCommercePicker, key: string): HTMLButtonElement =>
  one(picker, `[part~="tile"][data-key="${key}"]`) as HTMLButtonElement;

/** The names on the tiles, in order. */
export const names = (picker: CodatCommercePicker): string[] => all(picker, '[part="name"] bdi').map(textOf);

/** The names of the page's only picker's buttons, in order, as assistive technology is told them: these, if all is well. */
export const buttonNames = (expected: readonly string[]): Promise<string[]> =>
  executeServerCommand('button-names', { host: 'codat-commerce-picker', expected });

/** What the picker says by itself, to whoever listens. */
export const liveRegionOf = (picker: CodatCommercePicker): HTMLElement => one(picker, '[aria-live]');

/** The messages of what has failed, as they are seen: one at the most. */
export const failuresOf = (picker: CodatCommercePicker): HTMLElement[] => all(picker, '#failure');

/** That message, where something has failed. */
export const failureOf = (picker: CodatCommercePicker): HTMLElement => one(picker, '#failure');
