import { startNetwork } from '../network.js';
import { awkwardData } from './awkward.js';
import { Flow, flowHandlers } from './flow.js';
import { Gallery } from './gallery.js';
import { Playground } from './playground.js';
import { schemeSwitch } from './scheme.js';

const place = (section: string): HTMLElement => document.querySelector<HTMLElement>(`#${section} > div`)!;

// No picker of this page may send anyone away.
document.addEventListener('codat-redirect', (event) => event.preventDefault());

async function start(): Promise<void> {
  // Not before the page: their list of ranges alone is longer than all of its styles.
  void import('../fonts.js');
  await startNetwork(...flowHandlers);
  const parts = [
    new Gallery(place('specimens')),
    new Playground(place('yours')),
    new Flow(place('flow')),
    awkwardData(place('awkward')),
  ];
  schemeSwitch(document.querySelector('#scheme')!, (scheme) => parts.forEach((part) => part.follow(scheme)));
}

start().catch((error: unknown) => {
  const trouble = document.querySelector<HTMLElement>('#trouble')!;
  trouble.textContent = `The specimens need a service worker, which this browser or this address doesn’t allow: serve the page over https: or from localhost. (${String(error)})`;
  trouble.hidden = false;
});
