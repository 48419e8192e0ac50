import { parseUrl } from '../shared/safe-url.js';
import { ask, type Answer, type Question } from './ask.js';
import type { Settings } from './settings.js';

/** What one check found wrong: what was done, what came, and what should have come. */
export interface Finding {
  done: string;
  came: string;
  expected: string;
}

/** Where a check can't be made. */
export class Skipped {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** A row of the list, of which nothing is certain: it may be null, or a number. */
export type Row = Record<string, unknown> | null;

/** One run of all checks against one host, and what they have to tell each other. */
export class Visit {
  readonly settings: Settings;
  /** Everything that was answered. */
  readonly answers: Answer[] = [];
  /** Those whose form is of no interest: a check has found fault with them already, or no picker ever reads them. */
  readonly settled = new Set<Answer>();
  /** The list, as it came first. */
  list!: Answer;
  /** Its rows; undefined where it has none to read. */
  rows: readonly Row[] | undefined;
  /** The first Sync URL, and the key that it was asked for with. */
  first: { answer: Answer; url: string; key: string } | undefined;
  /** That of a second pick, where one has come already. */
  second: string | undefined;
  /** All Sync URLs: they are credentials, and none is ever printed. */
  readonly minted = new Set<string>();

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** @throws {NoAnswer} */
  async ask(question: Question): Promise<Answer> {
    const answer = await ask(question, this.settings);
    this.answers.push(answer);
    const url = answer.question.to === 'sync-url' && answer.status < 300 ? urlIn(answer) : undefined;
    if (url !== undefined) this.minted.add(url);
    return answer;
  }

  /** A pick, as the companion sends it. */
  pick(body: object, headers: Question['headers'] = {}): Promise<Answer> {
    return this.ask({
      to: 'sync-url',
      body: JSON.stringify(body),
      headers: { 'idempotency-key': newKey(), ...headers },
    });
  }

  /** The software to pick. @throws {Skipped} */
  get platformKey(): string {
    const { platformKey } = this.settings;
    const key =
      platformKey ?? this.rows?.find((row) => row?.['enabled'] !== false && row?.['comingSoon'] !== true)?.['key'];
    if (typeof key === 'string') return key;
    throw new Skipped('the list has nothing to pick: name something by --platform-key');
  }

  /** A platformKey that is well-formed, and not on offer. */
  get strangeKey(): string {
    const keys = new Set(this.rows?.map((row) => row?.['key']));
    return ['zzzz', 'qqqq', 'xxxx'].find((key) => !keys.has(key)) ?? 'zqxj';
  }

  /** Takes out of a text what nobody should read over somebody's shoulder, or in a log. */
  redact(text: string): string {
    const secrets = [...this.minted].flatMap((url) => [url, url.split('?')[1] ?? url]);
    for (const [name, value] of Object.entries(this.settings.session)) {
      secrets.push(value);
      if (name === 'cookie') secrets.push(...value.split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1)));
    }
    return secrets
      .filter((secret) => secret.length > 3)
      .toSorted((a, b) => b.length - a.length)
      .reduce((left, secret) => left.replaceAll(secret, '…'), text);
  }
}

let keys = 0;

export const newKey = (): string =>
  `check-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${(keys += 1)}`;

/** What an answer's body is, where it is JSON and an object. */
export function objectIn({ text }: Answer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function urlIn(answer: Answer): string | undefined {
  const url = objectIn(answer)?.['url'];
  return typeof url === 'string' ? url : undefined;
}

/** An answer in a few words: its status, what it is, and what it says has gone wrong. Never its body. */
export function inWords(answer: Answer, ...headers: string[]): string {
  const { status } = answer;
  const type = answer.headers['content-type'];
  const said = status >= 400 ? objectIn(answer)?.['code'] : undefined;
  const named = headers.map((name) => {
    const value = answer.headers[name.toLowerCase()];
    return value === undefined ? `no ${name}` : `${name}: ${String(value).slice(0, 100)}`;
  });
  return [
    String(status),
    ...(type ? [type] : []),
    ...(typeof said === 'string' ? [`code “${said.slice(0, 40)}”`] : []),
    ...(status >= 300 && status < 400 && answer.headers.location ? [`to ${placeOf(answer.headers.location)}`] : []),
    ...(urlIn(answer) === undefined ? [] : ['a Sync URL']),
    ...named,
  ].join(', ');
}

// The rest of it may be a credential.
const placeOf = (location: string): string =>
  parseUrl(location)?.origin ?? location.replace(/[?#].*$/s, '').slice(0, 100);
