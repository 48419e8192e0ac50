import { html, type TemplateResult } from 'lit';

/** A choice and its label. */
export type Choice<Value extends string> = readonly [value: Value, label: string];

/** One of several, as a row of radio buttons. */
export const segments = <Value extends string>(
  legend: string,
  name: string,
  choices: readonly Choice<Value>[],
  chosen: Value,
  choose: (value: Value) => void,
): TemplateResult => html`
  <fieldset class="chips">
    <legend>${legend}</legend>
    ${choices.map(
      ([value, label]) =>
        html`<label
          ><input
            type="radio"
            name=${name}
            value=${value}
            .checked=${value === chosen}
            @change=${() => choose(value)}
          /><span>${label}</span></label
        >`,
    )}
  </fieldset>
`;

/** Any of several, as a row of check boxes. */
export const chips = <Value extends string>(
  legend: string,
  choices: readonly Choice<Value>[],
  chosen: ReadonlySet<Value>,
  toggle: (value: Value) => void,
): TemplateResult => html`
  <fieldset class="chips">
    <legend>${legend}</legend>
    ${choices.map(
      ([value, label]) =>
        html`<label
          ><input type="checkbox" value=${value} .checked=${chosen.has(value)} @change=${() => toggle(value)} /><span
            >${label}</span
          ></label
        >`,
    )}
  </fieldset>
`;
