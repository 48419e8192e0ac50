import type { Hono } from 'hono';
import { createDemo } from './app.js';
import { createEmbeddedCodat, DEFAULT_CONNECTORS, listen, type EmbeddedCodat, type Listening } from './codat/index.js';
import type { Role } from './sessions.js';

/** How a demo is started. */
export interface StartOptions {
  /** Where the demo host should listen; another port is taken when this one is. */
  port: number;
  /** The real Codat's key and connector. Default: the embedded Codat is started beside the demo. */
  real?: { apiKey: string; connectors: Partial<Record<Role, string>> } | undefined;
  /** The key that the embedded Codat accepts. */
  apiKey: string;
  /** The embedded Codat's clock, in ms. Default: `Date.now`. */
  now?: () => number;
}

/** A demo that is running. */
export interface RunningDemo {
  demo: Listening;
  /** The embedded Codat, unless the demo talks to the real one. */
  codat: (Listening & { simulator: EmbeddedCodat }) | undefined;
  close(): Promise<void>;
}

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/** The demo host at its address, and the embedded Codat behind it unless there is a real one. */
export async function createDemoAt(
  origin: string,
  { apiKey, now, real }: Omit<StartOptions, 'port'>,
): Promise<{ app: Hono; codat: RunningDemo['codat'] }> {
  let codat: RunningDemo['codat'];
  if (!real) {
    // Its pages name its own address, which is known only once it listens.
    let codatOrigin = '';
    const simulator = createEmbeddedCodat({
      apiKey,
      origin: () => codatOrigin,
      staticBaseUrl: `${origin}/public`,
      ...(now && { now }),
    });
    const listening = await listen(simulator, { port: 0 });
    codatOrigin = listening.origin;
    codat = { ...listening, simulator };
  }

  const embedded = Object.fromEntries(
    DEFAULT_CONNECTORS.map(({ platformKey, sourceType }) => [sourceType, platformKey]),
  );
  const app = createDemo({
    origin,
    apiKey: real?.apiKey ?? apiKey,
    connectors: real?.connectors ?? embedded,
    embeddedCodat: codat?.origin,
    companyOf: codat && ((merchantIdentifier) => codat.simulator.companyOf(merchantIdentifier)?.id),
  });
  return { app, codat };
}

/** Starts the demo host, and the embedded Codat unless there is a real one. Both listen on loopback only. */
export async function startDemo({ port, ...options }: StartOptions): Promise<RunningDemo> {
  // The demo needs its own address, which is known only once it listens.
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const serve = (at: number): Promise<Listening> => listen((request) => answer(request), { port: at });
  const demo = await serve(port).catch((error: unknown) => {
    if (!isTaken(error)) throw error;
    return serve(0);
  });
  const { app, codat } = await createDemoAt(demo.origin, options);
  answer = (request) => app.fetch(request);

  return {
    demo,
    codat,
    async close() {
      await Promise.all([demo.close(), codat?.close()]);
    },
  };
}
