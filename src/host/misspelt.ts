/** The letters of a name, each once: the same for `redirectURL`, `redirect_url` and `redriectUrl`. */
const lettersOf = (name: string): string =>
  [...new Set(name.toLowerCase().replaceAll(/[^a-z]|s$/g, ''))].sort().join('');

/**
 * What is wrong with a name that nobody reads, if it looks like a misspelt one: otherwise an option would be without
 * effect, and nobody told. Other names may be there for other reasons, such as in a configuration that is spread.
 *
 * @param known the names that are read
 * @returns a sentence that says which name is meant, or undefined
 */
export function misspelt(given: object, known: Iterable<string>, of: string): string | undefined {
  const names = [...known];
  const meant = new Map(names.filter((name) => !(name in given)).map((name) => [lettersOf(name), name]));
  for (const name of Object.keys(given)) {
    const right = names.includes(name) ? undefined : meant.get(lettersOf(name));
    if (right) return `${name} is no option of ${of}: it is called ${right}`;
  }
  return undefined;
}
