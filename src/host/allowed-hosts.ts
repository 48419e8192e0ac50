const HOST_NAME = /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/;

/** `io`, `com`, and also `co.uk` and the like: anybody can register a name below them. */
const TOP_LEVEL = /^([^.]+|(ac|co|com|edu|gov|net|or|org)\.[a-z]{2})$/;

const IP_ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$/;

/**
 * What is wrong with an entry of `allowedHosts`, and what to write instead. Undefined if it is good. Subdomains are
 * allowed with each host, so an entry that is too short would allow a whole top-level domain.
 */
export function faultOfHost(host: string): string | undefined {
  const name = nameIn(host);
  if (!name) return 'a host name looks like "codat.io", without scheme and port';
  if (name !== 'localhost' && !IP_ADDRESS.test(name)) {
    if (/(^|\.)\d+$/.test(name)) return 'an address has four numbers, such as "127.0.0.1"';
    if (TOP_LEVEL.test(name))
      return `that would allow every host that ends in ".${name}"; name one, such as "codat.io"`;
  }
  return name === host ? undefined : `write it as "${name}"; its subdomains are allowed with it`;
}

/** The host name in an entry that may be a URL or a pattern, in the form that URLs use: lower case and ASCII. */
function nameIn(host: string): string | undefined {
  const bare = host
    .trim()
    .replace(/^(\w+:)?\/\//, '')
    .replace(/^(\*?\.)+/, '');
  const [name = ''] = bare.split(/[:/?#]/);
  // Not through `new URL`, which would turn a number into an address.
  if (/^[\d.]+$/.test(name)) return name.replace(/\.$/, '') || undefined;
  if (!URL.canParse(`https://${name}`)) return undefined;
  const { hostname } = new URL(`https://${name}`);
  const found = hostname.replace(/\.$/, '');
  return HOST_NAME.test(found) ? found : undefined;
}
