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

/** All that was found, as Markdown. */
export async function reportOf(found: readonly Findings[], browser: string): Promise<string> {
  const sections = found.flatMap((part) => part.sections);
  const growth = found.flatMap((part) => part.growth ?? []);
  const goals = sections.flatMap(({ goals: own, title }) => own.map((goal) => ({ ...goal, title })));
  const missed = goals.filter(({ isMet }) => !isMet);
  const processors = cpus();
  const machine = [
    `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `Chromium ${browser}`,
    `Node ${process.versions.node}`,
    new Date().toISOString().slice(0, 10),
  ];
  const summary =
    `${machine.join(', ')}. ${goals.length - missed.length} of ${goals.length} goals are met` +
    (missed.length === 0
      ? '.'
      : `; missed are:\n\n${missed.map(({ says, title, what }) => `- ${title}; ${what}: ${says}`).join('\n')}`);
  const parts = sections.map(({ note, table, title }) =>
    [`### ${title}`, note, table].filter((text) => text !== '').join('\n\n'),
  );
  if (growth.length > 0) parts.push(growthOf(growth));
  return [summary, ...parts].join('\n\n');
}

/** Puts it where the page has room for it. */
export async function writeReport(report: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [before, rest = ''] = text.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`docs/speed.md has no “${BEGIN}” with “${END}” after it.`);
  const whole = `${before}${BEGIN}\n\n${report}\n\n${END}${after}`;
  await writeFile(page, await format(whole, { parser: 'markdown', printWidth: 120 }));
}
