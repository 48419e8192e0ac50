import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import vm from 'node:vm';
import { ERRORS, PickerError, type PickerErrorCode } from '../../src/shared/errors.js';
import { parseRetryAfter, pickerErrorOf } from '../../src/shared/failed-answer.js';

const NOW = Date.UTC(2030, 0, 1);
const DAY = 86_400;

const refusal = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

/** Lets everything that waits for nothing from outside come to its end. */
const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A body of these pieces, which then has no end. What becomes of it is in `cancelled`. */
const endless = (piece: string): { body: ReadableStream<Uint8Array>; sent: () => number; cancelled: () => boolean } => {
  const bytes = new TextEncoder().encode(piece);
  let sent = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        // One that has nothing to send leaves its reader waiting.
        if (!bytes.length) return new Promise<void>(() => {});
        sent += bytes.length;
        controller.enqueue(bytes);
        return undefined;
      },
      cancel: () => {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, sent: () => sent, cancelled: () => cancelled };
};

describe('a server that says no', () => {
  for (const [status, code] of [
    [200, 'bad-response'],
    [302, 'bad-response'],
    [400, 'bad-request'],
    [401, 'unauthenticated'],
    [402, 'bad-request'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [408, 'timeout'],
    [409, 'conflict'],
    [410, 'not-found'],
    [418, 'bad-request'],
    [419, 'unauthenticated'],
    [422, 'bad-request'],
    [429, 'rate-limited'],
    [440, 'unauthenticated'],
    [499, 'bad-request'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [599, 'unavailable'],
  ] as const) {
    it(`means ${code} by ${status}, where it says nothing better`, async () => {
      for (const body of [{}, '', 'null', '[]', '"forbidden"', '{', '<!doctype html>', '{"code":null}']) {
        const error = await pickerErrorOf(refusal(status, body));
        assert.deepEqual({ ...error }, { ...new PickerError(code, '', { status }) });
        assert.equal(error.message, `HTTP ${status} (${code})`);
      }
    });
  }

  for (const code of Object.keys(ERRORS) as PickerErrorCode[]) {
    it(`is believed that it is ${code}, unless it says that it can’t be reached`, async () => {
      const expected = code === 'network' ? 'unavailable' : code;
      const { retryable } = new PickerError(expected, '');
      const error = await pickerErrorOf(refusal(418, { code }));
      assert.deepEqual({ ...error }, { name: 'PickerError', code: expected, retryable, status: 418 });
      for (const said of [true, false]) {
        assert.equal((await pickerErrorOf(refusal(418, { code, retryable: said }))).retryable, said);
      }
    });
  }

  it('is not believed what is none of the codes, no boolean, and no id', async () => {
    for (const code of ['constructor', '__proto__', 'NETWORK', ['forbidden'], { toString: 'forbidden' }, 403]) {
      assert.equal((await pickerErrorOf(refusal(503, { code }))).code, 'unavailable');
    }
    for (const retryable of ['false', 0, null, [], {}]) {
      assert.equal((await pickerErrorOf(refusal(503, { retryable }))).retryable, true);
    }
    for (const correlationId of ['', 'a b', '<b>', 'a\nb', 'é', 'a'.repeat(101), 42, ['abc'], {}, null]) {
      assert.equal('correlationId' in (await pickerErrorOf(refusal(503, { correlationId }))), false);
    }
    const id = '8fa2b5f4794970a4ee73758f612e8df0';
    assert.equal((await pickerErrorOf(refusal(503, { correlationId: id }))).correlationId, id);
  });

  it('is understood behind a byte order mark, and in pieces of a character', async () => {
    const bytes = new TextEncoder().encode(`\uFEFF${JSON.stringify({ title: 'Nö…', code: 'conflict' })}`);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    assert.equal((await pickerErrorOf(new Response(body, { status: 500 }))).code, 'conflict');
  });

  it('by a redirect that is not followed has a log-in page, and by Response.error() was not reached', async () => {
    const opaque = { status: 0, type: 'opaqueredirect', headers: new Headers(), body: null };
    assert.equal((await pickerErrorOf(opaque)).code, 'unauthenticated');
    assert.equal((await pickerErrorOf(Response.error())).code, 'network');
  });

  it('may come from another window, or from a library of its own', async () => {
    const { body } = refusal(403, { code: 'conflict' });
    const foreign = vm.runInNewContext('({ status: 403, headers: { get: () => "7" }, body })', { body }) as unknown;
    const error = await pickerErrorOf(foreign);
    assert.deepEqual([error.code, error.status, error.retryAfter], ['conflict', 403, 7]);
    assert.equal((await pickerErrorOf({ status: 403, headers: new Headers() })).code, 'forbidden');
  });
});

describe('a refusal’s body', () => {
  /** What it has been settled with by now. */
  const settled = (promise: Promise<PickerError>): (() => PickerError | undefined) => {
    let error: PickerError | undefined;
    void promise.then((value) => (error = value));
    return () => error;
  };

  const mockTimeouts = (t: TestContext): void => t.mock.timers.enable({ apis: ['setTimeout'] });

  it('that never comes is given up after 2 s', async (t) => {
    mockTimeouts(t);
    const { body, cancelled } = endless('');
    const error = settled(pickerErrorOf(new Response(body, { status: 403 })));
    t.mock.timers.tick(1_999);
    await idle();
    assert.equal(error(), undefined);
    t.mock.timers.tick(1);
    await idle();
    assert.equal(error()?.code, 'forbidden');
    assert.ok(cancelled());
  });

  it('that was torn off says nothing', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"code":"conflict"')),
      pull: (controller) => controller.error(new Error('torn off')),
    });
    assert.equal((await pickerErrorOf(new Response(body, { status: 503 }))).code, 'unavailable');
  });

  it('that never ends is read no further than 64 KB', async () => {
    const { body, cancelled, sent } = endless(' '.repeat(1_000));
    assert.equal((await pickerErrorOf(new Response(body, { status: 403 }))).code, 'forbidden');
    assert.ok(sent() >= 65_536 && sent() <= 67_000, `${sent()}`);
    assert.ok(cancelled());
  });

  it('that was read, or is being read, says nothing', async () => {
    const wasRead = refusal(403, { code: 'conflict' });
    await wasRead.text();
    assert.equal((await pickerErrorOf(wasRead)).code, 'forbidden');
    const isRead = refusal(403, { code: 'conflict' });
    isRead.body!.getReader();
    assert.equal((await pickerErrorOf(isRead)).code, 'forbidden');
    assert.equal((await pickerErrorOf(new Response(null, { status: 403 }))).code, 'forbidden');
  });

  it('leaves no timer behind', async (t) => {
    const cleared = t.mock.method(globalThis, 'clearTimeout');
    await pickerErrorOf(refusal(403, { code: 'conflict' }));
    assert.equal(cleared.mock.callCount(), 1);
  });
});

describe('Retry-After', () => {
  for (const [value, seconds] of [
    ['7', 7],
    [' 7 ', 7],
    ['7.2', 8],
    [new Date(NOW + 120_000).toUTCString(), 120],
    ['Tuesday, 01-Jan-30 00:02:00 GMT', 120],
    ['99999999999', DAY],
    ['9'.repeat(400), DAY],
    [new Date(NOW + 400 * DAY * 1000).toUTCString(), DAY],
    ['0', undefined],
    ['-5', undefined],
    ['+5', undefined],
    ['1e999', undefined],
    ['1e3', undefined],
    ['Infinity', undefined],
    ['0x10', undefined],
    ['0b11', undefined],
    ['', undefined],
    ['soon', undefined],
    ['7, 8', undefined],
    ['2030-01-01T00:02:00Z', undefined],
    ['January 2, 2030', undefined],
    ['Nonsense, that is no date GMT', undefined],
    [new Date(NOW - 1).toUTCString(), undefined],
  ] as const) {
    it(`of “${value.slice(0, 40)}” is ${seconds === undefined ? 'none' : `${seconds} s`}`, async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: NOW });
      const error = await pickerErrorOf({
        status: 429,
        headers: { get: (name: string) => (name === 'retry-after' ? value : null) },
      });
      assert.equal(error.retryAfter, seconds);
      assert.equal('retryAfter' in error, seconds !== undefined);
    });
  }

  for (const [what, ms] of [
    ['an hour behind', 3_600_000],
    ['an hour ahead', -3_600_000],
  ] as const) {
    it(`is counted by the server’s own clock where this one’s is ${what}`, (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: NOW });
      const date = new Date(NOW + ms).toUTCString();
      const headers = { 'retry-after': new Date(NOW + ms + 30_000).toUTCString() };
      assert.equal(parseRetryAfter(new Headers({ ...headers, date })), 30);
    });
  }

  it('is counted by this clock where the server’s says nothing that can be read', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: NOW });
    const headers = { 'retry-after': new Date(NOW + 30_000).toUTCString() };
    for (const date of ['', 'now']) assert.equal(parseRetryAfter(new Headers({ ...headers, date })), 30);
  });

  it('that is not there is no number', () => {
    assert.ok(Number.isNaN(parseRetryAfter(new Headers())));
  });
});

describe('what was no refusal', () => {
  it('is unknown, worth another try, and the cause', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = (key: string): object =>
      Object.defineProperty({ status: 403 }, key, {
        get: () => {
          throw new Error('of a getter');
        },
      });
    for (const reason of [
      undefined,
      null,
      'no',
      42,
      Symbol('no'),
      new TypeError('of the host'),
      { status: 403 },
      { status: '403', headers: new Headers() },
      { status: 403, headers: {} },
      throwing('headers'),
      throwing('name'),
      throwing('then'),
      proxy,
      () => {},
    ]) {
      const error = await pickerErrorOf(reason);
      assert.ok(error instanceof PickerError);
      assert.deepEqual([error.code, error.retryable, error.cause], ['unknown', true, reason]);
    }
  });

  it('is not read where it does not let itself be read', async () => {
    const headers = {
      get: (): string => {
        throw new Error('of a method');
      },
    };
    assert.equal((await pickerErrorOf({ status: 403, headers })).code, 'unknown');
  });
});

describe('a PickerError that a host made', () => {
  it('is the one that is told', async () => {
    for (const error of [
      new PickerError('forbidden', 'test'),
      new PickerError('rate-limited', 'test', { retryAfter: 7, retryable: false, status: 429, correlationId: 'abc' }),
    ]) {
      assert.equal(await pickerErrorOf(error), error);
    }
  });

  it('by hand is mended where a field of it is not what it should be', async () => {
    for (const [given, expected] of [
      [{ retryAfter: Number.NaN }, { retryable: true }],
      [{ retryAfter: Infinity }, { retryable: true, retryAfter: DAY }],
      [{ retryAfter: -1 }, { retryable: true }],
      [{ retryAfter: '7' }, { retryable: true }],
      [{ retryable: 'false' }, { retryable: true }],
      [{ retryable: undefined }, { retryable: true }],
      [{ status: '500', retryable: false }, { retryable: false }],
      [{ correlationId: '<b>' }, { retryable: true }],
    ] as const) {
      const made = Object.assign(new Error('of the host'), { name: 'PickerError', code: 'network' }, given);
      const error = await pickerErrorOf(made);
      assert.ok(error instanceof PickerError);
      assert.deepEqual({ ...error }, { name: 'PickerError', code: 'network', ...expected });
      assert.equal(error.cause, made);
    }
  });

  it('that would be taken for a promise is not waited for', async () => {
    const made = new PickerError('forbidden', 'test');
    Reflect.set(made, 'then', () => {});
    const error = await pickerErrorOf(made);
    assert.deepEqual([error.code, error.cause], ['forbidden', made]);
  });

  it('with getters that throw is mended, too', async () => {
    const made = Object.defineProperty({ name: 'PickerError', code: 'forbidden' }, 'retryable', {
      get: () => {
        throw new Error('of a getter');
      },
    });
    const { code, retryable, cause } = await pickerErrorOf(made);
    assert.deepEqual([code, retryable, cause], ['forbidden', false, made]);
  });

  it('with a code that nobody knows is unknown', async () => {
    const made = Object.assign(new Error(), { name: 'PickerError', code: 'E_OF_THE_HOST' });
    assert.equal((await pickerErrorOf(made)).code, 'unknown');
  });
});
