/** Thrown by {@link readText}: the body is larger than it may be. */
export class TooLarge extends Error {}

/** How {@link readText} reads. */
export interface ReadOptions {
  /** Bytes after decompression: those fill the memory, however few were sent. */
  most: number;
  /** When it is aborted, nothing more is read. */
  signal?: AbortSignal | undefined;
  /** Whether bytes that are not UTF-8 are an error. */
  strict?: boolean;
  /** ms until a stream of which nothing more is wanted is cancelled. Default: at once. */
  linger?: number;
}

/**
 * The text of a body. It is read chunk by chunk and given up after `most` bytes, whatever its `Content-Length` says.
 *
 * @throws {TooLarge}
 * @throws {TypeError} if `strict` and the body is not UTF-8
 * @throws whatever the stream fails with
 */
export async function readText(
  { body, headers }: Pick<Response, 'body' | 'headers'>,
  { most, signal, strict = false, linger }: ReadOptions,
): Promise<string> {
  const reader = body?.getReader();
  const cancelNow = (): void => void reader?.cancel().catch(() => {});
  const cancel = linger === undefined ? cancelNow : () => later(linger, cancelNow);
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
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
    cancel();
    throw reason;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

function later(ms: number, task: () => void): void {
  const timer: unknown = setTimeout(task, ms);
  // In Node, the timer would keep the process from ending.
  (timer as { unref?: () => void }).unref?.();
}
