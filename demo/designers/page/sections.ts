import '../fonts.js';
import type { Scheme } from '../axes.js';
import { startNetwork } from '../network.js';
import { awkwardData } from './awkward.js';
import { Flow, flowHandlers } from './flow.js';
import { Gallery } from './gallery.js';
import { Playground } from './playground.js';

/** What follows the scheme of the page. */
export interface Part {
  follow(scheme: Scheme): void;
}

const SECTIONS: Record<string, (root: HTMLElement) => Part> = {
  specimens: (root) => new Gallery(root),
  yours: (root) => new Playground(root),
  flow: (root) => new Flow(root),
  awkward: awkwardData,
};

let network: Promise<unknown> | undefined;

/** Fills a section of the page, once the network that answers its pickers is there. */
export async function fill(section: HTMLElement): Promise<Part> {
  network ??= startNetwork(...flowHandlers);
  await network;
  return SECTIONS[section.id]!(section.querySelector<HTMLElement>(':scope > div')!);
}
