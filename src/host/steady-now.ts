let last = 0;
/** ms that the computer's clock was put back by, in all. */
let lost = 0;

/**
 * `Date.now()`, but for a clock that is put back: this one goes on from where it was. Whatever this process waits for,
 * keeps or counts would otherwise be off by as much: a pause of a minute would last an hour longer, and a merchant be
 * kept out for as long. What other processes read is dated by `Date.now()`.
 *
 * Not `performance.now()`, which stands still on some runtimes, and while a machine sleeps.
 */
export function steadyNow(): number {
  const now = Date.now() + lost;
  if (now >= last) return (last = now);
  lost += last - now;
  return last;
}
