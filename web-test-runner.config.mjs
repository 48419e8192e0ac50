import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { tsImport } from 'tsx/esm/api';

const { buttonNamesPlugin } = await tsImport('./test/support/accessible-names.ts', import.meta.url);
const { olderEnginePlugin } = await tsImport('./test/support/older-engine.ts', import.meta.url);
const { engines } = await tsImport('./test/support/engines.ts', import.meta.url);

/** The engines to run the tests in, set by `test/run.ts`. */
const chosen = (process.env.TEST_ENGINES ?? 'chromium').split(',');

/** `executeServerCommand('cdp', { method, params })`: what the other commands can't emulate, such as forced colours. */
const cdpPlugin = () => {
  const sessions = new WeakMap();
  return {
    name: 'cdp-command',
    async executeCommand({ command, payload, session }) {
      if (command !== 'cdp') return undefined;
      const page = session.browser.getPage(session.id);
      // One session a page: what a session emulates ends with it.
      if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
      return (await sessions.get(page).send(payload.method, payload.params)) ?? {};
    },
  };
};

/** msw registers `/mockServiceWorker.js`: served from the package, so that it always fits the version in use. */
const mswPlugin = () => ({
  name: 'msw-worker',
  async serve({ path }) {
    if (path !== '/mockServiceWorker.js') return undefined;
    const worker = new URL(import.meta.resolve('msw/mockServiceWorker.js'));
    return { body: await readFile(fileURLToPath(worker), 'utf8'), type: 'js' };
  },
});

const page = (testFramework) =>
  `<!doctype html><html lang="en"><head><title>Tests</title></head><body><script type="module" src="${testFramework}"></script></body></html>`;

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  files: 'test/browser/**/*.test.ts',
  // Without `development`: Lit's development build warns on the console, and the tests want it quiet.
  nodeResolve: { exportConditions: ['production', 'default'], browser: true },
  browsers: await Promise.all(chosen.map((engine) => engines[engine].launcher())),
  // Two engines share two cores well: one waits while the other draws.
  concurrentBrowsers: 2,
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
    mswPlugin(),
    cdpPlugin(),
    buttonNamesPlugin(),
    olderEnginePlugin(),
  ],
  // The focus is where the window is: two pages at once would take it from each other.
  concurrency: 1,
  testRunnerHtml: page,
  testFramework: { config: { ui: 'bdd', timeout: 30_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  // For one file. It ends what hangs: on a slow machine the largest takes minutes.
  testsFinishTimeout: 600_000,
};
