import { PickerError } from '../shared/errors.js';
import type { HostErrorInfo, HostOptions } from './options.js';
import { steadyNow } from './steady-now.js';

/** What a failed piece of work was done for, and when it began. */
export interface About {
  request?: Request | undefined;
  platformKey?: string | undefined;
  /** By {@link steadyNow}. */
  since?: number;
}

/** Hands an error to the host's `onError`. Never throws. */
export type Report = (error: PickerError, operation: string, about?: About) => void;

/**
 * @param onError the host's own. Default: one line on the console
 * @param reported gets every error that was reported
 */
export function createReport(
  onError: HostOptions['onError'] = createLog(),
  reported: WeakSet<PickerError> = new WeakSet(),
): Report {
  // Async, so that an onError that throws and one that rejects are the same. Both are ignored.
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

/** ms between two equal lines. */
const LOG_INTERVAL = 60_000;

/** How many different lines are remembered. There are a few dozen. */
const MOST_LINES = 200;

/** Writes a line for each error. Equal ones within a minute are only counted; the next line says how many they were. */
function createLog(): NonNullable<HostOptions['onError']> {
  const written = new Map<string, { at: number; more: number }>();
  return (error, { operation, platformKey }) => {
    const { message, status, correlationId } = error;
    const now = steadyNow();
    // Without the platformKey: seven logos that fail in the same way make one line.
    const key = `${platformKey === undefined ? operation : operation.replace(platformKey, '')} ${message}`;
    const last = written.get(key);
    if (last && now - last.at < LOG_INTERVAL) {
      last.more += 1;
      return;
    }
    if (written.size >= MOST_LINES) written.clear();
    written.set(key, { at: now, more: 0 });
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
 * The class and the code of what was caught, such as `TypeError ECONNREFUSED`. Its message is left out, because
 * messages often quote URLs, headers and bodies.
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
    // Its getters throw.
    return 'an exception';
  }
}

/**
 * Makes a PickerError of an exception that nobody foresaw. It says where the exception was thrown, but not its message:
 * that may hold the API key or the merchant's id.
 */
export function unexpected(reason: unknown): PickerError {
  const error = new PickerError('unknown', `unexpected ${kindOf(reason)}`);
  const frames = framesOf(reason);
  if (frames.length) error.stack = [error.toString(), ...frames].join('\n');
  return error;
}

/** The frames alone: V8 puts the message before them. */
function framesOf(reason: unknown): string[] {
  try {
    const stack = reason instanceof Error ? String(reason.stack ?? '') : '';
    return stack.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  } catch {
    return [];
  }
}
