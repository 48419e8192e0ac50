import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something is so, and throws when it is not so in time. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'it happened'): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`In vain was waited until ${what}.`);
    await wait(20);
  }
}
