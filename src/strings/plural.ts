/** A text for each plural category that a language tells apart. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * A text by its count: the form for the count's plural category, with `{count}` as the language writes numbers.
 *
 * @param language BCP 47 tag
 */
export const plural =
  (language: string, forms: PluralForms) =>
  (count: number): string =>
    (forms[new Intl.PluralRules(language).select(count)] ?? forms.other).replace('{count}', () =>
      new Intl.NumberFormat(language).format(count),
    );
