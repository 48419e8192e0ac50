import { Task, TaskStatus, initialState } from '@lit/task';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { PickerError } from './errors.js';
import { CodatErrorEvent, CodatLoadedEvent, CodatSelectEvent } from './events.js';
import { FormControl } from './form-control.js';
import { handleSelection } from './handler.js';
import type { Integration } from './integrations.js';
import { loadIntegrations } from './load.js';
import { Pieces } from './pieces.js';
import { pickerErrorOf } from './problem.js';
import { SearchBox } from './search-box.js';
import { addStrings, Words, type Strings, type Translation } from './strings/index.js';
import { adopt, styles } from './styles/index.js';
import { picker } from './templates/picker.js';
import { TileFocus } from './tile-focus.js';
import { foundIn, hasSearchBox, isSearchable, listed, viewOf, type Flow, type View } from './view.js';

/** Placeholders that are shown before any list has been seen, and the most of them. */
const FIRST_TILES = 6;
const MOST_TILES = 24;

// An attribute that is taken away leaves an empty string, not null.
const text = (value: string | null): string => value ?? '';

/**
 * Shows the software a merchant can link through Codat's Sync for Commerce, and emits the choice. With
 * `sync-endpoint` it also fetches the one-time Sync URL from the host and sends the merchant there.
 *
 * @tagname codat-commerce-picker
 *
 * @slot intro - What is about to happen. Default: a sentence that says so.
 * @slot empty - Shown instead of tiles when there is nothing to pick. Default: a sentence that says so.
 * @slot not-listed - A way on for the merchant whose software is not in the list. Default: nothing.
 * @slot footer - Whatever the host puts below. Default: nothing.
 *
 * @csspart base - The container of everything.
 * @csspart intro - The default text of the slot `intro`.
 * @csspart search - The search box, with its icon and its button.
 * @csspart search-icon - The glass.
 * @csspart search-input - The input itself.
 * @csspart search-clear - The button that empties it.
 * @csspart none - The message, and its button, where nothing matches what was searched for.
 * @csspart empty - The default text of the slot `empty`.
 * @csspart group - One category with its heading.
 * @csspart heading - The heading of a category; shown when there are several.
 * @csspart grid - The list of tiles, or of their placeholders.
 * @csspart card - The frame of a tile, and of the failure below it. Carries more parts by its state, see `tile`.
 * @csspart tile - The button. Its arrow, or its ring while it is busy, is `::part(tile)::after`. Carries one more part by its state: `busy`, `failed`, `selected` or `coming-soon`, and one by its connection: `linked` or `pending`.
 * @csspart busy - The card and the tile whose Sync page is being opened.
 * @csspart failed - The card and the tile whose Sync page could not be opened.
 * @csspart selected - The card and the tile of the retained choice.
 * @csspart coming-soon - The card and the tile of software that can't be picked yet.
 * @csspart linked - The card, the tile and the badge of what the merchant has linked.
 * @csspart pending - The card, the tile and the badge of what the merchant has begun to link.
 * @csspart skeleton - The placeholder of a card while the list is loading.
 * @csspart logo-plate - The box of one size behind every logo.
 * @csspart logo - The logo itself.
 * @csspart monogram - The first letter, where the logo is missing, broken or slow.
 * @csspart words - All text of a tile.
 * @csspart name - The software's name.
 * @csspart badge - What sets this software apart. Carries one more part by what it says: `linked`, `pending`, `soon`, `beta` or `offline`.
 * @csspart soon - The badge of software that can't be picked yet.
 * @csspart beta - The badge of an integration that Codat calls beta.
 * @csspart offline - The badge of software on the merchant's own computer.
 * @csspart description - The line under the name.
 * @csspart brand-button - The software's own button image, in place of that line. With `hover` it is the one that shows on hover, focus and press.
 * @csspart hover - The button image that shows on hover, focus and press.
 * @csspart website - The web address that merchants know the software by; shown where there is room.
 * @csspart failure - A message and its button: in place of the list, or on a tile.
 * @csspart message - What went wrong, or was not found, and what to do.
 * @csspart retry - The button beside a message.
 *
 * @cssprop [--codat-accent] - Focus, hover edge, busy ring, edge of the primary action. Default: the system's accent colour, mixed with the text colour.
 * @cssprop [--codat-focus-color=var(--codat-accent)] - The focus ring.
 * @cssprop [--codat-border-color] - Hairlines. Default: 22% of the text colour.
 * @cssprop [--codat-muted-color] - Secondary text. Default: 85% of the text colour.
 * @cssprop [--codat-error-color] - The message on a failure. Default: red, mixed with the text colour.
 * @cssprop [--codat-linked-color] - The badge of what is linked. Default: green, mixed with the text colour.
 * @cssprop [--codat-pending-color] - The badge of what waits for authorization. Default: orange, mixed with the text colour.
 * @cssprop [--codat-tile-background] - Behind a tile. Default: 3% of the text colour.
 * @cssprop [--codat-tile-active-background] - Behind a tile that is pressed. Default: 8% of the text colour.
 * @cssprop [--codat-plate-background=#fff] - Behind a logo, also in dark mode: logos are drawn for white.
 * @cssprop [--codat-plate-color=#444] - The first letter in place of a logo.
 * @cssprop [--codat-badge-background] - Behind a badge. Default: 10% of its text's colour.
 * @cssprop [--codat-field-background=transparent] - Behind the search box.
 * @cssprop [--codat-field-border-color] - Around the search box. Default: 65% of the text colour.
 * @cssprop [--codat-border-width=1px] - Thickness of the hairlines.
 * @cssprop [--codat-shadow=none] - The shadow of a card.
 * @cssprop [--codat-radius=12px] - Corners of a card.
 * @cssprop [--codat-plate-radius] - Corners of a logo's box. Default: half of a card's.
 * @cssprop [--codat-control-radius] - Corners of the search box and of buttons. Default: a card's.
 * @cssprop [--codat-badge-radius=12px] - Corners of a badge.
 * @cssprop [--codat-gap=12px] - Space between tiles; twice as much between groups.
 * @cssprop [--codat-tile-gap=12px] - Space between what is in a tile.
 * @cssprop [--codat-tile-padding=15px] - Space inside a tile.
 * @cssprop [--codat-tile-width] - The least width of a column. Default: 17rem, or 17em where the text is larger.
 * @cssprop [--codat-plate-width] - Width of a logo's box. Default: 112px, in narrow tiles 80px, for square logos 44px.
 * @cssprop [--codat-plate-height=44px] - Height of a logo's box.
 * @cssprop [--codat-plate-padding=8px] - Space around a logo in its box.
 * @cssprop [--codat-font=inherit] - The font family.
 * @cssprop [--codat-font-size=1em] - Size of the text. What is secondary is an eighth smaller.
 * @cssprop [--codat-name-weight=600] - Weight of the name and of the headings.
 *
 * @cssState loading - The list is being fetched.
 * @cssState ready - The tiles are on screen.
 * @cssState empty - There is nothing to pick.
 * @cssState error - The list could not be had.
 * @cssState connecting - The Sync page of a choice is being opened.
 *
 * @fires {CodatLoadedEvent} codat-loaded - The integrations are on screen. `detail: { integrations }`.
 * @fires {CodatSelectEvent} codat-select - The merchant picked one. Cancelable: nothing further happens. Bubbles, composed. `detail: { platformKey, integration }`.
 * @fires {CodatRedirectEvent} codat-redirect - The Sync URL is here and checked. Cancelable: the host navigates itself. Bubbles, composed. `detail: { platformKey, url }`.
 * @fires {CodatErrorEvent} codat-error - Loading or the Sync URL failed. `detail: { error }`, a `PickerError`.
 */
export class CodatCommercePicker extends FormControl {
  static override styles = styles;
  static override properties: PropertyDeclarations = {
    endpoint: { converter: text },
    integrations: { attribute: false },
    syncEndpoint: { attribute: 'sync-endpoint', converter: text },
    sourceType: { attribute: 'source-type', converter: text },
    connectorKey: { attribute: 'connector-key', converter: text },
    value: { converter: text },
    allowedHosts: { attribute: 'allowed-hosts', converter: text },
    logo: { converter: text },
    name: { converter: text, reflect: true },
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    search: { converter: text },
    groupOrder: { attribute: 'group-order', converter: text },
    headingLevel: { type: Number, attribute: 'heading-level' },
    strings: { attribute: false },
    requestInit: { attribute: false },
  };

  /**
   * Gives languages to every element of this class. The modules in `codat-commerce-picker/strings/` do it by themselves.
   */
  static addStrings(...translations: Translation[]): void {
    addStrings(...translations);
  }

  /** Where the integrations are fetched from, by GET. Absolute, or relative to the page. */
  declare endpoint: string;
  /** The integrations themselves, instead of an endpoint. */
  declare integrations: readonly Integration[] | undefined;
  /** Where the Sync URL is fetched from, by POST. When set, the element sends the merchant there by itself. */
  declare syncEndpoint: string;
  /** Shows one category only: `Accounting` or `Commerce`. */
  declare sourceType: '' | 'Accounting' | 'Commerce';
  /** platformKeys never shown, separated by spaces: the host's own connector. */
  declare connectorKey: string;
  /** The platformKey of the retained choice; the value in a form. */
  declare value: string;
  /** Host names the merchant may be sent to, separated by spaces, subdomains included. */
  declare allowedHosts: string;
  /** Which logo: `full` (default) or `square`. */
  declare logo: 'full' | 'square';
  /** The search box: `auto` (default) when there are more than 8 tiles, `always`, or `never`. */
  declare search: 'auto' | 'always' | 'never';
  /** sourceTypes whose groups come first, in this order, separated by spaces. Default: Accounting, then Commerce. */
  declare groupOrder: string;
  /** Level of the group headings, 1 to 6. Default: 2. */
  declare headingLevel: number;
  /** The host's own words, one by one. */
  declare strings: Partial<Strings> | undefined;
  /** Headers, credentials and the like for the element's own requests. */
  declare requestInit: RequestInit | undefined;

  readonly #words = new Words(this);
  readonly #pieces = new Pieces(this, () => foundIn(this.#view) ?? 0);
  readonly #search = new SearchBox(this, {
    onQuery: () => this.#pieces.restart(),
    missed: () => foundIn(this.#view) === 0,
  });
  readonly #focus = new TileFocus(this);
  readonly #load = new Task(this, {
    args: () => [this.endpoint, this.integrations] as const,
    task: async ([endpoint, integrations], { signal }) => {
      try {
        return await loadIntegrations(integrations, endpoint, this.requestInit, signal);
      } catch (error) {
        if (signal.aborted) return initialState;
        throw await pickerErrorOf(error);
      }
    },
    onComplete: (integrations) => {
      this.#list = integrations;
      this.#emit = () => {
        const detail = { integrations: listed(integrations, this) };
        this.#tiles = detail.integrations.length;
        this.dispatchEvent(new CodatLoadedEvent(detail));
      };
    },
    onError: (error) => {
      this.#emit = () => this.#report('endpoint', error as PickerError);
    },
  });

  /** The last good list: it stays on screen while it is fetched again, and when that fails. */
  #list: readonly Integration[] | undefined;
  /** How many there were the last time. */
  #tiles = FIRST_TILES;
  #view: View = { kind: 'loading', tiles: FIRST_TILES, searchable: false };
  /** What to tell the host once the view is on screen. */
  #emit: (() => unknown) | undefined;
  #flow: Flow | undefined;
  #stopCompanion: (() => void) | undefined;
  /** Whether the list was given up while it was being fetched, since the element was removed. */
  #gaveUp = false;

  constructor() {
    super();
    this.endpoint = '';
    this.syncEndpoint = '';
    this.sourceType = '';
    this.connectorKey = '';
    this.value = '';
    this.allowedHosts = 'codat.io';
    this.logo = 'full';
    this.search = 'auto';
    this.groupOrder = '';
    this.name = '';
    this.required = false;
    this.disabled = false;
    this.headingLevel = 2;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    // One listener for all tiles.
    root.addEventListener('click', this.#click);
    this.#search.listen(root);
    return root;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pageshow', this.#pageShown);
    if (this.hasUpdated && !this.#stopCompanion) this.#companion();
    if (this.#gaveUp) void this.reload();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move in the DOM is not a removal: by the next microtask a moved element is connected again.
    queueMicrotask(() => {
      if (this.isConnected) return;
      removeEventListener('pageshow', this.#pageShown);
      this.#gaveUp ||= this.#load.status === TaskStatus.PENDING;
      this.#load.abort();
      this.#companion();
      this.#show(undefined);
    });
  }

  adoptedCallback(): void {
    adopt(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another merchant's list, perhaps.
    if (changed.has('endpoint') || (changed.has('integrations') && !this.integrations)) {
      this.#list = undefined;
      this.#pieces.restart();
    }
    this.#view = this.#viewNow();
    // Without a search box nothing is searched for, whatever stood in it.
    if (this.#search.query && !hasSearchBox(this.#view)) this.#search.hush();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { states } = this.internals;
    states.clear();
    states.add(this.#view.kind);
    if (this.#flow && !this.#flow.error) states.add('connecting');
    this.internals.setFormValue(this.value || null);
    const valueMissing = this.required && !this.value;
    this.internals.setValidity({ valueMissing }, this.#words.say('choose'), this.#focus.button());
    if (changed.has('syncEndpoint')) this.#companion();
    const emit = this.#emit;
    this.#emit = undefined;
    emit?.();
  }

  #viewNow(): View {
    const { error, status } = this.#load;
    if (this.#list) return viewOf(listed(this.#list, this), this, this.#search.query, this.#pieces.limit);
    if (status === TaskStatus.ERROR) return { kind: 'error', error: error as PickerError };
    return {
      kind: 'loading',
      tiles: Math.min(this.#tiles, MOST_TILES),
      searchable: isSearchable(this.search, this.#tiles),
    };
  }

  // Brought back by the back button as it was left: what was linked meanwhile is not in the list yet.
  readonly #pageShown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted && this.endpoint) void this.reload();
  };

  /** Starts the companion where there is one to start, and stops the one that ran. */
  #companion(): void {
    this.#stopCompanion?.();
    this.#stopCompanion = this.isConnected && this.syncEndpoint ? handleSelection(this, this) : undefined;
  }

  /** Tells the host, and in the console what is a developer's to mend. */
  #report(option: string, error: PickerError): void {
    if (/^(bad|mis|not|unsafe)/.test(error.code)) console.error(this.localName, option, error.message);
    this.dispatchEvent(new CodatErrorEvent({ error }));
  }

  readonly #click = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>('[data-key], [data-clear]');
    // What the host put into a slot comes by here, too.
    if (!button || !this.renderRoot.contains(button)) return;
    const key = button.dataset['key'];
    if (key) {
      void this.#pick(key);
    } else if (key === '') {
      this.#focus.giveContainer();
      this.#search.tells = true;
      void this.reload();
    } else {
      this.#search.clear();
    }
  };

  async #pick(platformKey: string): Promise<void> {
    const integration = this.#list?.find(({ key }) => key === platformKey);
    if (!integration) return this.reload();
    if (integration.comingSoon || (this.#flow && !this.#flow.error)) return;

    const promises: PromiseLike<unknown>[] = [];
    let settled: Promise<PromiseSettledResult<unknown>[]> | undefined;
    const event = new CodatSelectEvent({ platformKey, integration }, (promise) => {
      if (settled) throw new Error('waitUntil() is to be called while codat-select is dispatched');
      promises.push(promise);
    });
    const accepted = this.dispatchEvent(event);
    // Also where the event was cancelled, so that no rejection stays unhandled.
    settled = Promise.allSettled(promises);
    if (!accepted) return;

    this.value = platformKey;
    const flow = promises.length ? { integration } : undefined;
    this.#show(flow);
    const failed = (await settled).find(({ status }) => status === 'rejected');
    const error = failed && (await pickerErrorOf((failed as PromiseRejectedResult).reason));
    // The element may have been removed, and put back, since.
    if (flow && this.#flow === flow) {
      this.#show(error && { integration, error });
      if (error) this.#report('sync-endpoint', error);
    }
  }

  /** Shows what follows a choice. The focus keeps to the tile, unless the merchant has moved on by now. */
  #show(flow: Flow | undefined): void {
    this.#flow = flow;
    this.#search.hush();
    this.requestUpdate();
    if (flow) this.#focus.give(flow.integration.key);
  }

  /** Fetches the integrations again. What is on screen stays until they are here. */
  async reload(): Promise<void> {
    this.#gaveUp = false;
    await this.#load.run();
    await this.updateComplete;
  }

  /** Moves the focus to the first tile, or to the only button. */
  override focus(options?: FocusOptions): void {
    this.#focus.button()?.focus(options);
  }

  protected override render(): TemplateResult {
    return picker(this.#view, {
      say: (key) => this.#words.say(key),
      language: this.#words.lang(),
      baseURI: this.baseURI,
      direction: this.#words.direction,
      logo: this.logo === 'square' ? 'square' : 'full',
      headingLevel: Math.min(Math.max(Math.trunc(this.headingLevel) || 2, 1), 6),
      value: this.value,
      flow: this.#flow,
      disabled: this.isDisabled,
      round: this.#pieces.round,
      query: this.#search.query,
      announcement: this.#search.tells ? this.#words.results(foundIn(this.#view), this.#search.query) : '',
    });
  }
}
