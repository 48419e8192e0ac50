import { executeServerCommand } from '@web/test-runner-commands';

/** Counts what listens at the window, the document and its elements: what would keep a removed picker alive. */
export function watchListeners(): { count(): number; stop(): void } {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const counted = new Set<string>();
  let next = 0;
  const ids = new WeakMap<object, number>();
  const id = (object: object): number => ids.get(object) ?? (ids.set(object, next), next++);
  const outlives = (target: unknown): boolean =>
    target == null || target === window || target === document || target === document.documentElement;
  const entry = (target: unknown, type: string, listener: object): string =>
    `${type} ${id(Object(target ?? window) as object)} ${id(listener)}`;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (outlives(this) && listener) counted.add(entry(this, type, listener));
    addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (outlives(this) && listener) counted.delete(entry(this, type, listener));
    removeEventListener.call(this, type, listener, options);
  };
  return {
    count: () => counted.size,
    stop: () => Object.assign(EventTarget.prototype, { addEventListener, removeEventListener }),
  };
}

/** Nodes in memory once what nobody needs is gone; undefined where the engine can't be asked. */
export async function nodesHeld(): Promise<number | undefined> {
  // Only Chromium has it.
  if (!('memory' in performance)) return undefined;
  const cdp = (method: string): Promise<{ metrics?: { name: string; value: number }[] }> =>
    executeServerCommand('cdp', { method, params: {} });
  await cdp('Performance.enable');
  await cdp('HeapProfiler.collectGarbage');
  const { metrics } = await cdp('Performance.getMetrics');
  return metrics!.find(({ name }) => name === 'Nodes')!.value;
}
