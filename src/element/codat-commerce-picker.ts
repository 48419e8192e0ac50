import { noChange, type PropertyDeclarations, type TemplateResult } from 'lit';
import { Batches } from './batches.js';
import { Choice, isUnderWay } from './choice.js';
import { Companion } from './companion.js';
import { ERRORS, type Meaning, type PickerError } from '../shared/errors.js';
import { CodatErrorEvent, CodatLoadedEvent, CodatSearchedEvent } from '../shared/events.js';
import { FormControl } from './form-control.js';
import type { Integration } from '../shared/integrations.js';
import { IntegrationList } from './list.js';
import { LiveRegion } from './live-region.js';
import { MerchantReturn } from './merchant-return.js';
import { reportMisspeltAttributes } from './misspelt-attributes.js';
import { reused } from './reused.js';
import { SearchBox } from './search-box.js';
import { addStrings, Localization, type Strings, type Translation } from '../strings/index.js';
import { adopt, styles } from './styles/index.js';
import { picker } from './templates/picker.js';
import { lockTiles, showLoaded, type TileContext } from './templates/tile.js';
import { TileFocus } from './tile-focus.js';
import {
  grouped,
  hasSearchBox,
  headingLevelOf,
  placeholderCounts,
  resultCountOf,
  viewOf,
  visibleIn,
  type View,
} from './view.js';

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
 * @csspart tile - The button. Its arrow, or its ring while it is busy, is `::part(tile)::after`. Carries one more part by its state: `busy`, `failed`, `selected` or `coming-soon`, `branded` where it bears the software's own button image, and one by its connection: `linked`, `pending` or `deauthorized`.
 * @csspart busy - The card and the tile whose Sync page is being opened.
 * @csspart failed - The card and the tile whose Sync page could not be opened.
 * @csspart selected - The card and the tile of the retained choice.
 * @csspart coming-soon - The card and the tile of software that can't be picked yet.
 * @csspart linked - The card, the tile and the badge of what the merchant has linked.
 * @csspart pending - The card, the tile and the badge of what the merchant has begun to link.
 * @csspart deauthorized - The card, the tile and the badge of what was linked, until access was lost.
 * @csspart branded - The tile with the software's own button image.
 * @csspart skeleton - The placeholder of a card while the list is loading.
 * @csspart logo-plate - The box of one size behind every logo.
 * @csspart logo - The logo itself.
 * @csspart monogram - The first letter, where the logo is missing, broken or slow.
 * @csspart words - All text of a tile.
 * @csspart name - The software's name.
 * @csspart badge - What sets this software apart. Carries one more part by what it says: `linked`, `pending`, `deauthorized`, `soon`, `beta` or `offline`.
 * @csspart soon - The badge of software that can't be picked yet.
 * @csspart beta - The badge of an integration that Codat calls beta.
 * @csspart offline - The badge of software on the merchant's own computer.
 * @csspart description - The line under the name.
 * @csspart brand-button - The software's own button image, in place of that line. With `hover` it is the one that shows on hover, focus and press.
 * @csspart hover - The button image that shows on hover, focus and press.
 * @csspart website - The web address that merchants know the software by; shown where there is room.
 * @csspart failure - A message, and its button or link if there is one: in place of the list, or on a tile.
 * @csspart message - What went wrong, or was not found, and what to do.
 * @csspart retry - The button beside a message: _Try again_ and _Clear search_.
 * @csspart clear - _Clear search_ alone, where nothing matches what was searched for.
 * @csspart log-in - The link to the host's log-in page, beside a message.
 *
 * @cssprop [--codat-accent] - Focus, hover edge, busy ring, edge of the primary action. Default: the system's accent colour, mixed with the text colour.
 * @cssprop [--codat-focus-color=var(--codat-accent)] - The focus ring.
 * @cssprop [--codat-border-color] - Hairlines. Default: 22% of the text colour.
 * @cssprop [--codat-muted-color] - Secondary text. Default: 85% of the text colour.
 * @cssprop [--codat-error-color] - The message on a failure. Default: red, mixed with the text colour.
 * @cssprop [--codat-linked-color] - The badge of what is linked. Default: green, mixed with the text colour.
 * @cssprop [--codat-pending-color] - The badge of what waits for authorization. Default: orange, mixed with the text colour.
 * @cssprop [--codat-deauthorized-color] - The badge and the edge of what must be linked anew. Default: as `--codat-error-color`.
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
 * @cssprop [--codat-tile-height] - The least height of what is in a tile. Default: that of a name and two lines.
 * @cssprop [--codat-tile-width] - The least width of a column. Default: 19em, and a fourth of a wide picker.
 * @cssprop [--codat-plate-width] - Width of a logo's box. Default: with the tile, from 72px to 112px; for square logos 44px.
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
 * @fires {CodatSearchedEvent} codat-searched - What the merchant searches for has changed, and the results are on screen. `detail: { query, count }`; `query` is empty when all are back.
 * @fires {CodatSelectEvent} codat-select - The merchant picked one. Cancelable: nothing further happens. Bubbles, composed. `detail: { platformKey, integration }`.
 * @fires {CodatRedirectEvent} codat-redirect - The Sync URL is here and checked. Cancelable: the host navigates itself. Bubbles, composed. `detail: { platformKey, url }`.
 * @fires {CodatErrorEvent} codat-error - Loading or the Sync URL failed. `detail: { error }`, a `PickerError`.
 */
export class CodatCommercePicker extends FormControl {
  static override styles = styles;
  static override properties: PropertyDeclarations = {
    // An attribute that is taken away leaves the default, whatever its value was.
    endpoint: { useDefault: true },
    integrations: { attribute: false },
    syncEndpoint: { attribute: 'sync-endpoint', useDefault: true },
    sourceType: { attribute: 'source-type', useDefault: true },
    connectorKey: { attribute: 'connector-key', useDefault: true },
    allowedHosts: { attribute: 'allowed-hosts', useDefault: true },
    logo: { useDefault: true },
    search: { useDefault: true },
    target: { useDefault: true },
    logInUrl: { attribute: 'log-in-url', useDefault: true },
    groupOrder: { attribute: 'group-order', useDefault: true },
    headingLevel: { type: Number, attribute: 'heading-level', useDefault: true },
    placeholders: { useDefault: true },
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
  /** Where the Sync page opens: `_self` (default), `_top` out of a frame, or `_blank` in a window of its own. */
  declare target: '_self' | '_top' | '_blank';
  /** Which logo: `full` (default) or `square`. */
  declare logo: 'full' | 'square';
  /** The search box: `auto` (default) when there are more than 8 tiles, `always`, or `never`. */
  declare search: 'auto' | 'always' | 'never';
  /** Where the merchant logs in again: a failure that needs it leads there. `https:`, or of the page's own origin. */
  declare logInUrl: string;
  /** sourceTypes whose groups come first, in this order, separated by spaces. Default: Accounting, then Commerce. */
  declare groupOrder: string;
  /** Level of the group headings, 1 to 6. Default: 2. */
  declare headingLevel: number;
  /** How many tiles are expected in each group, as in `7 4`: nothing moves when they come. Default: 6 in one group. */
  declare placeholders: string;
  /** The host's own words, one by one. */
  declare strings: Partial<Strings> | undefined;
  /** Headers, credentials and the like for the element's own requests. */
  declare requestInit: RequestInit | undefined;

  readonly #localization = new Localization(this);
  readonly #liveRegion = new LiveRegion(
    this,
    this.#localization,
    () => this.isConnected && this.#view.kind === 'loading',
  );
  readonly #batches = new Batches(this, () => resultCountOf(this.#view) ?? 0);
  readonly #search = new SearchBox(this, {
    onQuery: () => {
      this.#batches.restart(!!this.#search.query);
      this.#liveRegion.announceResultsSoon();
    },
    missed: () => resultCountOf(this.#view) === 0,
    // At once; the next ones when typing has stopped.
    onMiss: () => this.#liveRegion.announce('results'),
  });
  readonly #focus = new TileFocus(this);
  readonly #merchantReturn = new MerchantReturn(this, () => {
    if (this.endpoint && !this.integrations) void this.reload();
  });
  readonly #list = new IntegrationList(this);
  readonly #companion = new Companion(this);
  readonly #choice = new Choice(this, {
    pickable: (platformKey) => this.#pickable(platformKey),
    onChange: (flow) => {
      this.#liveRegion.announce('choice');
      // The focus keeps to the tile, unless the merchant has moved on by now.
      if (flow) this.#focus.give(flow.integration.key);
    },
    onError: (error) => this.#report('sync-endpoint', error),
    onDone: () => this.#merchantReturn.expect(),
  });

  /** What of a loaded list the merchant may see. */
  #visible: readonly Integration[] = [];
  /** How many there were in each group the last time. */
  #counts: readonly number[] | undefined;
  #view: View = { kind: 'loading', groups: [], searchable: false };
  /** What stood in the shadow root before. */
  #declared: ChildNode[] | undefined;
  /** What was picked there, before the list was here that says what may be picked. */
  #pickedEarly: string | undefined;
  /** What was searched for when the host was told last. */
  #searched = '';
  /** Whether a choice that is under way has locked the tiles. */
  #isLocked = false;
  /** What all tiles share, as they were drawn the last time. */
  #common: TileContext | undefined;

  constructor() {
    super();
    this.endpoint = '';
    this.syncEndpoint = '';
    this.sourceType = '';
    this.connectorKey = '';
    this.allowedHosts = 'codat.io';
    this.target = '_self';
    this.logo = 'full';
    this.search = 'auto';
    this.logInUrl = '';
    this.groupOrder = '';
    this.headingLevel = 2;
    this.placeholders = '';
  }

  /** @internal */
  protected override createRenderRoot(): ShadowRoot {
    // What a server drew, or was cloned with the element, is seen until there is something to draw in its place.
    const declared = this.internals?.shadowRoot;
    if (declared) this.#declared = [...declared.childNodes];
    const root = declared ?? this.attachShadow(CodatCommercePicker.shadowRootOptions);
    adopt(root, this.ownerDocument);
    // One listener for all tiles.
    root.addEventListener('click', this.#click);
    root.addEventListener('keydown', this.#keyDown);
    this.#search.listen(root);
    this.#focus.listen(root);
    return root;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move in the DOM is not a removal: by the next microtask a moved element is connected again.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#list.giveUp();
      this.#companion.stop();
      this.#choice.release();
    });
  }

  adoptedCallback(): void {
    if (this.hasUpdated) adopt(this.renderRoot as ShadowRoot, this.ownerDocument);
  }

  /** @internal */
  protected override willUpdate(): void {
    if (this.#list.follow()) this.#forgetAll();
    const { state } = this.#list;
    const before = this.#visible;
    this.#visible = state.kind === 'loaded' ? visibleIn(state.integrations, this) : [];
    if (state.kind === 'loaded') this.#choice.forgetWhatIsGone(before);
    this.#view = viewOf(state, {
      integrations: this.#visible,
      groupOrder: this.groupOrder,
      search: this.search,
      query: this.#search.query,
      limit: this.#batches.limit,
      expected: this.#counts ?? placeholderCounts(this.placeholders),
    });
    // Without a search box nothing is searched for, whatever stood in it.
    if (this.#search.query && !hasSearchBox(this.#view)) this.#liveRegion.announce(undefined);
  }

  /** Another source may be another merchant's: what is under way is given up. The companion starts anew after the update. */
  #forgetAll(): void {
    this.#pickedEarly = undefined;
    this.#batches.restart();
    this.#choice.forgetAll();
    this.#companion.stop();
  }

  /** The integration with this platformKey, if it can be picked. */
  #pickable(platformKey: string): Integration | undefined {
    return this.#visible.find(({ comingSoon, key }) => key === platformKey && !comingSoon);
  }

  /** @internal */
  protected override firstUpdated(): void {
    reportMisspeltAttributes(this);
  }

  /** @internal */
  protected override updated(): void {
    // Each step runs even where one before it throws.
    const followCompanion = (): void => this.#companion.follow();
    const steps = [this.#lockTiles, this.#updateStates, this.#updateValidity, followCompanion];
    for (const step of [...steps, this.#reportList, this.#reportSearch]) {
      try {
        step();
      } catch (error) {
        console.error(this.localName, error);
      }
    }
  }

  /** Also at each update of a locked picker, since it may have brought new tiles. */
  readonly #lockTiles = (): void => {
    const isLocked = isUnderWay(this.#choice.flow);
    if (isLocked || this.#isLocked) lockTiles(this.renderRoot, isLocked);
    this.#isLocked = isLocked;
  };

  readonly #updateStates = (): void => {
    const { kind } = this.#view;
    if (isUnderWay(this.#choice.flow)) this.showStates(kind, 'connecting');
    else this.showStates(kind);
  };

  readonly #updateValidity = (): void => {
    const { kind } = this.#view;
    const container = this.#focus.container(this.required && !this.value && kind === 'loading');
    const anchor = this.#focus.button() ?? container;
    // A form is not held up by what can't be filled.
    const isFillable = kind === 'ready' ? this.#visible.some(({ comingSoon }) => !comingSoon) : !!anchor;
    this.setValueMissing({ isFillable, message: this.#localization.text('choose'), anchor });
  };

  /** Tells the host what is on screen now. */
  readonly #reportList = (): void => {
    const outcome = this.#list.takeUnreported();
    if (outcome?.kind === 'loaded') {
      const groups = grouped(this.#visible, this.groupOrder);
      if (groups.length) this.#counts = groups.map(({ integrations }) => integrations.length);
      this.dispatchEvent(new CodatLoadedEvent({ integrations: groups.flatMap(({ integrations }) => integrations) }));
    } else if (outcome?.kind === 'failed') {
      this.#report('endpoint', outcome.error);
    }
  };

  /** Tells the host what was found, once it is on screen: what is typed while the list is loading waits for it. */
  readonly #reportSearch = (): void => {
    const { query } = this.#search;
    const count = hasSearchBox(this.#view) ? resultCountOf(this.#view) : undefined;
    if (count === undefined || query === this.#searched) return;
    this.#searched = query;
    this.dispatchEvent(new CodatSearchedEvent({ query, count }));
  };

  /** Tells the host, and in the console what is a developer's to mend. */
  #report(option: string, error: PickerError): void {
    const { isLogged }: Meaning = ERRORS[error.code];
    if (isLogged) console.error(this.localName, option, error.message);
    /** @ignore In the manifest by its name already. */
    this.dispatchEvent(new CodatErrorEvent({ error }));
  }

  /** The button of ours that an event is about. What the host put into a slot comes by, too. */
  #buttonOf(event: Event): HTMLElement | undefined {
    const button = (event.target as Element).closest<HTMLElement>('[data-key], [data-clear]');
    return button && this.renderRoot.contains(button) ? button : undefined;
  }

  /** A key that is held down is no further choice. */
  readonly #keyDown = (event: Event): void => {
    if ((event as KeyboardEvent).repeat && this.#buttonOf(event)) event.preventDefault();
  };

  readonly #click = (event: Event): void => {
    const button = this.#buttonOf(event);
    // Nor is the second click of a double click.
    if (!button || this.isDisabled || (event as MouseEvent).detail > 1) return;
    const key = button.dataset['key'];
    if (key && this.#declared) {
      this.#pickedEarly = key;
    } else if (key) {
      void this.#choice.pick(key);
    } else if (key === '') {
      this.#focus.giveContainer();
      this.#liveRegion.announce('results');
      void this.reload();
    } else {
      this.#search.clear();
    }
  };

  /** @internal */
  override formResetCallback(): void {
    super.formResetCallback();
    this.#choice.releaseFailure();
  }

  /**
   * Fetches the integrations again. What is on screen stays until they are here. On an element that is on no page
   * nothing is fetched until it is on one.
   */
  async reload(): Promise<void> {
    await this.#list.reload();
    if (this.isConnected) await this.updateComplete;
  }

  /** Moves the focus to the first tile, or to the only button or link. */
  override focus(options?: FocusOptions): void {
    this.#focus.start()?.focus(options);
  }

  /** Takes off what was there before. Its images need no second time to load, its tiles no second click. */
  #replaceDeclared(): void {
    if (!this.#declared) return;
    for (const node of this.#declared) node.remove();
    this.#declared = undefined;
    // As soon as the tiles have been drawn.
    queueMicrotask(() => {
      showLoaded(this.renderRoot);
      if (this.#pickedEarly && this.isConnected && !this.isDisabled) void this.#choice.pick(this.#pickedEarly);
    });
  }

  /** @internal */
  protected override render(): TemplateResult | typeof noChange {
    const common = {
      text: this.#localization.text,
      language: this.#localization.lang(),
      baseURI: this.baseURI,
      page: this.ownerDocument?.URL,
      logInUrl: this.logInUrl,
      logo: this.logo === 'square' ? ('square' as const) : ('full' as const),
      disabled: this.isDisabled,
    };
    this.#common = reused(this.#common, common);
    const { flow } = this.#choice;
    const { query } = this.#search;
    const announcement = this.#liveRegion.text({ ...common, view: this.#view, flow, query });
    if (this.#declared && this.#view.kind === 'loading' && !announcement) return noChange;
    this.#replaceDeclared();
    return picker(this.#view, {
      common: this.#common,
      direction: this.#localization.direction,
      headingLevel: headingLevelOf(this.headingLevel),
      value: this.value,
      flow,
      listKey: this.#batches.listKey,
      query,
      announcement,
    });
  }
}
