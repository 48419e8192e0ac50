import type { Outcome, Result } from './conduct.js';
import type { Settings } from './settings.js';

/** Where the contract is written, in the package as in the repository. */
const PAGE = 'docs/http.md';

const MARKS = { passed: '✔', failed: '✖', skipped: '–' } as const;

// A host's answer may hold what a terminal takes for an order.
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');

/** What is said before anything is sent. */
export function beginning({ base, mint }: Settings): string {
  const cost = mint
    ? 'A host that does all as it should is asked for two Sync URLs: Codat creates a company for each merchant who is new\nto it. --no-mint leaves them out.'
    : 'Nothing is sent that a Sync URL could be made for, and half of the checks are left out (--no-mint).';
  return `Checking ${base.href}integrations and ${base.href}sync-url\n${cost}\n`;
}

/** One check, and all that was found. */
export function lineOf({ check, result, findings, why }: Outcome): string {
  const heads = [
    `${MARKS[result]} ${check.name}: ${check.promise}`,
    ...(why === undefined ? [] : [`    left out: ${why}`]),
  ];
  const details = findings.flatMap(({ done, came, expected }, index) => {
    const next = findings[index + 1];
    const isSaidNext = next?.came === came && next.expected === expected;
    const outcome = [`    came:     ${plain(came)}`, `    expected: ${plain(expected)}`];
    return [`    done:     ${plain(done)}`, ...(isSaidNext ? [] : outcome)];
  });
  return [...heads, ...details, ...(findings.length > 0 ? [`    see ${PAGE}#${check.section}`] : [])].join('\n');
}

const count = (outcomes: readonly Outcome[], wanted: Outcome['result']): number =>
  outcomes.filter(({ result }) => result === wanted).length;

/** The last lines. */
export function ending({ outcomes, minted }: Result): string {
  const made = minted === 1 ? '1 Sync URL was made.' : `${minted} Sync URLs were made.`;
  const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map((result) => count(outcomes, result));
  return `\n${made}\n${passed} passed, ${failed} failed, ${skipped} left out`;
}

/** The same for machines. */
export function jsonOf({ outcomes, minted }: Result, { base }: Settings): string {
  const checks = outcomes.map(({ check, result, findings, why }) => ({
    name: check.name,
    result,
    promise: check.promise,
    see: `${PAGE}#${check.section}`,
    ...(why !== undefined && { why }),
    findings,
  }));
  const counts = {
    passed: count(outcomes, 'passed'),
    failed: count(outcomes, 'failed'),
    skipped: count(outcomes, 'skipped'),
  };
  return JSON.stringify({ address: base.href, ...counts, syncUrls: minted, checks }, null, 2);
}
