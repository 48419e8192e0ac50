import { isErrorCode } from '../shared/errors.js';
import type { Answer } from './ask.js';
import type { Check } from './check.js';
import { inWords, objectIn, type Finding, type Visit } from './visit.js';

const nameOf = ({ method, question }: Answer): string => `${method} ${question.to}`;

/** What each language calls the lines of code that led to a failure, and PHP its own page of it. */
const STACK_TRACE = [
  /\bat [^\n]{1,200}\(?[^\s()]+:\d+:\d+\)?/, // JavaScript
  /Traceback \(most recent call last\)|File \\?"[^"\n]+\\?", line \d+/, // Python
  /Stack trace:|in (?:<b>)?[\w/\\.:-]+\.php(?:<\/b>)? (?:on line|:)/, // PHP
  /\bat [\w$.]+\([\w$]+\.java:\d+\)|\.java:\d+\)/, // Java
  /[\w/.-]+\.rb:\d+:in /, // Ruby
  /\bat [\w.<>`]+\([^)\n]*\) in [^\n]+:line \d+/, // C#
  /goroutine \d+ \[|[\w/.-]+\.go:\d+/, // Go
];

/** What is Codat's key, or says where to look for it; and the fields of Codat's own errors. */
const SECRETS: readonly { what: string; pattern: RegExp }[] = [
  { what: 'what looks like an Authorization header', pattern: /\b(?:Basic|Bearer) [\w+/=.-]{12,}/ },
  { what: 'what looks like an API key', pattern: /\bapi[-_ ]?key\\?["']?\s*[:=]\s*\\?["']?[\w+/=-]{8,}/i },
  {
    what: 'Codat’s own words of an error',
    pattern: /"service"\s*:\s*"PublicApi"|"detailedErrorCode"\s*:|"canBeRetried"\s*:/,
  },
];

const textOf = ({ headers, text }: Answer): string => `${JSON.stringify(headers)}\n${text}`;

/** What is wrong with the form of a refusal. */
function faultsOf(answer: Answer): string[] {
  const type = answer.headers['content-type']?.split(';')[0]?.trim();
  if (type !== 'application/problem+json') return ['is not application/problem+json'];
  const problem = objectIn(answer);
  if (!problem) return ['is no JSON object'];
  const { type: kind, title, status, code, retryable, correlationId } = problem;
  return [
    ...(typeof kind === 'string' ? [] : ['has no string “type”']),
    ...(typeof title === 'string' && title ? [] : ['has no “title”']),
    ...(status === answer.status ? [] : [`its “status” is not ${answer.status}`]),
    ...(isErrorCode(code) ? [] : ['its “code” is none of the list']),
    ...(typeof retryable === 'boolean' ? [] : ['its “retryable” is neither true nor false']),
    ...(correlationId === undefined || /^[\w.:-]{1,100}$/.test(String(correlationId))
      ? []
      : ['its “correlationId” is no id']),
  ];
}

/** The first finding of each kind: a host that does a thing wrong does it everywhere. */
function once(findings: Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ expected, came }) => {
    const kind = `${expected}${came.replace(/^\d+/, '')}`;
    return !seen.has(kind) && seen.add(kind);
  });
}

const of = (visit: Visit, finding: (answer: Answer) => Finding[]): Finding[] => once(visit.answers.flatMap(finding));

/** What is looked for in all that was answered before. */
export const EVERY_ANSWER_CHECKS: readonly Check[] = [
  {
    name: 'problems',
    promise: 'Each refusal is a problem (RFC 9457) with type, title, status, code and retryable.',
    section: 'errors',
    mints: 'never',
    run: (visit) =>
      of(visit, (answer) => {
        if (answer.status < 400 || answer.method === 'HEAD' || visit.settled.has(answer)) return [];
        const faults = faultsOf(answer);
        const expected = 'application/problem+json, with type, title, status, code and retryable';
        return faults.length > 0
          ? [{ done: nameOf(answer), came: `${inWords(answer)}; it ${faults.join(', ')}`, expected }]
          : [];
      }),
  },
  {
    name: 'stack-traces',
    promise: 'No refusal shows lines of code.',
    section: 'errors',
    mints: 'never',
    run: (visit) =>
      of(visit, (answer) =>
        answer.status >= 400 && STACK_TRACE.some((pattern) => pattern.test(answer.text))
          ? [
              {
                done: nameOf(answer),
                came: `${answer.status}, with a stack trace`,
                expected: 'a title, and nothing of the code',
              },
            ]
          : [],
      ),
  },
  {
    name: 'secrets',
    promise: 'No answer holds the API key, or Codat’s own words.',
    section: 'errors',
    mints: 'never',
    run: (visit) =>
      of(visit, (answer) =>
        SECRETS.filter(({ pattern }) => pattern.test(textOf(answer))).map(({ what }) => ({
          done: nameOf(answer),
          came: `${answer.status}, with ${what}`,
          expected: 'nothing of what is between your server and Codat',
        })),
      ),
  },
];
