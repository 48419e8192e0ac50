/**
 * The ETag of a body. It is a hash, so that all instances of a host answer the same. It is a weak one, because proxies
 * that compress change or drop strong ones.
 */
export async function etagOf(body: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', body);
  return `W/"${btoa(String.fromCharCode(...new Uint8Array(hash))).slice(0, 27)}"`;
}

/** Whether `If-None-Match` names this ETag. They are compared weakly, as RFC 9110 says for GET. */
export function matchesEtag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
  const opaque = (tag: string): string => tag.replace(/^W\//, '');
  return (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => opaque(tag) === opaque(etag));
}
