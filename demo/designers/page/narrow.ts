/** A phone: only the narrowest specimens fit. */
export const narrow = matchMedia('(max-width: 26rem)');
