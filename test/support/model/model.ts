import { isFound, KEYS, type Action, type MintAnswer, type Place } from './actions.js';

/** A choice that was accepted: the mint for it, and where it leads. */
export interface Pick {
  picker: PickerModel;
  key: string;
  /** Whose companion has it: the element's, or the second copy's on the document. */
  by: 'own' | 'copy';
  /** The windows whose lock it holds, and which it leaves. */
  from: Place;
  left?: Place;
  state: 'asked' | 'leaving' | 'over';
}

export interface PickerModel {
  place: Place | undefined;
  list: 'loading' | 'ready' | 'failed';
  source: 'integrations' | 'endpoint';
  disabled: boolean;
  fieldset: boolean;
  hasCompanion: boolean;
  query: string;
  value: string;
  picked: string;
  flow: Pick | undefined;
  failed: string | undefined;
  /** Whether the merchant was sent on, or has left: whoever comes back is shown a list that is asked for anew. */
  isAway: boolean;
  /** Whether the choice of now has led to a Sync URL. */
  isTold: boolean;
}

const newPicker = (): PickerModel => ({
  place: 'home',
  list: 'ready',
  source: 'integrations',
  disabled: false,
  fieldset: false,
  hasCompanion: true,
  query: '',
  value: '',
  picked: '',
  flow: undefined,
  failed: undefined,
  isAway: false,
  isTold: false,
});

/** What should be, in the plainest words: no promises, no events, no browser. */
export class Model {
  readonly pickers = [newPicker(), newPicker()];
  readonly picks: Pick[] = [];
  /** The windows' navigations, by the number of the pick. */
  readonly visits: Record<Place, number[]> = { home: [], away: [] };
  selects = 0;
  hasCopy = false;
  cancelsSelect = false;
  cancelsRedirect = false;

  get asked(): Pick[] {
    return this.picks.filter(({ state }) => state === 'asked');
  }

  /** Whether an action makes sense now: a merchant can't click what is not on screen. */
  allows(action: Action): boolean {
    const picker = 'picker' in action ? this.pickers[action.picker]! : undefined;
    switch (action.do) {
      case 'click':
      case 'double click':
      case 'hold Enter':
      case 'click and remove':
        return !!picker!.place && picker!.list === 'ready' && isFound(action.key, picker!.query);
      case 'try again':
        return !!picker!.place && picker!.list === 'ready' && !!picker!.failed;
      case 'search':
        return !!picker!.place && picker!.list === 'ready';
      case 'remove':
      case 'move':
      case 'focus':
        return !!picker!.place;
      case 'put into':
        return picker!.place !== action.place;
      case 'answer mint':
        return this.asked.length > 0;
      default:
        return true;
    }
  }

  click(picker: PickerModel, key: string): void {
    if (picker.disabled || picker.fieldset || picker.flow) return;
    this.selects += 1;
    picker.isTold = false;
    const by = picker.hasCompanion ? 'own' : this.hasCopy && picker.place === 'home' ? 'copy' : undefined;
    if (by && this.#isLocked(picker.place!)) return;
    if (this.cancelsSelect) return;
    picker.value = picker.picked = key;
    picker.failed = undefined;
    if (!by) return;
    picker.flow = { picker, key, by, from: picker.place!, state: 'asked' };
    this.picks.push(picker.flow);
  }

  #isLocked(place: Place): boolean {
    return this.picks.some(({ from, state }) => from === place && state !== 'over');
  }

  end(pick: Pick): void {
    pick.state = 'over';
    if (pick.picker.flow === pick) pick.picker.flow = undefined;
  }

  #endAll(which: (pick: Pick) => boolean): void {
    for (const pick of this.picks) if (pick.state !== 'over' && which(pick)) this.end(pick);
  }

  /** Given up without a failure, as far as anybody can see: where the merchant went instead nobody knows. */
  #giveUpAll(which: (pick: Pick) => boolean): void {
    this.#endAll((pick) => {
      if (!which(pick)) return false;
      if (pick.picker.flow === pick && !pick.picker.isTold) pick.picker.isAway = true;
      return true;
    });
  }

  fail(pick: Pick): void {
    const { picker } = pick;
    const isShown = picker.flow === pick;
    this.end(pick);
    if (isShown) picker.failed = pick.key;
  }

  /** @returns the window that is left */
  answer(pick: Pick, as: MintAnswer): Place | undefined {
    const { place } = pick.picker;
    if (as === 'url' && place) pick.picker.isAway = pick.picker.isTold = true;
    if (as !== 'url') this.fail(pick);
    else if (!place || this.cancelsRedirect) this.end(pick);
    else {
      pick.state = 'leaving';
      pick.left = place;
      this.visits[place].push(this.picks.indexOf(pick));
      return place;
    }
    return undefined;
  }

  timePasses(): void {
    for (const pick of this.asked) this.fail(pick);
    this.#endAll(({ state }) => state === 'leaving');
    for (const picker of this.pickers) {
      // What is not on a page asks for nothing that could be late.
      if (picker.place && picker.list === 'loading') picker.list = 'failed';
    }
  }

  comeBack(place: Place): void {
    this.#endAll(({ left }) => left === place);
    for (const picker of this.pickers) {
      if (picker.place !== place || !picker.isAway) continue;
      picker.isAway = false;
      this.reload(picker);
    }
  }

  leave(place: Place): void {
    this.#giveUpAll(({ from, left }) => from === place || left === place);
    for (const picker of this.pickers) if (picker.place === place) picker.isAway = true;
  }

  /** What is on screen stays until the list is there; a failure is over when it is tried again. */
  reload(picker: PickerModel): void {
    if (picker.source === 'endpoint' && picker.list === 'failed') picker.list = 'loading';
  }

  remove(picker: PickerModel): void {
    picker.place = undefined;
    this.#endAll((pick) => pick.picker === picker);
    picker.flow = picker.failed = undefined;
  }

  setCompanion(picker: PickerModel, on: boolean): void {
    picker.hasCompanion = on;
    if (!on) this.#giveUpAll((pick) => pick.picker === picker && pick.by === 'own');
  }

  /** The one that was there before is stopped in either case. */
  setCopy(on: boolean): void {
    this.hasCopy = on;
    this.#giveUpAll(({ by }) => by === 'copy');
  }

  /** Another list, which may be another merchant's. */
  setSource(picker: PickerModel, source: PickerModel['source']): void {
    const isOther = source !== 'integrations' || picker.source !== 'integrations';
    picker.source = source;
    if (source === 'integrations') picker.list = 'ready';
    if (!isOther) return;
    picker.list = source === 'endpoint' ? 'loading' : 'ready';
    this.#endAll((pick) => pick.picker === picker);
    picker.flow = picker.failed = undefined;
    if (picker.picked && picker.value === picker.picked) picker.value = '';
    picker.picked = '';
  }

  answerList(picker: PickerModel, fails: boolean): void {
    if (!fails) picker.list = 'ready';
    else if (picker.list === 'loading') picker.list = 'failed';
  }

  /** What a merchant sees of a picker that is on a page. */
  seen(picker: PickerModel): object {
    const isReady = picker.list === 'ready';
    const tiles = isReady ? KEYS.filter((key) => isFound(key, picker.query)) : [];
    const isBusy = !!picker.flow;
    return {
      list: { loading: 'loading', ready: 'ready', failed: 'error' }[picker.list],
      connecting: isBusy,
      value: picker.value,
      tiles: tiles.map((key) => ({
        key,
        disabled: picker.disabled || picker.fieldset,
        locked: isBusy,
        busy: picker.flow?.key === key,
      })),
      failures: isReady && picker.failed ? [picker.failed] : [],
    };
  }
}
