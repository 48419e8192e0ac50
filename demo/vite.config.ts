import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { defineConfig, type Plugin } from 'vite';
import { createDemoAt } from './servers.js';

const HOSTNAME = '127.0.0.1';
const PORT = Number(process.env['PORT'] ?? 4300);

/** In place of the built file: the element from its source, and what reloads the page when the source changes. */
const SCRIPT = `import('/@vite/client'); import('/src/cdn.ts');`;

/**
 * The demo as `npm start` shows it, with the element from `src/` (`npm run dev`). A change of the element reloads the
 * page. A change of the demo or the host module, which this file imports, makes Vite restart: then one logs in again.
 */
const demo: Plugin = {
  name: 'demo',
  async configureServer({ httpServer, middlewares }) {
    const { app, codat } = await createDemoAt(`http://${HOSTNAME}:${PORT}`, { apiKey: randomUUID() });
    httpServer?.once('close', () => void codat?.close());
    middlewares.use('/codat-commerce-picker.min.js', (_request, response) => {
      response.setHeader('content-type', 'text/javascript');
      response.end(SCRIPT);
    });
    const listener = getRequestListener(
      async (request) => {
        const answer = await app.fetch(request);
        // The policy of the demo's pages lets in the built file alone.
        answer.headers.delete('content-security-policy');
        return answer;
      },
      { overrideGlobalObjects: false },
    );
    // After Vite's own, which serve the source.
    return () => void middlewares.use((request, response) => void listener(request, response));
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  appType: 'custom',
  publicDir: false,
  plugins: [demo],
  optimizeDeps: { entries: ['src/cdn.ts'] },
  server: { host: HOSTNAME, port: PORT, strictPort: true },
});
