import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createEmbeddedCodat, DEFAULT_CONNECTORS, listen } from '../../demo/codat/index.js';

const API_KEY = 'k3y-Kept-Secret';
const SESSION = 'open-Sesame-1234';
const MERCHANT = 'Café & Co / #1';

/** What OTLP calls a value: one field, named by its type. */
type Value = Record<string, string | number | boolean>;
interface Attribute {
  key: string;
  value: Value;
}
interface Span {
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  status: { code: number; message?: string };
}
interface Point {
  attributes: Attribute[];
  asInt?: number | string;
  asDouble?: number;
  count?: number | string;
  sum?: number;
}
interface Metric {
  name: string;
  unit: string;
  sum?: { dataPoints: Point[] };
  histogram?: { dataPoints: Point[] };
}
interface Payload {
  resourceSpans?: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[];
  resourceMetrics?: { resource: { attributes: Attribute[] }; scopeMetrics: { metrics: Metric[] }[] }[];
}

const plain = (attributes: readonly Attribute[]): Record<string, unknown> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => {
      const [[type, given]] = Object.entries(value) as [[string, unknown]];
      return [key, type === 'intValue' ? Number(given) : given];
    }),
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** All that a receiver was sent in the format of OTLP, while the example answered these requests. */
interface Received {
  text: string;
  spans: (Span & { plain: Record<string, unknown> })[];
  metrics: Map<string, Metric>;
  /** What the one-time URLs hold. */
  urls: string[];
}

async function driven(): Promise<Received> {
  const bodies: string[] = [];
  const receiver = await listen(
    {
      async fetch(request: Request) {
        bodies.push(await request.text());
        return Response.json({});
      },
    },
    { port: 0 },
  );
  let codatOrigin = '';
  const codat = createEmbeddedCodat({
    apiKey: API_KEY,
    origin: () => codatOrigin,
    staticBaseUrl: 'https://static.codat.io',
  });
  const codatServer = await listen(codat, { port: 0 });
  codatOrigin = codatServer.origin;
  const port = await freePort();
  const example = spawn(process.execPath, ['--import', 'tsx', 'demo/observability/server.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      PATH: path.dirname(process.execPath),
      CODAT_API_KEY: API_KEY,
      CODAT_CONNECTOR_KEY: DEFAULT_CONNECTORS[0]!.platformKey,
      CODAT_BASE_URL: codatOrigin,
      PORT: String(port),
      SESSION,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.origin,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  example.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  try {
    const address = `http://127.0.0.1:${port}/api/codat`;
    const isUp = (): Promise<boolean> =>
      fetch(`${address}/none?token=${SESSION}`).then(
        () => true,
        () => false,
      );
    while (!(await isUp())) assert.equal(example.exitCode, null, complaints);
    const session = { cookie: `session=${SESSION}`, 'sec-fetch-site': 'same-origin' };
    const pick = (platformKey: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${address}/sync-url`, {
        method: 'POST',
        headers: { ...session, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ platformKey }),
      });
    const list = await fetch(`${address}/integrations`, { headers: session });
    const again = await fetch(`${address}/integrations`, {
      headers: { ...session, 'if-none-match': list.headers.get('etag')! },
    });
    const picked = await pick('gbol');
    const urls = [((await picked.json()) as { url: string }).url];
    const foreign = await pick('gbol', { 'sec-fetch-site': 'cross-site' });
    const unknown = await pick('zzzz');
    const nobody = await fetch(`${address}/integrations`);
    codat.faults.set({ name: 'status-500', scope: 'sync' });
    const down = await pick('qhyg');
    assert.deepEqual(
      [list, again, picked, foreign, unknown, nobody, down].map(({ status }) => status),
      [200, 304, 200, 403, 404, 401, 503],
    );
    example.kill('SIGTERM');
    await once(example, 'close');
    assert.equal(complaints, '');
    const payloads = bodies.map((body) => JSON.parse(body) as Payload);
    const spans = payloads.flatMap(({ resourceSpans = [] }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
    // A later export says all that an earlier one said: these are sums since the beginning.
    const metrics = payloads.flatMap(({ resourceMetrics = [] }) =>
      resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics)),
    );
    return {
      text: bodies.join('\n'),
      spans: spans.map((span) => ({ ...span, plain: plain(span.attributes) })),
      metrics: new Map(metrics.map((metric) => [metric.name, metric])),
      urls,
    };
  } finally {
    example.kill('SIGKILL');
    await Promise.all([receiver.close(), codatServer.close()]);
  }
}

/** OpenTelemetry's numbers for these. */
const SERVER = 2;
const FAILED = 2;

describe('the example for OpenTelemetry', () => {
  let received: Received;
  before(async () => {
    received = await driven();
  });

  const pointsOf = (name: string): { attributes: Record<string, unknown>; value: number; point: Point }[] => {
    const metric = received.metrics.get(name);
    assert.ok(metric, name);
    return (metric.histogram ?? metric.sum)!.dataPoints.map((point) => ({
      attributes: plain(point.attributes),
      value: Number(point.count ?? point.asInt ?? point.asDouble),
      point,
    }));
  };

  it('makes a span of each request, named as HTTP’s conventions say', () => {
    const requests = received.spans.filter(({ plain: { 'http.request.method': method } }) => method);
    const told = requests.map(({ kind, name, plain: given, status }) => [
      name,
      given['http.response.status_code'],
      given['codat_picker.outcome'],
      given['error.type'],
      status.code === FAILED,
      kind === SERVER,
    ]);
    const own = told.filter(([name]) => name !== 'GET');
    assert.deepEqual(own, [
      ['GET /api/codat/integrations', 200, 'success', undefined, false, true],
      ['GET /api/codat/integrations', 304, 'success', undefined, false, true],
      ['POST /api/codat/sync-url', 200, 'success', undefined, false, true],
      ['POST /api/codat/sync-url', 403, 'refused', 'forbidden', false, true],
      ['POST /api/codat/sync-url', 404, 'refused', 'unknown-platform', false, true],
      ['GET /api/codat/integrations', 401, 'refused', 'unauthenticated', false, true],
      ['POST /api/codat/sync-url', 503, 'failed', 'unavailable', true, true],
    ]);
    // Whatever else is asked for has no route, and no name of its own.
    assert.ok(told.length > own.length);
    for (const { endTimeUnixNano: end, startTimeUnixNano: start } of requests) assert.ok(BigInt(end) >= BigInt(start));
  });

  it('says of a failure what failed, with Codat’s id of the call', () => {
    const failed = received.spans.find(({ status }) => status.code === FAILED)!;
    assert.equal(failed.plain['codat_picker.step'], 'GET Sync URL of qhyg');
    assert.equal(failed.plain['codat_picker.platform_key'], 'qhyg');
    assert.match(String(failed.plain['codat.correlation_id']), /^[\da-f]{32}$/);
    assert.equal(failed.status.message, 'Codat answered 500 (unavailable)');
    assert.deepEqual(
      pointsOf('codat_picker.failures').map(({ attributes, value }) => [attributes, value]),
      [[{ 'codat_picker.operation': 'sync-url', 'error.type': 'unavailable' }, 1]],
    );
  });

  it('measures how long requests took, in seconds, by operation and outcome', () => {
    assert.equal(received.metrics.get('codat_picker.request.duration')!.unit, 's');
    const counts = new Map<string, number>();
    for (const { attributes, point, value } of pointsOf('codat_picker.request.duration')) {
      const name = `${String(attributes['codat_picker.operation'])} ${String(attributes['codat_picker.outcome'])}`;
      counts.set(name, (counts.get(name) ?? 0) + value);
      assert.ok(point.sum! >= 0 && point.sum! < 60, String(point.sum));
    }
    counts.delete('none refused');
    assert.deepEqual(Object.fromEntries(counts), {
      'integrations success': 2,
      'integrations refused': 1,
      'sync-url success': 1,
      'sync-url refused': 2,
      'sync-url failed': 1,
    });
  });

  it('counts picks by software: those that a Sync URL was made for', () => {
    assert.deepEqual(
      pointsOf('codat_picker.picks').map(({ attributes, value }) => [attributes, value]),
      [[{ 'codat_picker.platform_key': 'gbol' }, 1]],
    );
  });

  it('sends nothing that says who the merchant is, and no secret', () => {
    const [url] = received.urls;
    const code = new URL(url!).searchParams.get('otp')!;
    assert.ok(code);
    const secrets = [API_KEY, Buffer.from(API_KEY).toString('base64'), SESSION, MERCHANT, encodeURIComponent(MERCHANT)];
    for (const secret of [...secrets, 'merchantIdentifier', `otp=${code}`, 'token=', 'cookie']) {
      assert.ok(!received.text.includes(secret), secret);
    }
  });
});
