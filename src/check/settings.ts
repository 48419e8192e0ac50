import { parseArgs } from 'node:util';
import { PLATFORM_KEY } from '../shared/integrations.js';
import { isPickerError } from '../shared/errors.js';
import { parseUrl, readAllowedHosts } from '../shared/safe-url.js';

/** What is to be checked, and how. */
export interface Settings {
  /** The address under which `integrations` and `sync-url` lie, with a slash at its end. */
  base: URL;
  /** Of the page that the requests pretend to come from. */
  origin: string;
  /** What stands for the session: cookies and whatever else. Sent with every request but those without a session. */
  session: Readonly<Record<string, string>>;
  allowedHosts: readonly string[];
  /** The software to pick. Default: the first of the list that can be picked. */
  platformKey: string | undefined;
  /** Whether requests may be sent that a host could make a Sync URL for. */
  mint: boolean;
  rateLimit: boolean;
  json: boolean;
  /** ms for each answer. */
  timeout: number;
}

/** Something that whoever typed the command can put right. Its message is one sentence that says how. */
export class Mistake extends Error {}

export const HELP = `codat-commerce-picker check <base-url> [options]

Asks the two endpoints of a host, <base-url>/integrations and <base-url>/sync-url, as the picker does and as it never
would, and says what is not as docs/http.md has it.

  --cookie 'name=value'     the session of a merchant who is logged in; as a browser sends it
  --header 'Name: value'    a header that every request needs, or a session that is no cookie; may be given again
  --platform-key gbol       the software to pick; otherwise the first that the list has
  --origin https://…        where your page is from, if that is not where <base-url> is
  --allowed-hosts 'a b'     hosts that a Sync URL may lead to, as the element has it; otherwise codat.io
  --no-mint                 sends nothing that a host could make a Sync URL for; the half of the checks is left out
  --rate-limit              also finds out whether there is a limit, which takes up to ten Sync URLs more
  --timeout 15              seconds for each answer
  --json                    for machines
  --help

A Sync URL makes Codat create a company for the merchant: take a merchant that is there for tests. A host that does all
as it should is asked for two. Ends with 0 where all is well, with 1 where something is not, and with 2 where nothing
could be checked.
`;

const OPTIONS = {
  cookie: { type: 'string' },
  header: { type: 'string', multiple: true },
  'platform-key': { type: 'string' },
  origin: { type: 'string' },
  'allowed-hosts': { type: 'string' },
  'no-mint': { type: 'boolean' },
  'rate-limit': { type: 'boolean' },
  timeout: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line.
 *
 * @returns undefined where the help is asked for
 * @throws {Mistake}
 */
export function readSettings(args: readonly string[]): Settings | undefined {
  const { values, positionals } = parsed(args);
  const [command, address, ...more] = positionals;
  if (values.help || command === 'help') return undefined;
  if (command !== 'check') {
    throw new Mistake(
      command === undefined
        ? 'Say what to do: codat-commerce-picker check <base-url>.'
        : `There is no command ${quoted(command)}: write codat-commerce-picker check <base-url>.`,
    );
  }
  if (address === undefined) {
    throw new Mistake(
      'Say what to check: the address below which integrations and sync-url lie, such as https://shop.example/api/codat.',
    );
  }
  if (more.length > 0) throw new Mistake(`Name one address, and leave out ${quoted(more[0]!)}.`);
  if (values['no-mint'] && values['rate-limit']) {
    throw new Mistake('Leave out --no-mint or --rate-limit: a limit can only be met by asking for Sync URLs.');
  }
  const base = baseOf(address);
  return {
    base,
    origin: values.origin === undefined ? base.origin : originOf(values.origin),
    session: sessionOf(values.cookie, values.header ?? []),
    allowedHosts: hostsOf(values['allowed-hosts']),
    platformKey: platformKeyOf(values['platform-key']),
    mint: !values['no-mint'],
    rateLimit: values['rate-limit'] ?? false,
    json: values.json ?? false,
    timeout: timeoutOf(values.timeout),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (reason) {
    // Node's own words name the option, and what it takes, in a sentence or two.
    const said = reason instanceof Error ? reason.message.split(/(?<=[.'])\s/, 1)[0]! : 'The options can’t be read';
    throw new Mistake(`${said.replace(/\.$/, '')}: see codat-commerce-picker --help.`);
  }
}

function baseOf(address: string): URL {
  const url = parseUrl(address);
  if (!url)
    throw new Mistake(`${quoted(address)} is no address: write it whole, such as https://shop.example/api/codat.`);
  if (!/^https?:$/.test(url.protocol))
    throw new Mistake(`Write an address with https: or http: in place of ${url.protocol}`);
  if (url.username || url.password) {
    throw new Mistake(
      'Take name and password out of the address, and hand them over by --header "Authorization: Basic …".',
    );
  }
  if (url.search || url.hash)
    throw new Mistake('Leave out what stands behind the path of the address, from ? or # on.');
  // Whoever copies the address of one of the two means both.
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/(integrations|sync-url)$/, '')}/`;
  return url;
}

function originOf(given: string): string {
  const url = parseUrl(given);
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new Mistake('--origin: write the origin of your page alone, such as https://shop.example.');
}

function sessionOf(cookie: string | undefined, headers: readonly string[]): Record<string, string> {
  const session: Record<string, string> = {};
  if (cookie !== undefined) {
    const value = cookie.replace(/^cookie:\s*/i, '').trim();
    if (!value.includes('=') || !isSendable(value))
      throw new Mistake('--cookie: write name=value, as a browser sends it.');
    session['cookie'] = value;
  }
  for (const header of headers) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(header) ?? [];
    if (name === undefined || value === undefined || !isSendable(value)) {
      throw new Mistake("--header: write 'Name: value', with a colon between the two.");
    }
    session[name.toLowerCase()] = value;
  }
  return session;
}

const isSendable = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

function hostsOf(given: string | undefined): readonly string[] {
  try {
    return readAllowedHosts(given);
  } catch (reason) {
    if (!isPickerError(reason)) throw reason;
    throw new Mistake(`--allowed-hosts: ${reason.message.replace(/^allowedHosts: | \(misconfigured\)$/g, '')}.`);
  }
}

function platformKeyOf(given: string | undefined): string | undefined {
  if (given === undefined || PLATFORM_KEY.test(given)) return given;
  throw new Mistake('--platform-key: write four lower-case letters, such as gbol.');
}

function timeoutOf(given = '15'): number {
  const seconds = Number(given);
  if (seconds > 0 && seconds <= 600) return seconds * 1000;
  throw new Mistake('--timeout: write a number of seconds, up to 600.');
}

const quoted = (text: string): string => `“${text.slice(0, 60)}”`;
