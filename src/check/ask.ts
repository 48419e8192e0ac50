import { request as overHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Settings } from './settings.js';

/** A request to one of the two endpoints. */
export interface Question {
  to: 'integrations' | 'sync-url';
  /** Default: GET, or POST where there is a body. */
  method?: string;
  query?: string;
  /** Besides those that a browser sends. Undefined takes one away. */
  headers?: Readonly<Record<string, string | undefined>>;
  body?: string;
  /** Without what stands for the session. */
  isAnonymous?: boolean;
}

/** What came of it. */
export interface Answer {
  question: Question;
  method: string;
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Nothing came, or not all of it. Its message is a sentence; `code` is Node's. */
export class NoAnswer extends Error {
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** Bytes of an answer that are read. */
const MOST = 8 * 1024 * 1024;

const METHOD = ({ body, method }: Question): string => method ?? (body === undefined ? 'GET' : 'POST');

/** What a browser says of itself with such a request. */
function browsersHeaders({ origin, base }: Settings, method: string): Record<string, string> {
  const isOwn = origin === base.origin;
  const site = (url: string): string => new URL(url).hostname.split('.').slice(-2).join('.');
  const fromElsewhere = site(origin) === site(base.origin) ? 'same-site' : 'cross-site';
  return {
    accept: '*/*',
    'user-agent': 'codat-commerce-picker check',
    'sec-fetch-dest': 'empty',
    'sec-fetch-mode': 'cors',
    'sec-fetch-site': isOwn ? 'same-origin' : fromElsewhere,
    // A browser leaves it out where it reads something of its own origin.
    ...((!isOwn || !/^(GET|HEAD)$/.test(method)) && { origin }),
  };
}

/**
 * Asks, and follows nothing. By Node's own client rather than `fetch`, which sets headers of its own and doesn't say why
 * it failed.
 *
 * @throws {NoAnswer}
 */
export async function ask(question: Question, settings: Settings): Promise<Answer> {
  const { to, query = '', body, headers: own = {}, isAnonymous } = question;
  const method = METHOD(question);
  const headers = Object.entries({
    ...browsersHeaders(settings, method),
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    ...(!isAnonymous && settings.session),
    ...own,
  }).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const url = new URL(to + query, settings.base);
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers: Object.fromEntries(headers), agent: false });
    const late = setTimeout(() => {
      reject(new NoAnswer(`no complete answer in ${settings.timeout / 1000} seconds`));
      request.destroy();
    }, settings.timeout);
    let hasAnswer = false;
    request.on('response', (response) => {
      hasAnswer = true;
      textOf(response)
        .then((text) => resolve({ question, method, status: response.statusCode!, headers: response.headers, text }))
        .catch((reason: unknown) => reject(reason instanceof NoAnswer ? reason : broken(reason)))
        .finally(() => {
          clearTimeout(late);
          // Where the body was refused before all of it was sent.
          request.destroy();
        });
    });
    request.on('error', (reason) => {
      clearTimeout(late);
      // Where an answer has come, the rest of the body was of no interest, or its own reader says so.
      if (!hasAnswer) reject(broken(reason));
    });
    request.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST) throw new NoAnswer(`an answer of more than ${MOST / 1024 / 1024} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function broken(reason: unknown): NoAnswer {
  const { code, message } = Object(reason) as { code?: unknown; message?: unknown };
  const word = typeof code === 'string' ? code : undefined;
  return new NoAnswer(`the connection failed (${word ?? String(message)})`, word);
}
