import type { Integration } from '../../../src/index.js';
import { rowsOf } from '../rows.js';
import './contestant.js';

/** ms that are measured beyond the last frame, for what is still to come: logos above all. */
const AFTERMATH = 250;

/** ms until the next key of somebody who types fast. */
const NEXT_KEY = 150;

/** When something was on screen, in ms since it began. */
export interface Painted {
  first: number;
  all: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A task of its own, after what the browser does by itself at the end of a frame. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });

/** The next frame has been painted. */
const nextFrame = async (): Promise<void> => {
  await new Promise(requestAnimationFrame);
  await nextTask();
};

const place = (): Element => document.querySelector('main')!;

const count = (): number => {
  const { root, selector } = window.contestant.tiles();
  return root.querySelectorAll(selector).length;
};

/** Waits until so many tiles are painted. */
async function untilPainted(since: number, tiles: number): Promise<Painted> {
  let first = 0;
  for (;;) {
    await new Promise(requestAnimationFrame);
    const there = count();
    await nextTask();
    if (there && !first) first = performance.now() - since;
    if (there === tiles) return { first, all: performance.now() - since };
  }
}

const searchBox = (): HTMLInputElement => window.contestant.tiles().root.querySelector('input')!;

let rows: readonly Integration[] = [];

const bench = {
  /** Makes what `mount` shows, which is not to be measured. */
  prepare(tiles: number): void {
    rows = rowsOf(tiles);
  },

  /** Puts contestants on the page: with the rows of `prepare`, or with a URL. Right after a frame, as each time. */
  async mount(tiles: number, url?: string, pickers = 1): Promise<Painted> {
    await nextFrame();
    const since = performance.now();
    for (let picker = 0; picker < pickers; picker += 1) window.contestant.show(place(), url ?? rows);
    const painted = await untilPainted(since, tiles);
    await pause(AFTERMATH);
    return painted;
  },

  remove(): void {
    const { root, selector } = window.contestant.tiles();
    // What has not come yet would come while the next one is measured.
    for (const image of root.querySelectorAll(`${selector} img`)) image.removeAttribute('src');
    window.contestant.remove();
    rows = [];
  },

  /** Types a query, and resolves with the ms until the next frame, once somebody would have typed on. */
  async type(query: string): Promise<number> {
    await nextFrame();
    const since = performance.now();
    const input = searchBox();
    input.value = query;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await nextFrame();
    const frame = performance.now() - since;
    await pause(NEXT_KEY);
    return frame;
  },

  /** Empties the search box, and resolves when all tiles are back, with the ms until the next frame. */
  async clear(tiles: number): Promise<number> {
    const frame = await bench.type('');
    const isHidden = (tile: Element): boolean => !!tile.closest('[hidden]');
    const { root, selector } = window.contestant.tiles();
    while (count() !== tiles || [...root.querySelectorAll(selector)].some(isHidden)) await nextFrame();
    return frame;
  },

  /** Sets the same rows, one of which is another one. */
  async change(): Promise<number> {
    const changed = rows.with(rows.length / 2, { ...rows[rows.length / 2]!, name: 'Another name' });
    await nextFrame();
    const since = performance.now();
    window.contestant.change!(changed);
    await nextFrame();
    const frame = performance.now() - since;
    await pause(AFTERMATH);
    rows = changed;
    return frame;
  },

  /** Nodes in the DOM, lit's comments among them, by tile. */
  nodes(tiles: number): number {
    const walker = document.createTreeWalker(window.contestant.tiles().root);
    let nodes = 0;
    while (walker.nextNode()) nodes += 1;
    return nodes / tiles;
  },

  /** The markup of the tiles: without comments, blanks around values and the server's name, attributes in order. */
  markup(): string {
    const { root } = window.contestant.tiles();
    const written = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element)) return '';
      const attributes = [...node.attributes]
        .filter(({ name }) => name !== 'data-state')
        .map(({ name, value }) => ` ${name}="${value.trim().replace(/\s+/g, ' ').replace(location.origin, '')}"`)
        .toSorted();
      return `<${node.localName}${attributes.join('')}>${[...node.childNodes].map(written).join('')}</${node.localName}>`;
    };
    return [...root.querySelectorAll('li')].map(written).join('\n');
  },

  /**
   * Clicks a tile, and takes down what follows: when the busy tile is painted, when the request goes out, and how long
   * after its answer the browser is told to leave. The page that it is led to reads that.
   */
  async pick(): Promise<void> {
    const times: Record<string, number> = {};
    const own = window.fetch;
    window.fetch = async (...request) => {
      times['sent'] = performance.now() - since;
      const response = await own(...request);
      times['answer'] = performance.now() - since;
      return response;
    };
    (window as unknown as { navigation: EventTarget }).navigation.addEventListener('navigate', () => {
      times['leaving'] = performance.now() - since - times['answer']!;
      sessionStorage['times'] = JSON.stringify(times);
    });
    const { root, selector } = window.contestant.tiles();
    const tile = root.querySelectorAll<HTMLElement>(selector)[5]!;
    await nextFrame();
    const since = performance.now();
    tile.click();
    await nextFrame();
    times['busy'] = performance.now() - since;
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
