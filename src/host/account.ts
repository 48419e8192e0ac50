import type { Settings } from './options.js';

/**
 * What stands for an account at Codat in a store that several may share: accounts have different software switched on.
 * Nobody who reads it learns anything of the key.
 */
export async function accountOf({ authorization, baseUrl }: Settings): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(authorization), algorithm, false, ['sign']);
  const hash = await crypto.subtle.sign('HMAC', key, encoder.encode(baseUrl));
  return [...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
