import { PickerError } from '../shared/errors.js';
import type { HostOptions } from './options.js';
import { kindOf, type Report } from './report.js';

/** Keeps the runtime alive for work that may go on after the answer. Never throws. */
export type Background = (work: Promise<unknown>) => void;

/** @param waitUntil the host's own. Default: nothing is done, because the process lives on */
export function createBackground(waitUntil: HostOptions['waitUntil'], report: Report): Background {
  if (!waitUntil) return () => {};
  const callWaitUntil = async (work: Promise<unknown>): Promise<unknown> => waitUntil(work);
  return (work) => {
    // A failure of the work is handled where the work is awaited. The runtime need not hear of it.
    void callWaitUntil(work.catch(() => {})).catch((cause: unknown) =>
      report(new PickerError('misconfigured', `it threw ${kindOf(cause)}`, { cause }), 'waitUntil()'),
    );
  };
}
