/** A text for each plural category of a language. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * Makes a function that returns the text for a count: the form of its plural category, with the count in place of
 * `{count}`, written as in the language.
 *
 * @param language BCP 47 tag
 */
export const plural =
  (language: string, forms: PluralForms) =>
  (count: number): string =>
    (forms[new Intl.PluralRules(language).select(count)] ?? forms.other).replace('{count}', () =>
      new Intl.NumberFormat(language).format(count),
    );
