import { expect, oneEvent } from '@open-wc/testing/pure';
import { delay, http, HttpResponse } from 'msw';
import {
  handleSelection,
  PickerError,
  type CodatCommercePicker,
  type CodatErrorEvent,
  type CodatRedirectEvent,
  type HandleSelectionOptions,
} from '../../src/index.js';
import { follow, GOOD, mint, SYNC } from '../support/companion.js';
import { deferred } from '../support/deferred.js';
import { both } from '../support/integrations.js';
import { mount, type Given } from '../support/mount.js';
import { all, expectedOnConsole, failureOf, failuresOf, nextFrame, textOf, tile, worker } from '../support/page.js';
import { until } from '../support/until.js';

const settled = async (picker: CodatCommercePicker): Promise<void> => {
  await picker.updateComplete;
  await until(() => !picker.matches(':state(connecting)'), 'the flow never ended');
};

/** Where this choice leads. */
const urlOf = (platformKey: string): string => `${GOOD}&for=${platformKey}`;

/** A picker whose first choice, gbol, is on its way until the test answers it. Those that follow are answered at once. */
const pickSlowly = async (
  given: Given = {},
): Promise<{ picker: CodatCommercePicker; answer: () => void; asked: string[] }> => {
  const [first, answer] = [deferred(), deferred()];
  const asked: string[] = [];
  mint(async ({ request }) => {
    const { platformKey } = (await request.json()) as { platformKey: string };
    asked.push(platformKey);
    first.resolve();
    if (asked.length === 1) await answer.promise;
    return HttpResponse.json({ url: urlOf(platformKey) });
  });
  const picker = await mount(given);
  tile(picker, 'gbol').click();
  await first.promise;
  return { picker, answer: answer.resolve, asked };
};

describe('the companion', () => {
  it('posts the platformKey as JSON, and navigates to the URL it is given', async () => {
    const requests: Request[] = [];
    mint(({ request }) => {
      requests.push(request.clone());
      return HttpResponse.json({ url: GOOD });
    });
    const picker = await mount();
    const { visited } = follow(picker);
    tile(picker, 'gbol').click();
    await until(() => visited.length);
    expect(visited).to.deep.equal([GOOD]);
    expect(requests[0]!.headers.get('content-type')).to.equal('application/json');
    expect(await requests[0]!.json()).to.deep.equal({ platformKey: 'gbol' });
  });

  it("sends the host's own headers along, and no body but its own", async () => {
    let request: Request | undefined;
    mint((info) => {
      request = info.request.clone();
      return HttpResponse.json({ url: GOOD });
    });
    const picker = await mount();
    const { visited } = follow(document, {
      requestInit: { headers: { 'X-CSRF': 'abc', 'Content-Type': 'text/plain' }, body: 'no', method: 'PUT' },
    });
    tile(picker, 'gbol').click();
    await until(() => visited.length);
    expect(request!.headers.get('x-csrf')).to.equal('abc');
    expect(request!.headers.get('content-type')).to.equal('application/json');
    expect(await request!.text()).to.equal('{"platformKey":"gbol"}');
  });

  it('emits codat-redirect from the picker before it navigates', async () => {
    mint(() => HttpResponse.json({ url: GOOD }));
    const picker = await mount();
    const { visited } = follow(document.body);
    let visitedBefore: number | undefined;
    document.body.addEventListener('codat-redirect', () => (visitedBefore = visited.length), { once: true });
    const heard = oneEvent(document.body, 'codat-redirect');
    tile(picker, 'gbol').click();
    const event = (await heard) as CodatRedirectEvent;
    expect(visitedBefore).to.equal(0);
    expect(event.detail).to.deep.equal({ platformKey: 'gbol', url: GOOD });
    expect([event.target, event.bubbles, event.composed, event.cancelable]).to.deep.equal([picker, true, true, true]);
    await settled(picker);
  });

  it('does not navigate when codat-redirect is cancelled: the host does', async () => {
    mint(() => HttpResponse.json({ url: GOOD }));
    const picker = await mount();
    const { visited } = follow(picker);
    picker.addEventListener('codat-redirect', (event) => event.preventDefault());
    tile(picker, 'gbol').click();
    await settled(picker);
    expect(visited).to.deep.equal([]);
  });

  it('asks nobody when codat-select is cancelled, also by a listener that comes after it', async () => {
    const asked: unknown[] = [];
    mint(async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({ url: GOOD });
    });
    const picker = await mount();
    follow(picker);
    document.body.addEventListener('codat-select', (event) => event.preventDefault(), { once: true });
    tile(picker, 'gbol').click();
    // The next choice, which nobody cancels, goes through once the first one is over and done with.
    await until(() => (tile(picker, 'qhyg').click(), picker.value === 'qhyg'));
    await settled(picker);
    expect(asked).to.deep.equal([{ platformKey: 'qhyg' }]);
  });

  it('sends one request for one choice, whatever is clicked meanwhile, in whichever picker', async () => {
    const asked: unknown[] = [];
    const answer = deferred();
    mint(async ({ request }) => {
      asked.push(await request.json());
      await answer.promise;
      return HttpResponse.json({ url: GOOD });
    });
    const [first, second] = [await mount(), await mount()];
    const { visited } = follow(document.body);
    for (const picker of [first, second]) {
      for (const key of ['gbol', 'gbol', 'qhyg']) tile(picker, key).click();
    }
    answer.resolve();
    await settled(first);
    expect(asked).to.deep.equal([{ platformKey: 'gbol' }]);
    expect(visited).to.deep.equal([GOOD]);
    expect(second.value).to.equal('');
  });

  it('sends one request where two handlers hear the same choice', async () => {
    let asked = 0;
    mint(() => {
      asked += 1;
      return HttpResponse.json({ url: GOOD });
    });
    const picker = await mount();
    const [inner, outer] = [follow(picker), follow(document)];
    tile(picker, 'gbol').click();
    await settled(picker);
    expect(asked).to.equal(1);
    expect([...inner.visited, ...outer.visited]).to.deep.equal([GOOD]);
  });

  it('stops when it is told to, by its function or by a signal', async () => {
    const asked: unknown[] = [];
    mint(async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({ url: GOOD });
    });
    const picker = await mount();
    follow(picker).stop();
    const controller = new AbortController();
    follow(picker, { signal: controller.signal });
    controller.abort();
    follow(picker, { signal: AbortSignal.abort() });
    tile(picker, 'gbol').click();
    await picker.updateComplete;
    expect(picker.value).to.equal('gbol');
    // When a later choice has been answered, that one would have been.
    const { visited } = follow(picker);
    tile(picker, 'qhyg').click();
    await until(() => visited.length);
    expect(asked).to.deep.equal([{ platformKey: 'qhyg' }]);
  });

  for (const [name, leave] of [
    ['is told to stop', (_picker: CodatCommercePicker, stop: () => void) => stop()],
    ['is removed', (picker: CodatCommercePicker) => picker.remove()],
    ['is left for another page', () => dispatchEvent(new PageTransitionEvent('pagehide'))],
  ] as const) {
    it(`does not navigate on an answer that comes when it ${name}`, async () => {
      const { stop, visited } = follow(document);
      const { answer, picker } = await pickSlowly();
      leave(picker, stop);
      answer();
      await settled(picker);
      // A later choice goes through only when this one is over: when it has been answered, this one has been.
      const later = await mount();
      const laterOn = follow(later);
      await until(() => (tile(later, 'qhyg').click(), laterOn.visited.length));
      expect(visited).to.deep.equal([]);
      expect(failuresOf(picker)).to.deep.equal([]);
    });
  }

  describe('at a distance from its picker', () => {
    for (const [name, act] of [
      [
        'is removed and put back',
        async (picker: CodatCommercePicker) => {
          const parent = picker.parentElement!;
          picker.remove();
          // One that was moved is back by the next microtask: this one is gone.
          await nextFrame();
          parent.append(picker);
        },
      ],
      [
        'shows another merchant’s list',
        async (picker: CodatCommercePicker) => {
          worker.use(http.get('/api/other', () => HttpResponse.json({ results: both })));
          const loaded = oneEvent(picker, 'codat-loaded');
          Object.assign(picker, { integrations: undefined, endpoint: '/api/other' });
          await loaded;
        },
      ],
    ] as const) {
      it(`gives up what a picker gives up that ${name}, and hears its next choices`, async () => {
        const { visited } = follow(document);
        const { answer, asked, picker } = await pickSlowly();
        await act(picker);
        // When the last choice has been answered, the first one would have led somewhere.
        for (const key of ['qhyg', 'fztf']) {
          tile(picker, key).click();
          await settled(picker);
          answer();
        }
        expect(picker.value).to.equal('fztf');
        expect(asked).to.deep.equal(['gbol', 'qhyg', 'fztf']);
        expect(visited).to.deep.equal(['qhyg', 'fztf'].map(urlOf));
        expect(failuresOf(picker)).to.deep.equal([]);
      });
    }

    it('hears the picker that comes in place of one that was removed, whose Sync URL is still to come', async () => {
      const { visited } = follow(document);
      const { answer, asked, picker } = await pickSlowly();
      picker.remove();
      const next = await mount();
      for (const key of ['qhyg', 'fztf']) {
        tile(next, key).click();
        await settled(next);
        answer();
      }
      expect(next.value).to.equal('fztf');
      expect(asked).to.deep.equal(['gbol', 'qhyg', 'fztf']);
      expect(visited).to.deep.equal(['qhyg', 'fztf'].map(urlOf));
    });

    it('is not held up by a navigation that never ends, once its picker is gone', async () => {
      mint(() => HttpResponse.json({ url: GOOD }));
      const begun = deferred();
      follow(document, { navigate: () => (begun.resolve(), new Promise(() => {})) });
      const picker = await mount();
      tile(picker, 'gbol').click();
      await begun.promise;
      picker.remove();
      await nextFrame();
      const next = await mount();
      tile(next, 'qhyg').click();
      expect(next.value).to.equal('qhyg');
    });
  });

  it('gives up what is under way where another sync-endpoint is set', async () => {
    const { answer, picker } = await pickSlowly({ syncEndpoint: SYNC });
    worker.use(http.post('/api/other', () => HttpResponse.json({ url: urlOf('other') })));
    const urls: string[] = [];
    picker.addEventListener('codat-redirect', (event) => {
      event.preventDefault();
      urls.push(event.detail.url);
    });
    picker.syncEndpoint = '/api/other';
    await settled(picker);
    for (const key of ['qhyg', 'fztf']) {
      tile(picker, key).click();
      await settled(picker);
      answer();
    }
    expect(urls).to.deep.equal(['other', 'other'].map(urlOf));
  });

  it('goes on where its host sets the same sync-endpoint once more, as another object', async () => {
    const endpoint = (): string => new URL(SYNC, location.href) as unknown as string;
    const { answer, picker } = await pickSlowly({ syncEndpoint: endpoint() });
    picker.addEventListener('codat-redirect', (event) => event.preventDefault());
    const redirected = oneEvent(picker, 'codat-redirect');
    picker.syncEndpoint = endpoint();
    await picker.updateComplete;
    expect(picker.matches(':state(connecting)')).to.be.true;
    answer();
    expect(((await redirected) as CodatRedirectEvent).detail.url).to.equal(urlOf('gbol'));
    await settled(picker);
  });

  for (const [name, spoil, words] of [
    ['a header that can’t be one', { requestInit: { headers: { 'X CSRF': '1' } } }, /requestInit\.headers/],
    ['a header with a line break', { requestInit: { headers: { 'X-CSRF': 'a\nb' } } }, /requestInit\.headers/],
    ['a mode that only the browser may use', { requestInit: { mode: 'navigate' } }, /syncEndpoint and requestInit/],
    ['a URL with a password', { syncEndpoint: 'https://a:b@shop.example/sync' }, /syncEndpoint and requestInit/],
    ['a URL that is none', { syncEndpoint: 'http://' }, /syncEndpoint and requestInit/],
  ] as [string, Partial<HandleSelectionOptions>, RegExp][]) {
    it(`tells the developer of ${name}, which no browser sends`, async () => {
      expectedOnConsole.push(words);
      const picker = await mount();
      follow(picker, spoil);
      const failed = oneEvent(picker, 'codat-error');
      tile(picker, 'gbol').click();
      const { error } = ((await failed) as CodatErrorEvent).detail;
      expect(error.code).to.equal('misconfigured');
      expect(error.message).to.not.include('a:b');
    });
  }

  it('shows on the tile that the host could not navigate', async () => {
    mint(() => HttpResponse.json({ url: GOOD }));
    const picker = await mount();
    follow(picker, { navigate: () => Promise.reject(new PickerError('forbidden', 'test')) });
    const failed = oneEvent(picker, 'codat-error');
    tile(picker, 'gbol').click();
    await failed;
    await picker.updateComplete;
    expect(textOf(failureOf(picker))).to.match(/^Your account is not allowed/);
  });

  it('says which option is missing', () => {
    expect(() => handleSelection(document, {} as HandleSelectionOptions)).to.throw(PickerError, /set syncEndpoint/);
  });

  it('runs by itself when the element has a sync-endpoint, and no longer when it is taken away', async () => {
    const asked: unknown[] = [];
    mint(async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({ url: GOOD });
    });
    const picker = await mount();
    const pick = async (key: string): Promise<void> => {
      await picker.updateComplete;
      tile(picker, key).click();
      await settled(picker);
    };
    picker.addEventListener('codat-redirect', (event) => event.preventDefault());
    picker.setAttribute('sync-endpoint', SYNC);
    await pick('gbol');
    picker.removeAttribute('sync-endpoint');
    await pick('fztf');
    // When the third choice has been answered, the second would have been.
    picker.setAttribute('sync-endpoint', SYNC);
    await pick('qhyg');
    expect(asked).to.deep.equal([{ platformKey: 'gbol' }, { platformKey: 'qhyg' }]);
  });
});

describe('the Sync URL', () => {
  const attempt = async (url: unknown, allowedHosts?: string | string[]): Promise<string | PickerError> => {
    mint(() => HttpResponse.json({ url }));
    const picker = await mount();
    const { visited } = follow(picker, { allowedHosts });
    let error: PickerError | undefined;
    picker.addEventListener('codat-error', (event) => (error = event.detail.error));
    tile(picker, 'gbol').click();
    await until(() => visited[0] ?? error);
    return visited[0] ?? error!;
  };

  for (const [url, allowed, expected] of [
    ['https://codat.io/x', undefined, 'https://codat.io/x'],
    [
      'https://sync-flow-integration.codat.io/x?merchantIdentifier=demo merchant&otp=1',
      undefined,
      'https://sync-flow-integration.codat.io/x?merchantIdentifier=demo%20merchant&otp=1',
    ],
    ['https://SYNC.CODAT.IO:443/x', undefined, 'https://sync.codat.io/x'],
    ['https://sync.example.com/x', ['codat.io', 'example.com'], 'https://sync.example.com/x'],
    ['http://localhost:8080/x', 'codat.io localhost', 'http://localhost:8080/x'],
    ['http://127.0.0.1/x', '127.0.0.1', 'http://127.0.0.1/x'],
  ] as const) {
    it(`is followed to ${url} where ${allowed ?? 'codat.io'} is allowed`, async () => {
      expect(await attempt(url, allowed as string)).to.equal(expected);
    });
  }

  for (const [url, allowed] of [
    ['https://evil.example/x?otp=422149'],
    ['https://codat.io.evil.example/x?otp=422149'],
    ['https://evilcodat.io/x?otp=422149'],
    ['https://codat.io./x?otp=422149'],
    ['https://codat.io@evil.example/x?otp=422149'],
    ['https://user:pass@codat.io/x?otp=422149'],
    ['https://codat.io:8443/x?otp=422149'],
    ['http://codat.io/x?otp=422149'],
    ['http://localhost:8080/x?otp=422149'],
    ['http://localhost:pass@codat.io/x?otp=422149', 'codat.io localhost'],
    ['javascript:alert(422149)//codat.io'],
    ['data:text/html,422149'],
    ['//codat.io/x?otp=422149'],
    ['/x?otp=422149'],
    ['https://'],
    [''],
    [null],
    [undefined],
    [422149],
    [{ href: 'https://codat.io/?otp=422149' }],
    ['https://evil.example./x?otp=422149', ''],
  ] as const) {
    it(`is refused, and not told to anyone, when it is ${JSON.stringify(url)}`, async () => {
      // What is no text is no answer; a text that leads nowhere safe is none to follow.
      const code = typeof url === 'string' ? 'unsafe-url' : 'bad-response';
      expectedOnConsole.push(new RegExp(`^(?!.*422149).*sync-endpoint .*${code}`));
      const error = await attempt(url, allowed);
      expect(error).to.be.instanceOf(PickerError);
      expect((error as PickerError).code).to.equal(code);
      expect(`${(error as PickerError).message} ${JSON.stringify(error)}`).to.not.include('422149');
      expect(document.body.innerHTML).to.not.include('422149');
    });
  }
});

describe('a Sync URL that can not be had', () => {
  const fail = async (
    resolver: Parameters<typeof mint>[0],
    options: Partial<HandleSelectionOptions> = {},
  ): Promise<PickerError> => {
    mint(resolver);
    const picker = await mount();
    let asked = 0;
    const { visited } = follow(picker, {
      ...options,
      // Counted here: after a short timeout, the service worker may never see the request.
      fetch: (...request) => {
        asked += 1;
        return fetch(...request);
      },
    });
    const failed = oneEvent(picker, 'codat-error');
    tile(picker, 'gbol').click();
    const { error } = ((await failed) as CustomEvent<{ error: PickerError }>).detail;
    await picker.updateComplete;
    expect(all(picker, 'li [part="retry"]')).to.have.length(error.retryable ? 1 : 0);
    expect(asked, 'a mint is never repeated by itself').to.equal(1);
    expect(visited).to.deep.equal([]);
    return error;
  };

  it('for want of a network is shown on the tile', async () => {
    expect((await fail(() => HttpResponse.error())).code).to.equal('network');
  });

  it('in time is a timeout', async () => {
    const error = await fail(
      async () => {
        await delay('infinite');
        return HttpResponse.json({});
      },
      { timeout: 50 },
    );
    expect(error).to.include({ code: 'timeout', retryable: true });
  });

  it('in time is a timeout also when the headers came and the body does not', async () => {
    const trickle = (): Response =>
      new HttpResponse(
        new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"u')) }),
      );
    expect((await fail(trickle, { timeout: 200 })).code).to.equal('timeout');
  });

  it('in time is a timeout also when the body is never given up', async () => {
    mint(() => HttpResponse.json({ url: GOOD }));
    const picker = await mount();
    // It takes no notice of its signal, as WebKit may when the request is aborted just as the headers come.
    const deaf = (): Promise<Response> => Promise.resolve(new Response(new ReadableStream()));
    follow(picker, { fetch: deaf, timeout: 50 });
    const failed = oneEvent(picker, 'codat-error');
    tile(picker, 'gbol').click();
    expect(((await failed) as CustomEvent<{ error: PickerError }>).detail.error.code).to.equal('timeout');
  });

  it('carries the code, the correlationId and the wait that the server gave', async () => {
    const error = await fail(() =>
      HttpResponse.json(
        { code: 'rate-limited', correlationId: 'abc', retryable: true },
        { status: 429, headers: { 'retry-after': '7' } },
      ),
    );
    expect(error).to.include({
      code: 'rate-limited',
      status: 429,
      correlationId: 'abc',
      retryAfter: 7,
      retryable: true,
    });
  });

  it('for an ended session says so', async () => {
    expect((await fail(() => HttpResponse.json({}, { status: 401 }))).code).to.equal('unauthenticated');
  });

  it('as the answer is cut off does not quote it', async () => {
    expectedOnConsole.push(/^(?!.*422149).*bad-response/);
    const error = await fail(() => new HttpResponse('{"url":"https://sync-flow.codat.io/?otp=422149"'));
    expect(error.code).to.equal('bad-response');
    expect(`${error.message} ${String(error.cause)}`).to.not.include('422149');
  });
});
