import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { format } from 'prettier';
import type { Findings, Growth } from './part.js';
import { exponentOf } from './statistics.js';
import { markdown } from './table.js';

const page = new URL('../../docs/speed.md', import.meta.url);
const BEGIN = '<!-- npm run bench writes what follows -->';
const END = '<!-- npm run bench has written what stands above -->';

const growthOf = (all: readonly Growth[]): string => {
  const lines = all.map(({ costs, what }) => {
    const steps = costs.slice(1).map(({ cost, work }, index) => {
      const before = costs[index]!;
      const times = work / before.work;
      return `${before.work.toLocaleString('en')} → ${work.toLocaleString('en')}: ${exponentOf(before.cost, cost, times).toFixed(2)}`;
    });
    const [first, last] = [costs[0]!, costs.at(-1)!];
    return [what, steps.join('; '), exponentOf(first.cost, last.cost, last.work / first.work).toFixed(2)];
  });
  return `### Growth\n\n${markdown([['what', 'exponent, step by step', 'over all'], ...lines])}`;
};

/** What one part has found, as Markdown. */
export function textOf({ growth = [], sections }: Findings): string {
  const parts = sections.map(({ note, table, title }) => `### ${title}\n\n${note}\n\n${table}`);
  return [...parts, ...(growth.length > 0 ? [growthOf(growth)] : [])].join('\n\n');
}

/** Where it was measured, and which goals are missed. */
export function summaryOf(found: readonly Findings[], browser: string, rounds: string): string {
  const goals = found.flatMap(({ sections }) =>
    sections.flatMap(({ goals: own, title }) => own.map((goal) => ({ ...goal, title }))),
  );
  const missed = goals.filter(({ isMet }) => !isMet);
  const processors = cpus();
  const machine = [
    `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `Chromium ${browser}`,
    `Node ${process.versions.node}`,
    ...(rounds ? [`${rounds} rounds`] : []),
    new Date().toISOString().slice(0, 10),
  ].join(', ');
  const list = missed.map(({ says, title, what }) => `- ${title}; ${what}: ${says}`).join('\n');
  return `${machine}. Of ${goals.length} goals ${goals.length - missed.length} are met.${list && ` Missed:\n\n${list}`}`;
}

/** Puts it where the page has room for it. */
export async function writeReport(found: readonly Findings[], summary: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [before, rest = ''] = text.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`docs/speed.md has no “${BEGIN}” with “${END}” after it.`);
  const all: Findings = {
    sections: found.flatMap((part) => part.sections),
    growth: found.flatMap((part) => part.growth ?? []),
  };
  const report = `${summary}\n\n${textOf(all)}`;
  const whole = `${before}${BEGIN}\n\n${report}\n\n${END}${after}`;
  await writeFile(page, await format(whole, { parser: 'markdown', printWidth: 120 }));
}
