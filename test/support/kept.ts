import { executeServerCommand } from '@web/test-runner-commands';

/** What outlives any picker: a listener at one of these keeps alive whatever it knows. */
const PAGE: () => readonly EventTarget[] = () => [window, document, document.documentElement, document.body];

/**
 * Counts what listens at these, from now on: what would keep a removed picker alive, or disturb the next test.
 *
 * @param targets default: the window, the document, its root and its body
 */
export function watchListeners(targets = PAGE): { list(): string[]; stop(): void } {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const present = new Set<string>();
  let next = 0;
  const ids = new WeakMap<object, number>();
  const id = (object: object): number => ids.get(object) ?? (ids.set(object, next), next++);
  const entry = (
    target: EventTarget,
    type: string,
    listener: object,
    options?: boolean | EventListenerOptions,
  ): string => {
    const capture = typeof options === 'boolean' ? options : options?.capture === true;
    return `${type} ${target.constructor.name} ${id(target)} ${id(listener)} ${capture}`;
  };
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    // Called as a bare function, it is the window's.
    const target = this ?? window;
    addEventListener.call(target, type, listener, options);
    if (!listener || !targets().includes(target)) return;
    const { once, signal } = typeof options === 'object' ? options : {};
    if (signal?.aborted) return;
    const added = entry(target, type, listener, options);
    present.add(added);
    if (signal) addEventListener.call(signal, 'abort', () => present.delete(added), { once: true });
    if (once) addEventListener.call(target, type, () => present.delete(added), options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    removeEventListener.call(target, type, listener, options);
    if (listener) present.delete(entry(target, type, listener, options));
  };
  return {
    list: () => [...present],
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
