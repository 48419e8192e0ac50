import type { Scheme } from '../axes.js';
import { schemeSwitch } from './scheme.js';
import { Showcase } from './showcase.js';

// No picker of this page may send anyone away.
document.addEventListener('codat-redirect', (event) => event.preventDefault());

const parts: { follow(scheme: Scheme): void }[] = [
  new Showcase(document.querySelector('#showcase-controls')!, document.querySelector('#showcase')!),
];
schemeSwitch(document.querySelector('#scheme')!, (scheme) => parts.forEach((part) => part.follow(scheme)));

async function startTheRest(): Promise<void> {
  // Not before the page: their list of ranges alone is longer than all of its styles.
  void import('../fonts.js');
  // What plays the network is larger than all else together: the first picker doesn't wait for it.
  const { startSections } = await import('./sections.js');
  parts.push(...(await startSections()));
}

startTheRest().catch((error: unknown) => {
  const trouble = document.querySelector<HTMLElement>('#trouble')!;
  trouble.textContent = `The specimens need a service worker, which this browser or this address doesn’t allow: serve the page over https: or from localhost. (${String(error)})`;
  trouble.hidden = false;
});
