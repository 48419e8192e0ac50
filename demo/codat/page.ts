import type { Context } from 'hono';
import { html } from 'hono/html';

/** What `html` and plain text both are. */
export type Markup = unknown;

const STYLESHEET = '/_assets/page.css';

/** An accessible page under a policy that allows its stylesheet and nothing else. */
export function page(
  c: Context,
  title: string,
  content: Markup,
  { status = 200, formTargets = [], referrerPolicy = 'no-referrer' }: PageOptions = {},
): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; " +
      `form-action ${["'self'", ...formTargets].join(' ')}`,
  );
  c.header('Referrer-Policy', referrerPolicy);
  c.header('X-Content-Type-Options', 'nosniff');
  c.status(status);
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          <link rel="stylesheet" href="${STYLESHEET}" />
        </head>
        <body>
          <main>
            <h1>${title}</h1>
            ${content}
          </main>
        </body>
      </html> `,
  );
}

interface PageOptions {
  status?: 200 | 400 | 401 | 403 | 405;
  /** Origins that a form's answer may redirect to: browsers hold `form-action` against the redirect as well. */
  formTargets?: readonly string[];
  referrerPolicy?: 'no-referrer' | 'same-origin';
}

/** The fields of a form that a page posted; none where the body is something else. */
export async function formFields(c: Context): Promise<Record<string, string>> {
  const isForm = c.req.header('Content-Type')?.startsWith('application/x-www-form-urlencoded');
  return isForm ? Object.fromEntries(new URLSearchParams(await c.req.text())) : {};
}

/** The pages' stylesheet: its address and its answer. */
export const stylesheet = {
  path: STYLESHEET,
  answer: (): Response =>
    new Response(CSS, {
      headers: {
        'Content-Type': 'text/css; charset=utf-8',
        'Cache-Control': 'public, max-age=3600',
        'X-Content-Type-Options': 'nosniff',
      },
    }),
};

const CSS = `
:root {
  color-scheme: light dark;
  --ground: #f6f6f4; --sheet: #fff; --text: #1d1f21; --muted: #5a5f66; --line: #d5d8dc; --edge: #868c94;
  --accent: #1f5f8b; --on-accent: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171a; --sheet: #1e2125; --text: #eceef0; --muted: #a5abb3; --line: #383d44; --edge: #7a818a;
    --accent: #8cc3ea; --on-accent: #10222f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 4vh auto; padding: 24px; border: 1px solid var(--line); border-radius: 12px; background: var(--sheet); }
h1 { margin: 0 0 8px; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 24px 0 8px; font-size: 1.125rem; }
p { margin: 0 0 16px; }
a { color: var(--accent); }
dl { margin: 0 0 24px; }
dt { color: var(--muted); font-size: .875rem; }
dd { margin: 0 0 12px; overflow-wrap: anywhere; white-space: pre-wrap; }
fieldset { margin: 0 0 16px; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
ul { margin: 0 0 16px; padding: 0; list-style: none; }
li { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; padding: 4px 0; }
label { display: block; font-weight: 600; }
.choice { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
.choice input { width: 20px; height: 20px; margin: 2px 0; }
.choice p { grid-column: 2; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: 16px; margin: 0 0 24px; }
.hint, .choice p { margin: 0; color: var(--muted); font-size: .875rem; font-weight: 400; }
input:not([type=radio]), select, button { min-height: 44px; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--sheet); color: var(--text); font: inherit; }
input:not([type=radio]), select { width: 100%; }
input[type=radio] { accent-color: var(--accent); }
button { padding: 8px 20px; font-weight: 600; cursor: pointer; }
button.primary { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: 12px; }
.notice { padding: 12px 16px; border-inline-start: 4px solid var(--accent); background: var(--ground); }
`.trimStart();
