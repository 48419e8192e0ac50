import { expect, fixtureCleanup } from '@open-wc/testing/pure';
import { array, assert, asyncProperty, constantFrom, integer, oneof, record, tuple, type Arbitrary } from 'fast-check';
import { http, HttpResponse } from 'msw';
import { handleSelection, type CodatCommercePicker, type HandleSelectionOptions } from '../../src/index.js';
import { en } from '../../src/strings/en.js';
import { SYNC } from '../support/companion.js';
import { Guard } from '../support/hostile/guard.js';
import {
  anyJson,
  anyText,
  anything,
  anyThing,
  anyUrl,
  asJson,
  make,
  oddRow,
  wordyRow,
  type Recipe,
} from '../support/hostile/shapes.js';
import { both } from '../support/integrations.js';
import { mount, place, type Given } from '../support/mount.js';
import { all, names, textOf, tile, worker } from '../support/page.js';
import { until } from '../support/until.js';

const LIST = '/api/hostile/integrations';

const GOOD = { key: 'good', name: 'Good software', sourceType: 'Accounting' };

/** What an event has that could come from a picker, and functions for its method. */
const LIKE_OURS: Recipe = { object: [['platformKey', { text: 'fake' }]] };
const FUNCTIONS = constantFrom<Recipe>(
  ...['a function', 'a function that throws', 'a revoked proxy of a function', 'a class'].map((thing) => ({ thing })),
);

/** Ways to fail that a server has. */
const refusal = integer({ min: 400, max: 599 });

/** A picker that has been told what comes of its list, good or bad. */
const settled = async (given: Given): Promise<CodatCommercePicker> => {
  const picker = await place();
  let isSettled = false;
  for (const type of ['codat-loaded', 'codat-error'] as const) {
    picker.addEventListener(type, () => (isSettled = true), { once: true });
  }
  Object.assign(picker, given);
  await until(() => isSettled, 'nothing comes of it');
  return picker;
};

describe('hostile data', function () {
  this.timeout(120_000);

  let guard: Guard;
  beforeEach(() => (guard = new Guard()));
  afterEach(() => guard.stop());

  /**
   * One run after the other. Of one that fails the seed is printed, and what it was given, as little of it as still
   * fails. What is left of a run goes with it.
   */
  const always = <T>(things: Arbitrary<T>, run: (thing: T) => Promise<CodatCommercePicker>, numRuns = 50) =>
    assert(
      asyncProperty(things, async (thing) => {
        try {
          await guard.check(await run(thing));
        } finally {
          fixtureCleanup();
          await guard.forget();
        }
      }),
      { numRuns, includeErrorInReport: true, interruptAfterTimeLimit: 60_000 },
    );

  it('as a list’s answer, of any shape and status, ends in tiles or in a message', () =>
    always(tuple(anyJson, oneof(constantFrom(200, 401), refusal), anyText), async ([answer, status, logIn]) => {
      worker.use(http.get(LIST, () => new HttpResponse(asJson(answer), { status })));
      const picker = await settled({ endpoint: LIST, logInUrl: make(logIn) as string });
      const states = ['ready', 'empty', 'error'].filter((state) => picker.matches(`:state(${state})`));
      expect(states).to.have.length(1);
      return picker;
    }));

  it('as rows of an answer leaves the good ones beside it on screen', () =>
    always(array(oneof(anyJson, oddRow(anyJson), wordyRow), { maxLength: 5 }), async (rows) => {
      const results = [...rows.map(asJson), JSON.stringify(GOOD)].join();
      worker.use(http.get(LIST, () => new HttpResponse(`{"results":[${results}]}`)));
      const picker = await settled({ endpoint: LIST });
      expect(names(picker)).to.include(GOOD.name);
      return picker;
    }));

  it('as rows that a script hands over leaves the good ones beside it on screen', () =>
    always(array(oneof(anything, oddRow(anything)), { maxLength: 5 }), async (rows) => {
      const picker = await settled({ integrations: [...rows.map(make), GOOD] });
      expect(names(picker)).to.include(GOOD.name);
      return picker;
    }));

  it('in place of rows ends in tiles or in a message', () =>
    always(anything, async (recipe) => {
      worker.use(http.get(LIST, () => HttpResponse.json([GOOD])));
      const picker = await settled({ integrations: make(recipe), endpoint: LIST });
      return picker;
    }));

  it('as a list of more holes than can be counted holds no row', async () => {
    const picker = await settled({ integrations: Object.assign([], { length: 2 ** 32 - 1 }) });
    expect(picker.matches(':state(empty)')).to.equal(true);
    await guard.check(picker);
  });

  it('in place of words leaves the picker its own', () =>
    always(
      tuple(oneof(constantFrom(undefined), anything), array(tuple(constantFrom(...Object.keys(en)), anything))),
      async ([whole, parts]) => {
        const words: unknown = whole ? make(whole) : Object.fromEntries(parts.map(([key, part]) => [key, make(part)]));
        const picker = await settled({
          integrations: [GOOD, ...both],
          strings: words as Given['strings'],
          search: 'always',
        });
        expect(names(picker)).to.include(GOOD.name);
        const key = tile(picker, GOOD.key);
        expect(textOf(key)).to.include(GOOD.name);
        await search(picker, 'no such software');
        return picker;
      },
    ));

  it('in place of settings for requests ends in tiles or in a message', () =>
    always(
      oneof(
        anything,
        array(
          tuple(
            constantFrom(
              ...'body method headers mode credentials cache redirect referrer integrity keepalive signal window'.split(
                ' ',
              ),
              ...'priority duplex referrerPolicy'.split(' '),
            ),
            anything,
          ),
          { minLength: 1, maxLength: 3 },
        ).map((object): Recipe => ({ object })),
      ),
      async (recipe) => {
        worker.use(
          http.get(LIST, () => HttpResponse.json([GOOD])),
          http.post(SYNC, () => HttpResponse.json({}, { status: 503 })),
        );
        const given = { requestInit: make(recipe) as RequestInit };
        const listed = await settled({ endpoint: LIST, ...given });
        await guard.check(listed);
        listed.remove();
        const picker = await mount({ integrations: [GOOD], syncEndpoint: SYNC, ...given });
        tile(picker, GOOD.key).click();
        await until(() => picker.shadowRoot!.querySelector('#failure'), 'its failure is not shown');
        return picker;
      },
      60,
    ));

  it('that no GET can have is left out of its settings', async () => {
    worker.use(http.get(LIST, () => HttpResponse.json([GOOD])));
    const picker = await settled({
      endpoint: LIST,
      requestInit: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    });
    expect(names(picker)).to.deep.equal([GOOD.name]);
  });

  it('that a host waits for locks nothing', () =>
    always(array(oneof(anyThing, anything), { minLength: 1, maxLength: 3 }), async (recipes) => {
      const picker = await mount({ integrations: [GOOD] });
      picker.addEventListener('codat-select', (event) => {
        for (const recipe of recipes) event.waitUntil(make(recipe) as Promise<unknown>);
      });
      tile(picker, GOOD.key).click();
      await until(() => !picker.matches(':state(connecting)'), 'it stays locked');
      return picker;
    }));

  it('as the answer to a choice leads nowhere but to Codat', () =>
    always(
      tuple(
        oneof(
          anyJson,
          oneof(anyUrl, anyText).map((url): Recipe => ({ object: [['url', url]] })),
        ),
        oneof({ weight: 3, arbitrary: constantFrom(200) }, refusal),
      ),
      async ([answer, status]) => {
        worker.use(http.post(SYNC, () => new HttpResponse(asJson(answer), { status })));
        const picker = await mount({ integrations: [GOOD], syncEndpoint: SYNC });
        const urls: string[] = [];
        picker.addEventListener('codat-redirect', (event) => {
          event.preventDefault();
          urls.push(event.detail.url);
        });
        tile(picker, GOOD.key).click();
        await until(() => urls.length || picker.shadowRoot!.querySelector('#failure'), 'nothing comes of it');
        for (const url of urls) expect(url).to.match(/^https:\/\/([a-z-]+\.)*codat\.io\//);
        await until(() => !picker.matches(':state(connecting)'));
        return picker;
      },
    ));

  it('as what a fetch of the host’s own answers ends in a message', () =>
    always(oneof(anyThing, anything), async (recipe) => {
      const picker = await mount({ integrations: [GOOD] });
      const went: string[] = [];
      const stop = handleSelection(picker, {
        syncEndpoint: SYNC,
        fetch: (() => make(recipe)) as unknown as typeof fetch,
        navigate: (url) => went.push(url),
      });
      tile(picker, GOOD.key).click();
      await until(() => picker.shadowRoot!.querySelector('#failure'), 'its failure is not shown');
      expect(went).to.deep.equal([]);
      stop();
      return picker;
    }));

  it('as options of a companion ends in a message, and goes nowhere', () =>
    always(
      record(
        { syncEndpoint: anything, allowedHosts: anything, timeout: anything, requestInit: anything, target: anything },
        { requiredKeys: [] },
      ),
      async (recipes) => {
        const picker = await mount({ integrations: [GOOD] });
        const options = Object.fromEntries(Object.entries(recipes).map(([name, recipe]) => [name, make(recipe!)]));
        // Without one there is nothing to do, which is told at once.
        options['syncEndpoint'] ||= SYNC;
        // A request as any, which goes nowhere.
        options['fetch'] = (...request: Parameters<typeof fetch>) => {
          void new Request(...request);
          return Promise.resolve(new Response('{}', { status: 503 }));
        };
        const stop = handleSelection(picker, options as unknown as HandleSelectionOptions);
        tile(picker, GOOD.key).click();
        await until(() => picker.shadowRoot!.querySelector('#failure'), 'its failure is not shown');
        stop();
        return picker;
      },
      60,
    ));

  it('as any other property leaves the tiles on screen', () =>
    always(
      record(
        {
          connectorKey: anything,
          groupOrder: anything,
          headingLevel: anything,
          logInUrl: anything,
          logo: anything,
          search: anything,
          value: anything,
          required: anything,
          allowedHosts: anything,
          target: anything,
          syncEndpoint: anything,
          endpoint: anything,
        },
        { requiredKeys: [] },
      ),
      async (recipes) => {
        const given = Object.fromEntries(Object.entries(recipes).map(([name, recipe]) => [name, make(recipe!)]));
        const picker = await settled({ integrations: [GOOD], ...given } as Given);
        expect(names(picker)).to.deep.equal([GOOD.name]);
        return picker;
      },
    ));

  it('in an attribute leaves the tiles on screen', () =>
    always(
      tuple(
        constantFrom('lang', 'dir', 'heading-level', 'connector-key', 'group-order', 'log-in-url', 'value', 'target'),
        anyJson,
      ),
      async ([name, recipe]) => {
        const picker = await mount({ integrations: [GOOD] });
        const said = make(recipe);
        picker.setAttribute(name, typeof said === 'string' ? said : asJson(recipe));
        await picker.updateComplete;
        expect(names(picker)).to.deep.equal([GOOD.name]);
        return picker;
      },
    ));

  it('in an event of the same name disturbs no companion', () =>
    always(
      tuple(oneof(constantFrom(LIKE_OURS), anyThing, anything), oneof(anyThing, FUNCTIONS)),
      async ([detail, waitUntil]) => {
        const asked: unknown[] = [];
        worker.use(
          http.post(
            SYNC,
            async ({ request }) => (asked.push(await request.json()), HttpResponse.json({}, { status: 503 })),
          ),
        );
        const picker = await mount({ integrations: [GOOD], syncEndpoint: SYNC });
        const event = new CustomEvent('codat-select', {
          bubbles: true,
          composed: true,
          cancelable: true,
          detail: make(detail),
        });
        Object.defineProperty(event, 'waitUntil', { value: make(waitUntil) });
        picker.dispatchEvent(event);
        await guard.check(picker);
        // Where it can be told of its end, it is as good as a pick, and another has to wait.
        const isFailed = (): unknown =>
          picker.shadowRoot!.querySelector('#failure') ?? void tile(picker, GOOD.key).click();
        await until(isFailed, 'the lock is still taken');
        const picks = asked.map((body) => (body as { platformKey: string }).platformKey);
        if (detail === LIKE_OURS && 'thing' in waitUntil && waitUntil.thing === 'a function') {
          expect(picks[0]).to.equal('fake');
        } else {
          expect(picks[0]).to.equal(GOOD.key);
        }
        return picker;
      },
    ));
});

/** Types into the search box, and waits for what it finds. */
async function search(picker: CodatCommercePicker, query: string): Promise<void> {
  const [input] = all(picker, 'input') as HTMLInputElement[];
  input!.value = query;
  input!.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await picker.updateComplete;
}
