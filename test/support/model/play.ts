import { expect } from '@open-wc/testing/pure';
import '../../../src/index.js';
import type { CodatCommercePicker, handleSelection } from '../../../src/index.js';
import { all, one, tile } from '../page.js';
import { KEYS, PLACES, ROWS, type Action, type Place } from './actions.js';
import { Clock } from './clock.js';
import { Model, type Pick } from './model.js';
import { Network, rest, type Call } from './network.js';
import type { Room } from './windows.js';

const SYNC = '/api/model/sync-url';
const LIST = '/api/model/integrations';

/** What may be said on the console: what is a developer's to mend. */
const SAID = /\(bad-response\)|does not open in a frame/;

export type Rooms = Readonly<Record<Place, Room>>;

/** Another copy of the companion, with a module of its own. */
export type Companion = typeof handleSelection;

/** Lets a window hear only of the focus that the test makes up: the real one follows the tiles from frame to frame. */
export const deafen = ({ view }: Room): void =>
  view.addEventListener('focus', (event) => event.isTrusted && event.stopImmediatePropagation(), { capture: true });

/** Codes are never used twice, in no run. */
let codes = 0;

/** Two pickers in a real browser, with all that they do written down, beside the model of what they should do. */
class Play {
  readonly #rooms: Rooms;
  readonly #copy: Companion;
  readonly #model = new Model();
  readonly #network = new Network();
  readonly #pickers: CodatCommercePicker[];
  readonly #first = codes;
  #selects = 0;
  #lists = 0;
  #stopCopy: (() => void) | undefined;

  constructor(rooms: Rooms, copy: Companion) {
    this.#rooms = rooms;
    this.#copy = copy;
    window.fetch = this.#network.fetch;
    this.#pickers = this.#model.pickers.map(() => {
      const picker = document.createElement('codat-commerce-picker');
      Object.assign(picker, {
        integrations: [...ROWS],
        syncEndpoint: SYNC,
        allowedHosts: 'localhost',
        search: 'always',
      });
      document.createElement('fieldset').append(picker);
      return picker;
    });
    for (const { view } of Object.values(rooms)) {
      view.addEventListener('codat-select', this.#onSelect);
      view.addEventListener('codat-redirect', this.#onRedirect);
    }
    for (const picker of this.#pickers) rooms.home.view.document.body.append(picker.parentElement!);
  }

  readonly #onSelect = (event: Event): void => {
    this.#selects += 1;
    if (this.#model.cancelsSelect) event.preventDefault();
  };

  readonly #onRedirect = (event: Event): void => {
    if (this.#model.cancelsRedirect) event.preventDefault();
  };

  /** One action, and all that follows from it. */
  async act(action: Action, clock: Clock): Promise<void> {
    if (!this.#model.allows(action)) return;
    this.#do(action, clock);
    await rest();
    this.check();
  }

  #do(action: Action, clock: Clock): void {
    const model = this.#model;
    const of = 'picker' in action ? model.pickers[action.picker]! : undefined!;
    const picker = 'picker' in action ? this.#pickers[action.picker]! : undefined!;
    const box = picker?.parentElement as HTMLFieldSetElement;
    switch (action.do) {
      case 'click':
        model.click(of, action.key);
        tile(picker, action.key).click();
        break;
      case 'double click':
        model.click(of, action.key);
        for (const detail of [1, 2]) press(tile(picker, action.key), detail);
        break;
      case 'hold Enter':
        model.click(of, action.key);
        for (const repeat of [false, true, true]) hold(tile(picker, action.key), repeat);
        break;
      case 'click and remove':
        this.#clickAndRemove(of, picker, action.key);
        break;
      case 'try again':
        model.click(of, of.failed!);
        one(picker, '[part="failure"] [part="retry"]').click();
        break;
      case 'focus':
        picker.focus();
        break;
      case 'search': {
        of.query = action.query;
        const input = one(picker, 'input') as HTMLInputElement;
        input.value = action.query;
        input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        break;
      }
      case 'disable':
        of.disabled = picker.disabled = action.on;
        break;
      case 'disable fieldset':
        of.fieldset = box.disabled = action.on;
        break;
      case 'sync endpoint':
        model.setCompanion(of, action.on);
        picker.syncEndpoint = action.on ? SYNC : '';
        break;
      case 'set value':
        of.value = picker.value = action.value;
        break;
      case 'integrations':
        model.setSource(of, 'integrations');
        picker.integrations = [...ROWS];
        break;
      case 'endpoint':
        model.setSource(of, 'endpoint');
        picker.integrations = undefined;
        picker.endpoint = `${LIST}?${action.picker}.${(this.#lists += 1)}`;
        break;
      case 'reload':
        model.reload(of);
        void picker.reload();
        break;
      case 'remove':
        model.remove(of);
        box.remove();
        break;
      case 'move':
        box.prepend(document.createElement('div'));
        box.firstElementChild!.replaceWith(picker);
        break;
      case 'put into':
        of.place = action.place;
        this.#rooms[action.place].view.document.body.append(box);
        break;
      case 'second copy':
        model.setCopy(action.on);
        this.#setCopy(action.on);
        break;
      case 'cancel select':
        model.cancelsSelect = action.on;
        break;
      case 'cancel redirect':
        model.cancelsRedirect = action.on;
        break;
      case 'answer mint':
        this.#answerMint(model.asked.at(action.last ? -1 : 0)!, action.as);
        break;
      case 'answer list':
        this.#answerList(action.last, action.fails);
        break;
      case 'time passes':
        model.timePasses();
        clock.pass();
        break;
      case 'come back':
        model.comeBack(action.place);
        this.#comeBack(action.place, action.by);
        break;
      case 'leave':
        model.leave(action.place);
        this.#rooms[action.place].view.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
        break;
      default:
        action satisfies never;
    }
  }

  /** The choice is the host's to hear of, and nobody's to ask for. */
  #clickAndRemove(of: Model['pickers'][number], picker: CodatCommercePicker, key: string): void {
    const before = this.#model.picks.length;
    this.#model.click(of, key);
    for (const pick of this.#model.picks.splice(before)) this.#model.end(pick);
    this.#model.remove(of);
    tile(picker, key).click();
    picker.parentElement!.remove();
  }

  #setCopy(on: boolean): void {
    this.#stopCopy?.();
    const { document } = this.#rooms.home.view;
    this.#stopCopy = on ? this.#copy(document, { syncEndpoint: SYNC, allowedHosts: 'localhost' }) : undefined;
  }

  /** The call that asks for the mint of this choice. */
  #callOf(pick: Pick): Call {
    const call = this.#network.posts[this.#model.picks.indexOf(pick)];
    expect(call?.isOver, 'the mint of a choice that goes on').to.equal(false);
    return call!;
  }

  #answerMint(pick: Pick, as: Extract<Action, { do: 'answer mint' }>['as']): void {
    const call = this.#callOf(pick);
    const index = this.#model.picks.indexOf(pick);
    const place = this.#model.answer(pick, as) ?? 'home';
    codes = Math.max(codes, this.#first + index + 1);
    if (as === 'url') call.answer({ url: this.#rooms[place].urlOf(String(this.#first + index)) });
    else if (as === 'garbage') call.answer('<p>"url"');
    else if (as === 'drop') call.fail();
    else call.answer({}, Number(as));
  }

  #answerList(last: boolean, fails: boolean): void {
    const call = this.#network.open.filter(({ method }) => method === 'GET').at(last ? -1 : 0);
    if (!call) return;
    const of = this.#model.pickers[Number(new URL(call.url).search.slice(1).split('.')[0])]!;
    this.#model.answerList(of, fails);
    if (fails) call.answer({}, 500);
    else call.answer({ results: ROWS });
  }

  #comeBack(place: Place, by: string): void {
    const { view } = this.#rooms[place];
    if (by === 'visibilitychange') view.document.dispatchEvent(new Event(by));
    else view.dispatchEvent(by === 'focus' ? new Event(by) : new PageTransitionEvent(by, { persisted: true }));
  }

  /** The browser shows, and has done, what the model says. */
  check(): void {
    const { picks, pickers, selects } = this.#model;
    const posts = this.#network.posts.map(({ platformKey }) => platformKey);
    expect(posts, 'mints').to.deep.equal(picks.map(({ key }) => key));
    // What is removed in the same task is heard of by nobody outside.
    expect(this.#selects, 'choices told').to.equal(selects);
    const goesOn = picks.map(({ state }) => state === 'asked');
    expect(
      this.#network.posts.map(({ isOver }) => !isOver),
      'mints waited for',
    ).to.deep.equal(goesOn);
    for (const [index, picker] of pickers.entries()) {
      if (picker.place) expect(seen(this.#pickers[index]!), `picker ${index}`).to.deep.equal(this.#model.seen(picker));
      else expect(this.#pickers[index]!.value).to.equal(picker.value);
    }
  }

  /** Once all has settled, each window was where the model says, and each picker works as if it were new. */
  async end(clock: Clock): Promise<void> {
    const visits: Record<string, number[]> = {};
    for (const place of PLACES) {
      const visited = (await this.#rooms[place].visited()).map((code) => Number(code) - this.#first);
      visits[place] = visited.filter((index) => index >= 0);
    }
    expect(visits, 'navigations').to.deep.equal(this.#model.visits);
    const keys = this.#network.posts.map(({ headers }) => headers.get('idempotency-key'));
    expect(new Set(keys).size, 'each choice has a key of its own').to.equal(keys.length);
    const settling: Action[] = [
      { do: 'time passes' },
      { do: 'cancel select', on: false },
      { do: 'second copy', on: false },
    ];
    for (const action of settling) await this.act(action, clock);
    for (const picker of this.#pickers.keys()) {
      const works: Action[] = [
        { do: 'integrations', picker },
        { do: 'put into', picker, place: 'home' },
        { do: 'disable', picker, on: false },
        { do: 'disable fieldset', picker, on: false },
        { do: 'sync endpoint', picker, on: true },
        { do: 'search', picker, query: '' },
      ];
      for (const action of works) await this.act(action, clock);
      const before = this.#network.posts.length;
      await this.act({ do: 'click', picker, key: KEYS[0]! }, clock);
      expect(this.#network.posts.length, 'a tile is locked for ever').to.equal(before + 1);
      await this.act({ do: 'answer mint', as: '500', last: true }, clock);
    }
  }

  clear(): void {
    this.#stopCopy?.();
    for (const { view } of Object.values(this.#rooms)) {
      view.removeEventListener('codat-select', this.#onSelect);
      view.removeEventListener('codat-redirect', this.#onRedirect);
    }
    for (const picker of this.#pickers) picker.parentElement!.remove();
  }
}

const press = (button: HTMLElement, detail: number): boolean =>
  button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail }));

/** As a browser does: a key clicks the button that has the focus, unless somebody objects. */
const hold = (button: HTMLElement, repeat: boolean): void => {
  const down = new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true, composed: true });
  if (button.dispatchEvent(down)) button.click();
};

const KINDS = ['loading', 'ready', 'error', 'empty'];

/** What a merchant sees of a picker, as {@link Model.seen} has it. */
const seen = (picker: CodatCommercePicker): object => ({
  list: KINDS.find((kind) => picker.matches(`:state(${kind})`)),
  connecting: picker.matches(':state(connecting)'),
  value: picker.value,
  tiles: (all(picker, '[part~="tile"][data-key]') as HTMLButtonElement[]).map((button) => ({
    key: button.dataset['key'],
    disabled: button.disabled,
    locked: button.ariaDisabled === 'true',
    busy: button.ariaBusy === 'true',
  })),
  failures: picker.matches(':state(ready)')
    ? all(picker, '[part="failure"] [part="retry"]').map(({ dataset }) => dataset['key'])
    : [],
});

/** Plays the actions, and fails where the browser does anything that the model doesn't. */
export async function play(actions: readonly Action[], rooms: Rooms, copy: Companion): Promise<void> {
  const said: string[] = [];
  const rejected: unknown[] = [];
  const { error, warn } = console;
  const { fetch } = window;
  console.error = console.warn = (...words: unknown[]) => said.push(words.join(' '));
  const onRejection = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    rejected.push(event.reason);
  };
  addEventListener('unhandledrejection', onRejection);
  const clock = new Clock();
  const played = new Play(rooms, copy);
  try {
    await rest();
    played.check();
    for (const action of actions) await played.act(action, clock);
    await played.end(clock);
    expect(
      said.filter((line) => !SAID.test(line)),
      'the console',
    ).to.deep.equal([]);
    expect(rejected, 'rejections that nobody has heard').to.deep.equal([]);
  } finally {
    played.clear();
    await rest();
    clock.stop();
    removeEventListener('unhandledrejection', onRejection);
    Object.assign(console, { error, warn });
    window.fetch = fetch;
  }
}
