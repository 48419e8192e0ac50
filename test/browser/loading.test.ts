import { expect, oneEvent } from '@open-wc/testing/pure';
import { HttpResponse, delay, http } from 'msw';
import type { CodatCommercePicker, PickerError } from '../../src/index.js';
import { deferred } from '../support/deferred.js';
import { accounting, both, shopify, xero } from '../support/integrations.js';
import { mount, place } from '../support/mount.js';
import { all, expectedOnConsole, failureOf, names, nextFrame, one, textOf, worker } from '../support/page.js';
import { until } from '../support/until.js';

const ENDPOINT = '/api/codat/integrations';

const answer = (...resolver: Parameters<typeof http.get>[1][]): void =>
  worker.use(http.get(ENDPOINT, resolver[0]!, { once: false }));

const loaded = async (picker: CodatCommercePicker): Promise<void> => {
  await until(() => picker.matches(':state(ready)'), 'the list never came');
};

const failed = async (picker: CodatCommercePicker): Promise<PickerError> =>
  ((await oneEvent(picker, 'codat-error')) as CustomEvent<{ error: PickerError }>).detail.error;

const problem = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new HttpResponse(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

describe('loading', () => {
  it('asks the endpoint once, by GET, and shows what it answers', async () => {
    const asked: Request[] = [];
    answer(({ request }) => {
      asked.push(request);
      return HttpResponse.json({ results: both });
    });
    const picker = await place({ endpoint: ENDPOINT });
    const event = (await oneEvent(picker, 'codat-loaded')) as CustomEvent<{ integrations: { key: string }[] }>;
    expect(names(picker)).to.have.length(5);
    // In the order on screen: accounting software comes first.
    const onScreen = all(picker, '[part~="tile"]').map((button) => button.dataset['key']);
    expect(event.detail.integrations.map(({ key }) => key)).to.deep.equal(onScreen);
    expect([event.bubbles, event.composed, event.cancelable]).to.deep.equal([false, false, false]);
    expect(asked.map(({ method }) => method)).to.deep.equal(['GET']);
  });

  it('takes a bare array as well', async () => {
    answer(() => HttpResponse.json(accounting));
    const picker = await mount({ endpoint: ENDPOINT });
    expect(names(picker)).to.have.length(3);
  });

  it("takes Codat's own list as it is", async () => {
    answer(() =>
      HttpResponse.json({
        results: [
          { key: 'gbol', logoUrl: 'https://static.codat.io/x.png', name: 'Xero', enabled: true, datatypeFeatures: [] },
        ],
        pageNumber: 1,
        pageSize: 100,
        totalResults: 1,
        _links: {},
      }),
    );
    worker.use(http.get('https://static.codat.io/x.png', () => new HttpResponse(null, { status: 404 })));
    const picker = await mount({ endpoint: ENDPOINT });
    expect(names(picker)).to.deep.equal(['Xero']);
  });

  it('sends the headers that the host set', async () => {
    let token: string | null = null;
    answer(({ request }) => {
      token = request.headers.get('x-token');
      return HttpResponse.json([]);
    });
    await mount({ endpoint: ENDPOINT, requestInit: { headers: { 'x-token': 'abc' } } });
    expect(token).to.equal('abc');
  });

  describe('when `requestInit` comes after the list was asked for, as where a server has made the markup', () => {
    const late = { headers: { 'x-token': 'abc' } };
    const token = ({ headers }: Request): string => headers.get('x-token') ?? 'none';

    it('asks anew while there is no answer', async () => {
      const asked: string[] = [];
      answer(async ({ request }) => {
        asked.push(token(request));
        if (asked.length === 1) await delay('infinite');
        return HttpResponse.json(both);
      });
      const picker = await place({ endpoint: ENDPOINT });
      await until(() => asked.length === 1);
      picker.requestInit = late;
      await loaded(picker);
      expect(asked).to.deep.equal(['none', 'abc']);
    });

    it('asks anew when the answer was a failure', async () => {
      const asked: string[] = [];
      answer(({ request }) => {
        asked.push(token(request));
        return asked.length === 1 ? problem(401, { code: 'unauthenticated' }) : HttpResponse.json(both);
      });
      const picker = await place({ endpoint: ENDPOINT });
      await failed(picker);
      picker.requestInit = late;
      await loaded(picker);
      expect(asked).to.deep.equal(['none', 'abc']);
    });

    it('does not ask anew for a list that is there, nor for other objects of the same kind', async () => {
      const asked: string[] = [];
      const release = deferred();
      answer(async ({ request }) => {
        asked.push(token(request));
        await release.promise;
        return HttpResponse.json(both);
      });
      const picker = await place({ endpoint: ENDPOINT, requestInit: late });
      await until(() => asked.length === 1);
      picker.requestInit = { ...late };
      await picker.updateComplete;
      release.resolve();
      await loaded(picker);
      picker.requestInit = undefined;
      await picker.updateComplete;
      picker.requestInit = late;
      await picker.updateComplete;
      expect(asked).to.deep.equal(['abc']);
    });
  });

  it('shows placeholders meanwhile, hidden from assistive technology', async () => {
    answer(async () => {
      await delay('infinite');
      return HttpResponse.json([]);
    });
    const picker = await place({ endpoint: ENDPOINT });
    expect(picker.matches(':state(loading)')).to.be.true;
    expect(all(picker, 'ul[aria-hidden="true"] > li')).to.have.length(6);
  });

  it('says so when there is nothing to pick', async () => {
    answer(() => HttpResponse.json({ results: [] }));
    const picker = await place({ endpoint: ENDPOINT });
    await oneEvent(picker, 'codat-loaded');
    expect(picker.matches(':state(empty)')).to.be.true;
    expect(one(picker, '[part="empty"]').offsetHeight).to.be.above(0);
    expect(textOf(one(picker, '[part="empty"]'))).to.equal('There is no software to link yet. Come back later.');
  });

  it('shows the words of the host in the slots, and the one for an empty list only then', async () => {
    answer(() => HttpResponse.json({ results: accounting }));
    const slotted = ['intro', 'empty', 'not-listed', 'footer'].map((slot) => `<p slot=${slot}>${slot}</p>`).join('');
    const picker = await mount({ endpoint: ENDPOINT }, { slotted });
    const seen = (): string[] => [...picker.querySelectorAll('p')].filter((p) => p.offsetHeight > 0).map((p) => p.slot);
    expect(seen()).to.deep.equal(['intro', 'not-listed', 'footer']);
    picker.sourceType = 'Commerce';
    await picker.updateComplete;
    expect(seen()).to.deep.equal(['intro', 'empty', 'not-listed', 'footer']);
  });

  it('keeps what is on screen while it loads again, and when that fails', async () => {
    answer(() => HttpResponse.json({ results: accounting }));
    const picker = await mount({ endpoint: ENDPOINT });
    answer(() => problem(503, {}));
    const error = failed(picker);
    const reloaded = picker.reload();
    expect(names(picker)).to.have.length(3);
    await reloaded;
    expect((await error).code).to.equal('unavailable');
    expect(names(picker)).to.have.length(3);
  });

  it('loads again when the endpoint changes, and an older answer that comes late is ignored', async () => {
    const first = deferred();
    worker.use(
      http.get('/api/first', async () => {
        await first.promise;
        return HttpResponse.json([xero]);
      }),
      http.get('/api/second', () => HttpResponse.json([shopify])),
    );
    const picker = await place({ endpoint: '/api/first' });
    picker.endpoint = '/api/second';
    await oneEvent(picker, 'codat-loaded');
    first.resolve();
    // When the second one has been asked again, and has answered, the first one would have.
    await picker.reload();
    expect(names(picker)).to.deep.equal(['Shopify']);
  });

  it('takes the old tiles away when the endpoint changes', async () => {
    answer(() => HttpResponse.json({ results: accounting }));
    const picker = await mount({ endpoint: ENDPOINT });
    worker.use(
      http.get('/api/second', async () => {
        await delay('infinite');
        return HttpResponse.json([]);
      }),
    );
    picker.endpoint = '/api/second';
    await picker.updateComplete;
    expect(names(picker)).to.deep.equal([]);
    expect(picker.matches(':state(loading)')).to.be.true;
  });

  it('takes the integrations from the host itself, and asks nobody', async () => {
    const picker = await mount({ integrations: both });
    expect(names(picker)).to.have.length(5);
  });

  it('survives being moved in the DOM while it loads', async () => {
    const wait = deferred();
    let asked = 0;
    answer(async () => {
      asked += 1;
      await wait.promise;
      return HttpResponse.json(accounting);
    });
    const picker = await place({ endpoint: ENDPOINT });
    const elsewhere = document.createElement('div');
    picker.before(elsewhere);
    elsewhere.append(picker);
    wait.resolve();
    await loaded(picker);
    expect(asked).to.equal(1);
  });

  it('gives up when it is removed, and starts anew when it is put back', async () => {
    let asked = 0;
    answer(async () => {
      asked += 1;
      if (asked === 1) await delay('infinite');
      return HttpResponse.json(accounting);
    });
    const picker = await place({ endpoint: ENDPOINT });
    await until(() => asked === 1);
    const parent = picker.parentElement!;
    picker.remove();
    // One that was moved is back by the next microtask: this one is gone.
    await nextFrame();
    parent.append(picker);
    await loaded(picker);
    expect(asked).to.equal(2);
  });
});

describe('a list that can not be had', () => {
  const words: Record<string, RegExp> = {
    network: /^Our service can’t be reached right now\. Try again in a few minutes\.$/,
    unauthenticated: /^Your session has ended\. Log in again\.$/,
    'rate-limited': /^There were too many attempts\. /,
    forbidden: /^Your account is not allowed to do this\. /,
    other: /^Something went wrong on our side\. /,
  };

  const cases: [
    name: string,
    resolver: () => Response,
    code: string,
    options?: { console?: RegExp; status?: number },
  ][] = [
    ['no network', () => HttpResponse.error(), 'network'],
    ['400', () => problem(400, {}), 'bad-request', { console: /endpoint HTTP 400 \(bad-request\)/, status: 400 }],
    ['401', () => problem(401, {}), 'unauthenticated', { status: 401 }],
    ['402', () => problem(402, {}), 'bad-request', { console: /HTTP 402/, status: 402 }],
    ['403', () => problem(403, {}), 'forbidden', { status: 403 }],
    ['404', () => problem(404, {}), 'not-found', { console: /endpoint HTTP 404 \(not-found\)/, status: 404 }],
    ['409', () => problem(409, {}), 'conflict', { status: 409 }],
    ['429', () => problem(429, {}), 'rate-limited', { status: 429 }],
    ['500', () => problem(500, {}), 'unavailable', { status: 500 }],
    [
      '503 with an HTML body',
      () => new HttpResponse('<!doctype html>', { status: 503 }),
      'unavailable',
      { status: 503 },
    ],
    [
      'a code of its own',
      () => problem(502, { code: 'misconfigured' }),
      'misconfigured',
      { console: /misconfigured/, status: 502 },
    ],
    ['a code nobody knows', () => problem(502, { code: 'constructor' }), 'unavailable', { status: 502 }],
    ['truncated JSON', () => new HttpResponse('{"results": [{"ke'), 'bad-response', { console: /bad-response/ }],
    ['an empty body', () => new HttpResponse(''), 'bad-response', { console: /bad-response/ }],
    ['204', () => new HttpResponse(null, { status: 204 }), 'bad-response', { console: /bad-response/ }],
    [
      'JSON of another shape',
      () => HttpResponse.json({ data: [] }),
      'bad-response',
      { console: /results is not an array/ },
    ],
    ['null', () => HttpResponse.json(null), 'bad-response', { console: /bad-response/ }],
    [
      'an HTML page',
      () => HttpResponse.html('<!doctype html><title>App</title>'),
      'bad-response',
      { console: /bad-response/ },
    ],
  ];

  for (const [name, resolver, code, { console: line, status } = {}] of cases) {
    it(`is told to the host as ${code}, and to the merchant without jargon: ${name}`, async () => {
      if (line) expectedOnConsole.push(line);
      answer(resolver);
      const picker = await place({ endpoint: ENDPOINT });
      const error = await failed(picker);
      expect(error.code).to.equal(code);
      expect(error.status).to.equal(status);
      expect(picker.matches(':state(error)')).to.be.true;
      expect(textOf(failureOf(picker))).to.match(words[code] ?? words['other']!);
    });
  }

  it('with right JSON under a wrong content type is no failure', async () => {
    answer(
      () => new HttpResponse('\uFEFF' + JSON.stringify(accounting), { headers: { 'content-type': 'text/plain' } }),
    );
    const picker = await mount({ endpoint: ENDPOINT });
    expect(names(picker)).to.have.length(3);
  });

  for (const [form, value, low, high] of [
    ['seconds', () => '30', 30, 30],
    ['a date', () => new Date(Date.now() + 60_000).toUTCString(), 50, 61],
    ['nonsense', () => 'soon', undefined, undefined],
  ] as const) {
    it(`carries how long to wait, from Retry-After as ${form}`, async () => {
      answer(() => problem(429, { retryable: true, correlationId: 'abc' }, { 'retry-after': value() }));
      const error = await failed(await place({ endpoint: ENDPOINT }));
      expect(error.retryable).to.be.true;
      expect(error.correlationId).to.equal('abc');
      if (low === undefined) expect(error.retryAfter).to.be.undefined;
      else expect(error.retryAfter).to.be.within(low, high);
    });
  }

  it('can be tried again, and the focus is not lost', async () => {
    let attempt = 0;
    answer(() => {
      attempt += 1;
      return attempt === 1 ? problem(503, {}) : HttpResponse.json(accounting);
    });
    const picker = await place({ endpoint: ENDPOINT });
    await failed(picker);
    const button = one(picker, '[part="retry"]');
    expect(textOf(button)).to.equal('Try again');
    button.focus();
    button.click();
    await loaded(picker);
    expect(names(picker)).to.have.length(3);
    expect(document.activeElement === picker).to.be.true;
  });

  it('is a missing endpoint: the developer is told which attribute to set', async () => {
    expectedOnConsole.push(/codat-commerce-picker endpoint .*endpoint and integrations are missing/);
    const picker = await place();
    expect(picker.matches(':state(loading)')).to.be.true;
    expect((await failed(picker)).code).to.equal('misconfigured');
    expect(textOf(failureOf(picker))).to.match(words['other']!);
  });

  for (const [name, endpoint] of [
    ['null', null],
    ['undefined', undefined],
  ] as const) {
    const given = { endpoint: endpoint as unknown as string };

    it(`is a missing endpoint also where it is ${name}`, async () => {
      expectedOnConsole.push(/endpoint and integrations are missing/);
      const picker = await place(given);
      expect((await failed(picker)).code).to.equal('misconfigured');
    });

    it(`takes integrations that were taken back off the page where the endpoint is ${name}`, async () => {
      expectedOnConsole.push(/endpoint and integrations are missing/);
      const picker = await mount(given);
      picker.integrations = undefined;
      await picker.updateComplete;
      expect(names(picker)).to.deep.equal([]);
      expect((await failed(picker)).code).to.equal('misconfigured');
    });
  }

  it('is no failure where the host sets the integrations a little late', async () => {
    const picker = await place();
    picker.integrations = accounting;
    await loaded(picker);
    expect(names(picker)).to.have.length(3);
  });
});
