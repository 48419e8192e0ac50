const MINUTE = 60;
const HOUR = 3_600;

/** From how many of a unit on the next greater one is used: up to 90 s, and up to 90 minutes. */
const MANY = 1.5;

/**
 * “in 40 seconds”, “in 2 minutes”, “in 3 hours”, as a language says it; rounded up, so that whoever waits so long has
 * waited long enough.
 *
 * @param language BCP 47 tag
 */
export const timeUntil = (seconds: number, language: string): string => {
  const [unit, length]: [Intl.RelativeTimeFormatUnit, number] =
    seconds < MANY * MINUTE ? ['second', 1] : seconds < MANY * HOUR ? ['minute', MINUTE] : ['hour', HOUR];
  return new Intl.RelativeTimeFormat(language).format(Math.ceil(seconds / length), unit);
};
