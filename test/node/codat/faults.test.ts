import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEmbeddedCodat, FAULTS, type Fault, type FaultName } from '../../../demo/codat/index.js';
import { LIST, API_KEY, AUTHORIZATION, errorOf, MERCHANT, simulate, startPath } from './support.js';

const PATHS = {
  list: LIST,
  branding: `${LIST}/gbol/branding`,
  sync: startPath(),
  connections: '/companies/seeded/connections',
};
const SEEDED = { companies: { seeded: [{ integrationKey: 'gbol' }] } };

describe('a fault with a status', () => {
  for (const status of [400, 401, 402, 403, 404, 409, 429, 500, 503] as const) {
    it(`answers ${status} on every endpoint, and minting has no effect`, async (t) => {
      const { call, codat } = await simulate(t, SEEDED);
      codat.faults.set({ name: `status-${status}` });
      for (const path of Object.values(PATHS)) {
        const response = await call(path);
        assert.ok(response.headers.has('x-rate-limit-limit'));
        await errorOf(response, status);
      }
      assert.equal(codat.companyOf(MERCHANT), undefined);
    });
  }

  it('tells when to come back, in seconds or as a date', async (t) => {
    const { call, codat } = await simulate(t);
    const retryAfter = async (fault: Fault) => {
      codat.faults.set(fault);
      return (await call(LIST)).headers.get('retry-after');
    };
    assert.equal(await retryAfter({ name: 'status-429' }), '30');
    assert.equal(await retryAfter({ name: 'status-429', retryAfter: 7 }), '7');
    assert.equal(await retryAfter({ name: 'status-429-date', retryAfter: 90 }), 'Tue, 01 Jan 2030 00:01:30 GMT');
    assert.equal((await call(LIST)).status, 429);
    assert.equal(await retryAfter({ name: 'status-503' }), null);
    assert.equal(await retryAfter({ name: 'status-503', retryAfter: 5 }), '5');
  });
});

describe('a fault of the network', () => {
  for (const name of ['no-answer', 'stalled'] as const) {
    it(`${name}: ends when the client gives up, and minting has taken effect`, async (t) => {
      const { call, codat } = await simulate(t);
      const log = t.mock.method(console, 'error', () => {});
      codat.faults.set({ name });
      const giveUp = new AbortController();
      const answer = call(PATHS.sync, { signal: giveUp.signal }).then((response) => response.text());
      await until(() => codat.companyOf(MERCHANT) !== undefined);
      giveUp.abort();
      await assert.rejects(answer, { name: 'AbortError' });
      codat.faults.clear();
      assert.equal((await call(LIST)).status, 200);
      assert.equal(log.mock.callCount(), 0, 'that is nothing to report');
    });

    it(`${name}: ends when the server closes`, async (t) => {
      const { call, close, codat } = await simulate(t);
      const log = t.mock.method(console, 'error', () => {});
      codat.faults.set({ name });
      const answer = assert.rejects(call(LIST).then((response) => response.text()));
      await until(() => codat.requests.length === 1);
      await close();
      await answer;
      assert.equal(log.mock.callCount(), 0, 'that is nothing to report');
    });
  }

  it('stalled: sends status, headers and half of the body', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'stalled' });
    const giveUp = new AbortController();
    const response = await call(LIST, { signal: giveUp.signal });
    assert.equal(response.status, 200);
    const { value } = await response.body!.getReader().read();
    assert.match(new TextDecoder().decode(value), /^\{"results":\[/);
    giveUp.abort();
  });

  it('dropped: breaks the connection, and minting has taken effect', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'dropped' });
    await assert.rejects(call(PATHS.sync), (error: Error) => {
      assert.equal((error.cause as { code?: string }).code, 'UND_ERR_SOCKET');
      return true;
    });
    assert.ok(codat.companyOf(MERCHANT));
    assert.deepEqual(
      codat.requests.map(({ endpoint, status }) => [endpoint, status]),
      [['sync', undefined]],
    );
    codat.faults.clear();
    assert.equal((await call(LIST)).status, 200);
  });

  it('no-answer and dropped: reject as fetch does, without a socket', async () => {
    const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: 'http://codat.test' });
    const giveUp = new AbortController();
    const request = () =>
      new Request(`http://codat.test${LIST}`, { headers: { Authorization: AUTHORIZATION }, signal: giveUp.signal });
    codat.faults.set({ name: 'dropped', times: 1 });
    await assert.rejects(codat.fetch(request()), TypeError);
    codat.faults.set({ name: 'no-answer', times: 1 });
    const reason = new Error('enough');
    const answer = codat.fetch(request());
    giveUp.abort(reason);
    await assert.rejects(answer, reason);
    codat.faults.set({ name: 'no-answer', times: 1 });
    await assert.rejects(codat.fetch(request()), reason);
  });

  it('stalled: rejects the body as fetch does, without a socket', async () => {
    const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: 'http://codat.test' });
    const giveUp = new AbortController();
    const headers = { Authorization: AUTHORIZATION };
    codat.faults.set({ name: 'stalled' });
    const response = await codat.fetch(new Request(`http://codat.test${LIST}`, { headers, signal: giveUp.signal }));
    const body = response.text();
    giveUp.abort();
    await assert.rejects(body, { name: 'AbortError' });
  });

  it('slow: gives the right answer after the delay, or nothing when the client gives up', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const codat = createEmbeddedCodat({ apiKey: API_KEY, origin: 'http://codat.test' });
    const ask = (signal?: AbortSignal) =>
      codat.fetch(
        new Request(`http://codat.test${LIST}`, {
          headers: { Authorization: AUTHORIZATION },
          ...(signal && { signal }),
        }),
      );
    codat.faults.set({ name: 'slow', delay: 400 });
    let status = 0;
    const answer = ask().then((response) => {
      status = response.status;
    });
    await turns();
    t.mock.timers.tick(399);
    await turns();
    assert.equal(status, 0);
    t.mock.timers.tick(1);
    await answer;
    assert.equal(status, 200);

    const giveUp = new AbortController();
    const given = ask(giveUp.signal);
    giveUp.abort();
    await assert.rejects(given, { name: 'AbortError' });
  });

  it('no-answer: shows over HTTP how many calls were under way at once', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'no-answer', scope: 'branding' });
    const giveUp = new AbortController();
    const calls = ['gbol', 'qhyg', 'pdvj'].map((key) => call(`${LIST}/${key}/branding`, { signal: giveUp.signal }));
    await until(() => codat.maxConcurrent.branding === 3);
    giveUp.abort();
    await Promise.allSettled(calls);
  });
});

describe('a spoilt answer', () => {
  it('truncated: is 200 and breaks off in the middle of the JSON', async (t) => {
    const { call, codat, text } = await simulate(t);
    const whole = await text(PATHS.branding);
    codat.faults.set({ name: 'truncated' });
    const response = await call(PATHS.branding);
    assert.equal(response.status, 200);
    const half = await response.text();
    assert.ok(half.length > 1 && half.length < whole.length && whole.startsWith(half));
  });

  it('empty: is 200 with nothing in it', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'empty' });
    const response = await call(LIST);
    assert.deepEqual([response.status, await response.text()], [200, '']);
  });

  it('html: is 200 with a page', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'html' });
    const response = await call(LIST);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await response.text(), /^<!doctype html>/);
  });

  it('does not turn a refusal into a success', async (t) => {
    const { call, codat } = await simulate(t);
    for (const name of ['truncated', 'empty', 'branding-missing'] as const) {
      codat.faults.set({ name });
      await errorOf(await call(`${LIST}/zzzz/branding`), 404);
    }
    codat.faults.set({ name: 'sync-other-host' });
    await errorOf(await call(startPath({ accountingKey: 'zzzz' })), 404);
  });
});

describe('a fault of branding', () => {
  it('takes it away for one key alone', async (t) => {
    const { codat, list, branding } = await simulate(t);
    codat.faults.set({ name: 'branding-missing', platformKey: 'gbol' });
    assert.deepEqual(await branding('gbol'), {});
    assert.ok((await branding('pdvj')).logo.full);
    assert.equal((await list()).results.length, 100);
  });

  it('can be any failure, for one key alone', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'status-500', scope: 'branding', platformKey: 'gbol' });
    await errorOf(await call(`${LIST}/gbol/branding`), 500);
    assert.equal((await call(`${LIST}/pdvj/branding`)).status, 200);
  });
});

describe('a fault of the Sync URL', () => {
  for (const [name, start] of [
    ['sync-other-host', 'https://evil.example/'],
    ['sync-lookalike-host', 'https://codat.io.evil.example/'],
    ['sync-http', 'http://sync-flow.codat.io/'],
    ['sync-credentials', 'http://merchant:secret@127.0.0.1:'],
  ] as const) {
    it(`${name}: begins with ${start}, and is otherwise as ever`, async (t) => {
      const { codat, mint } = await simulate(t);
      codat.faults.set({ name });
      const url = await mint();
      assert.ok(url.startsWith(start), url);
      assert.match(url, /\/partnercommerce\/xero\/start\?merchantIdentifier=Caf%C3%A9 %26 .*&otp=\d{6}$/);
    });
  }

  it('sync-expired: is dead when it arrives', async (t) => {
    const { codat, mint, visit } = await simulate(t);
    codat.faults.set({ name: 'sync-expired', times: 1 });
    const response = await visit(await mint());
    assert.equal(response.status, 401);
    assert.match(await response.text(), /HTTP 401/);
    assert.equal((await visit(await mint())).status, 200);
  });
});

describe('switching faults', () => {
  for (const scope of ['list', 'branding', 'sync', 'connections'] as const) {
    it(`strikes ${scope} alone where that is its scope`, async (t) => {
      const { call, codat } = await simulate(t, SEEDED);
      codat.faults.set({ name: 'status-503', scope });
      for (const [endpoint, path] of Object.entries(PATHS)) {
        assert.equal((await call(path)).status, endpoint === scope ? 503 : 200, endpoint);
      }
    });
  }

  it('never strikes where it does not exist', async (t) => {
    const { branding, codat, list } = await simulate(t);
    codat.faults.set({ name: 'sync-http', scope: 'all' });
    codat.faults.set({ name: 'sync-expired' });
    assert.deepEqual(
      codat.faults.active.map(({ scope }) => scope),
      ['sync', 'sync'],
    );
    assert.equal((await list()).results.length, 100);
    assert.ok((await branding('gbol')).logo.full);
  });

  it('strikes as many times as it should, then no more', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'status-500', times: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await call(LIST)).status);
    assert.deepEqual(statuses, [500, 500, 200]);
    assert.deepEqual(codat.faults.active, []);
  });

  it('lets the newest strike, then the one before it', async (t) => {
    const { call, codat } = await simulate(t);
    codat.faults.set({ name: 'status-500' });
    const off = codat.faults.set({ name: 'status-503' });
    assert.equal((await call(LIST)).status, 503);
    off();
    off();
    assert.equal((await call(LIST)).status, 500);
  });

  it('clears one name, or everything', async (t) => {
    const { codat } = await simulate(t);
    for (const name of ['empty', 'html', 'empty'] as const) codat.faults.set({ name });
    codat.faults.clear('empty');
    assert.deepEqual(
      codat.faults.active.map(({ name }) => name),
      ['html'],
    );
    codat.faults.clear();
    assert.deepEqual(codat.faults.active, []);
  });

  it('lets the wrong key and the rate limit come first, and does not count those calls', async (t) => {
    const { codat, call, visit } = await simulate(t, { limits: { perMinute: 3 } });
    codat.faults.set({ name: 'status-500', times: 1 });
    await errorOf(await visit(LIST), 401);
    await errorOf(await call(LIST, { method: 'POST' }), 405);
    await errorOf(await call(LIST), 500);
    codat.faults.set({ name: 'status-500', times: 1 });
    await errorOf(await call(LIST), 429);
    assert.equal(codat.faults.active.length, 1);
  });

  it('refuses what makes no sense', async (t) => {
    const { codat } = await simulate(t);
    for (const fault of [
      { name: 'nothing' },
      { name: 'empty', scope: 'nowhere' },
      { name: 'empty', times: 0 },
      { name: 'empty', times: 1.5 },
      { name: 'empty', platformKey: 'XERO' },
      { name: 'slow', delay: -1 },
      { name: 'slow', delay: Infinity },
      { name: 'status-429', retryAfter: Number.NaN },
      { name: 'sync-http', scope: 'branding' },
    ]) {
      assert.throws(() => codat.faults.set(fault as Fault), TypeError, JSON.stringify(fault));
    }
    assert.deepEqual(codat.faults.active, []);
  });

  it('knows every fault by a name of its own, in words', () => {
    const names: FaultName[] = FAULTS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { label, description } of FAULTS) assert.ok(label && description);
  });
});

/** Waits for something that another socket brings about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

/** Lets every promise settle that can. */
const turns = () => new Promise(setImmediate);
