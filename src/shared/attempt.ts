/**
 * The result of `act`, or undefined if it throws. For objects that a host, a server or another script made: any access
 * to them may throw, and then they count as missing.
 */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
