import { metrics, SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import type { HostOptions, HostRequestInfo } from 'codat-commerce-picker/host';

const NAME = 'codat-commerce-picker';

/** As the conventions want it: other methods are a client's invention, of which there can be any number. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

/** Buckets of the conventions for the duration of requests, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** How a request ended: `left` says that the browser did not wait for the answer. */
type Outcome = 'success' | 'refused' | 'failed' | 'left';

/**
 * Hooks for `createHost` that make a span of each request, and count. Of the request itself they take the method alone:
 * its cookies, its address and its body say who the merchant is. To be called when the providers are registered.
 *
 * @param path where the host module is mounted
 */
export function telemetry(path: string): Required<Pick<HostOptions, 'onError' | 'onRefused' | 'onSuccess'>> {
  const tracer = trace.getTracer(NAME);
  const meter = metrics.getMeter(NAME);
  const durations = meter.createHistogram('codat_picker.request.duration', {
    unit: 's',
    description: 'How long the picker’s requests took, by operation and outcome',
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  const picks = meter.createCounter('codat_picker.picks', {
    unit: '{pick}',
    description: 'Sync URLs that were made, by software',
  });
  const failures = meter.createCounter('codat_picker.failures', {
    unit: '{failure}',
    description: 'What failed, by code: also where the request was answered all the same',
  });

  const makeSpan = (name: string, kind: SpanKind, duration: number, attributes: Attributes, failure?: string): void => {
    const end = Date.now();
    const span = tracer.startSpan(name, { kind, attributes, startTime: end - duration });
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span.end(end);
  };

  const ended = (outcome: Outcome, info: HostRequestInfo, why: Why = {}): void => {
    const { duration, operation, platformKey, request, status } = info;
    const { code, failure, ...more } = why;
    const method = METHODS.has(request.method) ? request.method : '_OTHER';
    const route = operation === 'none' ? undefined : `${path}/${operation}`;
    const attributes: Attributes = {
      'http.request.method': method,
      'http.response.status_code': status,
      ...(route && { 'http.route': route }),
      ...(code && { 'error.type': code }),
      'codat_picker.operation': operation,
      'codat_picker.outcome': request.signal.aborted ? 'left' : outcome,
    };
    durations.record(duration / 1000, attributes);
    // Where the server's own instrumentation has made a span of the request, this one is a part of it.
    const kind = trace.getActiveSpan() ? SpanKind.INTERNAL : SpanKind.SERVER;
    const ofSpan = { ...attributes, ...more, ...(platformKey && { 'codat_picker.platform_key': platformKey }) };
    makeSpan([method, route].filter(Boolean).join(' '), kind, duration, ofSpan, failure);
  };

  return {
    onSuccess(info) {
      ended('success', info);
      // Here alone: what is refused may name any four letters, and each would be a series of its own.
      if (info.platformKey) picks.add(1, { 'codat_picker.platform_key': info.platformKey });
    },
    onRefused({ code, correlationId, title }, info) {
      ended('refused', info, { code, ...correlated(correlationId), ...(info.status >= 500 && { failure: title }) });
    },
    onError({ code, correlationId, message }, info) {
      failures.add(1, { 'codat_picker.operation': info.operation, 'error.type': code });
      const why = { 'codat_picker.step': info.step, ...correlated(correlationId) };
      // The message is for developers: it holds neither the key nor the merchant's id.
      if (info.status !== undefined) ended('failed', info, { code, failure: message, ...why });
      else
        makeSpan('codat_picker.step', SpanKind.INTERNAL, info.duration ?? 0, { 'error.type': code, ...why }, message);
    },
  };
}

/** Why a request was not answered as the browser wanted: attributes of its span, and two that have places of their own. */
interface Why extends Attributes {
  code?: string | undefined;
  failure?: string;
}

/** Codat's own id of the call: what its support asks for. */
const correlated = (correlationId: string | undefined): Attributes =>
  correlationId === undefined ? {} : { 'codat.correlation_id': correlationId };
