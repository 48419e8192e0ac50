import type { PickerError } from '../shared/errors.js';
import { ALREADY_READ } from './guards.js';
import type { HostRefusal, HostRequestInfo, Settings } from './options.js';
import { steadyNow } from './steady-now.js';

/** A request that is being answered, and what is known of it so far. */
export interface Asked {
  readonly request: Request;
  /** The route's name. */
  operation: string;
  /** ms since the epoch. */
  readonly since: number;
  platformKey?: string;
}

/** Tells the host how each request ended. No method throws, and none waits. */
export interface Hooks {
  succeeded(asked: Asked, status: number): void;
  refused(asked: Asked, status: number, refusal: HostRefusal): void;
  /** Where the failure was told to `onError` for another request, this one was refused because of it. */
  failed(asked: Asked, status: number, error: PickerError): void;
}

/** ms in which the default of `onRefused` writes one line. */
const FOLD = 60_000;

/** @param reported errors that `onError` was told */
export function createHooks({ onRefused = createLog(), onSuccess }: Settings, reported: WeakSet<PickerError>): Hooks {
  const infoOf = ({ operation, platformKey, request, since }: Asked, status: number): HostRequestInfo => ({
    operation,
    request,
    duration: Math.max(0, steadyNow() - since),
    status,
    ...(platformKey !== undefined && { platformKey }),
  });
  // An async function turns what a hook throws into a rejection, and what it rejects with ends here.
  const tell = (hook: () => unknown): void => void (async () => hook())().catch(() => {});
  const refused: Hooks['refused'] = (asked, status, refusal) => tell(() => onRefused(refusal, infoOf(asked, status)));
  return {
    succeeded: (asked, status) => onSuccess && tell(() => onSuccess(infoOf(asked, status))),
    refused,
    failed(asked, status, error) {
      // Told once: whoever waited for the same call hears of it here.
      if (reported.delete(error)) return;
      refused(asked, status, { code: error.code, title: 'Codat failed a moment ago, or could not be asked now' });
    },
  };
}

/** What all merchants may run into, and are the last to know why, is told where nobody listens: once in a while. */
function createLog(): NonNullable<Settings['onRefused']> {
  const written = new Map<string, number>();
  return ({ title }, { operation, request: { headers, method }, status }) => {
    // Where a proxy rewrites Host, all is refused to old browsers.
    const isProxied = status === 403 && method === 'POST' && headers.has('origin') && !headers.has('sec-fetch-site');
    if (!isProxied && title !== ALREADY_READ) return;
    const now = steadyNow();
    if (now - (written.get(title) ?? -Infinity) < FOLD) return;
    written.set(title, now);
    console.error(`codat-commerce-picker: ${operation}: ${title}`);
  };
}
