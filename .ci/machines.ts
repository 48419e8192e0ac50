// Works out the tables of docs/machines.md from what was measured (test/load/machines.json) and from what is assumed.
import { readFile } from 'node:fs/promises';

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

interface Figures {
  rows: number;
  listBytes: number;
  /** µs. */
  cpu: { list: number; unchanged: number; withStatuses: number; mint: number };
  redis: { list: number; withStatuses: number; mint: number; bytesOfMint: number };
  /** MB, but for a merchant: bytes. */
  memory: { idle: number; busy: number; heapOfMerchant: number };
  calls: { list: number; branding: number };
  machine: string;
}

const MERCHANTS = [10, 10_000, 10_000_000];

const DAYS = 30;
/** What a host has to know of its own merchants. The page says what each is. */
const ASSUMED = {
  visits: 2,
  listsAVisit: 1.5,
  picks: 0.2,
  unchanged: 0.5,
  peakHour: 0.15,
  peakSecond: 3,
  connected: 0.3,
  codatSeconds: 0.3,
  busyCore: 0.5,
  launchPicks: 0.2,
};

/** Calls to Codat, as the host module makes them. */
const LISTS_A_DAY = 12;
const PLACES = 8;
/** Codat's limits. */
const CALLS_A_COMPANY = 1_000;
const CALLS_A_MINUTE = 1_000;

const figures = JSON.parse(await readFile(new URL('../test/load/machines.json', import.meta.url), 'utf8')) as Figures;

/** With three digits at the most, and commas. */
const number = (value: number): string => {
  if (value < 0.001) return '< 0.001';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const rounded = Number(value.toFixed(Math.min(digits, 4)));
  const [whole = '', part] = (value >= 1_000 ? String(Number(value.toPrecision(3))) : String(rounded)).split('.');
  return whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') + (part ? `.${part}` : '');
};

const bytes = (value: number): string => {
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['KB', 1e3],
  ] as const) {
    if (value >= size) return `${number(value / size)} ${unit}`;
  }
  return value < 1 ? '< 1 B' : `${number(value)} B`;
};

interface Size {
  merchants: number;
  lists: number;
  picks: number;
  /** Of a day's requests, in the busiest second. */
  peak: number;
  lists304: number;
  cores: number;
  coreHours: number;
  inFlight: number;
  processes: number;
  redisOps: number;
  redisBytes: number;
  out: number;
  calls: { shared: number; statuses: number; mints: number };
  quota: number;
  callsAMinute: number;
  launch: number;
}

/** What so many merchants make of what is assumed and measured. */
function sizeOf(merchants: number): Size {
  const { cpu, redis } = figures;
  const lists = (merchants * ASSUMED.visits * ASSUMED.listsAVisit) / DAYS;
  const picks = (merchants * ASSUMED.picks) / DAYS;
  // Of the day, in the busiest second.
  const peak = (ASSUMED.peakHour / 3_600) * ASSUMED.peakSecond;
  const connected = Math.floor(merchants * ASSUMED.connected);
  // Statuses are asked for where a company is known; that costs more than what a 304 saves.
  const withStatuses = lists * ASSUMED.connected;
  const plain = lists - withStatuses;
  const micros =
    withStatuses * cpu.withStatuses +
    plain * (ASSUMED.unchanged * cpu.unchanged + (1 - ASSUMED.unchanged) * cpu.list) +
    picks * cpu.mint;
  const calls = {
    shared: LISTS_A_DAY + figures.calls.branding,
    statuses: withStatuses,
    mints: picks,
  };
  const callsAtPeak = (withStatuses + picks) * peak;
  const cores = (micros * peak) / 1e6;
  const inFlight = callsAtPeak * ASSUMED.codatSeconds;
  return {
    merchants,
    lists,
    picks,
    peak,
    lists304: lists * ASSUMED.unchanged,
    cores,
    coreHours: (micros * DAYS) / 1e6 / 3_600,
    inFlight,
    processes: Math.max(2, Math.ceil(cores / ASSUMED.busyCore), Math.ceil(inFlight / PLACES / ASSUMED.busyCore)),
    redisOps: (withStatuses * redis.withStatuses + plain * redis.list + picks * redis.mint) * peak,
    redisBytes: picks * peak * 60 * redis.bytesOfMint,
    out: lists * (1 - ASSUMED.unchanged) * figures.listBytes * DAYS,
    calls,
    quota: CALLS_A_COMPANY * (1 + connected),
    callsAMinute: callsAtPeak * 60,
    launch: merchants * ASSUMED.launchPicks,
  };
}

const SIZES = MERCHANTS.map(sizeOf);

const line = (what: string, how: (size: Size) => string): string[] => [what, ...SIZES.map(how)];

const percent = (value: number): string => `${number(value * 100)}%`;

const TABLES: Record<string, (table: Table) => string> = {
  measured: (table) => {
    const { cpu, memory, redis } = figures;
    const core = (micros: number): string => number((1e6 / micros) * ASSUMED.busyCore);
    const row = (what: string, micros: number, ops: number, calls: string): string[] => [
      what,
      `${number(micros)} µs`,
      core(micros),
      ops === 0 ? '0' : number(ops),
      calls,
    ];
    return [
      table(
        ['request', 'CPU', 'a second, by a core that is half busy', 'Redis commands', 'calls to Codat'],
        [
          row(`list of ${figures.rows} rows, ${bytes(figures.listBytes)}`, cpu.list, redis.list, '0'),
          row('list that has not changed, 304', cpu.unchanged, redis.list, '0'),
          row('list with the statuses of a company', cpu.withStatuses, redis.withStatuses, '1'),
          row('Sync URL', cpu.mint, redis.mint, '1'),
        ],
      ),
      '',
      table(
        ['memory', ''],
        [
          ['process that is idle', `${memory.idle} MB`],
          ['process after the measurement', `${memory.busy} MB`],
          ['process, for a merchant who has picked in the last minute', bytes(memory.heapOfMerchant)],
          ['Redis, for a merchant who has picked in the last minute', bytes(redis.bytesOfMint)],
        ],
      ),
      '',
      `Measured on ${figures.machine}.`,
    ].join('\n');
  },
  assumed: (table) =>
    table(
      ['assumed', ''],
      [
        ['visits to the page, per merchant and month', number(ASSUMED.visits)],
        ['lists per visit (half of the merchants go to Codat and come back)', number(ASSUMED.listsAVisit)],
        ['Sync URLs, per merchant and month', number(ASSUMED.picks)],
        ['lists that have not changed since the browser had them', percent(ASSUMED.unchanged)],
        ['merchants with a company at Codat, whose statuses are asked for', percent(ASSUMED.connected)],
        ['share of the day in its busiest hour', percent(ASSUMED.peakHour)],
        ['busiest second of that hour, against its mean', `${number(ASSUMED.peakSecond)} ×`],
        ['time that Codat takes for a call', `${number(ASSUMED.codatSeconds * 1000)} ms`],
        ['how busy a core, and a process’s places at Codat, may be at the peak', percent(ASSUMED.busyCore)],
        ['merchants who pick on the day on which all are invited', percent(ASSUMED.launchPicks)],
      ],
    ),
  sizes: (table) =>
    table(
      ['merchants', ...MERCHANTS.map(number)],
      [
        line('lists a day', ({ lists }) => number(lists)),
        line('Sync URLs a day', ({ picks }) => number(picks)),
        line('requests a second, at the peak', ({ lists, peak, picks }) => number((lists + picks) * peak)),
        line('cores, at the peak', ({ cores }) => number(cores)),
        line('core-hours a month', ({ coreHours }) => number(coreHours)),
        line('calls to Codat under way, at the peak', ({ inFlight }) => number(inFlight)),
        line('**processes**', ({ processes }) => `**${number(processes)}**`),
        line('lists sent, a month', ({ out }) => bytes(out)),
        line('Redis commands a second, at the peak', ({ redisOps }) => number(redisOps)),
        line('Redis memory for the limit, at the peak', ({ redisBytes }) => bytes(redisBytes)),
        line('calls to Codat a day: list and branding', ({ calls }) => number(calls.shared)),
        line('… statuses', ({ calls }) => number(calls.statuses)),
        line('… Sync URLs', ({ calls }) => number(calls.mints)),
        line('Codat’s quota a day', ({ quota }) => number(quota)),
        line(
          '**of the quota**',
          ({ calls, quota }) => `**${percent((calls.shared + calls.statuses + calls.mints) / quota)}**`,
        ),
        line('calls to Codat in the busiest minute', ({ callsAMinute }) => number(callsAMinute)),
        line('**addresses that call Codat**', ({ callsAMinute }) => `**${Math.ceil(callsAMinute / CALLS_A_MINUTE)}**`),
        line('calls on the day of a launch, against 1,000 of a new account', ({ calls, launch }) =>
          number(calls.shared + launch),
        ),
      ],
    ),
};

/** A table of docs/machines.md. */
export function machines(name: string, table: Table): string {
  const made = TABLES[name];
  if (!made) throw new Error(`docs/machines.md asks for a table that there is none of: ${name}.`);
  return made(table);
}
