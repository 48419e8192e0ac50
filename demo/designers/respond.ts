import { delay, HttpResponse } from 'msw';
import type { Answer, Samples } from './states.js';

/** Does what an {@link Answer} says. */
export async function respond(answer: Answer, samples: Samples): Promise<Response> {
  if (answer === 'never') {
    await delay('infinite');
    return HttpResponse.error();
  }
  if (answer === 'unreachable') return HttpResponse.error();
  if (answer === 'nonsense') return HttpResponse.html('<!doctype html><title>Not what was asked for</title>');
  if ('rows' in answer) return HttpResponse.json({ results: answer.rows(samples) });
  const { refusal, retryAfter, status } = answer;
  return HttpResponse.json(
    { type: 'about:blank', title: refusal, status, code: refusal },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      },
    },
  );
}
