import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { FAULTS, SCOPES, type Fault, type FaultName } from './faults.js';
import { formFields, page, type Markup } from './page.js';
import type { Env, World } from './world.js';

type FaultsEnv = { Bindings: Env };

/** `/_faults`: a form on which a person at the demo switches faults on and off. */
export function faultsPageRoutes({ faults, origin }: World): Hono<FaultsEnv> {
  const routes = new Hono<FaultsEnv>();
  const show = (c: Context<FaultsEnv>, notice?: string) =>
    page(c, 'Faults of the simulated Codat', form(faults.active, notice), {
      status: notice === undefined ? 200 : 400,
      // Under no-referrer the form's own POST would come with `Origin: null`.
      referrerPolicy: 'same-origin',
    });

  routes.get('/_faults', (c) => show(c));
  routes.post('/_faults', async (c) => {
    if (!isSameOrigin(c, origin())) {
      return page(c, 'HTTP 403', html`<p>Only the page at ${origin()}/_faults may switch faults.</p>`, { status: 403 });
    }
    const fields = await formFields(c);
    try {
      if (fields['action'] === 'set') faults.set(toFault(fields));
      else if (fields['action'] === 'clear') faults.clear((fields['fault'] || undefined) as FaultName | undefined);
      else return show(c, 'Nothing was asked for.');
    } catch (error) {
      if (error instanceof TypeError) return show(c, error.message);
      throw error;
    }
    return c.redirect('/_faults', 303);
  });
  return routes;
}

function isSameOrigin(c: Context<FaultsEnv>, own: string): boolean {
  const given = c.req.header('Origin');
  const site = c.req.header('Sec-Fetch-Site');
  // Both, where both are there: the first knows the address, the second can't be made up by a page.
  if (given === undefined && site === undefined) return false;
  return (given ?? own) === own && (site ?? 'same-origin') === 'same-origin';
}

function toFault({ fault, scope, platformKey, times, delay, retryAfter }: Record<string, string>): Fault {
  // `set` checks it: what the form sends can be anything.
  return {
    name: fault,
    ...(scope && { scope }),
    ...(platformKey && { platformKey }),
    ...(times && { times: Number(times) }),
    ...(delay && { delay: Number(delay) }),
    ...(retryAfter && { retryAfter: Number(retryAfter) }),
  } as unknown as Fault;
}

function form(active: readonly Readonly<Fault>[], notice?: string): Markup {
  return html`<p>Switch on what goes wrong between the host and Codat, then use the demo.</p>
    ${notice === undefined ? '' : html`<p class="notice" role="alert">${notice}</p>`}
    <h2>Switched on</h2>
    ${active.length === 0 ? html`<p>Nothing: every call is answered as it should be.</p>` : switchedOn(active)}
    <h2>Switch on</h2>
    <form method="post" action="/_faults">
      <input type="hidden" name="action" value="set" />
      <fieldset>
        <legend>What goes wrong</legend>
        ${FAULTS.map((fault, index) => choice(fault, index === 0))}
      </fieldset>
      <div class="fields">
        <div>
          <label for="scope">Where</label>
          <select id="scope" name="scope">
            ${SCOPES.map(({ scope, label }) => html`<option value="${scope}">${label}</option>`)}
          </select>
        </div>
        ${field('platformKey', 'Only for this platformKey', 'Four letters, such as gbol. Empty: for any.')}
        ${field('times', 'How many times', 'Empty: until switched off.', 1)}
        ${field('delay', 'Delay in milliseconds', 'For the slow answer. Empty: 5000.', 0)}
        ${field('retryAfter', 'Retry after, in seconds', 'For 429 and 503. Empty: 30 on a 429.', 0)}
      </div>
      <button class="primary" type="submit">Switch on</button>
    </form>`;
}

function switchedOn(active: readonly Readonly<Fault>[]): Markup {
  return html`<ul role="list">
      ${active.map(
        (fault) =>
          html`<li>
            <span>${inWords(fault)}</span>
            ${clearing(fault.name, `Switch off “${labelOf(fault.name)}”`)}
          </li>`,
      )}
    </ul>
    ${clearing('', 'Switch everything off')}`;
}

function clearing(name: FaultName | '', label: Markup): Markup {
  return html`<form method="post" action="/_faults">
    <input type="hidden" name="action" value="clear" />
    <input type="hidden" name="fault" value="${name}" />
    <button type="submit">${label}</button>
  </form>`;
}

function choice({ name, label, description }: (typeof FAULTS)[number], checked: boolean): Markup {
  return html`<div class="choice">
    <input
      type="radio"
      name="fault"
      value="${name}"
      id="${name}"
      aria-describedby="${name}-is"
      ${checked ? html` checked` : ''}
    />
    <label for="${name}">${label}</label>
    <p id="${name}-is">${description}</p>
  </div>`;
}

function field(name: string, label: string, hint: string, least?: number): Markup {
  const kind =
    least === undefined ? html` type="text" pattern="[a-z]{4}"` : html` type="number" min="${least}" step="1"`;
  return html`<div>
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" aria-describedby="${name}-hint" autocomplete="off" ${kind} />
    <p class="hint" id="${name}-hint">${hint}</p>
  </div>`;
}

const labelOf = (name: FaultName): string => FAULTS.find((fault) => fault.name === name)!.label;

function inWords({ name, scope, platformKey, times }: Readonly<Fault>): string {
  const where = SCOPES.find((one) => one.scope === scope)?.label ?? '';
  const key = platformKey ? `, only ${platformKey}` : '';
  const often = times === undefined ? '' : times === 1 ? ', once more' : `, ${times} more times`;
  return `${labelOf(name)}: ${where.toLowerCase()}${key}${often}`;
}
