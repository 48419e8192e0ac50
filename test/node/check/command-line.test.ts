import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { before, describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { COOKIE, serveHost } from './wrong-host.js';

const source = fileURLToPath(new URL('../../../src/check/main.ts', import.meta.url));
const folder = fileURLToPath(new URL('../../../node_modules/.cache/check', import.meta.url));

// As it is published, in one file: each test starts it anew, and most of the time would go into compiling it.
before(() =>
  build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      target: 'es2022',
      lib: { entry: source, formats: ['es'], fileName: () => 'check.mjs' },
      rolldownOptions: { external: /^node:/ },
    },
  }),
);

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** The command as it is typed. */
async function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [`${folder}/check.mjs`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

async function listening(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** What can't be checked is said in one sentence, with nothing on the way, and 2. */
function assertMistake({ code, out, err }: Ended, sentence: RegExp): void {
  assert.deepEqual([code, out], [2, ''], err);
  assert.match(err, sentence);
  assert.match(err, /^[^\n]+[.…:]\n$/, 'it is one line');
  assert.doesNotMatch(err, /^\s+at |node:internal/m);
}

describe('the command', () => {
  it('says of a host that is right what was found, and ends with 0', async (t) => {
    const { address } = await serveHost(t);
    const { code, out, err } = await run('check', address, '--cookie', COOKIE);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /two Sync URLs: Codat creates a company/);
    assert.match(out, /✔ list-answers: /);
    assert.match(out, /2 Sync URLs were made\.\n\d+ passed, 0 failed, 2 left out\n$/);
  });

  it('says of one that is wrong what was done, what came and what should have come, and ends with 1', async (t) => {
    const { address } = await serveHost(t, 'redirects a pick of nobody');
    const { code, out } = await run('check', address, '--cookie', COOKIE);
    assert.equal(code, 1);
    assert.match(
      out,
      /✖ sync-session: .+\n +done: +POST sync-url, without cookie.+\n +came: +303, to \/log-in\n +expected: 401.+\n +see docs\/http\.md#the-session\n/,
    );
    assert.match(out, /, 1 failed, /);
  });

  it('prints neither the Sync URL nor the session', async (t) => {
    for (const wrong of ['leads to another host', 'makes a Sync URL for GET', 'lets a Sync URL be kept'] as const) {
      const { address } = await serveHost(t, wrong);
      for (const more of [[], ['--json']]) {
        const { out, err } = await run(
          'check',
          address,
          '--cookie',
          COOKIE,
          '--header',
          'X-Till: s3cret-Till',
          ...more,
        );
        assert.doesNotMatch(out + err, /otp=|merchantIdentifier=demo|open-Sesame|s3cret/);
      }
    }
  });

  it('says the same for machines', async (t) => {
    const { address } = await serveHost(t, 'has no ETag');
    const { code, out } = await run('check', address, '--cookie', COOKIE, '--json');
    const { checks, ...counts } = JSON.parse(out) as {
      failed: number;
      syncUrls: number;
      checks: Record<string, unknown>[];
    };
    assert.deepEqual([code, counts.failed, counts.syncUrls], [1, 1, 2]);
    const failed = checks.filter(({ result }) => result === 'failed');
    assert.deepEqual(
      failed.map(({ name, see }) => [name, see]),
      [['list-unchanged', 'docs/http.md#caching']],
    );
    assert.deepEqual(failed[0]!['findings'], [
      { done: 'GET integrations', came: '200, application/json, no ETag', expected: 'an ETag' },
    ]);
  });

  it('prints its help, and ends with 0', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    assert.match(out, /--no-mint/);
  });

  it('takes the address of one of the two for both', async (t) => {
    const { address } = await serveHost(t);
    assert.equal((await run('check', `${address}/sync-url`, '--cookie', COOKIE, '--no-mint')).code, 0);
  });
});

describe('whatever a host answers', () => {
  const serve = async (t: TestContext, answer: RequestListener): Promise<string> =>
    `http://127.0.0.1:${await listening(t, createHttp(answer))}`;

  it('gives no orders to the terminal', async (t) => {
    const rows = [{ key: 'gbol', name: 'Xero', logoUrl: 'http://\u001b[2J\u202e.example/' }];
    const problem = { code: '\u001b]0;title\u0007' };
    const address = await serve(t, ({ method }, response) => {
      response.writeHead(method === 'GET' ? 200 : 400, { 'content-type': 'application/json' });
      response.end(JSON.stringify(method === 'GET' ? { results: rows } : problem));
    });
    const { code, out } = await run('check', address);
    assert.equal(code, 1);
    assert.match(out, /row 1: http:/);
    assert.doesNotMatch(out, /[^\P{Cc}\n]|\p{Cf}/u);
  });

  it('rows that are none, and problems that are none, are found and stop nothing', async (t) => {
    const rows = [null, 7, [], 'row', { key: 'gbol', name: 'Xero', branding: 7, connection: null, logoUrl: {} }];
    for (const odd of ['null', '7', '{"code":{},"status":"400"}', '', '{"url":{}}']) {
      const address = await serve(t, ({ method }, response) => {
        response.writeHead(method === 'GET' ? 200 : 400, { 'content-type': 'application/problem+json' });
        response.end(method === 'GET' ? JSON.stringify({ results: rows }) : odd);
      });
      const { code, out, err } = await run('check', address);
      assert.deepEqual([code, err], [1, ''], odd);
      assert.match(out, /row 1: is no object/);
      assert.match(out, /✖ problems: /);
    }
  });

  it('a redirect to a Sync URL is not printed', async (t) => {
    const address = await serve(t, ({ method }, response) => {
      if (method === 'POST') response.writeHead(303, { location: 'https://sync-flow.codat.io/secret?otp=1' }).end();
      else response.setHeader('content-type', 'application/json').end('{"results":[{"key":"gbol","name":"Xero"}]}');
    });
    const { out } = await run('check', address);
    assert.match(out, /came: +303, to https:\/\/sync-flow\.codat\.io\n/);
    assert.doesNotMatch(out, /io\/secret|otp=/);
    // What came to the same is said once.
    assert.match(out, /( +done: +POST sync-url, .+\n){4} +came: +303, .+\n +expected: 400 or 422\n/);
  });

  it('a connection that breaks at each pick is told at each check, and stops none', async (t) => {
    const address = await serve(t, ({ method, socket }, response) => {
      if (method === 'POST') socket.destroy();
      else response.setHeader('content-type', 'application/json').end('{"results":[{"key":"gbol","name":"Xero"}]}');
    });
    const { code, out } = await run('check', address);
    assert.equal(code, 1);
    assert.match(out, /✖ sync-answers: .+\n.+\n +came: +the connection failed \(ECONNRESET\)/);
    assert.match(out, /✖ sync-not-offered: /);
    assert.match(out, /\d+ passed, \d+ failed, \d+ left out\n$/);
  });

  it('a list without end is given up', async (t) => {
    const address = await serve(t, (_request, response) => {
      const more = (): void => {
        while (response.writable && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    assertMistake(await run('check', address), /an answer of more than 8 MB/);
  });
});

describe('what the command can’t do ends in one sentence that says what to change', () => {
  const typed: [args: string[], sentence: RegExp][] = [
    [[], /Say what to do/],
    [['chekc', 'http://127.0.0.1'], /no command “chekc”/],
    [['check'], /Say what to check/],
    [['check', 'shop.example'], /write it whole/],
    [['check', 'ftp://shop.example/'], /https: or http: in place of ftp:/],
    [['check', 'https://me:word@shop.example/'], /--header/],
    [['check', 'https://shop.example/', 'more'], /leave out “more”/],
    [['check', 'https://shop.example/', '--cokie', 'a=b'], /--cokie/],
    [['check', 'https://shop.example/', '--cookie', 'word'], /name=value/],
    [['check', 'https://shop.example/', '--header', 'word'], /Name: value/],
    [['check', 'https://shop.example/', '--platform-key', 'Xero'], /four lower-case letters/],
    [['check', 'https://shop.example/', '--origin', 'shop.example/page'], /origin of your page/],
    [['check', 'https://shop.example/', '--allowed-hosts', '*.codat.io'], /write codat\.io/],
    [['check', 'https://shop.example/', '--timeout', 'soon'], /number of seconds/],
    [['check', 'https://shop.example/', '--no-mint', '--rate-limit'], /Leave out/],
  ];
  for (const [args, sentence] of typed) {
    it(['codat-commerce-picker', ...args].join(' '), async () => assertMistake(await run(...args), sentence));
  }

  it('nobody listens', async (t) => {
    const server = createServer();
    const port = await listening(t, server);
    server.close();
    assertMistake(
      await run('check', `http://127.0.0.1:${port}`),
      /Nothing listens at 127\.0\.0\.1:\d+: start your server/,
    );
  });

  it('a certificate that nobody trusts', async (t) => {
    const pem = readFileSync(new URL('self-signed.pem', import.meta.url));
    const port = await listening(t, createHttps({ key: pem, cert: pem }));
    assertMistake(await run('check', `https://127.0.0.1:${port}`), /not trusted here .+ NODE_EXTRA_CA_CERTS/);
  });

  it('https: where only http: is spoken, and the other way round', async (t) => {
    const { address } = await serveHost(t);
    assertMistake(await run('check', address.replace('http:', 'https:')), /no TLS: write http:/);
    const pem = readFileSync(new URL('self-signed.pem', import.meta.url));
    const port = await listening(t, createHttps({ key: pem, cert: pem }));
    assertMistake(await run('check', `http://127.0.0.1:${port}`), /https:/);
  });

  it('no answer', async (t) => {
    const port = await listening(t, createServer());
    assertMistake(await run('check', `http://127.0.0.1:${port}`, '--timeout', '0.2'), /not answered in 0\.2 seconds/);
  });

  it('no session, or one that has ended', async (t) => {
    const { address } = await serveHost(t);
    assertMistake(await run('check', address), /answers 401: give the cookie/);
    assertMistake(
      await run('check', address, '--cookie', 'shop_session=old'),
      /answers 401: the session that you gave/,
    );
  });

  it('a log-in page in front', async (t) => {
    const { address } = await serveHost(t, 'redirects who is not logged in');
    assertMistake(await run('check', address), /answers 302, a redirect: give the cookie/);
  });

  it('nothing at that address', async (t) => {
    const { address } = await serveHost(t);
    assertMistake(
      await run('check', `${address}/integrations/more`, '--cookie', COOKIE),
      /below which integrations and sync-url lie/,
    );
  });
});
