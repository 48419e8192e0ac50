import { PickerError } from '../shared/errors.js';
import type { HostErrorInfo, HostOptions } from './options.js';
import { steadyNow } from './steady-now.js';

/** On whose behalf something was done, and since when. */
export interface About {
  request?: Request | undefined;
  platformKey?: string | undefined;
  /** ms since the epoch. */
  since?: number;
}

/** Hands an error to the host's `onError`. Never throws. */
export type Report = (error: PickerError, operation: string, about?: About) => void;

/**
 * @param onError the host's own; default: one line on the console
 * @param reported is handed every error that was told
 */
export function createReport(
  onError: HostOptions['onError'] = createLog(),
  reported: WeakSet<PickerError> = new WeakSet(),
): Report {
  // An async function turns what onError throws into a rejection, and what it rejects with ends here.
  const tell = async (error: PickerError, info: HostErrorInfo): Promise<unknown> => onError(error, info);
  return (error, operation, { request, platformKey, since } = {}) => {
    reported.add(error);
    const info: HostErrorInfo = {
      operation,
      ...(request && { request }),
      ...(platformKey !== undefined && { platformKey }),
      ...(since !== undefined && { duration: Math.max(0, steadyNow() - since) }),
    };
    void tell(error, info).catch(() => {});
  };
}

/** ms in which lines that say the same are written once. */
const FOLD = 60_000;

/** Different lines that are remembered. There are a few dozen. */
const MOST_LINES = 200;

/** Writes a line for each error. What says the same within a minute is counted, and the count is told with the next. */
function createLog(): NonNullable<HostOptions['onError']> {
  const written = new Map<string, { at: number; more: number }>();
  return (error, { operation, platformKey }) => {
    const { message, status, correlationId } = error;
    const now = steadyNow();
    // Seven logos that fail alike are one failure.
    const alike = `${platformKey === undefined ? operation : operation.replace(platformKey, '')} ${message}`;
    const last = written.get(alike);
    if (last && now - last.at < FOLD) {
      last.more += 1;
      return;
    }
    if (written.size >= MOST_LINES) written.clear();
    written.set(alike, { at: now, more: 0 });
    console.error(
      [
        `codat-commerce-picker: ${operation}: ${message}`,
        status && `status ${status}`,
        correlationId && `correlationId ${correlationId}`,
        last?.more && `and ${last.more} more like it before`,
      ]
        .filter(Boolean)
        .join(', '),
    );
  };
}

/**
 * What kind of failure was caught, in words that hold nothing of it: its class and its code, such as
 * `TypeError ECONNREFUSED`. Messages are not repeated, as they like to quote URLs, headers and bodies.
 */
export function kindOf(reason: unknown): string {
  try {
    const { name, code, cause } = Object(reason) as { name?: unknown; code?: unknown; cause?: { code?: unknown } };
    const kind = reason instanceof Error && typeof name === 'string' && /^\w{1,40}$/.test(name) ? name : 'an exception';
    const detail = [code, cause?.code].find(
      (value) => typeof value === 'string' && /^[A-Z][A-Z\d_]{1,40}$/.test(value),
    );
    return detail ? `${kind} ${String(detail)}` : kind;
  } catch {
    // Whoever can throw anything can throw what throws when it is looked at.
    return 'an exception';
  }
}

/**
 * An exception that nobody foresaw, as an error that says where it was thrown, and nothing of what it said: the key or
 * the merchant's id may stand in its message.
 */
export function unexpected(reason: unknown): PickerError {
  const error = new PickerError('unknown', `unexpected ${kindOf(reason)}`);
  const frames = framesOf(reason);
  if (frames.length) error.stack = [error.toString(), ...frames].join('\n');
  return error;
}

/** From the first frame on; V8 puts the message before it. */
function framesOf(reason: unknown): string[] {
  try {
    const stack = reason instanceof Error ? String(reason.stack ?? '') : '';
    return stack.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  } catch {
    return [];
  }
}
