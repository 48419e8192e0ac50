import { PickerError } from '../errors.js';
import type { HostErrorInfo, HostOptions } from './options.js';

/** Hands an error to the host's `onError`. Never throws. */
export type Report = (error: PickerError, operation: string) => void;

/** @param onError the host's own; default: one line on the console */
export function createReport(onError: HostOptions['onError'] = logError): Report {
  // An async function turns what onError throws into a rejection, and what it rejects with ends here.
  const tell = async (error: PickerError, info: HostErrorInfo): Promise<unknown> => onError(error, info);
  return (error, operation) => void tell(error, { operation }).catch(() => {});
}

function logError(error: PickerError, { operation }: HostErrorInfo): void {
  const { message, status, correlationId } = error;
  console.error(
    [
      `codat-commerce-picker: ${operation}: ${message}`,
      status && `status ${status}`,
      correlationId && `correlationId ${correlationId}`,
    ]
      .filter(Boolean)
      .join(', '),
  );
}

/**
 * What kind of failure was caught, in words that hold nothing of it: its class and its code, such as
 * `TypeError ECONNREFUSED`. Messages are not repeated, as they like to quote URLs, headers and bodies.
 */
export function kindOf(reason: unknown): string {
  const { name, code, cause } = Object(reason) as { name?: unknown; code?: unknown; cause?: { code?: unknown } };
  const kind = reason instanceof Error && typeof name === 'string' && /^\w{1,40}$/.test(name) ? name : 'an exception';
  const detail = [code, cause?.code].find((value) => typeof value === 'string' && /^[A-Z][A-Z\d_]{1,40}$/.test(value));
  return detail ? `${kind} ${String(detail)}` : kind;
}

/**
 * An exception that nobody foresaw, as an error that says where it was thrown, and nothing of what it said: the key or
 * the merchant's id may stand in its message.
 */
export function unexpected(reason: unknown): PickerError {
  const error = new PickerError('unknown', `unexpected ${kindOf(reason)}`);
  const stack = reason instanceof Error ? (reason.stack ?? '') : '';
  // From the first frame on; V8 puts the message before it.
  const frames = stack.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  if (frames.length) error.stack = [error.toString(), ...frames].join('\n');
  return error;
}
