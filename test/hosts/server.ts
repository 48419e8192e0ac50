import { randomUUID } from 'node:crypto';
import { createServer, request as ask, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { createEmbeddedCodat, listen, type EmbeddedCodat } from '../../demo/codat/index.js';
import type * as HostModule from '../../src/host/index.js';
import type * as NodeModule from '../../src/node.js';

/** The cookie that says which merchant is logged in. */
export const COOKIE = 'merchant';

/** One origin with an app and the host module of its package, and the embedded Codat behind them. */
export interface Site {
  origin: string;
  codat: EmbeddedCodat;
  close(): Promise<void>;
}

/** Where the app is: a folder of files, or the port of a server of its own. */
export type AppAt = { folder: string } | { port: number };

/**
 * Serves an app, with the host module that was installed beside it.
 *
 * @param installed the folder where the app and the package are installed
 */
export async function serve(installed: string, app: AppAt): Promise<Site> {
  const apiKey = randomUUID();
  // Its Sync page and its logos are at Codat's own addresses, which the browser of the checks finds here: so no app has
  // to be told of another host than Codat's.
  const codat = createEmbeddedCodat({
    apiKey,
    origin: 'https://sync.codat.io',
    staticBaseUrl: 'https://static.codat.io/public',
  });
  const codatServer = await listen(codat, { port: 0 });

  const require = createRequire(path.join(installed, 'package.json'));
  const load = (entry: string): Promise<unknown> => import(pathToFileURL(require.resolve(entry)).href);
  const { createHost } = (await load('codat-commerce-picker/host')) as typeof HostModule;
  const { toNodeHandler } = (await load('codat-commerce-picker/node')) as typeof NodeModule;
  const host = toNodeHandler(
    createHost({
      apiKey,
      baseUrl: codatServer.origin,
      connector: { platformKey: 'dfxm', sourceType: 'Commerce' },
      merchant: ({ headers }) => {
        // As a host that wants a token with each request: without `requestInit` nothing is to be had.
        if (headers.get('x-shop') !== 'Harbour') return null;
        const merchantIdentifier = new RegExp(`${COOKIE}=([\\w-]+)`).exec(headers.get('cookie') ?? '')?.[1];
        return merchantIdentifier ? { merchantIdentifier } : null;
      },
    }),
  );

  const rest = 'port' in app ? proxyTo(app.port) : filesIn(app.folder);
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/codat/')) void host(request, response);
    else if (request.url === '/favicon.ico') response.writeHead(204).end();
    else rest(request, response);
  });
  if ('port' in app) passUpgradesOn(server, app.port);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    codat,
    async close() {
      server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), codatServer.close()]);
    },
  };
}

function filesIn(folder: string): RequestListener {
  const files = new Hono();
  files.use(serveStatic({ root: folder }));
  return getRequestListener(files.fetch, { overrideGlobalObjects: false });
}

const aimedAt = (port: number, { headers, method, url }: IncomingMessage) => ({
  host: '127.0.0.1',
  port,
  headers,
  ...(method && { method }),
  ...(url && { path: url }),
});

function proxyTo(port: number): RequestListener {
  return (request, response) => {
    const passedOn = ask(aimedAt(port, request), (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passedOn.once('error', () => response.destroy());
    request.pipe(passedOn);
  };
}

/** A development server talks with its page over a WebSocket, which may not break: the page would complain. */
function passUpgradesOn(server: Server, port: number): void {
  server.on('upgrade', (request, socket, head) => {
    const passedOn = ask(aimedAt(port, request));
    passedOn.once('error', () => socket.destroy());
    passedOn.once('response', () => socket.destroy());
    passedOn.once('upgrade', (answer, upstream, first) => {
      const headers = answer.rawHeaders.flatMap((name, index, all) =>
        index % 2 ? [] : [`${name}: ${all[index + 1]}`],
      );
      socket.write(['HTTP/1.1 101 Switching Protocols', ...headers, '', ''].join('\r\n'));
      socket.write(first);
      upstream.write(head);
      for (const [one, other] of [
        [socket, upstream],
        [upstream, socket],
      ] as const) {
        one.pipe(other);
        one.once('error', () => other.destroy());
        one.once('close', () => other.destroy());
      }
    });
    passedOn.end();
  });
}
