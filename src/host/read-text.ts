/** Thrown by {@link readText}: the body is larger than it may be. */
export class TooLarge extends Error {}

/** How {@link readText} reads. */
export interface ReadOptions {
  /** Bytes, after decompression: what a few bytes on the wire unpack to is what fills the memory. */
  most: number;
  /** Gives up: nothing more is read. */
  signal?: AbortSignal | undefined;
  /** Whether bytes that are no UTF-8 are an error. */
  strict?: boolean;
}

/**
 * The text of a body, read piece by piece, so that a body without an end is left after `most` bytes, whatever its
 * `Content-Length` says.
 *
 * @throws {TooLarge}; whatever the stream fails with; TypeError where `strict` finds no UTF-8
 */
export async function readText(
  { body, headers }: Pick<Response, 'body' | 'headers'>,
  { most, signal, strict = false }: ReadOptions,
): Promise<string> {
  const reader = body?.getReader();
  const leave = (): void => void reader?.cancel().catch(() => {});
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  try {
    if (Number(headers.get('content-length')) > most) throw new TooLarge();
    const decoder = new TextDecoder('utf-8', { fatal: strict });
    let text = '';
    let size = 0;
    for (;;) {
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return text + decoder.decode();
      size += chunk.value.byteLength;
      if (size > most) throw new TooLarge();
      text += decoder.decode(chunk.value, { stream: true });
    }
  } catch (reason) {
    leave();
    throw reason;
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}
