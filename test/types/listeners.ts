// Compiled, never run: what a host may write of the element's events, and what it may not.
import type {
  CodatErrorEvent,
  CodatLoadedEvent,
  CodatRedirectEvent,
  CodatSearchedEvent,
  CodatSelectEvent,
} from 'codat-commerce-picker';

declare const around: HTMLFormElement;
declare const anyElement: Element;
declare const root: ShadowRoot;

const selected = (event: CodatSelectEvent): void => event.waitUntil(Promise.resolve(event.detail.platformKey));
const loaded = ({ detail }: CodatLoadedEvent): number => detail.integrations.length;
const searched = ({ detail }: CodatSearchedEvent): string => `${detail.query}: ${detail.count}`;
const redirected = ({ detail }: CodatRedirectEvent): string => detail.url;
const failed = async ({ detail }: CodatErrorEvent): Promise<void> => console.info(detail.error.code);

const clicked = ({ clientX }: MouseEvent): number => clientX;

const picker = document.createElement('codat-commerce-picker');
picker.addEventListener('codat-select', selected);
picker.removeEventListener('codat-select', selected);
around.addEventListener('codat-select', selected);
around.removeEventListener('codat-select', selected);
anyElement.addEventListener('codat-select', selected);
anyElement.removeEventListener('codat-select', selected);
root.addEventListener('codat-select', selected);
root.removeEventListener('codat-select', selected);
document.addEventListener('codat-select', selected);
document.removeEventListener('codat-select', selected);
document.body.addEventListener('codat-select', selected);
document.body.removeEventListener('codat-select', selected);
window.addEventListener('codat-select', selected);
window.removeEventListener('codat-select', selected);
picker.addEventListener('codat-loaded', loaded, { once: true });
picker.removeEventListener('codat-loaded', loaded);
picker.addEventListener('codat-searched', searched);
picker.removeEventListener('codat-searched', searched);
picker.addEventListener('codat-redirect', redirected, true);
picker.removeEventListener('codat-redirect', redirected, true);
picker.addEventListener('codat-error', failed, { signal: new AbortController().signal });
picker.removeEventListener('codat-error', failed);
document.addEventListener('codat-error', failed, { capture: true });

// Without a type of the listener's own.
picker.addEventListener('codat-select', (event) => event.waitUntil(Promise.resolve()));
document.addEventListener('codat-select', ({ detail }) => detail.platformKey.length);
window.addEventListener('codat-redirect', ({ detail }) => detail.url.length);

// All that any element has is still there.
picker.addEventListener('click', (event) => event.clientX);
picker.removeEventListener('click', clicked);
picker.addEventListener('keydown', ({ key }) => key);
picker.addEventListener('an event of somebody else', (event: Event) => event.type);
picker.addEventListener('codat-select', { handleEvent: (event: Event) => event.preventDefault() });
document.addEventListener('click', (event) => event.clientX);

picker.logo = 'square';
// @ts-expect-error There is no such logo.
picker.logo = 'round';
// @ts-expect-error There is no such field.
picker.addEventListener('codat-select', ({ detail }) => detail.key);
// @ts-expect-error A click is no choice.
picker.addEventListener('click', selected);
// @ts-expect-error And a choice no error.
picker.removeEventListener('codat-select', failed);
