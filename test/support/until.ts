import { waitUntil } from '@open-wc/testing/pure';

/** Waits without losing time: most of what is waited for is there at once, and a busy machine has its time. */
export const until = (condition: () => unknown, message?: string, timeout = 20_000): Promise<void> =>
  waitUntil(() => !!condition(), message, { interval: 5, timeout });
