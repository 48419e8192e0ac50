import { nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Flow } from '../choice.js';
import { hasSearchBox, type Group, type View } from '../view.js';
import { inARow } from '../../strings/index.js';
import { failure } from './failure.js';
import { html } from './html.js';
import { isolated } from './isolated.js';
import { tile, type TileContext } from './tile.js';

/** What the templates need to know besides the view. */
export interface Context {
  /** What is the same for all tiles. */
  common: TileContext;
  /** The platformKey of the choice that is kept. */
  value: string;
  flow: Flow | undefined;
  /** Set where the texts don't run as the page does. */
  direction: 'ltr' | undefined;
  headingLevel: number;
  /** Changes when the whole list is to be drawn anew. */
  listKey: number;
  /** What the merchant searches for. */
  query: string;
  /** The text of the live region. */
  announcement: string;
}

/** A list of more tiles is a long one, also while a search leaves few of them: the browser lays out those in sight. */
const MANY = 200;

const skeleton = (): TemplateResult =>
  html`<li part="card">
    <div part="tile skeleton"><span part="logo-plate"></span><span class="bars"></span></div>
  </li>`;

// Not `Array.from`, which some old libraries replace by one that knows no function.
const skeletons = (count: number): TemplateResult[] => {
  const all: TemplateResult[] = [];
  while (all.length < count) all.push(skeleton());
  return all;
};

const groups = (all: readonly Group[], isLong: boolean, context: Context): unknown =>
  repeat(
    all,
    ({ category }) => category,
    ({ category, integrations }) =>
      html`<section part="group" aria-labelledby=${all.length > 1 ? category : nothing}>
        <div
          id=${category}
          part="heading"
          ?hidden=${all.length < 2}
          role="heading"
          aria-level=${context.headingLevel}
          .textContent=${context.common.text(category)}
        ></div>
        <ul part="grid" role="list" class=${isLong ? 'long' : ''}>
          ${repeat(
            integrations,
            ({ key }) => key,
            (integration) => tile(integration, context, context.common),
          )}
        </ul>
      </section>`,
  );

const none = ({ query, common: { disabled, text } }: Context): TemplateResult =>
  html`<div part="none">
    <p part="message" .textContent=${isolated(text('none'), query)}></p>
    <button part="clear retry" type="button" data-clear ?disabled=${disabled} .textContent=${text('clear')}></button>
  </div>`;

/** What failed where its tile is not in sight: the merchant has searched on, or the host has changed the list. */
const failedElsewhere = (all: readonly Group[], context: Context): unknown => {
  const { flow } = context;
  if (!flow?.error) return nothing;
  const { key, name } = flow.integration;
  return all.some(({ integrations }) => integrations.some((integration) => integration.key === key))
    ? nothing
    : html`<div>
        <p class="name" translate="no" .textContent=${name}></p>
        ${failure(flow.error, context.common, key)}
      </div>`;
};

const body = (view: View, context: Context): unknown => {
  switch (view.kind) {
    case 'loading':
      return view.groups.map(
        (count) =>
          html`<div class="group">
            <div part="heading" class="bar" aria-hidden="true" ?hidden=${view.groups.length < 2}></div>
            <ul part="grid" aria-hidden="true">
              ${skeletons(count)}
            </ul>
          </div>`,
      );
    case 'ready':
      return [
        failedElsewhere(view.groups, context),
        view.found ? groups(view.groups, view.total > MANY, context) : none(context),
      ];
    case 'error':
      return failure(view.error, context.common);
    case 'empty':
      return nothing;
    default:
      return view satisfies never;
  }
};

/**
 * The whole picker. Each text is written as `textContent`, or by {@link isolated}: what a browser translates, it puts
 * other nodes in place of, and a text that lit keeps would change unseen.
 *
 * Slots are always there, so that what a host puts into them never disappears; and so is the search
 * box, which keeps what is typed while the list comes anew.
 */
export const picker = (view: View, context: Context): TemplateResult => {
  const { common, query } = context;
  const { disabled, text } = common;
  const { kind } = view;
  return html`<div part="base" class=${common.logo} lang=${common.language} dir=${context.direction ?? nothing}>
    <slot name="intro"
      ><p
        part="intro"
        ?hidden=${kind === 'error' || kind === 'empty'}
        .textContent=${inARow(text('choose'), text('next'))}
      ></p
    ></slot>
    <p class="hidden" aria-live="polite" .textContent=${context.announcement}></p>
    <div part="search" ?hidden=${!hasSearchBox(view)}>
      <svg part="search-icon" viewBox="0 0 20 20" aria-hidden="true">
        <path d="m13 13 5 5M8.5 2.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12" />
      </svg>
      <input
        part="search-input"
        role="searchbox"
        inputmode="search"
        enterkeyhint="search"
        aria-label=${text('search')}
        placeholder=${text('search')}
        autocomplete="off"
        data-1p-ignore
        data-bwignore
        data-form-type="other"
        data-lpignore="true"
        data-protonpass-ignore="true"
        spellcheck="false"
        maxlength="100"
        ?disabled=${disabled}
      />
      <button
        part="search-clear"
        type="button"
        aria-label=${text('clear')}
        data-clear
        ?hidden=${!query}
        ?disabled=${disabled}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15" /></svg>
      </button>
    </div>
    ${keyed(context.listKey, body(view, context))}
    <slot name="empty" ?hidden=${kind !== 'empty'}><p part="empty" .textContent=${text('empty')}></p></slot>
    <slot name="not-listed"></slot>
    <slot name="footer"></slot>
  </div>`;
};
