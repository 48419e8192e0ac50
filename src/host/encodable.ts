/** Whether a text can be part of a URL. One with half of a surrogate pair can't. */
export function isEncodable(text: string): boolean {
  try {
    return Boolean(encodeURIComponent(text));
  } catch {
    return false;
  }
}
