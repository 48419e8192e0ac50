import { ADVICE, ERRORS, wayOutOf, type Meaning, type PickerErrorCode } from '../shared/errors.js';
import { en } from '../strings/en.js';
import { fr } from '../strings/fr.js';
import type { Translation } from '../strings/translation.js';

/** The languages of the page that a failed form leads to, by their tags. */
const LANGUAGES: Readonly<Record<string, Translation>> = { en, fr };

/**
 * Whether a browser sends an HTML form, and shows the merchant what is answered. A script can ask for JSON; its request
 * is none of these, even if it is written as a form.
 */
export function isForm({ headers }: Request): boolean {
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/x-www-form-urlencoded' && !!headers.get('accept')?.includes('text/html');
}

/** Leads the browser to Codat: after a POST, by GET. The URL is a credential, and no script gets to see it. */
export const redirectTo = (url: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location: url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });

/**
 * The page that says what went wrong with a form, in place of a problem that only a script could read. It leads back to
 * where the form stood, if that was a page of the host's own.
 *
 * @param problem an answer in the form of RFC 9457
 */
export async function failurePage(problem: Response, request: Request): Promise<Response> {
  const { code, retryable } = (await problem.json()) as { code: PickerErrorCode; retryable: boolean };
  const { language, texts } = languageOf(request);
  const meaning: Meaning = ERRORS[code];
  const wayOut = wayOutOf(retryable, meaning);
  const whatToDo = wayOut === 'none' ? '' : escaped(texts[ADVICE[wayOut]]);
  const back = pageOf(request);
  const link = back && whatToDo ? `<a href="${escaped(back)}">${whatToDo}</a>` : whatToDo;
  const whatHappened = escaped(texts[meaning.whatHappened]);
  const headers = new Headers(problem.headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-language', language);
  headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'self'");
  return new Response(
    `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width">` +
      `<meta name="color-scheme" content="light dark"><title>${whatHappened}</title><p>${whatHappened} ${link}</p></html>`,
    { status: problem.status, headers },
  );
}

/** The first language that the browser asks for and that there is, or English. */
function languageOf({ headers }: Request): { language: string; texts: Translation } {
  const tags = (headers.get('accept-language') ?? '').toLowerCase().split(',');
  const primary = tags.map((tag) => tag.trim().split(/[-;]/, 1)[0]!);
  const language = primary.find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? 'en';
  return { language, texts: LANGUAGES[language]! };
}

/** The host's own page that the form was on. */
function pageOf({ headers, url }: Request): string | undefined {
  const referer = headers.get('referer');
  if (referer === null || !URL.canParse(referer)) return undefined;
  const { host, href, protocol } = new URL(referer);
  const isOwn = /^https?:$/.test(protocol) && (host === new URL(url).host || host === headers.get('host'));
  return isOwn ? href : undefined;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
