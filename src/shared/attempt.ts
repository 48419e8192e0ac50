/** What a host, a server or another script made may throw wherever it is touched: then it is as what isn't there. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
