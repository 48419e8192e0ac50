import type { CodatCommercePicker, CodatSelectEvent } from '../../src/index.js';
import { listEndpoint, syncEndpoint } from './network.js';
import { slotted } from './slotted.js';
import { stateOf, type State, type StateName } from './states.js';

/** A picker on its way into a state. */
export interface SetUp {
  picker: CodatCommercePicker;
  /** To be called once the picker is in the document: drives it there. */
  arrive(): Promise<void>;
}

// The element gives up on a list after 10 s: what has to load for ever is started anew before.
const RESTART = 8_000;
const PATIENCE = 20_000;

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await frame();
  }
}

// A host's own hand-over, as docs/page.md has it: the companion would run one flow a page, and here many stand side by side.
const handOver =
  (name: StateName) =>
  (event: CodatSelectEvent): void => {
    event.waitUntil(
      fetch(syncEndpoint(name), { method: 'POST', body: event.detail.platformKey }).then((response) => {
        if (!response.ok) throw response;
      }),
    );
  };

const part = (picker: CodatCommercePicker, name: string): HTMLElement | null | undefined =>
  picker.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`);

async function act(picker: CodatCommercePicker, { pick, query }: State): Promise<void> {
  if (query !== undefined) {
    const input = part(picker, 'search-input') as HTMLInputElement | null;
    if (!input) throw new Error('there is no search box');
    input.value = query;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  if (pick) picker.shadowRoot?.querySelector<HTMLElement>(`[data-key="${pick}"]`)?.click();
}

/** Makes a picker that `arrive` brings into this state. */
export function setUp(name: StateName, attributes: Readonly<Record<string, string>> = {}): SetUp {
  const state = stateOf(name);
  const picker = document.createElement('codat-commerce-picker');
  for (const [attribute, value] of Object.entries({ ...state.attributes, ...attributes })) {
    picker.setAttribute(attribute, value);
  }
  picker.setAttribute('endpoint', listEndpoint(name));
  picker.append(...Object.entries(state.slots ?? {}).map(([slot, text]) => slotted(slot, text)));
  picker.addEventListener('codat-select', handOver(name));

  return {
    picker,
    async arrive() {
      // Out of reach on its way: what the script picks must not draw the page's focus.
      picker.inert = true;
      const { part: wanted, state: reached } = state.until;
      await until(`:state(${reached})`, () => picker.matches(`:state(${reached})`));
      await act(picker, state);
      if (wanted) await until(`the part ${wanted}`, () => Boolean(part(picker, wanted)));
      await picker.updateComplete;
      picker.inert = false;
      if (reached === 'loading') keepLoading(picker);
    },
  };
}

function keepLoading(picker: CodatCommercePicker): void {
  const timer = setInterval(() => {
    if (picker.isConnected) void picker.reload();
    else clearInterval(timer);
  }, RESTART);
}

/** All logos have loaded or failed, but for those that never will. */
export async function logosSettled(picker: CodatCommercePicker): Promise<void> {
  const images = [...picker.shadowRoot!.querySelectorAll('img')].filter(({ src }) => !src.endsWith('/slow.png'));
  for (const image of images) image.loading = 'eager';
  await until('the logos', () => images.every(({ complete }) => complete));
}
