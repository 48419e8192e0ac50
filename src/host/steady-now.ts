let last = 0;
/** ms by which the computer's clock has been set back, in all. */
let lost = 0;

/**
 * ms since the epoch, like `Date.now()`, but never less than before: when the computer's clock is set back, this one
 * goes on from where it was. With `Date.now()`, a clock that is set back by an hour would make a pause of a minute an
 * hour longer. Only for times inside this process: what other processes read is dated by `Date.now()`.
 *
 * `performance.now()` is no replacement: it stands still on some runtimes, and while a machine sleeps.
 */
export function steadyNow(): number {
  const now = Date.now() + lost;
  if (now >= last) return (last = now);
  lost += last - now;
  return last;
}
