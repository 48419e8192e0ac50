/**
 * Measures the demo's pages with Lighthouse and writes docs/lighthouse.md: `npm run lighthouse`. Below 100 in any
 * category it fails. A busy machine loses points that the pages don't: run it on a quiet one.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { format } from 'prettier';
import { startDemo } from '../../demo/servers.js';
import { browserFlags, findBrowser } from '../support/browser.js';
import { lighthouse, VERSION } from './install.js';

const run = promisify(execFile);

const ROUNDS = 5;
const DEVICES = ['mobile', 'desktop'] as const;
const CATEGORIES = {
  performance: 'Performance',
  accessibility: 'Accessibility',
  'best-practices': 'Best practices',
  seo: 'SEO',
};
const METRICS = {
  'first-contentful-paint': 'First Contentful Paint',
  'largest-contentful-paint': 'Largest Contentful Paint',
  'total-blocking-time': 'Total Blocking Time',
  'cumulative-layout-shift': 'Cumulative Layout Shift',
  'speed-index': 'Speed Index',
};

/** What is read of Lighthouse's report. */
interface Report {
  environment: { hostUserAgent: string };
  categories: Record<keyof typeof CATEGORIES, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>;
}

const executable = await findBrowser();
const command = await lighthouse();
const { demo, close } = await startDemo({ port: 0, apiKey: randomUUID() });

async function logIn(): Promise<string> {
  const answer = await fetch(`${demo.origin}/log-in`, {
    method: 'POST',
    headers: { origin: demo.origin },
    body: new URLSearchParams({ merchant: '0' }),
    redirect: 'manual',
  });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function measure(url: string, device: (typeof DEVICES)[number], cookie: string): Promise<Report> {
  const { stdout } = await run(
    process.execPath,
    [
      command,
      url,
      '--quiet',
      '--output=json',
      '--no-enable-error-reporting',
      `--chrome-flags=${['--headless=new', ...browserFlags].join(' ')}`,
      `--extra-headers=${JSON.stringify({ cookie })}`,
      ...(device === 'desktop' ? ['--preset=desktop'] : []),
    ],
    { env: { ...process.env, CHROME_PATH: executable }, maxBuffer: 2 ** 27 },
  );
  return JSON.parse(stdout) as Report;
}

/** The best of some runs: what else a machine does takes points away, and nothing adds any. */
async function best(...how: Parameters<typeof measure>): Promise<Report> {
  let found = await measure(...how);
  for (let round = 1; round < ROUNDS && found.categories.performance.score < 1; round += 1) {
    const next = await measure(...how);
    if (next.categories.performance.score > found.categories.performance.score) found = next;
  }
  return found;
}

const names = Object.keys(CATEGORIES) as (keyof typeof CATEGORIES)[];
const scoresOf = ({ categories }: Report): number[] => names.map((name) => Math.round(categories[name].score * 100));

/** The audits that cost points. */
const lossesOf = ({ audits, categories }: Report): string[] =>
  names
    .flatMap((name) => categories[name].auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => `${audits[id]!.title}${audits[id]!.displayValue ? `: ${audits[id]!.displayValue}` : ''}`);

const rows: string[][] = [];
let browser = '';
let isPerfect = true;
try {
  const cookie = await logIn();
  for (const [title, path] of [
    ['The demo host’s integrations', '/'],
    ['The designers’ page', '/designers/'],
  ] as const) {
    for (const device of DEVICES) {
      const report = await best(demo.origin + path, device, cookie);
      const scores = scoresOf(report);
      browser = /Chrome\/\d+/.exec(report.environment.hostUserAgent)?.[0].replace('/', ' ') ?? '';
      rows.push([
        title,
        device,
        ...scores.map(String),
        ...Object.keys(METRICS).map((id) => report.audits[id]?.displayValue ?? ''),
      ]);
      console.log(`${title}, ${device}: ${scores.join(', ')}`);
      if (scores.every((score) => score === 100)) continue;
      isPerfect = false;
      for (const loss of lossesOf(report)) console.log(`  ${loss}`);
    }
  }
} finally {
  await close();
}

const head = ['Page', 'Device', ...Object.values(CATEGORIES), ...Object.values(METRICS)];
const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const text = `# Lighthouse

What Lighthouse makes of the demo’s pages, as \`npm start\` serves them. \`npm run lighthouse\` measures anew and writes
this page; it fails below 100. Of up to ${ROUNDS} runs the best one counts. Mobile is Lighthouse’s slow phone on a slow
line, both simulated.

${table}

Lighthouse ${VERSION}, ${browser}, ${new Date().toISOString().slice(0, 10)}.
`;
await writeFile(
  new URL('../../docs/lighthouse.md', import.meta.url),
  await format(text, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' }),
);
if (!isPerfect) process.exitCode = 1;
