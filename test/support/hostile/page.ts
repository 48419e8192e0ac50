import '../../../dist/index.js';
import { make, type Recipe } from './shapes.js';

/** The names on screen, and what nobody has caught. */
type Outcome = { names: string[]; escaped: string[] };

/** Gives a new picker all of it, picks its last tile, and says what came of it. */
async function tryOut(given: Readonly<Record<string, Recipe>>): Promise<Outcome> {
  const escaped: string[] = [];
  const note = (event: Event): void => {
    const { message, reason } = event as ErrorEvent & PromiseRejectionEvent;
    escaped.push(message ?? (reason instanceof Error ? reason.stack : 'something was rejected'));
  };
  addEventListener('error', note);
  addEventListener('unhandledrejection', note);
  const picker = document.createElement('codat-commerce-picker');
  const { rows, waitUntil, ...properties } = given;
  for (const [name, recipe] of Object.entries(properties)) Object.assign(picker, { [name]: make(recipe) });
  if (rows) picker.integrations = [...(make(rows) as []), { key: 'good', name: 'Good software' }];
  else picker.endpoint = '/list';
  const settled = new Promise((resolve) => {
    picker.addEventListener('codat-loaded', resolve);
    picker.addEventListener('codat-error', resolve);
  });
  picker.addEventListener('codat-select', (event) => {
    if (waitUntil) event.waitUntil(make(waitUntil) as Promise<unknown>);
  });
  document.body.append(picker);
  await settled;
  await picker.updateComplete;
  const found = (selector: string): HTMLElement[] => [...picker.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const names = found('[part="name"] bdi').map(({ textContent }) => textContent ?? '');
  found('[data-key="good"]')[0]?.click();
  while (picker.matches(':state(connecting)')) await new Promise((resolve) => setTimeout(resolve));
  picker.remove();
  await new Promise((resolve) => setTimeout(resolve));
  removeEventListener('error', note);
  removeEventListener('unhandledrejection', note);
  return { names, escaped };
}

export type TryOut = typeof tryOut;

// What a test's own process generates is tried out here, in the page.
Object.assign(globalThis, { tryOut });
