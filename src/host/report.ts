import { PickerError } from '../shared/errors.js';
import type { HostOptions } from './options.js';
import { steadyNow } from './steady-now.js';

/** What a failed piece of work was done for, and when it began. */
export interface About {
  request?: Request | undefined;
  platformKey?: string | undefined;
  /** By {@link steadyNow}. */
  since?: number;
}

/**
 * Hands an error to the host's `onError`. Never throws.
 *
 * @param step what failed: a call to Codat, or to something of the host's own
 */
export type Report = (error: PickerError, step: string, about?: About) => void;

/** ms between two equal lines. */
const LOG_INTERVAL = 60_000;

/** How many different lines are remembered. There are a few dozen. */
const MOST_LINES = 200;

/** Writes a line for each error. Equal ones within a minute are only counted; the next line says how many they were. */
export function logErrors(): NonNullable<HostOptions['onError']> {
  const written = new Map<string, { at: number; more: number }>();
  return (error, { platformKey, step }) => {
    const { message, status, correlationId } = error;
    const now = steadyNow();
    // Without the platformKey: seven logos that fail in the same way make one line.
    const key = `${platformKey === undefined ? step : step.replace(platformKey, '')} ${message}`;
    const last = written.get(key);
    if (last && now - last.at < LOG_INTERVAL) {
      last.more += 1;
      return;
    }
    if (written.size >= MOST_LINES) written.clear();
    written.set(key, { at: now, more: 0 });
    console.error(
      [
        `codat-commerce-picker: ${step}: ${message}`,
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
