import Directory from '@unified-api/react-directory';
import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';

const own = window.fetch;
let roots: Root[] = [];
let container: Element | undefined;

window.contestant = {
  show(place, source) {
    // It knows no way in but its vendor's API.
    window.fetch = () => own(String(source));
    container = place.appendChild(document.createElement('div'));
    const root = createRoot(container);
    root.render(createElement(Directory, { workspaceId: 'bench', nostyle: true }));
    roots.push(root);
  },
  remove() {
    for (const root of roots) root.unmount();
    roots = [];
    container?.remove();
  },
  tiles: () => ({ root: container!, selector: 'a.unified_vendor' }),
};
