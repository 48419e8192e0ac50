const HOST_NAME = /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/;

/** `io`, `com`; and `co.uk` and its like, below which anybody registers a name as they do below `com`. */
const TOP_LEVEL = /^([^.]+|(ac|co|com|edu|gov|net|or|org)\.[a-z]{2})$/;

const IP_ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$/;

/**
 * What is wrong with an entry of `allowedHosts`, and what to write instead; undefined where nothing is. As subdomains
 * are allowed with each host, an entry that is too short opens a whole top-level domain, or any address that ends so.
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

/** The host name that was meant, in the form that URLs have it. */
function nameIn(host: string): string | undefined {
  const bare = host
    .trim()
    .replace(/^(\w+:)?\/\//, '')
    .replace(/^(\*?\.)+/, '');
  const [name = ''] = bare.split(/[:/?#]/);
  // As URLs have it: in lower case, and in ASCII. A number alone would become an address.
  if (/^[\d.]+$/.test(name)) return name.replace(/\.$/, '') || undefined;
  if (!URL.canParse(`https://${name}`)) return undefined;
  const { hostname } = new URL(`https://${name}`);
  const found = hostname.replace(/\.$/, '');
  return HOST_NAME.test(found) ? found : undefined;
}
