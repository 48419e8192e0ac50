import type { TestRunnerPlugin } from '@web/test-runner';
import { newerThanFloor } from '../../.ci/compat/floor.mjs';

/**
 * `/older-engine.html`: an empty page, from which all was taken that the oldest browsers lack, by the compatibility
 * data. With `?dashes` the custom states are there, and want names that begin with dashes.
 */
export const olderEnginePlugin = (): TestRunnerPlugin => ({
  name: 'older-engine',
  serve({ path, query }) {
    if (path !== '/older-engine.html') return undefined;
    const newer = newerThanFloor.filter(({ owner, member }) => {
      const isOfStates = owner === 'CustomStateSet' || (owner === 'ElementInternals' && member === 'states');
      return !(isOfStates && 'dashes' in query);
    });
    return {
      type: 'html',
      body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
        <script type="application/json">${JSON.stringify(newer)}</script>
        <script type="module" src="/test/support/older-engine-page.ts"></script><body></body></html>`,
    };
  },
});
