import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';

/** Answers a request. The second argument holds Node's own objects. */
export type FetchCallback = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** A server that is listening. */
export interface Listening {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Ends every connection, also the idle and the unanswered ones, and resolves when the port is free. */
  close(): Promise<void>;
}

const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a request was made to this computer by its own name. A page of another site can give its own name this
 * address (DNS rebinding), and would then be of the same origin as what is served here; its name is still in `Host`.
 */
const isForThisComputer = ({ headers, url }: Request): boolean =>
  [url, `http://${headers.get('host')}`].every((address) => {
    return URL.canParse(address) && OWN_NAMES.has(new URL(address).hostname);
  });

/**
 * Serves a Web-standard handler over HTTP, to this computer alone: what is asked for by another name than `127.0.0.1`,
 * `localhost` or `[::1]` is answered 403. Port 0 takes any that is free.
 */
export async function listen(
  target: FetchCallback | { fetch: FetchCallback },
  { port, hostname = '127.0.0.1' }: { port: number; hostname?: string },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => {
      if (!isForThisComputer(request)) {
        return new Response('Only http://127.0.0.1 and http://localhost are answered here.', { status: 403 });
      }
      return typeof target === 'function'
        ? target(request, env as HttpBindings)
        : target.fetch(request, env as HttpBindings);
    },
    // Otherwise the adaptor replaces the globals Request and Response of the whole process.
    overrideGlobalObjects: false,
  }) as Server;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => resolve());
  });

  let closed: Promise<void> | undefined;
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      (closed ??= new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      })),
  };
}
