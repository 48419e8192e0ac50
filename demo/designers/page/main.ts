import type { Part } from './sections.js';
import { schemeSwitch } from './scheme.js';
import { Showcase } from './showcase.js';

// No picker of this page may send anyone away.
document.addEventListener('codat-redirect', (event) => event.preventDefault());

const parts: Part[] = [];
schemeSwitch(document.querySelector('#scheme')!, (scheme) => parts.forEach((part) => part.follow(scheme)));

// The words of the page are painted first: a picker takes longer.
requestAnimationFrame(() =>
  setTimeout(() => {
    parts.push(new Showcase(document.querySelector('#showcase-controls')!, document.querySelector('#showcase')!));
  }),
);

function fail(error: unknown): void {
  const trouble = document.querySelector<HTMLElement>('#trouble')!;
  trouble.textContent = `The specimens need a service worker, which this browser or this address doesn’t allow: serve the page over https: or from localhost. (${String(error)})`;
  trouble.hidden = false;
}

async function fill(section: HTMLElement): Promise<void> {
  const sections = await import('./sections.js');
  parts.push(await sections.fill(section));
}

// Each section holds many pickers, and what plays the network to them is larger than all else together: a section is
// filled when it comes into sight, and not yet when it only touches the edge of the window.
const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      fill(target as HTMLElement).catch(fail);
    }
  },
  { rootMargin: '-1px' },
);
for (const section of document.querySelectorAll('main > section')) observer.observe(section);
