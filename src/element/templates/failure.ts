import { nothing, type TemplateResult } from 'lit';
import { attempt } from '../../shared/attempt.js';
import { ADVICE, ERRORS, wayOutOf, type Meaning, type PickerError, type WayOut } from '../../shared/errors.js';
import { safeUrl } from '../../shared/safe-url.js';
import { filled, inARow, timeUntil, type TextByKey } from '../../strings/index.js';
import { html } from './html.js';

/** What a failure needs to know besides its error. */
export interface FailureContext {
  text: TextByKey;
  /** Whether nothing can be done now, as the host wants it. */
  disabled: boolean;
  /** The language that the texts are in. */
  language: string;
  /** A relative log-in URL is resolved against it. */
  baseURI: string | undefined;
  /** The page's own URL, whose origin is as safe as https. */
  page: string | undefined;
  /** Where the merchant logs in again, as the host gave it; used if it is `https:` or of the page's own origin. */
  logInUrl?: string | undefined;
}

/** What happened, and then what to do. A button or link that it speaks of is there, and no other. */
const messageOf = (
  { advice, wayOut: usual, whatHappened }: Meaning,
  wayOut: WayOut,
  retryAfter: number | undefined,
  { language, text }: FailureContext,
): string => {
  // The merchant's own connection is to blame only where the browser says so.
  if (whatHappened === 'network' && wayOut === 'retry' && globalThis.navigator?.onLine === false)
    return text('noInternet');
  // Where a browser can't write it, nothing is said of it.
  const time = wayOut === 'retry' && retryAfter ? attempt(() => timeUntil(retryAfter, language)) : '';
  if (wayOut === 'none') return text(whatHappened);
  return inARow(
    text(whatHappened),
    time ? filled(text('againIn'), time) : text((wayOut === usual && advice) || ADVICE[wayOut]),
  );
};

/** What an error means: where there is no list, there is no other software to choose. */
const meaningOf = ({ code }: PickerError, key: string): Meaning =>
  ERRORS[!key && code === 'unknown-platform' ? 'not-found' : code];

/**
 * What went wrong, and what to do, as a text.
 *
 * @param key of the tile that failed; empty where it is the list
 */
export const failureText = (error: PickerError, context: FailureContext, key = ''): string => {
  const meaning = meaningOf(error, key);
  return messageOf(meaning, wayOutOf(error.retryable, meaning), error.retryAfter, context);
};

/**
 * What went wrong, and the merchant's way out of it, which the reason belongs to.
 *
 * @param key of the tile that failed; empty where it is the list
 */
export const failure = (error: PickerError, context: FailureContext, key = ''): TemplateResult => {
  const { baseURI, disabled, logInUrl, page, text } = context;
  const wayOut = wayOutOf(error.retryable, meaningOf(error, key));
  const logIn = wayOut === 'log-in' && logInUrl ? safeUrl(logInUrl, page, baseURI) : undefined;
  return html`<div part="failure">
    <p part="message" id="failure" .textContent=${failureText(error, context, key)}></p>
    ${
      wayOut === 'retry'
        ? html`<button
            part="retry"
            type="button"
            data-key=${key}
            aria-describedby="failure"
            ?disabled=${disabled}
            .textContent=${text('retry')}
          ></button>`
        : logIn
          ? html`<a part="log-in" href=${logIn} aria-describedby="failure" .textContent=${text('logIn')}></a>`
          : nothing
    }
  </div>`;
};
