import { PickerError } from '../shared/errors.js';
import type { HostOptions } from './options.js';
import { kindOf, type Report } from './report.js';

/** Is told of work that may go on after the answer. Never throws. */
export type Background = (work: Promise<unknown>) => void;

/** @param waitUntil the host's own; default: such work is left to itself */
export function createBackground(waitUntil: HostOptions['waitUntil'], report: Report): Background {
  if (!waitUntil) return () => {};
  const tell = async (work: Promise<unknown>): Promise<unknown> => waitUntil(work);
  return (work) => {
    // Whoever waits for the work hears how it failed; the runtime is only to keep it alive.
    void tell(work.catch(() => {})).catch((cause: unknown) =>
      report(new PickerError('misconfigured', `it threw ${kindOf(cause)}`, { cause }), 'waitUntil()'),
    );
  };
}
