import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../support/browser.js';
import type { Name } from './bundle.js';
import type { Site } from './site.js';
import { traced, type Split } from './trace.js';

/** Main-thread CPU, in ms: all of it, and what of it went into script, style and layout. */
export interface Cost extends Split {
  cpu: number;
}

/** A contestant in a page, and in a process, of its own. */
export interface Stage {
  page: Page;
  session: CDPSession;
  /** What the main thread does meanwhile; what the browser's protocol takes of it is not counted. */
  measure<T>(run: () => Promise<T>): Promise<{ cost: Cost; result: T }>;
  collectGarbage(): Promise<void>;
  close(): Promise<void>;
}

export const startBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags] });

const scriptsOf = (name: Name): string =>
  [...(name === 'picker' ? ['/picker.js'] : []), `/bench-${name}.js`]
    .map((source) => `<script src="${source}" defer></script>`)
    .join('');

/** A page with nothing on it but the contestant's script. */
export const pageOf = (name: Name): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>` +
  (name === 'React' || name === 'Vue' ? '<link rel="stylesheet" href="/peers.css">' : '') +
  `<style>body { font-family: sans-serif }</style>${scriptsOf(name)}` +
  `<script src="/measure.js" defer></script><body><main></main>`;

/** A window in a process of its own, whose main thread is measured. */
export async function windowIn(browser: Browser): Promise<Omit<Stage, 'close'> & { context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error('in the page:', error.message));
  const session = await context.newCDPSession(page);
  // Time on the processor: what other programs take is not counted.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });

  const spent = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
    return 1_000 * (of('TaskDuration') - of('DevToolsCommandDuration'));
  };
  return {
    context,
    page,
    session,
    async measure(run) {
      const { result, split } = await traced(browser, page, async () => {
        const before = await spent();
        const found = await run();
        return { cpu: (await spent()) - before, found };
      });
      return { cost: { ...split, cpu: result.cpu }, result: result.found };
    },
    // Twice: what the first leaves is only then known to be of no use.
    async collectGarbage() {
      for (let time = 0; time < 2; time += 1) await session.send('HeapProfiler.collectGarbage');
    },
  };
}

/** Opens a contestant's page. */
export async function open(browser: Browser, site: Site, name: Name, query = ''): Promise<Stage> {
  const { context, ...stage } = await windowIn(browser);
  await stage.page.goto(site.page(name, pageOf(name)) + query);
  return { ...stage, close: () => context.close() };
}

/** Where a contestant's list comes from: so many rows, by HTTP. */
export const listOf = (name: Name, tiles: number): string =>
  name === 'React' || name === 'Vue' ? `/directory/${tiles}` : `/integrations/${tiles}`;
