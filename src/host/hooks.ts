import { attempt } from '../shared/attempt.js';
import type { PickerError } from '../shared/errors.js';
import { ALREADY_READ } from './guards.js';
import type { HostErrorInfo, HostRefusal, HostRequestInfo, Settings } from './options.js';
import { logErrors, type Report } from './report.js';
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
  /** What has failed for it and is not told yet. Undefined once the request has ended. */
  failures?: { error: PickerError; info: HostErrorInfo }[] | undefined;
}

/**
 * Tells the host how each request ended: one of `succeeded`, `refused` and `failed` is to be called for each. No method
 * throws, and none waits for the hook.
 */
export interface Hooks {
  begin(request: Request, given: unknown): RequestContext;
  /** A failure in a request is told when that has ended: only then is it known what came of it. */
  report: Report;
  succeeded(context: RequestContext, status: number): void;
  refused(context: RequestContext, status: number, refusal: HostRefusal): void;
  /** A request that waited for a call of another's hears of its failure as a refusal: `onError` is told each one once. */
  failed(context: RequestContext, status: number, error: PickerError): void;
}

/** ms between two equal lines of the default `onRefused`. */
const LOG_INTERVAL = 60_000;

export function createHooks({ onError = logErrors(), onRefused = logRefusals(), onSuccess }: Settings): Hooks {
  /** Also of requests that have ended: what goes on in the background is still done for one. */
  const contexts = new WeakMap<Request, RequestContext>();
  const infoOf = ({ operation, platformKey, request, since }: RequestContext, status: number): HostRequestInfo => ({
    operation,
    request,
    duration: Math.max(0, steadyNow() - since),
    status,
    ...(platformKey !== undefined && { platformKey }),
  });
  // Async, so that a hook that throws and one that rejects are the same. Both are ignored.
  const tell = (hook: () => unknown): void => void (async () => hook())().catch(() => {});

  /** @returns whether one of its failures is the one that the request ended with */
  const tellFailures = (context: RequestContext, status: number, reason?: PickerError): boolean => {
    const { failures = [] } = context;
    context.failures = undefined;
    for (const { error, info } of failures) {
      const told = error === reason ? { ...info, ...infoOf(context, status) } : info;
      tell(() => onError(error, told));
    }
    return failures.some(({ error }) => error === reason);
  };
  const refused: Hooks['refused'] = (context, status, refusal) => {
    tellFailures(context, status);
    tell(() => onRefused(refusal, infoOf(context, status)));
  };

  return {
    begin(request, given) {
      const context: RequestContext = { request, given, operation: 'none', since: steadyNow(), failures: [] };
      // It throws if what it was handed is no object. Such a request is answered 500.
      attempt(() => contexts.set(request, context));
      return context;
    },
    report(error, step, { request, platformKey, since } = {}) {
      const context = request && contexts.get(request);
      const began = since ?? context?.since;
      const info: HostErrorInfo = {
        operation: context?.operation ?? 'none',
        step,
        ...(request && { request }),
        ...(platformKey !== undefined && { platformKey }),
        ...(began !== undefined && { duration: Math.max(0, steadyNow() - began) }),
      };
      if (context?.failures) context.failures.push({ error, info });
      else tell(() => onError(error, info));
    },
    succeeded(context, status) {
      tellFailures(context, status);
      if (onSuccess) tell(() => onSuccess(infoOf(context, status)));
    },
    refused,
    failed(context, status, error) {
      if (tellFailures(context, status, error)) return;
      const { code, correlationId } = error;
      refused(context, status, {
        code,
        title: 'Codat failed a moment ago, or could not be asked now',
        ...(correlationId !== undefined && { correlationId }),
      });
    },
  };
}

/**
 * Writes the two refusals that mean that the host is set up wrongly, and that every merchant may run into. Without
 * `onRefused`, nobody else would learn of them.
 */
function logRefusals(): NonNullable<Settings['onRefused']> {
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
