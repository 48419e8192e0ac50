import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What a {@link SearchBox} asks of its element. */
export interface SearchBoxOptions {
  /** The query has changed. */
  onQuery: () => void;
  /** Whether nothing on the list matches the query. */
  missed: () => boolean;
  /** That is so, for the first time since something did. */
  onMiss: () => void;
}

/**
 * What the merchant types into the search box of a shadow root.
 *
 * Keys are listened to in the input alone, so that a host's own shortcuts go on working everywhere else.
 */
export class SearchBox implements ReactiveController {
  /** What is searched for, without blanks around it. */
  query = '';
  readonly #host: ReactiveControllerHost;
  readonly #options: SearchBoxOptions;
  #input: HTMLInputElement | undefined;
  #missed = false;
  #composing = false;

  constructor(host: ReactiveControllerHost, options: SearchBoxOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** The element knows by now what matches. */
  hostUpdate(): void {
    const missed = this.#options.missed();
    // What is composed is not what is meant yet.
    if (missed && !this.#missed && !this.#composing) this.#options.onMiss();
    this.#missed = missed;
  }

  /** Begins to listen, for as long as there is the root. */
  listen(root: Node): void {
    root.addEventListener('input', (event) => {
      // What the host put into a slot comes by here, too.
      if (!root.contains(event.target as Node)) return;
      // To the host's form this is no input: the value of the element has not changed.
      event.stopPropagation();
      this.#input = event.target as HTMLInputElement;
      this.#composing = (event as InputEvent).isComposing;
      this.#search(this.#input.value.trim());
    });
    root.addEventListener('keydown', (event) => {
      const { isComposing, key } = event as KeyboardEvent;
      if (key !== 'Escape' || isComposing || event.target !== this.#input || !this.#input?.value) return;
      // Used up: it must not also close the dialog that the picker may stand in.
      event.preventDefault();
      event.stopPropagation();
      this.#empty();
    });
  }

  /**
   * Empties the input, and gives it the focus: the button that was pressed may go away. That is two frames later, when a
   * screen reader has been told of the focus: with the button gone by then, it would say nothing of where the focus is.
   */
  clear(): void {
    this.#input!.focus();
    requestAnimationFrame(() => requestAnimationFrame(() => this.#empty()));
  }

  #empty(): void {
    this.#input!.value = '';
    this.#search('');
  }

  #search(query: string): void {
    this.query = query;
    this.#options.onQuery();
    this.#host.requestUpdate();
  }
}
