const MINUTE = 60;
const HOUR = 3_600;

/** Up to this many of a unit are told in the next smaller one: up to 90 seconds, and up to 90 minutes. */
const MANY = 1.5;

/**
 * “in 40 seconds”, “in 2 minutes” or “in 3 hours”, in a language. It is rounded up, so that nobody tries again too
 * early.
 *
 * @param language BCP 47 tag
 */
export const timeUntil = (seconds: number, language: string): string => {
  const [unit, length]: [Intl.RelativeTimeFormatUnit, number] =
    seconds < MANY * MINUTE ? ['second', 1] : seconds < MANY * HOUR ? ['minute', MINUTE] : ['hour', HOUR];
  return new Intl.RelativeTimeFormat(language).format(Math.ceil(seconds / length), unit);
};
