import type { Browser, Page } from 'playwright-core';

/** What a browser's trace says of one piece of work; times in µs. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Time on the processor. */
  tdur?: number;
}

/** Where the time of a page goes. The browser's plain counters leave out promises, by which half of a page runs today. */
const KINDS: Readonly<Record<string, 'script' | 'style' | 'layout'>> = {
  EvaluateScript: 'script',
  EventDispatch: 'script',
  FireAnimationFrame: 'script',
  FunctionCall: 'script',
  RunMicrotasks: 'script',
  TimerFire: 'script',
  'v8.compile': 'script',
  'v8.produceCache': 'script',
  UpdateLayoutTree: 'style',
  Layout: 'layout',
};

/** ms on the processor, by what it was for. */
export interface Split {
  script: number;
  style: number;
  layout: number;
}

/** Runs something, and says what the browser's pages did meanwhile. One at a time. */
export async function traced<T>(
  browser: Browser,
  page: Page,
  run: () => Promise<T>,
): Promise<{ split: Split; result: T }> {
  await browser.startTracing(page, { categories: ['-*', 'devtools.timeline', 'v8.execute'], screenshots: false });
  let result: T;
  let trace: Buffer;
  try {
    result = await run();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  return { split: splitOf(traceEvents), result };
}

/** Adds up what each kind took by itself: style and layout that a script asks for are not the script's. */
function splitOf(events: readonly TraceEvent[]): Split {
  const split: Split = { script: 0, style: 0, layout: 0 };
  const open = new Map<string, TraceEvent[]>();
  const known = events.filter(({ name, ph }) => ph === 'X' && Object.hasOwn(KINDS, name));
  for (const event of known.toSorted((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0))) {
    const thread = `${event.pid} ${event.tid}`;
    const around = (open.get(thread) ?? []).filter(({ dur = 0, ts }) => event.ts < ts + dur);
    open.set(thread, [...around, event]);
    const { tdur = 0 } = event;
    const outer = around.at(-1);
    split[KINDS[event.name]!] += tdur / 1_000;
    if (outer) split[KINDS[outer.name]!] -= tdur / 1_000;
  }
  return split;
}
