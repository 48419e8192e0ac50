/**
 * `npm run bench`: what the picker costs, beside the same markup written by hand and beside its peers, in one run in one
 * browser, in turns. `npm run bench -- mount search` runs parts of it. Without arguments everything is run, and written
 * into docs/speed.md. By hand, on a quiet machine.
 */
import { parseArgs } from 'node:util';
import type { Findings, Part } from './part.js';
import { checkFloor } from './floor-check.js';
import { bytes } from './parts/bytes.js';
import { evaluation } from './parts/evaluation.js';
import { host } from './parts/host.js';
import { memory } from './parts/memory.js';
import { mount } from './parts/mount.js';
import { pick } from './parts/pick.js';
import { pickers } from './parts/pickers.js';
import { search } from './parts/search.js';
import { sight } from './parts/sight.js';
import { snippet } from './parts/snippet.js';
import { summaryOf, textOf, writeReport } from './report.js';
import { startSite } from './site.js';
import { startBrowser } from './stage.js';

const PARTS: Readonly<Record<string, Part>> = {
  bytes,
  evaluation,
  sight,
  snippet,
  mount,
  pickers,
  search,
  pick,
  memory,
  host,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  throw new Error(`The bench has no part named ${unknown.join(', ')}: it has ${Object.keys(PARTS).join(', ')}.`);
}
const rounds = (usual: number): number => Number(values.rounds) || (values.quick ? Math.min(usual, 2) : usual);
const chosen = positionals.length > 0 ? positionals : Object.keys(PARTS);

const site = await startSite();
const browser = await startBrowser();
try {
  await checkFloor(browser, site);
  const found: Findings[] = [];
  for (const name of chosen) {
    const say = (what: string): void => {
      console.error(`${Math.round(performance.now() / 1_000)} s, ${name}: ${what} …`);
    };
    const findings = await PARTS[name]!({ browser, rounds, site, say });
    console.log(`\n${textOf(findings)}\n`);
    found.push(findings);
  }
  const summary = summaryOf(found, browser.version(), values.rounds ?? '');
  console.log(summary);
  // What is on the page was measured in one run.
  if (positionals.length === 0 && !values.quick) await writeReport(found, summary);
} finally {
  await browser.close();
  await site.close();
}
