import type { CodatCommercePicker } from '../../../src/index.js';

/** The picker's events in their order, with the time since the first. */
export class EventLog {
  readonly element = document.createElement('div');
  readonly #box = document.createElement('div');
  readonly #list = document.createElement('ol');
  #start = 0;

  constructor() {
    this.element.className = 'log';
    const title = document.createElement('h3');
    title.textContent = 'What the page hears';
    this.#box.role = 'log';
    this.#box.ariaLabel = 'Events';
    this.#box.tabIndex = 0;
    this.#box.append(this.#list);
    this.element.append(title, this.#box);
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#start = performance.now();
  }

  hear(picker: CodatCommercePicker): void {
    picker.addEventListener('codat-loaded', ({ detail, type }) =>
      this.#add(type, `integrations: ${detail.integrations.length}`),
    );
    picker.addEventListener('codat-searched', ({ detail, type }) =>
      this.#add(type, `query: ${detail.query}, count: ${detail.count}`),
    );
    picker.addEventListener('codat-select', ({ detail, type }) =>
      this.#add(type, `platformKey: ${detail.platformKey}`),
    );
    picker.addEventListener('codat-redirect', ({ detail, type }) =>
      // The path and the query hold the one-time code: they are no one's business.
      this.#add(type, `platformKey: ${detail.platformKey}, url: ${new URL(detail.url).origin}/…`),
    );
    picker.addEventListener('codat-error', ({ detail: { error }, type }) =>
      this.#add(
        type,
        [
          `code: ${error.code}`,
          ...(error.status ? [`status: ${error.status}`] : []),
          `retryable: ${error.retryable}`,
          ...(error.retryAfter ? [`retryAfter: ${error.retryAfter}`] : []),
        ].join(', '),
      ),
    );
  }

  #add(type: string, detail: string): void {
    const line = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = `+${((performance.now() - this.#start) / 1000).toFixed(1)} s`;
    const name = document.createElement('strong');
    name.textContent = type;
    const more = document.createElement('span');
    more.textContent = detail;
    line.append(time, name, more);
    this.#list.append(line);
    this.#box.scrollTop = this.#box.scrollHeight;
  }
}
