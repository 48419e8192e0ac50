import { untilTheEnd } from './page.js';

/** ms. Whoever waits less is not waiting for a time of day, but for the browser to get on. */
const LONG = 200;

interface Waiting {
  due: number;
  wake: () => void;
}

/** A clock that stands still until the test moves it. */
export interface Clock {
  /** Lets so many ms pass: all that waited for it happens, in its order, and what follows from it is drawn. */
  pass(ms: number): Promise<void>;
}

/**
 * Stops the clock of the page until the test is over: timers from 200 ms on, deadlines and the time of day. No library does it:
 * none of those made for it knows `AbortSignal.timeout`.
 */
export function stopClock(): Clock {
  const { clearTimeout, setTimeout } = window;
  const { timeout } = AbortSignal;
  const [dateNow, performanceNow] = [Date.now, performance.now];
  const waiting = new Map<number, Waiting>();
  let passed = 0;
  // Far from the numbers that the browser gives.
  let next = 1_000_000_000;
  const wait = (ms: number, wake: () => void): number => {
    waiting.set(next, { due: passed + ms, wake });
    return next++;
  };

  window.setTimeout = ((callback: TimerHandler, ms = 0, ...args: unknown[]) =>
    ms < LONG || typeof callback === 'string'
      ? setTimeout(callback, ms, ...args)
      : wait(ms, () => void callback(...args))) as typeof setTimeout;
  window.clearTimeout = (id) => {
    if (!waiting.delete(id as number)) clearTimeout(id);
  };
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    wait(ms, () => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')));
    return controller.signal;
  };
  Date.now = () => dateNow() + passed;
  performance.now = () => performanceNow.call(performance) + passed;
  untilTheEnd().addEventListener('abort', () => {
    Object.assign(window, { clearTimeout, setTimeout });
    AbortSignal.timeout = timeout;
    Date.now = dateNow;
    performance.now = performanceNow;
  });

  const drawn = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return {
    async pass(ms) {
      const end = passed + ms;
      await drawn();
      for (;;) {
        const [first] = [...waiting].filter(([, { due }]) => due <= end).toSorted(([, a], [, b]) => a.due - b.due);
        if (!first) break;
        waiting.delete(first[0]);
        passed = first[1].due;
        first[1].wake();
        await drawn();
      }
      passed = end;
    },
  };
}
