import assert from 'node:assert/strict';
import { request as ask, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  countOf,
  failedChecks,
  misunderstood,
  SESSION,
  type ExpectedFault,
  type ListeningCodat,
} from '../support/checked-host.js';
import type { ServerProcess } from '../support/server-process.js';

/** A server that is running, and the Codat behind it. */
export interface Served {
  server: ServerProcess;
  /** Without a slash at the end. */
  address: string;
  /** Whether a body that never ends has to be answered. */
  answersEndless: boolean;
  codat: ListeningCodat['codat'];
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

interface Question {
  path: 'integrations' | 'sync-url';
  method?: string;
  /** Undefined takes one away. */
  headers?: Readonly<Record<string, string | undefined>>;
  body?: string;
}

const XERO = '{"platformKey":"gbol"}';

/** ms that something which happens elsewhere may take. */
const PATIENCE = 10_000;

/** A request of a page of the server's own, by a merchant who is logged in. By Node's own client, which takes any `Host`. */
function send({ server, address }: Served, { path, method, headers, body }: Question) {
  const origin = `http://127.0.0.1:${server.port}`;
  const all = {
    cookie: `session=${SESSION}`,
    'sec-fetch-site': 'same-origin',
    ...(body !== undefined && {
      origin,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }),
    ...headers,
  };
  const request = ask(`${address}/${path}`, {
    agent: false,
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
  });
  request.end(body);
  return request;
}

function answerOf(served: Served, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send(served, question);
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
  });
}

const listOf = (served: Served): Promise<Answer> => answerOf(served, { path: 'integrations' });

const form = (platformKey: string, headers: Question['headers'] = {}): Question => ({
  path: 'sync-url',
  body: `platformKey=${platformKey}`,
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    ...headers,
  },
});

const codeIn = ({ text }: Answer): unknown => (JSON.parse(text) as { code?: unknown }).code;

const urlIn = ({ text }: Answer): unknown => (JSON.parse(text) as { url?: unknown }).url;

async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; !isTrue(); await wait(10)) {
    assert.ok(Date.now() < deadline, `not after ${PATIENCE / 1000} s: ${what}`);
  }
}

/** A bare connection, on which a pick of so many bytes is begun. */
async function beginPick({ server, address }: Served, length: string): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  // Being cut off is one of the right answers.
  socket.on('error', () => {});
  const head = [
    `POST ${new URL(address).pathname}/sync-url HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    `Origin: http://127.0.0.1:${server.port}`,
    'Sec-Fetch-Site: same-origin',
    `Cookie: session=${SESSION}`,
    'Content-Type: application/json',
    length,
    '',
    '',
  ];
  await new Promise<void>((resolve) => socket.write(head.join('\r\n'), () => resolve()));
  return socket;
}

/** The status that came on a connection, or undefined where it was closed without one. */
async function statusOn(socket: Socket): Promise<number | undefined> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  await until('an answer, or the end of the connection', () => socket.closed || text.includes('\r\n'));
  return text ? Number(text.split(' ', 2)[1]) : undefined;
}

/** The last one makes the host leave Codat alone for half a minute. */
const FAULTS: readonly ExpectedFault[] = [
  ['status-500', 503, 'unavailable', true],
  ['dropped', 503, 'unavailable', true],
  ['status-429', 429, 'rate-limited', true],
];

/** What a runtime prints when something has gone wrong that nobody has seen to. A framework may name what it refused. */
const COMPLAINT = /\b(warning|deprecat\w*|unhandled\w*|uncaught\w*)\b/i;

/** What every server has to do, in this order: the last ones leave Codat in need of a pause. */
export const CHECKS: Readonly<Record<string, (served: Served) => Promise<unknown>>> = {
  'answers ten first visits at once, and asks Codat for each logo once': async (served) => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => listOf(served)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const asked = served.codat.requests.filter(({ endpoint }) => endpoint === 'branding').map(({ path }) => path);
    assert.deepEqual(asked.toSorted(), [...new Set(asked)].toSorted());
    assert.ok(asked.length > 0);
  },

  'passes all checks of `codat-commerce-picker check`': async ({ address, codat }) => {
    const failed = await failedChecks(address, codat, 'codat.io');
    if (failed.length > 0) assert.fail(failed.join('\n'));
  },

  'answers OPTIONS, and every other method, by itself': async (served) => {
    for (const method of ['OPTIONS', 'PATCH', 'PUT', 'DELETE']) {
      const { status, headers } = await answerOf(served, { path: 'integrations', method });
      assert.deepEqual([method, status, headers.allow], [method, 405, 'GET, HEAD']);
    }
  },

  'leads a form on to the Sync URL': async (served) => {
    const { status, headers } = await answerOf(served, form('gbol'));
    assert.equal(status, 303);
    assert.match(headers.location ?? '', /^https:\/\/sync\.codat\.io\/.*otp=/);
    assert.deepEqual([headers['cache-control'], headers['referrer-policy']], ['no-store', 'no-referrer']);
  },

  'shows the merchant a page where a form fails': async (served) => {
    const { status, headers, text } = await answerOf(served, form('zzzz', { 'accept-language': 'fr' }));
    assert.deepEqual([status, headers['content-language']], [404, 'fr']);
    assert.match(headers['content-type'] ?? '', /^text\/html/);
    assert.match(text, /<html lang="fr">/);
  },

  'hands on what the session check answers, with each of its cookies': async (served) => {
    const ended = await answerOf(served, { path: 'integrations', headers: { cookie: 'session=ended' } });
    assert.deepEqual([ended.status, ended.headers['x-session']], [401, 'ended']);
    assert.deepEqual(JSON.parse(ended.text), { title: 'Your session has ended' });
    assert.deepEqual(ended.headers['set-cookie'], [
      'session=; Max-Age=0; Path=/',
      'seen=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/',
    ]);
    const elsewhere = await answerOf(served, {
      path: 'sync-url',
      body: XERO,
      headers: { cookie: 'session=elsewhere' },
    });
    assert.deepEqual([elsewhere.status, elsewhere.headers.location], [303, 'https://shop.example/log-in']);
  },

  'refuses a body that is too large, ends or not, and goes on': async (served) => {
    const large = await beginPick(served, `Content-Length: ${2 ** 21}`);
    large.write(Buffer.alloc(2 ** 21, ' '));
    const endless = await beginPick(served, 'Transfer-Encoding: chunked');
    const pour = (): void => {
      while (endless.writable && endless.write(`4000\r\n${' '.repeat(0x4000)}\r\n`));
    };
    endless.on('drain', pour);
    pour();
    const statuses = await Promise.all([statusOn(large), served.answersEndless ? statusOn(endless) : undefined]);
    for (const socket of [large, endless]) socket.destroy();
    for (const status of statuses) assert.ok([400, 413, undefined].includes(status), String(status));
    assert.equal((await listOf(served)).status, 200);
  },

  'outlives connections that break in the middle of a body': async (served) => {
    for (let turn = 0; turn < 5; turn += 1) {
      const socket = await beginPick(served, 'Content-Length: 22');
      await new Promise<void>((resolve) => socket.write('{"platform', () => resolve()));
      socket.resetAndDestroy();
    }
    assert.equal((await listOf(served)).status, 200);
  },

  'knows its own page behind a proxy that ends TLS, in browsers old and new': async (served) => {
    const proxied = {
      host: 'shop.example',
      origin: 'https://shop.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'shop.example',
      'x-forwarded-for': '203.0.113.7',
    };
    for (const site of ['same-origin', undefined]) {
      const headers = { ...proxied, 'sec-fetch-site': site };
      const { status, text } = await answerOf(served, { path: 'sync-url', body: XERO, headers });
      assert.equal(status, 200, `${site}: ${text}`);
    }
  },

  'takes nobody’s word for its own name': async (served) => {
    const headers = {
      origin: 'https://evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=https',
      'sec-fetch-site': undefined,
    };
    const answer = await answerOf(served, { path: 'sync-url', body: XERO, headers });
    assert.deepEqual([answer.status, codeIn(answer)], [403, 'forbidden']);
  },

  'makes one Sync URL of a pick that is sent again because its connection broke': async (served) => {
    const { codat } = served;
    const before = countOf(codat, 'sync');
    const clear = codat.faults.set({ name: 'slow', scope: 'sync', delay: 1_000, times: 1 });
    const pick: Question = { path: 'sync-url', body: XERO, headers: { 'idempotency-key': 'sent-again' } };
    const first = send(served, pick);
    first.once('error', () => {});
    await until('Codat is asked', () => countOf(codat, 'sync') > before);
    first.destroy();
    const again = await answerOf(served, pick);
    clear();
    assert.equal(again.status, 200, again.text);
    assert.equal(typeof urlIn(again), 'string');
    assert.equal(countOf(codat, 'sync') - before, 1);
  },

  'tells what fails at Codat': async ({ address, codat }) => {
    const wrong = await misunderstood(address, codat, FAULTS);
    if (wrong.length > 0) assert.fail(wrong.join('\n'));
  },

  'has printed no warning, and of nothing that nobody has seen to': async ({ server }) => {
    const complaints = server
      .said()
      .split('\n')
      .filter((line) => COMPLAINT.test(line));
    if (complaints.length > 0) assert.fail(complaints.join('\n'));
  },
};
