import { getResponse, RequestHandler } from 'msw';
import { untilTheEnd, worker } from './page.js';

/**
 * Lets msw's handlers answer in the page itself, until the test is over: for what sends hundreds of requests, each like the next. In
 * WebKit each request through the service worker is slower than the one before: 9 ms the first, 140 ms the nine-hundredth.
 */
export function answerInPage(): void {
  const { fetch } = window;
  window.fetch = async (...how) => {
    const request = new Request(...how);
    request.signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true });
    });
    const handlers = worker.listHandlers().filter((handler) => handler instanceof RequestHandler);
    const answer = await Promise.race([getResponse(handlers, request), aborted]);
    if (!answer) throw new Error(`Nothing answers ${request.url}.`);
    if (answer.type === 'error') throw new TypeError('Failed to fetch');
    return answer;
  };
  untilTheEnd().addEventListener('abort', () => (window.fetch = fetch));
}
