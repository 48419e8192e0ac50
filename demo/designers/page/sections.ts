import { startNetwork } from '../network.js';
import type { Scheme } from '../axes.js';
import { awkwardData } from './awkward.js';
import { Flow, flowHandlers } from './flow.js';
import { Gallery } from './gallery.js';
import { Playground } from './playground.js';

const place = (section: string): HTMLElement => document.querySelector<HTMLElement>(`#${section} > div`)!;

/** Everything below the first screen, once the network that answers it is there. */
export async function startSections(): Promise<readonly { follow(scheme: Scheme): void }[]> {
  await startNetwork(...flowHandlers);
  return [
    new Gallery(place('specimens')),
    new Playground(place('yours')),
    new Flow(place('flow')),
    awkwardData(place('awkward')),
  ];
}
