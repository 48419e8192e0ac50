import type { Settings } from './options.js';

/**
 * A hash that stands for `text` in a store that others may read. It is keyed with the API key: somebody who reads the
 * store could guess the text of a plain hash by trying numbers or addresses. It reveals nothing of the key.
 *
 * @param length bytes of the hash that are used, two hex digits each
 */
export async function keyedHash({ authorization }: Settings, text: string, length: number): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(authorization), algorithm, false, ['sign']);
  const hash = await crypto.subtle.sign('HMAC', key, encoder.encode(text));
  return [...new Uint8Array(hash, 0, length)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
