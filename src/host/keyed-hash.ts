import type { Settings } from './options.js';

/**
 * What stands for something in a store that others may read. Keyed by Codat's key, as a plain hash of a small number, or
 * of an address, can be found by trying; of the key itself it tells nothing.
 *
 * @param length bytes of it, two digits each
 */
export async function keyedHash({ authorization }: Settings, text: string, length: number): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(authorization), algorithm, false, ['sign']);
  const hash = await crypto.subtle.sign('HMAC', key, encoder.encode(text));
  return [...new Uint8Array(hash, 0, length)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
