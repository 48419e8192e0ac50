import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { array, assert as always, asyncProperty, oneof, record, type Arbitrary } from 'fast-check';
import type { Page } from 'playwright-core';
import { bundled } from '../support/hostile/bundled.js';
import type { TryOut } from '../support/hostile/page.js';
import { anyJson, anything, asJson, oddRow, type Recipe } from '../support/hostile/shapes.js';
import { json, useSite } from '../support/model/site.js';

/** ms after which a tab that has answered nothing hangs, however busy the machine is: a run takes some 20. */
const HANGS = 30_000;

const site = useSite();

let code = '';
before(async () => {
  code = await bundled('page.ts');
});

declare const tryOut: TryOut;

/** A watchdog in another process: it notices a tab that has been brought to a standstill, and goes on with another. */
async function watched<T>(page: Page, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // Not waited for: it may take as long.
      void page.context().close();
      reject(new Error('the tab hangs'));
    }, HANGS);
  });
  try {
    return await Promise.race([work, hangs]);
  } finally {
    clearTimeout(timer);
  }
}

async function eachTime<T>(things: Arbitrary<T>, run: (page: Page, thing: T) => Promise<unknown>): Promise<void> {
  site.pages = {
    '/': '<script type="module" src="/page.js"></script>',
    '/page.js': (_request, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(code),
  };
  let page: Page | undefined;
  await always(
    asyncProperty(things, async (thing) => {
      if (!page || page.isClosed()) {
        page = await site.open();
        await page.waitForFunction('globalThis.tryOut');
      }
      await run(page, thing);
    }),
    { numRuns: 120, includeErrorInReport: true },
  );
}

describe('no tab hangs, and nothing escapes', () => {
  it('whatever a list’s answer holds', () =>
    eachTime(array(oneof(anyJson, oddRow(anyJson)), { maxLength: 8 }), async (page, rows) => {
      const good = '{"key":"good","name":"Good software"}';
      // Twice, as nothing keeps a server from it.
      const results = [...rows, ...rows].map(asJson);
      site.pages['/list'] = (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(`{"results":[${[...results, good, good].join()}]}`);
      const { escaped, names } = await watched(
        page,
        page.evaluate((given) => tryOut(given), {}),
      );
      assert.deepEqual(escaped, []);
      assert.equal(names.filter((name) => name === 'Good software').length, 1);
    }));

  it('whatever a script hands over', () =>
    eachTime(
      record(
        {
          rows: array(oneof(anything, oddRow(anything)), { maxLength: 5 }).map((list): Recipe => ({ list })),
          strings: anything,
          requestInit: anything,
          connectorKey: anything,
          groupOrder: anything,
          headingLevel: anything,
          waitUntil: anything,
        },
        { requiredKeys: [] },
      ),
      async (page, given) => {
        site.pages['/list'] = (_request, response) => json(response, [{ key: 'good', name: 'Good software' }]);
        const { escaped, names } = await watched(
          page,
          page.evaluate((all) => tryOut(all), given as Record<string, Recipe>),
        );
        assert.deepEqual(escaped, []);
        if (given.rows) assert.ok(names.includes('Good software'), names.join());
      },
    ));
});
