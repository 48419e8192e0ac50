import type { PickerError } from '../shared/errors.js';
import { ALREADY_READ } from './guards.js';
import type { HostRefusal, HostRequestInfo, Settings } from './options.js';
import { steadyNow } from './steady-now.js';

/** A request that is being answered, and what is known about it so far. */
export interface RequestContext {
  readonly request: Request;
  /** What was handed over beside it, for `merchant`. */
  readonly given?: unknown;
  /** The route's name. */
  operation: string;
  /** When it came, by {@link steadyNow}. */
  readonly since: number;
  platformKey?: string;
}

/** Tells the host how each request ended. No method throws, and none waits for the hook. */
export interface Hooks {
  succeeded(context: RequestContext, status: number): void;
  refused(context: RequestContext, status: number, refusal: HostRefusal): void;
  /**
   * The failure itself is told to `onError`, once. Another request that waited for the same call hears of it as a
   * refusal.
   */
  failed(context: RequestContext, status: number, error: PickerError): void;
}

/** ms between two equal lines of the default `onRefused`. */
const LOG_INTERVAL = 60_000;

/** @param reported the errors that `onError` was told, each until a request has ended with it */
export function createHooks({ onRefused = createLog(), onSuccess }: Settings, reported: WeakSet<PickerError>): Hooks {
  const infoOf = ({ operation, platformKey, request, since }: RequestContext, status: number): HostRequestInfo => ({
    operation,
    request,
    duration: Math.max(0, steadyNow() - since),
    status,
    ...(platformKey !== undefined && { platformKey }),
  });
  // Async, so that a hook that throws and one that rejects are the same. Both are ignored.
  const tell = (hook: () => unknown): void => void (async () => hook())().catch(() => {});
  const refused: Hooks['refused'] = (context, status, refusal) =>
    tell(() => onRefused(refusal, infoOf(context, status)));
  return {
    succeeded: (context, status) => onSuccess && tell(() => onSuccess(infoOf(context, status))),
    refused,
    failed(context, status, error) {
      // True once: the request that the error was reported for. Those that waited for the same call come after it.
      if (reported.delete(error)) return;
      refused(context, status, { code: error.code, title: 'Codat failed a moment ago, or could not be asked now' });
    },
  };
}

/**
 * Writes the two refusals that mean that the host is set up wrongly, and that every merchant may run into. Without
 * `onRefused`, nobody else would learn of them.
 */
function createLog(): NonNullable<Settings['onRefused']> {
  const written = new Map<string, number>();
  return ({ title }, { operation, request: { headers, method }, status }) => {
    // If a proxy rewrites Host, every request of an older browser looks like this.
    const isProxied = status === 403 && method === 'POST' && headers.has('origin') && !headers.has('sec-fetch-site');
    if (!isProxied && title !== ALREADY_READ) return;
    const now = steadyNow();
    if (now - (written.get(title) ?? -Infinity) < LOG_INTERVAL) return;
    written.set(title, now);
    console.error(`codat-commerce-picker: ${operation}: ${title}`);
  };
}
