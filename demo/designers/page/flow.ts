import { html, render } from 'lit';
import { delay, http, HttpResponse, type RequestHandler } from 'msw';
import type { CodatCommercePicker, CodatRedirectEvent } from '../../../src/index.js';
import { listEndpoint, respond, SYNC_URL, syncEndpoint } from '../network.js';
import { dress } from '../stage.js';
import { stateOf } from '../states.js';
import { segments, type Choice } from './controls.js';
import { EventLog } from './event-log.js';
import { pageScheme } from './scheme.js';

const OUTCOMES = [
  ['well', 'It goes well'],
  ['unavailable', '503'],
  ['rate-limited', '429'],
  ['unreachable', 'No connection'],
  ['unsafe', 'A URL elsewhere'],
] as const satisfies readonly Choice<string>[];
type Outcome = (typeof OUTCOMES)[number][0];

const STEPS = [
  ['Pick', 'The page hears codat-select, and may cancel it.'],
  ['Busy', 'The others are locked. One POST asks the host for the Sync URL.'],
  ['Sync URL', 'It is here and checked: codat-redirect. The page may cancel it, and navigate by itself.'],
  ['Leave', 'The browser goes there: once, within 30 seconds.'],
] as const;

/** What the endpoint does next; the service worker's answers read it. */
const next: { outcome: Outcome; pause: number } = { outcome: 'well', pause: 1500 };

export const flowHandlers: RequestHandler[] = [
  http.get('*/api/flow/integrations', () => respond(stateOf('accounting').list)),
  http.post('*/api/flow/sync-url', async () => {
    await delay(next.pause);
    if (next.outcome === 'well') return HttpResponse.json({ url: SYNC_URL });
    if (next.outcome === 'unsafe') return HttpResponse.json({ url: 'https://codat.io.example/start' });
    if (next.outcome === 'unreachable') return respond('unreachable');
    const status = next.outcome === 'unavailable' ? 503 : 429;
    return respond({ refusal: next.outcome, status, ...(status === 429 && { retryAfter: 30 }) });
  }),
];

/** From the pick to the door, each step as slow as one likes. */
export class Flow {
  readonly #root: HTMLElement;
  readonly #stage = document.createElement('div');
  readonly #log = new EventLog();
  #picker: CodatCommercePicker | undefined;
  /** Index in STEPS; -1 before the pick. */
  #step = -1;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#stage.className = 'stage';
    this.#restart();
  }

  follow(): void {
    this.#show({});
  }

  readonly #restart = (): void => {
    const picker = document.createElement('codat-commerce-picker');
    const attributes = {
      'heading-level': '3',
      'source-type': 'Accounting',
      endpoint: listEndpoint('flow'),
      'sync-endpoint': syncEndpoint('flow'),
    };
    for (const [name, value] of Object.entries(attributes)) picker.setAttribute(name, value);
    this.#log.clear();
    this.#listen(picker);
    this.#picker = picker;
    this.#at(-1, picker);
    this.#stage.shadowRoot!.replaceChildren(picker);
  };

  #listen(picker: CodatCommercePicker): void {
    this.#log.hear(picker);
    picker.addEventListener('codat-select', (event) => {
      this.#at(0, picker);
      void delay(next.pause / 2).then(() => this.#step === 0 && this.#at(1, picker));
      // Where the navigation is cancelled, the companion is done: this keeps the tile busy up to the door.
      if (next.outcome === 'well') event.waitUntil(this.#door(picker));
    });
    picker.addEventListener('codat-error', () => {
      if (picker === this.#picker && this.#step >= 0) this.#show({ failed: true });
    });
  }

  async #door(picker: CodatCommercePicker): Promise<void> {
    const origin = await new Promise<string>((resolve) => {
      const listener = (event: CodatRedirectEvent): void => {
        event.preventDefault();
        // The rest of the URL is a credential.
        resolve(new URL(event.detail.url).origin);
      };
      picker.addEventListener('codat-redirect', listener, { once: true });
    });
    this.#at(2, picker);
    await delay(next.pause);
    this.#at(3, picker, origin);
    await delay(next.pause);
  }

  /** A picker that has been replaced has no say any more. */
  #at(step: number, picker: CodatCommercePicker, origin = ''): void {
    if (picker !== this.#picker) return;
    this.#step = step;
    this.#show({ origin });
  }

  #show({ failed = false, origin = '' }): void {
    dress(this.#stage, { theme: 'none', scheme: pageScheme(), lang: 'en' });
    render(
      html`
        <form class="axes" @submit=${(event: Event) => event.preventDefault()}>
          ${segments('The host’s endpoint', 'outcome', OUTCOMES, next.outcome, (outcome) => {
            next.outcome = outcome;
            this.#restart();
          })}
          <label class="slow"
            ><span>Each step takes</span>
            <input
              type="range"
              min="0.2"
              max="4"
              step="0.1"
              .value=${String(next.pause / 1000)}
              @input=${({ target }: Event) => {
                next.pause = Number((target as HTMLInputElement).value) * 1000;
                this.#show({ failed, origin });
              }}
            /><output>${(next.pause / 1000).toFixed(1)} s</output></label
          >
          <button type="button" @click=${this.#restart}>Start again</button>
        </form>
        <ol class="steps">
          ${STEPS.map(([name, note], index) => {
            const now = index === this.#step;
            const state = index < this.#step ? 'done' : now ? (failed ? 'failed' : 'now') : '';
            return html`<li class=${state} aria-current=${now ? 'step' : 'false'}>
              <strong>${name}${failed && now ? ': failed' : ''}</strong><small>${note}</small>
            </li>`;
          })}
        </ol>
        <div class="flow">
          <div class="frame" tabindex="0" role="group" aria-label="The host’s page">
            ${this.#stage}
            <div class="door" role="status">
              ${origin ? html`<p>Here the browser goes to <strong>${origin}</strong></p>` : ''}
            </div>
          </div>
          ${this.#log.element}
        </div>
      `,
      this.#root,
    );
  }
}
