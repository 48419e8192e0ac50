import { expect, fixture, fixtureCleanup, html } from '@open-wc/testing/pure';
import { http, HttpResponse } from 'msw';
import { CodatCommercePicker } from '../../src/index.js';
import { stopClock } from './clock.js';
import { withEverything, xero } from './integrations.js';
import { worker } from './page.js';
import { OTHER, SILENT, VALUES } from './property-values.js';
import { definitionOf, type State } from './states.js';
import { until } from './until.js';

/** A framework that has nothing to say says one of these. */
const NOTHING = [undefined, null];

/** What is fetched, or taken, anew. */
const LOADS = ['endpoint', 'integrations'];

/** What takes the software away that is chosen in the states with a choice. */
const HIDES_THE_CHOICE: Readonly<Record<string, readonly unknown[]>> = {
  sourceType: ['Commerce', 'Payroll'],
  connectorKey: ['gbol'],
};

/**
 * What can't come back: the choice is over once it is about another list, goes to another endpoint, or is no longer on offer; and
 * a value that the page says by the attribute takes the place of the choice.
 */
export const comesBack = (state: State, { by, property, value }: Change): boolean =>
  !definitionOf(state).pick ||
  !(
    [...LOADS, 'syncEndpoint'].includes(property) ||
    HIDES_THE_CHOICE[property]?.includes(value) ||
    (property === 'value' && by === 'attribute')
  );

/** An element's tree, with its attributes in one order, and without what is no state of the picker. */
const treeOf = (node: Node): unknown => {
  if (node instanceof Text) return node.data.replace(/\s+/g, ' ').trim() || undefined;
  if (!(node instanceof Element || node instanceof ShadowRoot)) return undefined;
  // As many placeholders as the last list had tiles, in as many groups.
  const isAgain = (child: unknown, index: number, all: unknown[]): boolean =>
    child === 'placeholders' && all[index - 1] === child;
  const children = [...node.childNodes]
    .map(treeOf)
    .filter((child) => child !== undefined)
    .filter((child, index, all) => !isAgain(child, index, all));
  if (node instanceof ShadowRoot) return children;
  if (node.matches('.group')) return 'placeholders';
  // How far an image is goes by the network.
  const unstable = node.localName === 'img' ? ['loading', 'data-state'] : [];
  const attributes = [...node.attributes]
    .filter(({ name }) => !unstable.includes(name))
    .map(({ name, value }) => `${name}=${value.trim().replace(/\s+/g, ' ')}`);
  return [node.localName, ...attributes.toSorted(), ...children];
};

const COLLECTED = ['loading', 'ready', 'empty', 'error', 'connecting'];

/** All that anybody can see of a picker: its tree, what it is called, what it is to a form, and its states. */
export const look = (picker: CodatCommercePicker, state: State): Record<string, unknown> => {
  const shadow = JSON.stringify(treeOf(picker.shadowRoot!));
  const { validationMessage, validity, willValidate } = picker;
  return {
    // What was told of a search is not told again.
    shadow:
      definitionOf(state).query === undefined
        ? shadow
        : shadow.replace(/"aria-live=polite","class=hidden"(,"[^"]*")?/, ''),
    box: picker.shadowRoot!.querySelector('input')?.value,
    attributes: [...picker.attributes].map(({ name, value }) => `${name}=${value}`).toSorted(),
    form: [...new FormData(picker.closest('form')!)].map(String),
    validity: [validity.valid, validity.valueMissing, validationMessage, willValidate],
    states: COLLECTED.filter((name) => picker.matches(`:state(${name})`)),
    disabled: picker.matches(':disabled'),
  };
};

/** In which of the two something is different, and what. */
export const differences = (is: Record<string, unknown>, wanted: Record<string, unknown>): string =>
  Object.keys(wanted)
    .filter((key) => JSON.stringify(is[key]) !== JSON.stringify(wanted[key]))
    .map((key) => {
      const [a, b] = [is[key], wanted[key]].map((value) => JSON.stringify(value) ?? 'undefined');
      let at = 0;
      while (a![at] === b![at]) at += 1;
      return `${key}: …${a!.slice(Math.max(at - 30, 0), at + 50)}… instead of …${b!.slice(Math.max(at - 30, 0), at + 50)}…`;
    })
    .join('; ');

/** One way of changing a property, and of taking that back. */
export interface Change {
  property: string;
  by: 'property' | 'attribute';
  value: unknown;
  told: string;
  make: (picker: CodatCommercePicker) => () => void;
}

export const changes: Change[] = [...CodatCommercePicker.elementProperties].flatMap(([key, { attribute }]) => {
  const property = String(key);
  const byProperty = [...(VALUES[property] ?? []), ...NOTHING].map((value) => ({
    property,
    by: 'property' as const,
    value,
    told: `.${property} = ${JSON.stringify(value)?.slice(0, 60)}`,
    make: (picker: CodatCommercePicker) => {
      const before: unknown = Reflect.get(picker, property);
      Reflect.set(picker, property, value);
      return () => Reflect.set(picker, property, before);
    },
  }));
  if (attribute === false) return byProperty;
  const name = typeof attribute === 'string' ? attribute : property.toLowerCase();
  const texts = [
    ...new Set((VALUES[property] ?? []).map((value) => (typeof value === 'boolean' ? '' : String(value)))),
  ];
  const byAttribute = [...texts, undefined].map((value) => ({
    property,
    by: 'attribute' as const,
    value,
    told: value === undefined ? `without ${name}` : `${name}="${value}"`,
    make: (picker: CodatCommercePicker) => {
      const before = picker.getAttribute(name);
      if (value === undefined) picker.removeAttribute(name);
      else picker.setAttribute(name, value);
      return () => (before === null ? picker.removeAttribute(name) : picker.setAttribute(name, before));
    },
  }));
  return [...byProperty, ...byAttribute];
});

/** A tile of every kind, and images on one of them: those of all would take most of the time. */
export const ROWS = withEverything.map((row) => (row.key === 'qhyg' ? row : { ...row, branding: {}, logoUrl: '' }));

/** What a picker has in every state here, so that there is something to see of it in a form. */
export const IN_FORM = { name: 'software', required: '' };

/** Follows a picker, to know when what is fetched or taken anew is there. */
export class Watch {
  #events = 0;

  constructor(
    readonly picker: CodatCommercePicker,
    readonly state: State,
  ) {
    for (const type of ['codat-loaded', 'codat-error']) picker.addEventListener(type, () => (this.#events += 1));
  }

  /** Whether a list is to come, or a failure. Rows are taken in the update itself, and the same ones are not told again. */
  get #isAnswered(): boolean {
    const { endpoint, integrations } = this.picker;
    if (integrations) return false;
    if (endpoint === OTHER) return true;
    return !!endpoint && endpoint !== SILENT && definitionOf(this.state).list !== 'never';
  }

  /** Does something that may lead to another list, and waits for what it leads to. */
  async step<T>(change: () => T): Promise<T> {
    const { picker } = this;
    // Where there are rows, the endpoint says nothing.
    const loaded = (): unknown[] => [picker.isConnected, picker.integrations ?? picker.endpoint];
    const [before, count] = [loaded(), this.#events];
    const done = change();
    await picker.updateComplete;
    const loads = loaded().some((value, index) => !Object.is(value, before[index]));
    if (loads && this.#isAnswered) await until(() => this.#events > count, 'nothing came', 1_000);
    await picker.updateComplete;
    return done;
  }
}

/** A form on the page, alone, before which everything else is gone. */
export const emptyForm = (): Promise<HTMLFormElement> => {
  fixtureCleanup();
  worker.use(
    http.get(OTHER, () => HttpResponse.json([xero])),
    http.get(SILENT, () => new Promise<Response>(() => {})),
  );
  return fixture<HTMLFormElement>(html`<form></form>`);
};

/** Tries all these changes, each by itself, and tells those that failed. */
export const expectNoProblem = async (
  tried: readonly Change[],
  attempt: (change: Change) => Promise<string>,
): Promise<void> => {
  // Neither the time-out of a request nor a pause comes between.
  stopClock();
  const problems: string[] = [];
  for (const change of tried) {
    const problem = await attempt(change).catch(String);
    if (problem) problems.push(`${change.told}: ${problem}`);
  }
  expect(problems.length, problems.join('\n')).to.equal(0);
};
