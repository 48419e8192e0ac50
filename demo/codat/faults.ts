/** The endpoints of the API. */
export type Endpoint = 'list' | 'branding' | 'sync' | 'connections';

/** Where a fault strikes. */
export type Scope = Endpoint | 'all';

/** The scopes, in words. */
export const SCOPES: readonly { scope: Scope; label: string }[] = [
  { scope: 'all', label: 'Every call' },
  { scope: 'list', label: 'The list of integrations' },
  { scope: 'branding', label: 'The branding of an integration' },
  { scope: 'sync', label: 'The Sync URL' },
  { scope: 'connections', label: 'The connections of a company' },
];

/** Every fault, in words. Those with `only` exist for that endpoint alone. */
export const FAULTS = [
  { name: 'status-400', label: '400 Bad request', description: 'Codat finds the call invalid.' },
  { name: 'status-401', label: '401 Unauthorized', description: 'Codat does not accept the API key any more.' },
  {
    name: 'status-402',
    label: '402 Payment required',
    description: 'The plan of the account does not cover the call.',
  },
  { name: 'status-403', label: '403 Forbidden', description: 'The key may not do this.' },
  { name: 'status-404', label: '404 Not found', description: 'Codat does not know what the call is about.' },
  { name: 'status-409', label: '409 Conflict', description: 'Something else is under way for the same company.' },
  { name: 'status-429', label: '429 Too many requests', description: 'Retry-After is a number of seconds.' },
  { name: 'status-429-date', label: '429 until a moment', description: 'The same, but Retry-After is an HTTP date.' },
  { name: 'status-500', label: '500 Internal error', description: 'Something broke on Codat’s side.' },
  { name: 'status-503', label: '503 Unavailable', description: 'Codat is down; with Retry-After where one is given.' },
  { name: 'no-answer', label: 'No answer', description: 'The call arrives and takes effect; no answer ever comes.' },
  { name: 'slow', label: 'Slow answer', description: 'The right answer, late.' },
  { name: 'stalled', label: 'Stalled answer', description: 'Status, headers and half of the body; then silence.' },
  { name: 'dropped', label: 'Dropped connection', description: 'The call takes effect, then the connection breaks.' },
  { name: 'truncated', label: 'Truncated JSON', description: 'Status 200, and only half of the JSON.' },
  { name: 'empty', label: 'Empty body', description: 'Status 200, and nothing in it.' },
  { name: 'html', label: 'HTML instead of JSON', description: 'Status 200, and a page to log in on.' },
  {
    name: 'branding-missing',
    label: 'No branding',
    description: 'The branding is an empty object.',
    only: 'branding',
  },
  {
    name: 'sync-other-host',
    label: 'Sync URL on another host',
    description: 'The URL leads to https://evil.example.',
    only: 'sync',
  },
  {
    name: 'sync-lookalike-host',
    label: 'Sync URL on a lookalike host',
    description: 'The URL leads to https://codat.io.evil.example.',
    only: 'sync',
  },
  {
    name: 'sync-http',
    label: 'Sync URL without encryption',
    description: 'The URL leads to http://sync-flow.codat.io.',
    only: 'sync',
  },
  {
    name: 'sync-credentials',
    label: 'Sync URL with credentials',
    description: 'The URL is right, but for a user name and password in front of the host.',
    only: 'sync',
  },
  {
    name: 'sync-expired',
    label: 'Expired code',
    description: 'The code in the URL is dead already: the page says HTTP 401.',
    only: 'sync',
  },
] as const satisfies readonly { name: string; label: string; description: string; only?: Endpoint }[];

/** The name of a fault. */
export type FaultName = (typeof FAULTS)[number]['name'];

interface Target {
  /** Default: `all`, or the one endpoint that the fault exists for. */
  scope?: Scope;
  /** Strike only the calls whose path holds this key. Default: any. */
  platformKey?: string;
  /** How many calls it strikes before it switches itself off. Default: until cleared. */
  times?: number;
}

type WithRetryAfter = 'status-429' | 'status-429-date' | 'status-503';

/** A fault as it is switched on. */
export type Fault = Target &
  (
    | { name: Exclude<FaultName, WithRetryAfter | 'slow'> }
    /** `retryAfter`: seconds. Default: 30 on a 429, and no header on a 503. */
    | { name: WithRetryAfter; retryAfter?: number }
    /** `delay`: ms. Default: 5,000. */
    | { name: 'slow'; delay?: number }
  );

// Beyond 2^31 ms a timer fires at once.
const LARGEST = 1_000_000_000;

const find = (name: unknown) => FAULTS.find((fault) => fault.name === name);

/** The faults that are on. */
export class Faults {
  #active: Fault[] = [];

  /** What is on, the newest first. */
  get active(): readonly Readonly<Fault>[] {
    return this.#active;
  }

  /**
   * Switches a fault on. Of several that fit a call the newest strikes; a call with the wrong key is refused before
   * any does.
   *
   * @returns switches it off again
   * @throws {TypeError} where the fault makes no sense
   */
  set(fault: Fault): () => void {
    const { name, scope, platformKey, times } = fault;
    const known = find(name);
    if (!known) throw new TypeError('There is no such fault.');
    const only = 'only' in known ? known.only : undefined;
    if (scope !== undefined && !SCOPES.some((one) => one.scope === scope)) {
      throw new TypeError('There is no such scope.');
    }
    if (only && scope !== undefined && scope !== 'all' && scope !== only) {
      throw new TypeError(`“${known.label}” can’t strike there.`);
    }
    if (platformKey !== undefined && !/^[a-z]{4}$/.test(platformKey)) {
      throw new TypeError('A platformKey is four lower-case letters.');
    }
    checkNumber('times', times, 1);
    if ('delay' in fault) checkNumber('delay', fault.delay, 0);
    if ('retryAfter' in fault) checkNumber('retryAfter', fault.retryAfter, 0);

    const active: Fault = { ...fault, scope: only ?? scope ?? 'all' };
    this.#active.unshift(active);
    return () => this.#remove(active);
  }

  /** Switches off everything, or everything of one name. */
  clear(name?: FaultName): void {
    this.#active = this.#active.filter((fault) => name !== undefined && fault.name !== name);
  }

  /** The fault that strikes this call, if any; counts it. */
  take(endpoint: Endpoint, platformKeys: readonly string[]): Fault | undefined {
    const fault = this.#active.find(
      ({ scope, platformKey }) =>
        (scope === 'all' || scope === endpoint) && (platformKey === undefined || platformKeys.includes(platformKey)),
    );
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times === 0) this.#remove(fault);
    }
    return fault;
  }

  #remove(fault: Fault): void {
    this.#active = this.#active.filter((one) => one !== fault);
  }
}

function checkNumber(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= LARGEST)) {
    throw new TypeError(`“${name}” must be a whole number between ${least} and ${LARGEST}.`);
  }
}
