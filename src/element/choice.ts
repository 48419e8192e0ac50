import { PickerError } from '../shared/errors.js';
import { CodatSelectEvent } from '../shared/events.js';
import type { Integration } from '../shared/integrations.js';
import { pickerErrorOf } from '../shared/failed-answer.js';

/** What follows a choice: its Sync page is being opened, until there is an `error`. */
export interface Flow {
  integration: Integration;
  error?: PickerError;
}

/** Whether its Sync page is being opened. */
export const isUnderWay = (flow: Flow | undefined): boolean => !!flow && !flow.error;

/** What a {@link Choice} asks of its element. */
export interface ChoiceOptions {
  /** The integration with this platformKey, if it can be picked now. */
  pickable: (platformKey: string) => Integration | undefined;
  /** What follows the choice has changed. */
  onChange: (flow: Flow | undefined) => void;
  /** What followed it has failed. */
  onError: (error: PickerError) => void;
  /** The merchant was sent on. */
  onDone: () => void;
}

/** What the merchant has picked, and what follows: the only owner of both. */
export class Choice {
  readonly #host: EventTarget & { value: string };
  readonly #options: ChoiceOptions;
  #flow: Flow | undefined;
  /** Aborts the flow that is under way. */
  #underWay: AbortController | undefined;
  /** What the host sets as `value` is the host's, and not forgotten here. */
  #picked: string | undefined;

  constructor(host: EventTarget & { value: string }, options: ChoiceOptions) {
    this.#host = host;
    this.#options = options;
  }

  get flow(): Flow | undefined {
    return this.#flow;
  }

  /** The merchant picks. While something is under way, or what is picked isn't offered, nothing happens. */
  async pick(platformKey: string): Promise<void> {
    const integration = this.#options.pickable(platformKey);
    if (!integration || isUnderWay(this.#flow)) return;

    const failures: Promise<{ reason: unknown } | undefined>[] = [];
    let isDispatched = false;
    const controller = new AbortController();
    const waitUntil = (promise: PromiseLike<unknown>): void => {
      if (isDispatched) throw new Error('waitUntil() is to be called while codat-select is dispatched');
      // A promise of another's making may throw wherever it is touched: this one rejects then. (By `Promise.resolve`:
      // WebKit alone would touch it too late for that.)
      const own = new Promise((resolve) => resolve(Promise.resolve(promise)));
      // Heard at once, so that no rejection stays unhandled where the event is cancelled. (Not by `allSettled`, which
      // the promises that old libraries put in place of the browser's don't know.)
      failures.push(
        own.then(
          () => undefined,
          (reason: unknown) => ({ reason }),
        ),
      );
    };
    const isAccepted = this.#host.dispatchEvent(
      new CodatSelectEvent({ platformKey, integration }, waitUntil, controller.signal),
    );
    isDispatched = true;
    if (!isAccepted) return;

    this.#host.value = platformKey;
    this.#picked = platformKey;
    const flow = failures.length ? { integration } : undefined;
    this.#show(flow);
    this.#underWay = controller;
    const failed = (await Promise.all(failures)).find((failure) => failure);
    const error = failed && (await pickerErrorOf(failed.reason));
    // The element may have been removed, and put back, since; or another list may have come.
    if (!flow || this.#flow !== flow) return;
    this.#underWay = undefined;
    if (error) {
      const isPickable = !!this.#options.pickable(platformKey);
      this.#show({ integration, error: isPickable ? error : new PickerError('unknown-platform', 'no longer listed') });
      this.#options.onError(error);
    } else {
      this.#show(undefined);
      this.#options.onDone();
    }
  }

  /** What follows it is given up, and not shown any more. */
  release(): void {
    this.#giveUp();
    this.#show(undefined);
  }

  /** A failure is not shown any more. */
  releaseFailure(): void {
    if (this.#flow?.error) this.#show(undefined);
  }

  /** Another list may be another merchant's: nothing of what was picked in the one before goes on. */
  forgetAll(): void {
    this.#giveUp();
    this.#flow = undefined;
    this.#forgetPicked();
  }

  /** The choice, and the failure that followed it, go with the tile that they were about. */
  forgetWhatIsGone(before: readonly Integration[]): void {
    const isGone = (platformKey: string): boolean =>
      before.some(({ key }) => key === platformKey) && !this.#options.pickable(platformKey);
    if (this.#flow?.error && isGone(this.#flow.integration.key)) this.#flow = undefined;
    if (this.#picked && isGone(this.#picked)) this.#forgetPicked();
  }

  #giveUp(): void {
    this.#underWay?.abort();
    this.#underWay = undefined;
  }

  #forgetPicked(): void {
    if (this.#picked && this.#host.value === this.#picked) this.#host.value = '';
    this.#picked = undefined;
  }

  #show(flow: Flow | undefined): void {
    this.#flow = flow;
    this.#options.onChange(flow);
  }
}
