import { errorAnswer, type ErrorStatus } from './errors.js';
import type { Fault } from './faults.js';

/** Thrown where no answer leaves the simulator. `cause` is what `fetch` rejects with. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('No answer', { cause });
    this.name = 'NoAnswer';
  }
}

interface Circumstances {
  /** Answers the call as if nothing were wrong. */
  answer: () => Promise<Response>;
  /** Aborts when the client gives up. */
  signal: AbortSignal;
  behindSocket: boolean;
  now: () => number;
  /** Of the simulator itself; the fault with credentials keeps it. */
  origin: string;
}

const MESSAGES: Partial<Record<ErrorStatus, string>> = {
  400: 'The request is invalid',
  401: 'The API key is not valid',
  402: 'The plan of this account does not include this call',
  403: 'This API key does not have access to the resource',
  404: 'Data connection not found',
  409: 'Another operation is in progress for this company',
  429: 'Rate limit exceeded',
  500: 'An unexpected error occurred',
  503: 'The service is temporarily unavailable',
};

/**
 * What becomes of a call that a fault strikes. An error status and the page to log in on come instead of the call. All
 * others lose or spoil its answer: the call itself has taken effect, as it has with Codat in the worst case.
 */
export async function strike(
  fault: Fault,
  { answer, signal, behindSocket, now, origin }: Circumstances,
): Promise<Response> {
  switch (fault.name) {
    case 'status-429':
    case 'status-429-date':
    case 'status-503': {
      const seconds = fault.retryAfter ?? (fault.name === 'status-503' ? undefined : 30);
      const date = fault.name === 'status-429-date';
      return failure(
        fault.name === 'status-503' ? 503 : 429,
        seconds === undefined
          ? {}
          : { 'Retry-After': date ? new Date(now() + seconds * 1000).toUTCString() : String(seconds) },
      );
    }
    case 'status-400':
    case 'status-401':
    case 'status-402':
    case 'status-403':
    case 'status-404':
    case 'status-409':
    case 'status-500':
      return failure(Number(fault.name.slice(-3)) as ErrorStatus);
    case 'no-answer':
      await answer();
      return givenUp(signal);
    case 'slow': {
      const late = await answer();
      await pause(fault.delay ?? 5000, signal);
      return late;
    }
    case 'dropped':
      await answer();
      throw new NoAnswer(new TypeError('fetch failed'));
    case 'stalled':
      // The server cancels the stream when its socket closes, and would report an error in it.
      return spoilt(await answer(), (text) => stalled(firstHalf(text), behindSocket ? undefined : signal));
    case 'truncated':
      return spoilt(await answer(), firstHalf);
    case 'empty':
      return spoilt(await answer(), () => '');
    case 'html':
      return new Response('<!doctype html><title>Log in</title><h1>Log in</h1><form><input name="user"></form>\n', {
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
      });
    case 'branding-missing':
      return spoilt(await answer(), () => '{}');
    case 'sync-other-host':
      return withSyncUrl(await answer(), origin, 'https://evil.example');
    case 'sync-lookalike-host':
      return withSyncUrl(await answer(), origin, 'https://codat.io.evil.example');
    case 'sync-http':
      return withSyncUrl(await answer(), origin, 'http://sync-flow.codat.io');
    case 'sync-credentials':
      return withSyncUrl(await answer(), origin, origin.replace('//', '//merchant:secret@'));
    case 'sync-expired':
      // The endpoint itself makes the dead code.
      return answer();
    default:
      return fault satisfies never;
  }
}

function failure(status: ErrorStatus, headers: Record<string, string> = {}): Response {
  return errorAnswer(status, MESSAGES[status] ?? 'Error', { headers });
}

/** The same status and headers around another body. What Codat refuses stays refused. */
async function spoilt(answer: Response, spoil: (text: string) => BodyInit): Promise<Response> {
  return answer.ok ? new Response(spoil(await answer.text()), answer) : answer;
}

function firstHalf(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

function withSyncUrl(answer: Response, origin: string, replacement: string): Promise<Response> {
  return spoilt(answer, (text) => {
    const { url } = JSON.parse(text) as { url: string };
    return JSON.stringify({ url: url.replace(origin, replacement) });
  });
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(new NoAnswer(signal.reason));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([over, givenUp(signal)]);
  } finally {
    clearTimeout(timer);
  }
}

function stalled(text: string, signal?: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
  });
}
