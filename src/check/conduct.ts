import { NoAnswer } from './ask.js';
import type { Check } from './check.js';
import { EVERY_ANSWER_CHECKS } from './every-answer-checks.js';
import { LIST_CHECKS } from './list-checks.js';
import { Mistake, type Settings } from './settings.js';
import { SYNC_CHECKS } from './sync-checks.js';
import { objectIn, Skipped, Visit, type Finding, type Row } from './visit.js';

/** All checks, in their order. */
export const CHECKS: readonly Check[] = [...LIST_CHECKS, ...SYNC_CHECKS, ...EVERY_ANSWER_CHECKS];

/** What became of one check. */
export interface Outcome {
  check: Check;
  result: 'passed' | 'failed' | 'skipped';
  findings: readonly Finding[];
  /** Why it was skipped. */
  why?: string;
}

export interface Result {
  outcomes: readonly Outcome[];
  /** How many Sync URLs were answered. */
  minted: number;
}

/** What becomes of a certificate that is not trusted here. */
const UNTRUSTED = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|CERT_|ERR_TLS_CERT)/;

/** Why the very first request came to nothing, and what to change. */
function mistakeOf({ code = '', message }: NoAnswer, { base, timeout }: Settings): Mistake {
  if (UNTRUSTED.test(code)) {
    return new Mistake(
      `The certificate of ${base.host} is not trusted here (${code}): name the file of whoever signed it in NODE_EXTRA_CA_CERTS, or use http: on this computer.`,
    );
  }
  if (code === 'ECONNREFUSED')
    return new Mistake(`Nothing listens at ${base.host}: start your server, or correct the address.`);
  if (/^(ENOTFOUND|EAI_)/.test(code))
    return new Mistake(`There is no ${base.hostname} to be found: correct the address.`);
  if (/^(EPROTO|ERR_SSL)/.test(code))
    return new Mistake(`What listens at ${base.host} speaks no TLS: write http: in place of https:.`);
  if (code.startsWith('HPE_'))
    return new Mistake(
      `What listens at ${base.host} speaks no HTTP: write https: in place of http:, or correct the address.`,
    );
  if (code === 'ECONNRESET') {
    return new Mistake(
      `${base.host} ends the connection without an answer: look at your server’s log, and whether it is https: that it speaks.`,
    );
  }
  if (/no complete answer/.test(message)) {
    return new Mistake(
      `${base.host} has not answered in ${timeout / 1000} seconds: look at your server’s log, or give it longer by --timeout.`,
    );
  }
  return new Mistake(`${base.host} can’t be asked: ${message}.`);
}

/** Asks for the list, without which nothing else makes sense. @throws {Mistake} */
export async function begin(settings: Settings): Promise<Visit> {
  const visit = new Visit(settings);
  try {
    visit.list = await visit.ask({ to: 'integrations' });
  } catch (reason) {
    throw reason instanceof NoAnswer ? mistakeOf(reason, settings) : reason;
  }
  const { list } = visit;
  const address = new URL('integrations', settings.base).href;
  const isElsewhere = list.status >= 300 && list.status < 400;
  if (list.status === 401 || isElsewhere) {
    const isGiven = Object.keys(settings.session).length > 0;
    throw new Mistake(
      `${address} answers ${list.status}${isElsewhere ? ', a redirect' : ''}: ${isGiven ? 'the session that you gave is not logged in; take' : 'give'} the cookie of a merchant who is, by --cookie 'name=value' or --header.`,
    );
  }
  if (list.status === 404) {
    throw new Mistake(`${address} answers 404: write the address below which integrations and sync-url lie.`);
  }
  const results = objectIn(list)?.['results'] ?? bareArray(list.text);
  if (list.status === 200 && Array.isArray(results)) visit.rows = results as Row[];
  return visit;
}

// The picker takes it, too.
function bareArray(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function outcomeOf(check: Check, visit: Visit): Promise<Outcome> {
  if (check.mints !== 'never' && !visit.settings.mint) {
    const why = check.mints === 'always' ? 'it asks for a Sync URL' : 'a host that is wrong would make a Sync URL';
    return { check, result: 'skipped', findings: [], why };
  }
  try {
    const findings = await check.run(visit);
    return { check, result: findings.length > 0 ? 'failed' : 'passed', findings };
  } catch (reason) {
    if (reason instanceof Skipped) return { check, result: 'skipped', findings: [], why: reason.why };
    if (!(reason instanceof NoAnswer)) throw reason;
    const finding = { done: check.promise, came: reason.message, expected: 'an answer' };
    return { check, result: 'failed', findings: [finding] };
  }
}

/**
 * Makes all checks, one after the other.
 *
 * @param tell hears of each as it is done
 */
export async function conduct(visit: Visit, tell: (outcome: Outcome) => void = () => {}): Promise<Result> {
  const outcomes: Outcome[] = [];
  for (const check of CHECKS) {
    const { findings, ...outcome } = await outcomeOf(check, visit);
    const clean = { ...outcome, findings: findings.map((finding) => redacted(finding, visit)) };
    outcomes.push(clean);
    tell(clean);
  }
  return { outcomes, minted: visit.minted.size };
}

const redacted = ({ done, came, expected }: Finding, visit: Visit): Finding => ({
  done: visit.redact(done),
  came: visit.redact(came),
  expected: visit.redact(expected),
});
